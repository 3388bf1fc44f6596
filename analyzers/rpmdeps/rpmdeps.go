// Package rpmdeps finds what only works where packages are RPMs: calls of
// RPM's and yum's programs, in whatever language they are made, and imports of
// their Python bindings. It also gathers what files need, of every kind, and
// resolves it against the workspace's own packages and the targets' indexes.
package rpmdeps

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/rules"
)

// Analyzer is the analyzer of this package.
var Analyzer = &analysis.Analyzer{
	Name:    "rpmdeps",
	Doc:     "calls of RPM's programs, imports of its bindings, and needs that targets lack or name otherwise",
	Version: 8,
	Wants:   func(f *analysis.File) bool { return f.HasFacts() || bytes.Contains(f.Src, []byte(mockOptions)) },
	New:     newMap,
	Reduce:  reduce,
}

// table is the rules by the program or module they match.
type table struct {
	programs map[string][]entry
	imports  map[string]*rules.Rule
	codes    map[string]*rules.Rule
}

type entry struct {
	rule  *rules.Rule
	match rules.CommandMatch
}

func newMap(list []*rules.Rule) (analysis.Map, error) {
	t := &table{programs: map[string][]entry{}, imports: map[string]*rules.Rule{}, codes: map[string]*rules.Rule{}}
	for _, r := range list {
		if r.Match.Code != "" {
			if codes[r.Match.Code] != r.ID {
				return nil, fmt.Errorf("%s: rule %s: rpmdeps has no detector %q for it", r.File, r.ID, r.Match.Code)
			}
			t.codes[r.Match.Code] = r
			continue
		}
		if len(r.Match.Name)+len(r.Match.Attribute)+len(r.Match.Path) > 0 {
			return nil, fmt.Errorf("%s: rule %s: rpmdeps matches commands and imports only", r.File, r.ID)
		}
		for _, c := range r.Match.Command {
			t.programs[c.Program] = append(t.programs[c.Program], entry{r, c})
		}
		for module := range r.Match.Import {
			t.imports[module] = r
		}
	}
	return t.run, nil
}

func (t *table) run(pass *analysis.Pass) error {
	t.matchMock(pass)
	if !pass.File.HasFacts() {
		return nil
	}
	f := pass.File.Facts()
	keepNeeds(pass, f)
	var reported []facts.Span
	for i := range f.Commands {
		c := &f.Commands[i]
		for _, e := range t.programs[c.Program] {
			if e.match.Takes(c.Args) {
				pass.Report(e.rule, analysis.Span(c.Span), analysis.Detail{
					Subject: c.Program, Steps: stepsOf(c), Guard: guardOf(c), Guards: c.Guards,
					Call: analysis.CallOf(pass.File, c), Within: c.Within, Scriptlet: c.Via == facts.ViaScriptlet,
				})
				t.matchKernelQuery(pass, c)
				reported = append(reported, c.Whole)
				break
			}
		}
	}
	for i := range f.Contained {
		c := &f.Contained[i]
		detail, ok := analysis.InContainer(pass.File, c)
		n := slices.IndexFunc(t.programs[c.Program], func(e entry) bool { return e.match.Takes(c.Args) })
		if ok && n >= 0 {
			pass.Report(t.programs[c.Program][n].rule, analysis.Span(c.Span), detail)
		}
	}
	t.matchNames(pass, f, reported)
	t.matchBindings(pass, f)
	for _, i := range f.Imports {
		root, _, _ := strings.Cut(i.Module, ".")
		if rule := t.imports[root]; rule != nil && root != "" {
			d := analysis.Detail{
				Subject: i.Module,
				When:    []analysis.Condition{{Kind: analysis.ModuleIsStdlib, Module: root}},
			}
			if i.Guarded {
				d.Guard = "except ImportError"
			}
			pass.Report(rule, analysis.Span(i.Span), d)
		}
	}
	return nil
}

// guardOf says what keeps a command from failing where its program is not there.
// What a spec does as it is read and built runs in rpmbuild alone, unlike its
// scriptlets, which other packaging has to do as well.
func guardOf(c *facts.Command) string {
	if c.Via == facts.ViaMacro || c.Via == facts.ViaBuild {
		return "in a spec, which rpmbuild alone reads"
	}
	return analysis.Asks(c.Guards, c.Program)
}

// matchKernelQuery reports where a spec asks rpm for the kernel that it builds a module
// for: it is rpmbuild that asks, and another packaging has to know it as well.
func (t *table) matchKernelQuery(pass *analysis.Pass, c *facts.Command) {
	rule := t.codes[codeKernelQuery]
	if rule == nil || c.Program != "rpm" || c.Via != facts.ViaMacro {
		return
	}
	asks := slices.ContainsFunc(c.Args, func(a string) bool { return strings.HasPrefix(a, "-q") || a == "--query" })
	kernel := slices.ContainsFunc(c.Args, func(a string) bool { return strings.HasPrefix(a, "kernel") && strings.HasSuffix(a, "-devel") })
	if asks && kernel {
		pass.Report(rule, analysis.Span(c.Span), analysis.Detail{Subject: analysis.CallOf(pass.File, c)})
	}
}

func stepsOf(c *facts.Command) []analysis.Step {
	var list []analysis.Step
	for _, s := range c.Steps {
		list = append(list, analysis.Step{Name: s.Name, Value: s.Value, Span: analysis.Span(s.Span)})
	}
	return list
}
