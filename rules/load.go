package rules

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed answers dependencies names patches platform python2 rpm-calls suppressions targets upstreams
var embedded embed.FS

// Embedded returns the file system of the rules, fixtures and targets that
// the program carries.
func Embedded() fs.FS { return embedded }

// NameTable returns the table of names that people settled for the targets of a
// family, as distro.ReadNames takes it; nil if there is none.
func NameTable(family string) []byte {
	table, err := embedded.ReadFile("names/" + family + ".tsv")
	if err != nil {
		return nil
	}
	return table
}

// Set is a checked collection of rules and targets.
type Set struct {
	Rules   []*Rule   // by ID
	Targets []*Target // by ID
	Answers []*Answer // by ID
	byID    map[string]*Rule
}

// Rule returns the rule of the ID, nil if there is none.
func (s *Set) Rule(id string) *Rule { return s.byID[id] }

// Target returns the target of the ID, nil if there is none.
func (s *Set) Target(id string) *Target {
	for _, t := range s.Targets {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// For returns the rules that an analyzer applies, by ID.
func (s *Set) For(analyzer string) []*Rule {
	var list []*Rule
	for _, r := range s.Rules {
		if r.Analyzer == analyzer {
			list = append(list, r)
		}
	}
	return list
}

// Load reads every YAML file below the roots: those in a folder called
// targets are targets, those in answers answers, all others are rules. A later root's rule or target
// replaces an earlier one's of the same ID; within a root an ID must be
// unique. The error joins every mistake found, each with file, line and
// column.
func Load(roots ...fs.FS) (*Set, error) { return load(roots, isYAML) }

// LoadTargets reads the targets below the roots and nothing else, as Load does:
// for those who look up what a target is, and apply no rule to it.
func LoadTargets(roots ...fs.FS) (*Set, error) {
	return load(roots, func(name string) bool { return isYAML(name) && folderOf(name) == "targets" })
}

func isYAML(name string) bool { return path.Ext(name) == ".yaml" }

// folderOf is the name of the folder that a file is in, which tells its kind.
func folderOf(name string) string { return path.Base(path.Dir(name)) }

func load(roots []fs.FS, wanted func(name string) bool) (*Set, error) {
	set := &Set{byID: map[string]*Rule{}}
	targets, answers := map[string]*Target{}, map[string]*Answer{}
	var mistakes []error
	for _, root := range roots {
		l := loader{root: root, wanted: wanted, seen: map[string]string{}, rules: set.byID, targets: targets, answers: answers}
		if err := fs.WalkDir(root, ".", l.visit); err != nil {
			mistakes = append(mistakes, err)
		}
		mistakes = append(mistakes, l.mistakes...)
	}
	for _, r := range set.byID {
		if r.Answer != "" && answers[r.Answer] == nil {
			mistakes = append(mistakes, fmt.Errorf("%s:1:1: answer: there is no %q", r.File, r.Answer))
		}
	}
	if err := errors.Join(mistakes...); err != nil {
		return nil, err
	}
	for _, a := range answers {
		set.Answers = append(set.Answers, a)
	}
	slices.SortFunc(set.Answers, func(a, b *Answer) int { return cmp.Compare(a.ID, b.ID) })
	for _, r := range set.byID {
		set.Rules = append(set.Rules, r)
	}
	for _, t := range targets {
		set.Targets = append(set.Targets, t)
	}
	slices.SortFunc(set.Rules, func(a, b *Rule) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(set.Targets, func(a, b *Target) int { return cmp.Compare(a.ID, b.ID) })
	return set, nil
}

// loader reads one root.
type loader struct {
	root     fs.FS
	wanted   func(name string) bool
	seen     map[string]string // ID -> file, within this root
	rules    map[string]*Rule
	targets  map[string]*Target
	answers  map[string]*Answer
	mistakes []error
}

func (l *loader) visit(name string, d fs.DirEntry, err error) error {
	if err != nil || d.IsDir() || !l.wanted(name) {
		return err
	}
	if err := l.read(name); err != nil {
		for _, mistake := range split(err) {
			l.mistakes = append(l.mistakes, fmt.Errorf("%s:%w", name, mistake))
		}
	}
	return nil
}

func (l *loader) read(name string) error {
	data, err := fs.ReadFile(l.root, name)
	if err != nil {
		return err
	}
	switch folderOf(name) {
	case "answers":
		a := &Answer{File: name}
		if err := decode(data, a); err != nil {
			return err
		}
		l.answers[a.ID] = a
		return errors.Join(l.claim(a.ID, name), a.check())
	case "targets":
		t := &Target{File: name}
		if err := decode(data, t); err != nil {
			return err
		}
		l.targets[t.ID] = t
		return errors.Join(l.claim(t.ID, name), t.check())
	}
	r := &Rule{File: name}
	if err := decode(data, r); err != nil {
		return err
	}
	l.rules[r.ID] = r
	return errors.Join(l.claim(r.ID, name), r.check())
}

// claim refuses an ID that another file of the root has.
func (l *loader) claim(id, file string) error {
	if other, ok := l.seen[id]; ok {
		return mistake("id", "%s is %s's already: ids are never reused", id, other)
	}
	l.seen[id] = file
	return nil
}

// decode reads one strict YAML document into value, a pointer to a struct.
func decode(data []byte, value any) error {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return yamlError(err)
	}
	if len(document.Content) == 0 {
		return &positionError{1, 1, "the file is empty"}
	}
	if err := checkKeys(document.Content[0], value); err != nil {
		return err
	}
	if err := document.Content[0].Decode(value); err != nil {
		return yamlError(err)
	}
	return nil
}

// yamlError gives the library's messages the form LINE:COLUMN: MESSAGE. It
// knows no columns of its own.
func yamlError(err error) error {
	var position *positionError
	if errors.As(err, &position) {
		return position
	}
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	message = strings.TrimPrefix(message, "unmarshal errors:\n  ")
	var line int
	if n, _ := fmt.Sscanf(message, "line %d:", &line); n == 1 {
		_, message, _ = strings.Cut(message, ": ")
		return &positionError{line, 1, message}
	}
	return &positionError{1, 1, message}
}

// split takes joined errors apart again.
func split(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}
