package comments

import (
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/ignore"
	"opendev.org/starlingx/stxscan/workspace"
)

// TestRules: every code has its rule, and a rule of another code is refused.
func TestRules(t *testing.T) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	list := set.For(Analyzer.Name)
	for code := range codes {
		if !slices.ContainsFunc(list, func(r *rules.Rule) bool { return r.Match.Code == code }) {
			t.Errorf("no rule has the code %q", code)
		}
	}
	if _, err := newMap(list); err != nil {
		t.Error(err)
	}
	if _, err := newMap([]*rules.Rule{{ID: "STX-001", Match: rules.Match{Code: "else"}}}); err == nil || !strings.Contains(err.Error(), `no code "else"`) {
		t.Errorf("another code: %v", err)
	}
	for _, r := range list {
		for _, target := range set.Targets {
			if e := r.On(target, rules.AllPythons, r.Severity); e.Effect != "works" {
				t.Errorf("%s on %s: %s: a comment stands in nobody's way", r.ID, target.ID, e.Effect)
			}
		}
	}
}

// TestStyles: every language with a style of its own takes the comment that people
// would write in it.
func TestStyles(t *testing.T) {
	const d = "stxscan:ignore[A-001] why"
	for language, text := range map[workspace.Language]string{
		workspace.Shell: "a # " + d, workspace.Spec: "# " + d, workspace.Puppet: "a # " + d, workspace.Makefile: "\t# " + d,
		workspace.YAML: "a: b # " + d, workspace.Dockerfile: "# " + d, workspace.Unit: "; " + d, workspace.INI: "a = 1 ; " + d,
		workspace.C: "f(); /* " + d + " */", workspace.CPP: "f(); // " + d, workspace.SQL: "select 1 -- " + d,
		workspace.XML: "<!-- " + d + " -->", workspace.M4: "dnl " + d, workspace.Lua: "-- " + d, workspace.Patch: "+a # " + d,
	} {
		if list := ignore.Find([]byte(text), []int{0}, styles[language], nil); len(list) != 1 || list[0].Reason != "why" {
			t.Errorf("%s: %+v", language, list)
		}
	}
}
