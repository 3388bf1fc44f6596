package py2

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/workspace"
)

// site is where a rule matched. Node is NoNode where a detector looked at
// tokens.
type site struct {
	rule         *rules.Rule
	node         python.ID
	at           analysis.Span
	subject, use string
}

// fixer works out the replacement of a place. What it writes runs on 2.7 and 3
// alike, with the standard library alone, and means on 2.7 what was there
// before. Where it cannot promise that, it says why with without.
type fixer func(*module, site) *analysis.Fix

// fixers are the rules whose replacement can be written down, by id. A rule
// whose YAML says "fix: mechanical" is here or in unfixed; a test holds that.
var fixers = map[string]fixer{
	"PY2-A001": fixName("maxsize"),
	"PY2-A002": fixExceptionInfo,
	"PY2-A006": fixNameAsTold,
	"PY2-A007": fixStringFunction,
	"PY2-A009": fixTypeName,
	"PY2-A011": fixName("getcwd"),
	"PY2-A014": fixOsErrno,
	"PY2-A023": fixBase64,
	"PY2-A024": fixMember,
	"PY2-A029": fixMember,
	"PY2-A034": fixMember,
	"PY2-A035": fixMember,
	"PY2-A047": fixMember,
	"PY2-B002": fixShim("basestring", "str"),
	"PY2-B003": fixShim("long", "int"),
	"PY2-B004": fixShim("unichr", "chr"),
	"PY2-B005": fixXrange,
	"PY2-B006": fixShim("raw_input", "input"),
	"PY2-B008": fixFile,
	"PY2-B009": fixReduce,
	"PY2-B010": fixMoved("importlib", "reload"),
	"PY2-B011": fixMoved("sys", "intern"),
	"PY2-B012": fixApply,
	"PY2-B016": fixExecfile,
	"PY2-B017": fixBuiltin("Exception"),
	"PY2-B021": fixBuiltin("OSError"),
	"PY2-B022": fixTypeTuple,
	"PY2-C001": fixMetaclass,
	"PY2-C003": fixSpecialMethod,
	"PY2-C005": fixSpecialMethod,
	"PY2-C008": fixSpecialMethod,
	"PY2-C015": fixNotEqual,
	"PY2-C016": fixStopIteration,
	"PY2-I001": fixRenamedModule,
	"PY2-I005": fixUrllibName,
	"PY2-I007": fixFromUrllib,
	"PY2-I009": fixItertools,
	"PY2-I010": fixRelative,
	"PY2-I013": fixModuleName,
	"PY2-I014": fixModuleName,
	"PY2-I017": fixCollections,
	"PY2-I023": fixModuleName,
	"PY2-M001": fixHasKey,
	"PY2-M002": fixIteritems,
	"PY2-M003": fixViewMethod,
	"PY2-M004": fixNext,
	"PY2-M005": fixXreadlines,
	"PY2-M006": fixNameAsTold,
	"PY2-M007": fixMethodOwner,
	"PY2-M012": fixMessage,
	"PY2-M013": fixExceptionIndex,
	"PY2-M014": fixListOfView,
	"PY2-N002": fixDivision,
	"PY2-N003": fixDivision,
	"PY2-S001": fixPrint,
	"PY2-S002": fixPrint,
	"PY2-S003": fixPrint,
	"PY2-S004": fixPrint,
	"PY2-S005": fixPrint,
	"PY2-S006": fixExec,
	"PY2-S007": fixDiamond,
	"PY2-S008": fixBackticks,
	"PY2-S009": fixExcept,
	"PY2-S011": fixRaise,
	"PY2-S015": fixThrow,
	"PY2-S018": fixParameter,
	"PY2-S019": fixOctal,
	"PY2-S020": fixLong,
	"PY2-S022": fixBareTuple,
	"PY2-S024": fixBytesLiteral,
	"PY2-S028": fixTabs,
	"PY2-S029": fixBareGenerator,
	"PY2-S034": fixPrint,
	"PY2-T001": fixListOfView,
	"PY2-T002": fixLoopOverView,
	"PY2-T003": fixListOfView,
	"PY2-T004": fixCallForEffect,
	"PY2-T005": fixMapOfNone,
	"PY2-T006": fixListOfView,
	"PY2-T007": fixListOfView,
	"PY2-T010": fixFilteredText,
	"PY2-T011": fixListOfView,
	"PY2-T013": fixListOfView,
	"PY2-T014": fixInKeys,
	"PY2-T015": fixListOfView,
	"PY2-T016": fixListOfView,
	"PY2-T017": fixListOfView,
	"PY2-X001": fixProcessOutput,
	"PY2-X003": fixTextArgument,
	"PY2-X006": fixTextArgument,
	"PY2-X007": fixTextArgument,
	"PY2-X009": fixPickleFile,
	"PY2-X010": fixTextArgument,
	"PY2-X013": fixTextArgument,
	"PY2-X014": fixTextArgument,
	"PY2-X020": fixTextArgument,
	"PY2-X024": fixComparedText,
}

// unfixed says of the other rules with a mechanical mend why nobody but the
// reader makes it.
var unfixed = map[string]string{
	"PY2-K002": "which versions a package supports is for its people to say",
	"PY2-K008": "the program that is right differs between targets",
	"PY2-A032": "2.7 has no assertCountEqual",
	"PY2-A033": "what the name leads to has no public name",
	"PY2-A037": "whether the installed version has the other name is not known",
	"PY2-B019": "in an imported module __builtins__ is a dictionary, which has no such attribute on either Python",
	"PY2-C002": "the bases of every class of the file have to be given",
	"PY2-C004": "what __lt__ and __eq__ have to compare is in the body of __cmp__",
	"PY2-C006": "what __getitem__ has to do with a slice is in the body of the method",
	"PY2-C007": "whether __index__ may take its place depends on what the object is",
	"PY2-C009": "what makes two objects equal is for their hash to say",
	"PY2-C010": "what __str__ has to give depends on who calls it",
	"PY2-C011": "what raises or compares objects of the class may change with it on 2.7",
	"PY2-D002": "what is to be read is for the reader to say",
	"PY2-D004": "on 2.7 such a clause catches nothing",
	"PY2-D008": "what else catches the class depends on its base",
	"PY2-D001": "which name has to outlive the clause is for the reader to say",
	"PY2-I012": "with a module of the name beside the file, the import would break Python 2",
	"PY2-I024": "what takes its place has other functions",
	"PY2-I025": "what takes its place has other functions",
	"PY2-K001": "which Python runs the program is what the packaging decides",
	"PY2-M016": "what was to be printed without a blank is elsewhere",
	"PY2-S026": "whoever uses the name has to change with it",
	"PY2-S027": "whoever uses the name has to change with it",
	"PY2-S033": "what stands before the import has to move",
	"PY2-X002": "whether all that goes through the pipe is text is not known",
	"PY2-X008": "on 2.7 the argument says how the text is encoded",
	"PY2-X023": "how the example shows the text is for the reader to say",
	"PY2-X004": "what the result is used for decides whether it has to be text",
}

// anyway are the rules whose fix does not depend on guards: what does not
// compile is in nobody's branch, and prints are converted all or none.
func anyway(r *rules.Rule) bool {
	return r.Means == rules.DoesNotCompile || strings.HasPrefix(r.ID, "PY2-S00")
}

// fix returns the replacement of a place, nil for what needs none or where the
// rule has none that is mechanical.
func (m *module) fix(p site, guard string) *analysis.Fix {
	if p.rule.Fix != rules.FixMechanical || guard != "" && !anyway(p.rule) || m.pass.File.Language != workspace.Python || m.pass.File.Depth() > 0 {
		return nil
	}
	if reason, ok := unfixed[p.rule.ID]; ok {
		return without(reason)
	}
	fix := fixers[p.rule.ID]
	if fix == nil {
		return nil
	}
	if p.node >= 0 && m.unread(p.node) && !anyway(p.rule) {
		return without("a part of it could not be read")
	}
	made := fix(m, p)
	if !m.fits(made) {
		return without("the place is not of the usual form")
	}
	return made
}

// fits reports whether the edits of a fix are of the file and do not overlap.
// A detector may report a place of a form that the fixer did not think of.
func (m *module) fits(fix *analysis.Fix) bool {
	if fix == nil || fix.Without != "" {
		return true
	}
	at := 0
	slices.SortStableFunc(fix.Edits, func(a, b analysis.Edit) int { return a.Start - b.Start })
	for _, e := range fix.Edits {
		if e.Start < at || e.End < e.Start || e.End > len(m.Src) {
			return false
		}
		at = e.End
	}
	return len(fix.Edits)+len(fix.Shared) > 0
}

// unread reports whether the grammar gave up within the node.
func (m *module) unread(n python.ID) bool {
	i := sort.Search(len(m.Errors), func(i int) bool { return m.Nodes[m.Errors[i]].Start >= m.Nodes[n].Start })
	return i < len(m.Errors) && m.Nodes[m.Errors[i]].Start < m.Nodes[n].End
}

// without is the fix of a place that has none.
func without(reason string) *analysis.Fix { return &analysis.Fix{Without: reason} }

// edits is a fix of the edits.
func edits(list ...analysis.Edit) *analysis.Fix { return &analysis.Fix{Edits: list} }

// replace puts a text in the place of a range.
func replace(start, end int, text string) analysis.Edit {
	return analysis.Edit{Span: analysis.Span{Start: start, End: end}, Text: text}
}

func insert(at int, text string) analysis.Edit { return replace(at, at, text) }

// start returns where a node begins, -1 for NoNode, which fits no edit.
func (m *module) start(n python.ID) int {
	if n < 0 {
		return -1
	}
	return int(m.Nodes[n].Start)
}

// end returns where a node ends, -1 for NoNode.
func (m *module) end(n python.ID) int {
	if n < 0 {
		return -1
	}
	return int(m.Nodes[n].End)
}

// put replaces a node by a text.
func (m *module) put(n python.ID, text string) analysis.Edit {
	return replace(m.start(n), m.end(n), text)
}

// wrap puts texts around a node.
func (m *module) wrap(n python.ID, before, behind string) []analysis.Edit {
	return []analysis.Edit{insert(m.start(n), before), insert(m.end(n), behind)}
}

// wrapped is a fix of wrap.
func (m *module) wrapped(n python.ID, before, behind string) *analysis.Fix {
	return edits(m.wrap(n, before, behind)...)
}

// mostMoved bounds in bytes what a fix writes elsewhere or once more, so that
// nested places cost no more than their length.
const mostMoved = 1000

// movable returns the text of a node that a fix writes elsewhere; ok is false
// for what goes over lines, is no UTF-8 or too long.
func (m *module) movable(n python.ID) (text string, ok bool) {
	if n < 0 {
		return "", false
	}
	return m.movableRange(m.start(n), m.end(n))
}

func (m *module) movableRange(start, end int) (text string, ok bool) {
	if start < 0 || end < start {
		return "", false
	}
	src := m.pass.File.Src[start:end]
	if len(src) > mostMoved {
		return "", false
	}
	if !bytes.Equal(src, m.Src[start:end]) || bytes.ContainsAny(src, "\r\n") {
		return "", false
	}
	return string(src), true
}

// isPrimary reports whether an attribute, a call or a subscript may follow an
// expression without brackets.
func (m *module) isPrimary(n python.ID) bool {
	switch m.Kind(n) {
	case python.Identifier, python.Attribute, python.Call, python.Subscript, python.Parenthesized,
		python.String, python.List, python.Dict, python.ListComprehension, python.Tuple:
		return true
	}
	return false
}

// isFree reports whether nothing in the file binds the name but an import of
// one of the full names.
func (m *module) isFree(name string, imported ...string) bool {
	if m.boundNames == nil {
		m.boundNames = map[string][]string{}
		for _, names := range m.bindings() {
			for name := range names {
				m.boundNames[name] = append(m.boundNames[name], "")
			}
		}
		for _, names := range m.scopes {
			for name, b := range names {
				m.boundNames[name] = append(m.boundNames[name], b.module)
			}
		}
	}
	for _, full := range m.boundNames[name] {
		known := false
		for _, one := range imported {
			known = known || one == full
		}
		if !known {
			return false
		}
	}
	return true
}

// newline is how the file ends its lines.
func (m *module) newline() string {
	src := m.pass.File.Src
	switch i := bytes.IndexAny(src, "\r\n"); {
	case i < 0 || src[i] == '\n':
		return "\n"
	case i+1 < len(src) && src[i+1] == '\n':
		return "\r\n"
	}
	return "\r"
}

// lineEnd returns where the line of an offset ends, before its newline.
func (m *module) lineEnd(offset int) int {
	if i := bytes.IndexAny(m.pass.File.Src[offset:], "\r\n"); i >= 0 {
		return offset + i
	}
	return len(m.pass.File.Src)
}

// lineStart returns where the line of an offset begins.
func (m *module) lineStart(offset int) int {
	return bytes.LastIndexAny(m.pass.File.Src[:offset], "\r\n") + 1
}

// indentAt returns the blanks before an offset if nothing else stands there in
// its line, and one more level of the same kind. It is not ok where tabs and
// blanks do not agree either: those lines change.
func (m *module) indentAt(offset int) (indent, deeper string, ok bool) {
	src := m.pass.File.Src
	start := offset
	for start > 0 && (src[start-1] == ' ' || src[start-1] == '\t') {
		start--
	}
	first := start == 0 || src[start-1] == '\n' || src[start-1] == '\r' || string(src[:start]) == "\ufeff"
	indent = string(src[start:offset])
	if !first || indent != "" && m.hasTabTrouble() {
		return "", "", false
	}
	if strings.Contains(indent, "\t") {
		return indent, indent + "\t", true
	}
	return indent, indent + "    ", true
}

// isAlone reports whether a statement has its lines for itself, a comment
// behind it aside.
func (m *module) isAlone(n python.ID) bool {
	if _, _, ok := m.indentAt(m.start(n)); !ok {
		return false
	}
	src, at := m.pass.File.Src, m.end(n)
	for at < len(src) && (src[at] == ' ' || src[at] == '\t') {
		at++
	}
	return at == len(src) || src[at] == '\n' || src[at] == '\r' || src[at] == '#'
}

// isOnly reports whether a node is the one named child of its parent.
func (m *module) isOnly(n python.ID) bool {
	return m.Child(m.Parent(n), 0) == n && m.Child(m.Parent(n), 1) < 0
}
