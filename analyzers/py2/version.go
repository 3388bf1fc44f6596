package py2

import (
	"strconv"
	"strings"

	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// outcome says under which Pythons a condition can be true and false. A
// condition that says nothing of the version can be both under all.
type outcome struct{ whenTrue, whenFalse rules.Pythons }

var undecided = outcome{rules.AllPythons, rules.AllPythons}

func only(set rules.Pythons) outcome { return outcome{set, rules.AllPythons &^ set} }

// flagNames are what projects call "this is Python 2" and "this is Python 3",
// in lower case, without underscores.
var flagNames = map[string]rules.Pythons{
	"py2": rules.AnyPython2, "ispy2": rules.AnyPython2, "python2": rules.AnyPython2,
	"ispython2": rules.AnyPython2, "py3": rules.AnyPython3, "ispy3": rules.AnyPython3,
	"python3": rules.AnyPython3, "ispython3": rules.AnyPython3, "py3k": rules.AnyPython3,
	"py34": rules.AnyPython3 &^ 0x3c, "py27": rules.Python27, "py26": rules.Python26,
}

// evaluate says what a condition tells of the version.
func (m *module) evaluate(n python.ID) outcome {
	switch m.Kind(n) {
	case python.Parenthesized:
		return m.evaluate(m.Child(n, 0))
	case python.NotOperator:
		o := m.evaluate(m.Child(n, 0))
		return outcome{o.whenFalse, o.whenTrue}
	case python.BooleanOperator:
		a, b := m.evaluate(m.Child(n, 0)), m.evaluate(m.Child(n, 1))
		if m.HasToken(n, "and") {
			return outcome{a.whenTrue & b.whenTrue, a.whenFalse | a.whenTrue&b.whenFalse}
		}
		return outcome{a.whenTrue | a.whenFalse&b.whenTrue, a.whenFalse & b.whenFalse}
	case python.False:
		return outcome{0, rules.AllPythons}
	case python.Identifier, python.Attribute:
		return m.flag(n)
	case python.Comparison:
		return m.compare(n)
	case python.Call:
		if askedName.MatchString(m.Text(n)) && strings.HasSuffix(m.resolve(m.argument(n, 0)), "urlparse") && strings.Contains(m.Text(n), "parse_qs") {
			return outcome{rules.AllPythons, 0} // Python 2.6 brought it
		}
		return m.startsWith(n)
	}
	return undecided
}

// flag decides six.PY2 and its like, and names that the module sets from a
// condition of its own.
func (m *module) flag(n python.ID) outcome {
	name := m.Dotted(n)
	last := name[strings.LastIndexByte(name, '.')+1:]
	if o, ok := m.ownFlags()[name]; ok {
		return o
	}
	if set, ok := flagNames[strings.ReplaceAll(strings.ToLower(last), "_", "")]; ok {
		return only(set)
	}
	return undecided
}

// ownFlags evaluates the module's "NAME = condition" statements, once.
func (m *module) ownFlags() map[string]outcome {
	if m.flags != nil {
		return m.flags
	}
	m.flags = map[string]outcome{}
	for statement := range m.Named(0) {
		assignment := m.Child(statement, 0)
		if m.Kind(assignment) != python.Assignment || m.Kind(m.Child(assignment, 0)) != python.Identifier {
			continue
		}
		switch right := m.Child(assignment, 1); m.Kind(right) {
		case python.Comparison, python.NotOperator, python.BooleanOperator, python.Attribute, python.Call, python.Parenthesized:
			if o := m.evaluate(right); o != undecided {
				m.flags[m.Text(m.Child(assignment, 0))] = o
			}
		}
	}
	return m.flags
}

// compare decides comparisons of the version with a literal, and "str is
// bytes".
func (m *module) compare(n python.ID) outcome {
	if m.Count(n) != 2 {
		return undecided
	}
	left, right := m.Child(n, 0), m.Child(n, 1)
	operator := m.operator(n)
	a, b := m.Text(left), m.Text(right)
	if a == "str" && b == "bytes" || a == "bytes" && b == "str" {
		switch operator {
		case "is", "==":
			return only(rules.AnyPython2)
		case "is not", "!=", "<>":
			return only(rules.AnyPython3)
		}
		return undecided
	}
	if o := m.system(left, right, operator); o != undecided {
		return o
	}
	version := m.versionKind(left)
	if version == nil {
		if version = m.versionKind(right); version == nil {
			return undecided
		}
		right, operator = left, mirrored[operator]
	}
	if operator == "in" || operator == "not in" {
		return m.compareWithin(version, right, operator == "in")
	}
	want, ok := m.literalVersion(right)
	if !ok || mirrored[operator] == "" {
		return undecided
	}
	var set rules.Pythons
	for major, minor := range rules.AllPythons.Each {
		if holds(operator, version(major, minor), want) {
			set |= rules.PythonVersion(major, minor)
		}
	}
	return only(set)
}

// otherSystems are what Python calls the systems that StarlingX does not run on.
var otherSystems = map[string]bool{
	"nt": true, "ce": true, "java": true, "os2": true, "win32": true, "cygwin": true, "darwin": true, "Windows": true, "Darwin": true, "Java": true,
}

// system decides what asks for an operating system that none of the targets is.
func (m *module) system(left, right python.ID, operator string) outcome {
	asked := m.resolve(left)
	if m.Kind(left) == python.Call {
		asked = m.resolve(m.Child(left, 0)) + "()"
	}
	if asked != "os.name" && asked != "sys.platform" && asked != "platform.system()" || m.Kind(right) != python.String ||
		!otherSystems[strings.Trim(m.Text(right), `bu'"`)] {
		return undecided
	}
	switch operator {
	case "==":
		return outcome{0, rules.AllPythons}
	case "!=", "<>":
		return outcome{rules.AllPythons, 0}
	}
	return undecided
}

// compareWithin decides "version in (2, 3)".
func (m *module) compareWithin(version versionOf, list python.ID, in bool) outcome {
	switch m.Kind(list) {
	case python.Tuple, python.List, python.Set:
	default:
		return undecided
	}
	var set rules.Pythons
	for item := range m.Named(list) {
		want, ok := m.literalVersion(item)
		if !ok {
			return undecided
		}
		for major, minor := range rules.AllPythons.Each {
			if holds("==", version(major, minor), want) {
				set |= rules.PythonVersion(major, minor)
			}
		}
	}
	if !in {
		set = rules.AllPythons &^ set
	}
	return only(set)
}

func (m *module) operator(n python.ID) string {
	for c := range m.Children(n) {
		if m.Kind(c) == python.Token {
			return strings.Join(strings.Fields(m.Text(c)), " ")
		}
	}
	return ""
}

var mirrored = map[string]string{
	"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!=", "<>": "<>",
}

// versionOf gives what an expression such as sys.version_info[0] yields on a
// version, as comparable numbers.
type versionOf func(major, minor int) []int

// anyMicro stands for the rest of a version, which is never the literal's own.
const anyMicro = 50

func full(major, minor int) []int       { return []int{major, minor, anyMicro} }
func majorOnly(major, _ int) []int      { return []int{major} }
func pair(major, minor int) []int       { return []int{major, minor} }
func minorOnly(_, minor int) []int      { return []int{minor} }
func hexVersion(major, minor int) []int { return []int{major<<24 | minor<<16 | anyMicro<<8} }

// versionKind recognises the expressions that yield the version.
func (m *module) versionKind(n python.ID) versionOf {
	switch m.Kind(n) {
	case python.Parenthesized:
		return m.versionKind(m.Child(n, 0))
	case python.Subscript:
		return m.versionItem(n)
	case python.Call:
		switch m.name(m.Child(n, 0)) {
		case "platform.python_version", "platform.python_version_tuple":
			return full
		case "int", "str", "tuple":
			return m.versionKind(m.argument(n, 0))
		}
		return nil
	}
	switch m.name(n) {
	case "sys.version_info", "sys.version":
		return full
	case "sys.version_info.major":
		return majorOnly
	case "sys.version_info.minor":
		return minorOnly
	case "sys.hexversion":
		return hexVersion
	}
	return nil
}

// versionItem recognises an item or a slice of the version.
func (m *module) versionItem(n python.ID) versionOf {
	if m.versionKind(m.Child(n, 0)) == nil {
		return nil
	}
	text := m.name(m.Child(n, 0))
	index := strings.Join(strings.Fields(m.Text(m.Child(n, 1))), "")
	characters := text == "sys.version" || strings.HasSuffix(text, "python_version")
	switch {
	case index == "0" || index == ":1":
		return majorOnly
	case index == "1" && !characters:
		return minorOnly
	case index == ":2" && !characters, index == ":3" && characters:
		return pair
	}
	return nil
}

// name is resolve for names that may not have been imported in sight of it.
func (m *module) name(n python.ID) string {
	if full := m.resolve(n); full != "" {
		return full
	}
	return m.Dotted(n)
}

// literalVersion reads 3, (3, 0), "3", "2.7" or 0x03000000.
func (m *module) literalVersion(n python.ID) ([]int, bool) {
	switch m.Kind(n) {
	case python.Parenthesized:
		return m.literalVersion(m.Child(n, 0))
	case python.Integer, python.Float:
		if i, err := strconv.ParseInt(m.Text(n), 0, 64); err == nil {
			return []int{int(i)}, true
		}
		return dottedVersion(m.Text(n))
	case python.String:
		text, ok := m.literal(n)
		if !ok {
			return nil, false
		}
		return dottedVersion(text)
	case python.Tuple, python.List:
		var version []int
		for item := range m.Named(n) {
			i, err := strconv.Atoi(m.Text(item))
			if err != nil {
				return version, len(version) >= 2
			}
			version = append(version, i)
		}
		return version, len(version) > 0
	}
	return nil, false
}

func dottedVersion(text string) (version []int, ok bool) {
	for part := range strings.SplitSeq(strings.TrimSuffix(text, "."), ".") {
		i, err := strconv.Atoi(part)
		if err != nil {
			return nil, false
		}
		version = append(version, i)
	}
	return version, true
}

// holds compares as Python compares tuples: by items, and the longer is the
// greater of two that begin alike.
func holds(operator string, a, b []int) bool {
	order := len(a) - len(b)
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			order = a[i] - b[i]
			break
		}
	}
	switch operator {
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	case "==":
		return order == 0
	case "!=", "<>":
		return order != 0
	}
	return false
}

// startsWith decides sys.version.startswith("2").
func (m *module) startsWith(n python.ID) outcome {
	callee := m.Child(n, 0)
	if m.Kind(callee) != python.Attribute || m.Text(m.Child(callee, 1)) != "startswith" ||
		m.versionKind(m.Child(callee, 0)) == nil {
		return undecided
	}
	text, ok := m.literal(m.argument(n, 0))
	if !ok {
		return undecided
	}
	var set rules.Pythons
	for major, minor := range rules.AllPythons.Each {
		if strings.HasPrefix(strconv.Itoa(major)+"."+strconv.Itoa(minor)+".", text) {
			set |= rules.PythonVersion(major, minor)
		}
	}
	return only(set)
}
