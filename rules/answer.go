package rules

import (
	"path"
	"slices"
	"strings"
)

// Answer is one thing to build or to decide that settles many findings at
// once: the places of all rules that name it become one work item.
type Answer struct {
	ID    string     `yaml:"id" json:"id" jsonschema:"lower case with dashes; rules name it"`
	Kind  AnswerKind `yaml:"kind" json:"kind"`
	Title string     `yaml:"title" json:"title" jsonschema:"what is to be built, or the question to decide, in a line"`
	Why   string     `yaml:"why" json:"why"`
	// First is what is done once, before all places; Then what is done at the places
	// of a package, which takes the place of {package}; both as titles of tasks say it.
	// Done says how to see that the first is done.
	First string `yaml:"first" json:"first" jsonschema:"what is built or decided, as an order without a full stop"`
	Then  string `yaml:"then" json:"then" jsonschema:"what is done at the places of a package, as an order; {package} is replaced"`
	Done  string `yaml:"done" json:"done" jsonschema:"how to see that the first is done, a sentence"`
	// Packages are those, by name, whose own fate rests on the answer, whatever is
	// found in them.
	Packages []string `yaml:"packages,omitempty" json:"packages,omitempty" jsonschema:"names of packages whose fate rests on the answer"`
	// Effort replaces that of the rules: setup is building or deciding it, site
	// is moving one place over to it.
	Effort Effort `yaml:"effort" json:"effort"`
	// Interface is what a seam has to offer: the operations that its places ask
	// for. The first that fits a place is its own.
	Interface []Operation `yaml:"interface,omitempty" json:"interface,omitempty"`

	// File is the path of the YAML file within its file system.
	File string `yaml:"-" json:"-"`
}

// Operation is one thing that a seam does for its callers.
type Operation struct {
	Name string `yaml:"name" json:"name" jsonschema:"a verb or a noun, as a function would be called"`
	Does string `yaml:"does" json:"does" jsonschema:"what it does, in a line"`
	// Calls are commands that ask for it: a program, and arguments that must
	// stand somewhere behind it, each a glob.
	Calls []string `yaml:"calls,omitempty" json:"calls,omitempty" jsonschema:"a program and globs of its arguments"`
	// Subjects are globs over what else a rule found: paths and modules.
	Subjects []string `yaml:"subjects,omitempty" json:"subjects,omitempty" jsonschema:"globs over paths and modules; /** is the folder and all below it"`
}

// Operation returns which of the seam's operations a place asks for, by the
// command that it runs, "" for none, and by what was found there; nil if none fits.
func (a *Answer) Operation(call, subject string) *Operation {
	words := strings.Fields(call)
	for i := range a.Interface {
		o := &a.Interface[i]
		if slices.ContainsFunc(o.Calls, func(pattern string) bool { return callFits(pattern, words) }) ||
			call == "" && slices.ContainsFunc(o.Subjects, func(pattern string) bool { return GlobPath(pattern, subject) }) {
			return o
		}
	}
	return nil
}

// callFits reports whether a command is of the program that a pattern names and
// has an argument for each glob of it.
func callFits(pattern string, words []string) bool {
	globs := strings.Fields(pattern)
	if len(words) == 0 || globs[0] != words[0] {
		return false
	}
	return !slices.ContainsFunc(globs[1:], func(glob string) bool {
		return !slices.ContainsFunc(words[1:], func(word string) bool {
			ok, _ := path.Match(glob, word)
			return ok
		})
	})
}

// GlobPath reports whether a path fits a pattern: * stands for a part of one
// name, /** at the end for the folder and all that is below it.
func GlobPath(pattern, text string) bool {
	text = strings.TrimRight(text, "/")
	if folder, below := strings.CutSuffix(pattern, "/**"); below {
		depth := strings.Count(folder, "/")
		parts := strings.Split(text, "/")
		if len(parts) <= depth {
			return false
		}
		pattern, text = folder, strings.Join(parts[:depth+1], "/")
	}
	if pattern == text {
		return true
	}
	ok, _ := path.Match(pattern, text)
	return ok
}

// AnswerKind tells what is built from what is decided.
type AnswerKind string

// The kinds of answers, a closed list.
const (
	Seam     AnswerKind = "seam"     // one place in the code that all others go through
	Decision AnswerKind = "decision" // a question that somebody has to settle first
)

func (a *Answer) check() error {
	var c checker
	c.want(targetID.MatchString(a.ID), "id", "%q: want lower case, such as package-queries", a.ID)
	c.oneOf("kind", a.Kind, []AnswerKind{Seam, Decision})
	c.want(strings.TrimSpace(a.Title) != "", "title", "missing")
	for key, text := range map[string]string{"why": a.Why, "first": a.First, "then": a.Then, "done": a.Done} {
		c.want(strings.TrimSpace(text) != "", key, "missing")
	}
	c.want(strings.Contains(a.Then, "{package}"), "then", "want {package} where the package is named")
	c.want(a.Effort.Setup > 0, "effort", "want setup: the minutes that building or deciding it takes")
	c.want(len(a.Interface) == 0 || a.Kind == Seam, "interface", "only a seam has one")
	for _, o := range a.Interface {
		c.want(o.Name != "" && o.Does != "", "interface", "an operation needs name and does")
		c.want(len(o.Calls)+len(o.Subjects) > 0, "interface", "%s: want calls or subjects", o.Name)
		for _, pattern := range slices.Concat(o.Calls, o.Subjects) {
			_, err := path.Match(pattern, "")
			c.want(err == nil && strings.TrimSpace(pattern) != "", "interface", "%s: %q is no glob", o.Name, pattern)
		}
	}
	return c.err()
}

// Answer returns the answer of the ID, nil if there is none.
func (s *Set) Answer(id string) *Answer {
	i := slices.IndexFunc(s.Answers, func(a *Answer) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return s.Answers[i]
}
