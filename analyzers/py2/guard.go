package py2

import (
	"cmp"
	"regexp"
	"slices"
	"sort"
	"strings"

	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// catch is a set of what a try statement may catch.
type catch uint8

const (
	catchImport catch = 1 << iota
	catchName
	catchAttribute
	catchType
	// catchAll is what a clause for all exceptions has beside nothing else.
	catchAll

	// importFails is what guards an import.
	importFails = catchImport | catchAll
)

// caughtBy says what an except clause's exception guards against, by its last
// name. What catches everything guards imports alone: around other code it is
// there for other failures, and what Python 3 makes fail would take its arm.
var caughtBy = map[string]catch{
	"ImportError": catchImport, "ModuleNotFoundError": catchImport,
	"NameError": catchName, "AttributeError": catchAttribute, "TypeError": catchType,
	"Exception": catchAll, "BaseException": catchAll, "StandardError": catchAll,
}

// askedName is the name that a call of hasattr asks for.
var askedName = regexp.MustCompile(`hasattr\(\s*([\w.]+)\s*,\s*u?['"](\w+)['"]`)

// region is a range of the file that only some Pythons run, or in which a
// failure is caught.
type region struct {
	start, end uint32
	reach      rules.Pythons
	caught     catch
	guard      string // what to call it in a report
	// name, if set, is the only one that is guarded.
	name string
	// by is the condition or the clause that makes it so.
	by python.ID
	// outer is the nearest region before that does not end earlier, -1 if none.
	outer int
}

// findRegions looks for guards in every form.
func (m *module) findRegions() {
	for i := range m.Nodes {
		n := python.ID(i)
		m.deciding = n
		switch m.Nodes[i].Kind {
		case python.If:
			m.ifRegions(n)
		case python.While, python.Assert:
			m.whileRegions(n)
		case python.Conditional:
			m.conditionalRegions(n)
		case python.BooleanOperator:
			m.operatorRegions(n)
		case python.Try:
			m.tryRegions(n)
		}
	}
	m.nestRegions()
}

// guardAt returns the Pythons that run the node, and the name of what guards
// it against a failure of the kind, "" if nothing does. by is the condition or
// the clause that is the guard, or else the last that limits the Pythons.
func (m *module) guardAt(n python.ID, kind catch) (reach rules.Pythons, guard string, by python.ID) {
	reach, by = rules.AllPythons, python.NoNode
	for _, r := range m.regionsAround(n) {
		if reach&r.reach != reach && guard == "" {
			by = r.by
		}
		reach &= r.reach
		if r.caught&kind != 0 && (r.name == "" || strings.Contains(m.Text(n), r.name)) {
			guard, by = r.guard, r.by
		}
	}
	return reach, guard, by
}

// regionsAround returns the regions that hold a node, the outermost first.
// Regions lie within one another or apart, as the statements do that make them,
// so from one that ends too early the nearest before it that ends later leads
// on: a file of guards is not searched as a whole for each of its findings.
func (m *module) regionsAround(n python.ID) []region {
	start, end := m.Nodes[n].Start, m.Nodes[n].End
	var around []region
	i := sort.Search(len(m.regions), func(i int) bool { return m.regions[i].start > start }) - 1
	for ; i >= 0; i = m.regions[i].outer {
		if m.regions[i].end >= end {
			around = append(around, m.regions[i])
		}
	}
	slices.Reverse(around)
	return around
}

// nestRegions puts the regions in the order in which regionsAround looks for
// them.
func (m *module) nestRegions() {
	slices.SortStableFunc(m.regions, func(a, b region) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	for i := range m.regions {
		outer := i - 1
		for outer >= 0 && m.regions[outer].end < m.regions[i].end {
			outer = m.regions[outer].outer
		}
		m.regions[i].outer = outer
	}
}

func (m *module) addReach(start, end uint32, reach rules.Pythons) {
	if reach != rules.AllPythons && start < end {
		m.regions = append(m.regions, region{start: start, end: end, reach: reach, by: m.deciding})
	}
}

func (m *module) addReachOf(n python.ID, reach rules.Pythons) {
	if n >= 0 {
		m.addReach(m.Nodes[n].Start, m.Nodes[n].End, reach)
	}
}

// ifRegions gives every arm the versions that its conditions leave it, and
// what follows the statement those that no arm which ends the block takes.
func (m *module) ifRegions(n python.ID) {
	left := rules.AllPythons // what no arm so far has taken
	passed := rules.Pythons(0)
	hasElse := false
	arm := func(condition, block python.ID) {
		o := m.evaluate(condition)
		m.hasattrRegion(condition, m.Ancestor(block, python.If, python.Elif))
		m.addReachOf(condition, left)
		m.addReachOf(block, left&o.whenTrue)
		if !m.endsBlock(block) {
			passed |= left & o.whenTrue
		}
		left &= o.whenFalse
	}
	arm(m.Child(n, 0), m.ChildOf(n, python.Block))
	for clause := range m.Named(n) {
		switch m.Kind(clause) {
		case python.Elif:
			arm(m.Child(clause, 0), m.ChildOf(clause, python.Block))
		case python.Else:
			hasElse = true
			block := m.ChildOf(clause, python.Block)
			m.addReachOf(block, left)
			if !m.endsBlock(block) {
				passed |= left
			}
		}
	}
	if !hasElse {
		passed |= left
	}
	m.restOfBlock(n, passed)
}

// restOfBlock limits what follows a statement in its block.
func (m *module) restOfBlock(n python.ID, reach rules.Pythons) {
	if parent := m.Parent(n); parent >= 0 {
		m.addReach(m.Nodes[n].End, m.Nodes[parent].End, reach)
	}
}

// hasattrRegion takes a test with hasattr() for a guard of the name in both
// arms: somebody has thought of its not being there.
func (m *module) hasattrRegion(condition, statement python.ID) {
	if condition < 0 || statement < 0 || !strings.Contains(m.Text(condition), "hasattr(") {
		return
	}
	asked := askedName.FindStringSubmatch(m.Text(condition))
	if asked == nil {
		return
	}
	caught := catchAttribute
	if strings.Contains(asked[1], "builtin") {
		caught = catchName
	}
	m.regions = append(m.regions, region{
		start: m.Nodes[statement].Start, end: m.Nodes[statement].End,
		reach: rules.AllPythons, caught: caught, name: asked[2], guard: "hasattr", by: condition,
	})
}

// whileRegions handles "while" and "assert".
func (m *module) whileRegions(n python.ID) {
	o := m.evaluate(m.Child(n, 0))
	if m.Kind(n) == python.Assert {
		m.restOfBlock(n, o.whenTrue)
		return
	}
	m.addReachOf(m.ChildOf(n, python.Block), o.whenTrue)
}

// conditionalRegions handles "a if condition else b".
func (m *module) conditionalRegions(n python.ID) {
	o := m.evaluate(m.Child(n, 1))
	m.hasattrRegion(m.Child(n, 1), n)
	m.addReachOf(m.Child(n, 0), o.whenTrue)
	m.addReachOf(m.Child(n, 2), o.whenFalse)
}

// operatorRegions handles what "and" and "or" leave out.
func (m *module) operatorRegions(n python.ID) {
	o := m.evaluate(m.Child(n, 0))
	if m.HasToken(n, "and") {
		m.addReachOf(m.Child(n, 1), o.whenTrue)
	} else {
		m.addReachOf(m.Child(n, 1), o.whenFalse)
	}
}

// tryRegions takes what a try statement catches for a guard, of its body and
// of the handler alike: either arm may be the one for Python 2.
func (m *module) tryRegions(n python.ID) {
	var all catch
	var names []string
	by := python.NoNode
	for clause := range m.Named(n) {
		if m.Kind(clause) != python.Except {
			continue
		}
		caught, name := m.caught(clause)
		if caught == 0 {
			continue
		}
		all |= caught
		if by < 0 {
			by = clause
		}
		names = append(names, name)
		// What the clause itself names is evaluated unguarded.
		if block := m.ChildOf(clause, python.Block); block >= 0 {
			m.regions = append(m.regions, region{
				start: m.Nodes[block].Start, end: m.Nodes[block].End,
				reach: rules.AllPythons, caught: caught, guard: name, by: clause,
			})
		}
	}
	if body := m.ChildOf(n, python.Block); all != 0 && body >= 0 {
		m.regions = append(m.regions, region{
			start: m.Nodes[body].Start, end: m.Nodes[body].End,
			reach: rules.AllPythons, caught: all, guard: strings.Join(names, ", "), by: by,
		})
	}
}

// caught returns what an except clause guards against, and how it says so.
func (m *module) caught(clause python.ID) (caught catch, name string) {
	list := m.caughtNode(clause)
	if m.Kind(list) == python.Block || list < 0 {
		return catchAll, "except"
	}
	for _, e := range m.parts(list) {
		dotted := m.Dotted(e)
		last := dotted[strings.LastIndexByte(dotted, '.')+1:]
		caught |= caughtBy[last]
	}
	return caught, "except " + m.Text(list)
}

// lastNamed returns the last named child of a node, NoNode if it has none.
func (m *module) lastNamed(n python.ID) python.ID {
	last := python.NoNode
	for c := range m.Named(n) {
		last = c
	}
	return last
}

// endsBlock reports whether nothing after the block is reached from it.
func (m *module) endsBlock(block python.ID) bool {
	last := m.lastNamed(block)
	switch m.Kind(last) {
	case python.Return, python.Raise, python.Continue, python.Break:
		return true
	case python.ExpressionStatement:
		call := m.Child(last, 0)
		if m.Kind(call) != python.Call {
			return false
		}
		switch m.Dotted(m.Child(call, 0)) {
		case "sys.exit", "exit", "quit", "os._exit", "os.abort":
			return true
		}
	}
	return false
}
