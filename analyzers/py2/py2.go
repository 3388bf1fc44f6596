// Package py2 finds Python code that Python 3 does not take, or takes to mean
// something else: families S (syntax), B (built-ins), I (imports), A
// (attributes of modules), M (methods), C (classes), T (iterators and views), N
// (numbers), X (text and bytes), D (scope) and K (what stands around code) of the
// catalogue of rules. Pieces of Python in files of other kinds are looked at too.
//
// What sets it apart from tools that look at one node at a time is a small
// model of each file: which scope binds a name, which module an alias stands
// for, and under which Pythons a line runs at all, in whatever form the guard
// is written. The rules are data; what needs code is a detector that a rule
// names.
package py2

import (
	"bytes"
	"fmt"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/workspace"
)

// Analyzer is the analyzer of this package.
var Analyzer = &analysis.Analyzer{
	Name:    "py2",
	Doc:     "code that only Python 2 runs, or that Python 3 runs differently",
	Version: 7,
	Wants:   wants,
	New:     newMap,
}

// table is the rules, arranged for lookup by what they match.
type table struct {
	codes      map[string]*rules.Rule
	names      map[string]match
	imports    map[string]match
	attributes map[string]match
	methods    map[string]match
	gone       lost
	// modules are those that attributes has entries of, with their parents.
	modules map[string]bool
	// since are the rules that do not bite on every Python 3.
	since map[string]bool
}

// match is a rule's entry for one name.
type match struct {
	rule *rules.Rule
	use  string
}

func newMap(list []*rules.Rule) (analysis.Map, error) {
	t := &table{
		codes: map[string]*rules.Rule{}, names: map[string]match{},
		imports: map[string]match{}, attributes: map[string]match{}, methods: map[string]match{},
		modules: map[string]bool{}, since: map[string]bool{},
	}
	for _, r := range list {
		if err := t.add(r); err != nil {
			return nil, err
		}
	}
	return t.run, nil
}

func (t *table) add(r *rules.Rule) error {
	if len(r.Match.Command)+len(r.Match.Path) > 0 {
		return fmt.Errorf("%s: rule %s: py2 matches no commands or paths: use code, name, import or attribute", r.File, r.ID)
	}
	if sinceOf(r) != "3.0" {
		t.since[r.ID] = true
	}
	// Names, imports and attributes beside a detector are its parameters; those
	// of from-urllib-import are the ones that attributes have as well.
	if code := r.Match.Code; code != "" {
		if !codes[code] {
			return fmt.Errorf("%s: rule %s: py2 has no detector %q", r.File, r.ID, code)
		}
		if other := t.codes[code]; other != nil {
			return fmt.Errorf("%s: rule %s: detector %q is %s's already", r.File, r.ID, code, other.ID)
		}
		t.codes[code] = r
	}
	for kind, names := range map[*map[string]match]rules.Names{
		&t.names: r.Match.Name, &t.imports: r.Match.Import, &t.attributes: r.Match.Attribute,
		&t.methods: r.Match.Method,
	} {
		for name, use := range names {
			if other, ok := (*kind)[name]; ok && other.rule != r {
				return fmt.Errorf("%s: rule %s: %q is matched by %s already", r.File, r.ID, name, other.rule.ID)
			}
			(*kind)[name] = match{r, use}
		}
	}
	t.gone.add(r)
	for name := range r.Match.Attribute {
		for module := parentOf(name); module != ""; module = parentOf(module) {
			t.modules[module] = true
		}
	}
	return nil
}

// run looks at one file.
func (t *table) run(pass *analysis.Pass) error {
	var m *module
	if pass.File.Language == workspace.Python {
		if tree := pass.File.Python(); tree != nil {
			m = &module{table: t, pass: pass, Tree: tree, late: map[python.ID]bool{}}
			m.look(fileDetectors)
			pass.Describe(m.pyModule())
			m.honourLintComments()
		}
	}
	t.programs(pass, m, nil)
	t.surroundings(pass)
	return nil
}

// look calls the detectors for every node, and those of the file.
func (m *module) look(detectFile []func(*module)) {
	m.bind()
	m.findRegions()
	for n := range m.Nodes {
		for _, detect := range detectors[m.Nodes[n].Kind] {
			detect(m, python.ID(n))
		}
	}
	for _, detect := range detectFile {
		detect(m)
	}
}

// module is one file under analysis.
type module struct {
	*table
	*python.Tree
	pass *analysis.Pass
	// counts says which ranges of a piece of code count; nil for a file, of
	// which all do.
	counts func(start, end int) bool

	scopes  map[python.ID]map[string]binding
	futures map[string]bool
	// stars are the modules that everything is imported from: they may bind
	// names we do not see.
	stars   []string
	regions []region
	// deciding is the statement whose regions are being made.
	deciding python.ID
	flags    map[string]outcome // what module-level names say of the version
	only3    *bool
	syntax3  *bool
	members  map[string]bool
	ofSelf   map[python.ID]map[string][]python.ID
	bound    map[python.ID]map[string][]python.ID
	values   *values
	read     *reads
	late     map[python.ID]bool        // reads of what an except clause has unbound
	handled  map[python.ID]python.ID   // by block, its first handler that is left at its end
	unbound  map[python.ID][]python.ID // by function, the names in it that nothing binds
	uses     map[origin]textUse
	leaving  map[origin][]facts.PyResult
	taking   []facts.PyTaken
	// instances are what expressions are objects of.
	instances map[python.ID]instance
	// inClasses is what the bodies of classes define.
	inClasses map[python.ID]map[string]python.ID
	// imported says of the modules that were asked about whether one is.
	imported map[string]bool
	asked    map[python.ID]bool // by condition, whether it asks for a type
	// generators are the functions that yield.
	generators map[python.ID]bool
	// What fixes are worked out from, each made when first asked for.
	top        *head
	boundNames map[string][]string
	tokens     []python.LexToken
	tabTrouble *bool
	printed    *prints
	withBytes  map[python.ID]bool
}

// span returns the node's range for a report.
func (m *module) span(n python.ID) analysis.Span {
	return analysis.Span{Start: int(m.Nodes[n].Start), End: int(m.Nodes[n].End)}
}

// report reports a match at a node unless a guard keeps it harmless: then it
// is reported as guarded.
func (m *module) report(r *rules.Rule, n python.ID, d analysis.Detail, caught catch) {
	if r == nil || !m.countsAt(n) {
		return
	}
	reach, guard, by := m.guardAt(n, caught)
	if r.Means == rules.Changes && reach&rules.AnyPython2 == 0 && reach != 0 {
		return // it runs on Python 3 alone: there is nothing to change from
	}
	if guard == "" && reach&rules.Since(sinceOf(r)) == 0 {
		guard = "runs on Python 2 only"
		if reach == 0 {
			guard = "is not run on any target"
		}
	}
	if guard != "" {
		d.Guard = guard
		d.Steps = append(d.Steps, m.guardStep(by)...)
	}
	d.Reach = reach &^ hasAgain(d.Subject)
	d.Fix = m.fix(site{r, n, m.span(n), d.Subject, d.Use}, guard)
	m.pass.Report(r, m.span(n), d)
}

// countsAt reports whether a match at the node counts, which its first line
// decides.
func (m *module) countsAt(n python.ID) bool {
	if m.counts == nil {
		return true
	}
	start, end := int(m.Nodes[n].Start), int(m.Nodes[n].End)
	if i := bytes.IndexByte(m.Src[start:end], '\n'); i >= 0 {
		end = start + i
	}
	return m.counts(start, end)
}

// guardStep shows the first line of a guard.
func (m *module) guardStep(by python.ID) []analysis.Step {
	if by < 0 {
		return nil
	}
	first, _, _ := strings.Cut(m.Text(by), "\n")
	return []analysis.Step{{Name: finding.GuardStep, Value: analysis.Snippet(first), Span: m.span(by)}}
}

// syntaxError reports what no guard helps against: the file as a whole does
// not compile.
func (m *module) syntaxError(code string, at analysis.Span, d analysis.Detail) {
	if r := m.codes[code]; r != nil && (m.counts == nil || m.counts(at.Start, at.End)) {
		m.pass.File.Explain(at)
		if d.Fix == nil {
			d.Fix = m.fix(site{r, python.NoNode, at, d.Subject, d.Use}, "")
		}
		m.pass.Report(r, at, d)
	}
}

func sinceOf(r *rules.Rule) string {
	if r.Since == "" {
		return "3.0"
	}
	return r.Since
}

// parentOf returns "a.b" for "a.b.c", "" for a name without dots.
func parentOf(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[:i]
		}
	}
	return ""
}

// rootOf returns "a" for "a.b.c".
func rootOf(name string) string {
	for i := range len(name) {
		if name[i] == '.' {
			return name[:i]
		}
	}
	return name
}
