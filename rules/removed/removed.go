// Package removed holds what the standard library of Python 2.7 has and a
// Python 3 lacks, and deals it out to the rules: which name is whose, and which
// are left out and why.
//
// facts.tsv is what the interpreters say, written by facts.py, which asks them;
// reviewed.yml is what people decided about it. From both, go generate writes
// the names into the rules between the lines that begin and end what is
// generated.
package removed

import (
	_ "embed"
	"path"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"opendev.org/starlingx/stxscan/rules"
)

//go:generate go run ./gen ../python2

//go:embed facts.tsv
var facts string

//go:embed reviewed.yml
var reviewed []byte

// Kind is what a fact is about.
type Kind string

// The kinds of facts, as facts.py writes them.
const (
	Module    Kind = "module"
	Attribute Kind = "attribute"
	Member    Kind = "member"
	Argument  Kind = "argument"
	renamed   Kind = "renamed"
)

// Fact is a name that some Python 3 lacks.
type Fact struct {
	Kind Kind `yaml:"kind"`
	// Name is the full name on Python 3; of an argument, FUNCTION(ARGUMENT).
	Name string `yaml:"name"`
	// Since is the first release that lacks it, or FIRST-AGAIN.
	Since string `yaml:"since"`
	// How says what binds the name on Python 2.7.
	How string `yaml:"-"`
}

// Facts returns all facts, by kind and name.
func Facts() []Fact { return parsed().facts }

// Renamed returns the names of Python 2.7 that Python 3 calls otherwise, of
// modules and of what has moved out of one.
func Renamed() map[string]string { return parsed().renamed }

type parsedFacts struct {
	facts   []Fact
	renamed map[string]string
}

var parsed = sync.OnceValue(func() parsedFacts {
	p := parsedFacts{renamed: map[string]string{}}
	for line := range strings.Lines(facts) {
		fields := append(strings.Split(strings.TrimSuffix(line, "\n"), "\t"), "")
		if Kind(fields[0]) == renamed {
			p.renamed[fields[1]] = fields[2]
			continue
		}
		f := Fact{Kind: Kind(fields[0]), Name: fields[1], Since: fields[2], How: fields[3]}
		if f.Kind == Argument {
			f.Name = strings.Replace(f.Name, ":", "(", 1) + ")"
		}
		p.facts = append(p.facts, f)
	}
	return p
})

// Review is what people decided about the facts.
type Review struct {
	// Rules get the facts that no rule has by hand; the first that fits has it.
	Rules []Share `yaml:"rules"`
	// Also are facts that the interpreters do not tell when asked.
	Also []Fact `yaml:"also"`
	// Leave are the facts that no rule gets.
	Leave []LeftOut `yaml:"leave"`
	// Private are private names that programs use all the same: globs over what
	// 3.6 lacks already, full names for what went later.
	Private []string `yaml:"private"`
	// Use says what to write instead; the first that fits counts.
	Use []Instead `yaml:"use"`
}

// Share is what one rule gets: the facts of a release whose name one of the
// globs fits and, where kinds are given, that are of one of them; where it says
// private, no others.
type Share struct {
	Rule    string   `yaml:"rule"`
	Since   string   `yaml:"since"`
	Kinds   []Kind   `yaml:"kinds"`
	Names   []string `yaml:"names"`
	Private bool     `yaml:"private"`
}

// LeftOut are names that no rule gets, and why.
type LeftOut struct {
	Reason string   `yaml:"reason"`
	Kinds  []Kind   `yaml:"kinds"`
	Since  []string `yaml:"since"`
	Names  []string `yaml:"names"`
}

// Instead is what to use instead of the names that a glob fits.
type Instead struct {
	Name string `yaml:"name"`
	Use  string `yaml:"use"`
}

// Reviewed reads reviewed.yml.
func Reviewed() (*Review, error) {
	var r Review
	return &r, yaml.Unmarshal(reviewed, &r)
}

// Plan is what becomes of the facts.
type Plan struct {
	// Rules are the names that each rule gets, by kind.
	Rules map[string]map[Kind]rules.Names
	// Owned are the facts that a rule has by hand, by name.
	Owned map[string]string
	// LeftOut says of every other name why no rule has it.
	LeftOut map[string]string
	// Unclaimed are the names of which nothing was decided.
	Unclaimed []string
}

// NewPlan deals the facts out: to the rules that have the name by hand, to the
// reviewed list of what is left out, and to the rules of the review. The list
// is all rules of the analyzer; what is generated into them does not count.
func NewPlan(r *Review, list []*rules.Rule) *Plan {
	p := &Plan{Rules: map[string]map[Kind]rules.Names{}, Owned: map[string]string{}, LeftOut: map[string]string{}}
	hand := newOwners(r, list)
	for _, f := range slices.Concat(Facts(), r.Also) {
		if rule := hand.of(f); rule != "" {
			p.Owned[f.Name] = rule
			continue
		}
		if reason := r.leftOut(f); reason != "" {
			p.LeftOut[f.Name] = reason
			continue
		}
		share := r.share(f)
		if share == "" {
			p.Unclaimed = append(p.Unclaimed, f.Name)
			continue
		}
		if p.Rules[share] == nil {
			p.Rules[share] = map[Kind]rules.Names{}
		}
		if p.Rules[share][f.Kind] == nil {
			p.Rules[share][f.Kind] = rules.Names{}
		}
		p.Rules[share][f.Kind][f.Name] = r.use(f.Name)
	}
	return p
}

// owners are the rules that have names by hand.
type owners struct{ modules, attributes, methods, members map[string]string }

func newOwners(r *Review, list []*rules.Rule) owners {
	generated := map[string]bool{}
	for _, share := range r.Rules {
		generated[share.Rule] = true
	}
	o := owners{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, rule := range list {
		if rule.Analyzer != "py2" {
			continue
		}
		for into, names := range map[*map[string]string]rules.Names{&o.modules: rule.Match.Import, &o.attributes: rule.Match.Attribute, &o.methods: rule.Match.Method} {
			for name := range names {
				if !generated[rule.ID] || into == &o.methods {
					(*into)[name] = rule.ID
				}
			}
		}
	}
	return o
}

// of returns the rule that has a fact by hand, "" if none has: members by their
// own name, whatever the class.
func (o owners) of(f Fact) string {
	last := f.Name[strings.LastIndexByte(f.Name, '.')+1:]
	switch f.Kind {
	case Module:
		return o.modules[f.Name]
	case Attribute:
		return o.attributes[f.Name]
	case Member:
		return o.methods[last]
	}
	return ""
}

func (r *Review) leftOut(f Fact) string {
	for _, l := range r.Leave {
		if fitsKind(l.Kinds, f.Kind) && (len(l.Since) == 0 || fits(l.Since, f.Since)) && (len(l.Names) == 0 || fits(l.Names, f.Name)) {
			return l.Reason
		}
	}
	how := strings.TrimSuffix(f.How, "+")
	switch {
	case f.Kind == Attribute && how == f.How && (how == "import" || how == "loop" || how == "leak"):
		return "not the module's own: an import, or a variable of a loop"
	case strings.Contains(f.Since, "-"):
		return "a later release has it again"
	case isPrivate(f.Name) && !slices.Contains(r.Private, f.Name) && (f.Since != "3.0" || !fits(r.Private, f.Name)):
		return "private, and nobody was seen to use it"
	}
	return ""
}

func (r *Review) share(f Fact) string {
	for _, s := range r.Rules {
		if s.Since == f.Since && (!s.Private || isPrivate(f.Name)) && fitsKind(s.Kinds, f.Kind) && fits(s.Names, f.Name) {
			return s.Rule
		}
	}
	return ""
}

func (r *Review) use(name string) string {
	for _, i := range r.Use {
		if fits([]string{i.Name}, name) {
			return i.Use
		}
	}
	return "none is known"
}

func fitsKind(kinds []Kind, kind Kind) bool {
	for _, k := range kinds {
		if k == kind {
			return true
		}
	}
	return len(kinds) == 0
}

func fits(globs []string, name string) bool {
	for _, glob := range globs {
		if ok, _ := path.Match(glob, name); ok {
			return true
		}
	}
	return false
}

// isPrivate reports whether a part of the name begins with an underscore.
func isPrivate(name string) bool {
	return strings.HasPrefix(name, "_") && !strings.HasPrefix(name, "_thread") || strings.Contains(name, "._") || strings.Contains(name, "(_")
}
