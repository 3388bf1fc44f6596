package analysis

import (
	"strings"
	"testing"
)

func TestModules(t *testing.T) {
	m := NewModules()
	for _, f := range strings.Fields("pkg/__init__.py pkg/a.py pkg/commands.py pkg/sub/__init__.py pkg/sub/b.py " +
		"twin/__init__.py twin/twin.py twin/x.py pkg/twin.py pkg/only.py bin/run.py bin/tool.py bin/commands.py user.py lib/Queue/__init__.py lib/x.py pkg/readme.txt") {
		m.Add("repo", f)
	}
	for _, c := range []struct {
		kind         ConditionKind
		module, file string
		want         bool
	}{
		{SiblingExists, "a", "pkg/commands.py", true},
		{SiblingExists, "sub", "pkg/a.py", true},
		{SiblingExists, "sub.b", "pkg/a.py", true},
		{SiblingExists, "b", "pkg/a.py", false},
		{SiblingExists, "twin", "pkg/a.py", false}, // Python 3 finds the other twin
		{SiblingExists, "only", "pkg/a.py", true},
		{SiblingExists, "twin", "twin/x.py", false},  // the package itself comes first
		{SiblingExists, "a", "pkg/sub/b.py", false},  // its parent's, not its own
		{SiblingExists, "a", "pkg/a.py", false},      // itself
		{SiblingExists, "tool", "bin/run.py", false}, // no package: found on both
		{SiblingExists, "readme", "pkg/a.py", false}, // no module
		{ModuleIsStdlib, "commands", "pkg/a.py", false},
		{ModuleIsStdlib, "commands", "pkg/sub/b.py", true},
		{ModuleIsStdlib, "commands", "bin/run.py", false},
		{ModuleIsStdlib, "commands", "bin/commands.py", true},
		{ModuleIsStdlib, "user", "pkg/sub/b.py", false}, // beside the outermost package
		{ModuleIsStdlib, "user", "bin/run.py", true},
		{ModuleIsStdlib, "Queue", "lib/x.py", false},
		{InPackage, "", "pkg/sub/b.py", true},
		{InPackage, "", "bin/run.py", false},
	} {
		if got := m.Holds(Condition{Kind: c.kind, Module: c.module}, "repo", c.file); got != c.want {
			t.Errorf("%s(%s) in %s: %v", c.kind, c.module, c.file, got)
		}
	}
	if m.Holds(Condition{Kind: SiblingExists, Module: "a"}, "other", "pkg/commands.py") {
		t.Error("another repo's modules count")
	}
	if m.Holds(Condition{Kind: "nonsense"}, "repo", "pkg/a.py") {
		t.Error("a condition nobody knows holds")
	}
}

func TestSnippet(t *testing.T) {
	for line, want := range map[string]string{
		"   x = 1\t# y \r": "x = 1 # y", "\x1b[31mred\x07": "[31mred", "caf\xe9": "caf\uFFFD",
		strings.Repeat("é", 200): strings.Repeat("é", 80) + "…",
	} {
		if got := Snippet(line); got != want {
			t.Errorf("Snippet(%q) is %q", line, got)
		}
	}
}
