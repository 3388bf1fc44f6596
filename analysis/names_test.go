package analysis

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/facts"
)

// class is a class with its bases and members, each separated by blanks.
func class(bases, members string) facts.PyClass {
	c := facts.PyClass{Bases: strings.Fields(bases), Members: map[string]bool{}}
	for _, name := range strings.Fields(members) {
		c.Members[name] = true
	}
	return c
}

// described is a workspace of two repos, one of them with a package.
func described() *Modules {
	m := NewModules()
	for file, module := range map[string]*facts.PyModule{
		"api/pkg/__init__.py": {Names: map[string]string{"Told": ".errors.Told", "errors": ""}},
		"api/pkg/errors.py": {
			Names: map[string]string{"Plain": "", "Told": "", "Cycle": "", "Odd": "", "Wide": ""},
			Classes: map[string]facts.PyClass{
				"Plain": class("<builtins>.Exception", ""), "Told": class("<here>.Plain", "message"),
				"Cycle": class("<here>.Cycle", ""), "Odd": class("third.Party", ""),
				"Wide": {Open: true},
			},
		},
		"api/pkg/sub/__init__.py": {},
		"api/pkg/sub/use.py": {
			Names: map[string]string{"Child": ""}, Stars: []string{"..errors"},
			Classes: map[string]facts.PyClass{"Child": class("pkg.Told", "")},
		},
		"api/pkg/sub/open.py": {Open: true, Classes: map[string]facts.PyClass{"Told": class("", "")}},
		"api/twin.py":         {Names: map[string]string{"xrange": ""}},
		"lib/twin.py":         {Names: map[string]string{"unicode": ""}},
		"lib/stars.py":        {Stars: []string{"twin", "lone"}},
		"lib/lone.py":         {Stars: []string{"stars"}},
	} {
		repo, path := "one", file
		if rest, ok := strings.CutPrefix(file, "lib/"); ok {
			repo, path = "two", rest
		}
		m.Add(repo, path)
		m.Describe(repo, path, module)
	}
	return m
}

func TestAsk(t *testing.T) {
	const pkg = "one:api/pkg/errors.py"
	for _, c := range []struct {
		kind       ConditionKind
		from, name string
		member     string
		want       Answer
	}{
		{ClassDefines, pkg, "<here>.Told", "message", Yes},
		{ClassDefines, pkg, "<here>.Plain", "message", No},
		{ClassDefines, pkg, "<builtins>.ValueError", "message", No},
		{ClassDefines, pkg, "<here>.Gone", "message", Unsure},
		{ClassDefines, pkg, "<here>.Cycle", "message", Unsure},
		{ClassDefines, pkg, "<here>.Odd", "message", Unsure}, // a base of elsewhere
		{ClassDefines, pkg, "<here>.Wide", "message", Unsure},
		{ClassDefines, pkg, "", "message", Unsure},
		{ClassDefines, "one:api/pkg/sub/use.py", "pkg.errors.Told", "message", Yes},
		{ClassDefines, "one:api/pkg/sub/use.py", "pkg.errors.Plain", "message", No},
		{ClassDefines, "one:api/pkg/sub/use.py", "pkg.Told", "message", Yes}, // imported by the package
		{ClassDefines, "one:api/pkg/sub/use.py", "..errors.Told", "message", Yes},
		{ClassDefines, "one:api/pkg/sub/use.py", "...errors.Told", "message", Unsure},
		{ClassDefines, "one:api/pkg/sub/use.py", "<here>.Child", "message", Yes},
		{ClassDefines, "one:api/pkg/sub/use.py", "<here>.Plain", "message", No}, // by the star
		{ClassDefines, "one:api/pkg/sub/use.py", ".open.Told", "message", Unsure},
		{ClassDefines, "two:other.py", "pkg.errors.Told", "message", Yes}, // the only one of that name
		{ModuleBinds, "one:api/twin.py", "pkg.errors", "Told", Yes},
		{ModuleBinds, "one:api/pkg/sub/use.py", "..errors", "xrange", No},
		{ModuleBinds, "one:api/pkg/sub/use.py", ".use", "Plain", Yes}, // by the star
		{ModuleBinds, "one:api/pkg/sub/use.py", ".open", "xrange", Unsure},
		{ModuleBinds, "one:api/pkg/sub/use.py", "twin", "xrange", Yes},
		{ModuleBinds, "one:api/pkg/sub/use.py", "twin", "unicode", No},
		{ModuleBinds, "three:x.py", "twin", "xrange", Unsure}, // two of that name
		{ModuleBinds, "two:x.py", "stars", "unicode", Yes},
		{ModuleBinds, "two:x.py", "lone", "xrange", Unsure}, // a circle
		{ModuleBinds, "two:x.py", "os", "xrange", Unsure},
	} {
		repo, file, _ := strings.Cut(c.from, ":")
		got := described().Ask(Condition{Kind: c.kind, Names: []string{c.name}, Members: []string{c.member}}, repo, file)
		if got != c.want {
			t.Errorf("%s: %s of %s in %s: answer %d, want %d", c.kind, c.member, c.name, c.from, got, c.want)
		}
	}
}

// TestAskSeveral: one yes is a yes, and no is said only if all say so.
func TestAskSeveral(t *testing.T) {
	for names, want := range map[string]Answer{
		"<here>.Plain <here>.Told": Yes, "<here>.Plain <builtins>.OSError": No, "<here>.Plain <here>.Odd": Unsure,
		"<here>.Odd <here>.Told": Yes,
	} {
		c := Condition{Kind: ClassDefines, Names: strings.Fields(names), Members: []string{"other", "message"}}
		if got := described().Ask(c, "one", "api/pkg/errors.py"); got != want {
			t.Errorf("%s: answer %d, want %d", names, got, want)
		}
	}
}
