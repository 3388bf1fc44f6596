package py2

import (
	"bytes"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// quotients follows what divisions give to where only an integer will do.
type quotients struct {
	*module
	uses  map[python.ID]python.ID // by division, the first place that fails
	sure  map[python.ID]bool      // by division, whether it fails there for certain
	quiet map[python.ID]bool      // by division, whether what takes it cuts it to an integer
}

// findDivisions handles "/" and "/=": of integers, and of what cannot be told.
func findDivisions(m *module) {
	if m.futures["division"] || !bytes.Contains(m.Src, []byte{'/'}) || m.python3Only() {
		return
	}
	var divisions []python.ID
	for i := range m.Nodes {
		n := python.ID(i)
		switch m.Nodes[i].Kind {
		case python.BinaryOperator:
			if m.HasToken(n, "/") {
				divisions = append(divisions, n)
			}
		case python.AugmentedAssignment:
			if m.HasToken(n, "/=") {
				divisions = append(divisions, n)
			}
		}
	}
	if len(divisions) == 0 {
		return
	}
	q := &quotients{m, map[python.ID]python.ID{}, map[python.ID]bool{}, map[python.ID]bool{}}
	for i := range m.Nodes {
		q.visit(python.ID(i))
	}
	for _, n := range divisions {
		q.reportDivision(n)
	}
}

// visit looks for places that take an integer alone.
func (q *quotients) visit(n python.ID) {
	switch q.Kind(n) {
	case python.Subscript:
		index := q.Child(n, 1)
		object := q.value(q.Child(n, 0))
		if q.Kind(index) == python.Slice {
			for bound := range q.Named(index) {
				q.needs(bound, n, true)
			}
		} else if !object.has(dictKind) {
			q.needs(index, n, q.Kind(q.Child(n, 0)) == python.List || object.only(textKind|bytesKind|textItems|bytesItems|tupleKind))
		}
	case python.BinaryOperator:
		left, right := q.Child(n, 0), q.Child(n, 1)
		switch operator := q.operator(n); operator {
		case "<<", ">>", "&", "|", "^":
			q.needs(left, n, true)
			q.needs(right, n, true)
		case "*":
			q.repeated(n, left, right)
			q.repeated(n, right, left)
		case "%":
			if q.value(left).isText() {
				q.formatted(left, right)
			}
		}
	case python.Call:
		q.visitCall(n)
	}
}

// repeated handles "-" * (width / 2) and [0] * (n / 2).
func (q *quotients) repeated(n, sequence, count python.ID) {
	if kind := q.Kind(sequence); kind == python.List || kind == python.Tuple || q.value(sequence).isText() {
		q.needs(count, n, true)
	}
}

// formatted takes %d for what cuts a quotient: it shows the same on both, but
// for negative ones.
func (q *quotients) formatted(format, given python.ID) {
	text, ok := q.literal(format)
	if !ok || strings.Count(text, "%") != strings.Count(text, "%d") {
		return
	}
	for _, part := range q.parts(given) {
		q.cut(part)
	}
}

// counts are the functions and the methods that take integers alone, and which
// of their arguments these are; nil for all.
var counts = map[string][]int{
	"range": nil, "xrange": nil, "chr": {0}, "unichr": {0}, "hex": {0}, "oct": {0}, "bin": {0}, "bytearray": {0},
	"enumerate": {1},
}

var countsOfMethods = map[string][]int{
	".zfill": {0}, ".ljust": {0}, ".rjust": {0}, ".center": {0}, ".read": {0}, ".recv": {0}, ".insert": {0},
	".listen": {0}, ".split": {1}, ".rsplit": {1},
	"random.sample": {1}, "os.urandom": {0}, "itertools.islice": {1, 2}, "os.read": {1}, "datetime.datetime": nil,
	"multiprocessing.Pool": {0},
}

func (q *quotients) visitCall(n python.ID) {
	callee := q.Child(n, 0)
	var places []int
	ok, sure := false, true
	switch q.Kind(callee) {
	case python.Identifier:
		name := q.Text(callee)
		if places, ok = counts[name]; ok && !q.isBuiltin(callee) {
			return
		}
		if (name == "int" || name == "long") && q.isBuiltin(callee) {
			q.cut(q.argument(n, 0))
			return
		}
	case python.Attribute:
		full := q.resolve(callee)
		if full == "math.floor" || full == "math.trunc" {
			q.cut(q.argument(n, 0))
			return
		}
		if places, ok = countsOfMethods[full]; !ok && full == "" {
			sure = false
			places, ok = countsOfMethods["."+q.Text(q.Child(callee, 1))]
		}
	}
	if !ok {
		return
	}
	for i := 0; i < 3 && places == nil; i++ {
		q.needs(q.argument(n, i), n, true)
	}
	for _, i := range places {
		q.needs(q.argument(n, i), n, sure)
	}
}

// cut notes that int() or its like takes a value, or shows no fraction of it.
func (q *quotients) cut(n python.ID) {
	for q.Kind(n) == python.Parenthesized {
		n = q.Child(n, 0)
	}
	if n >= 0 {
		q.quiet[n] = true
	}
}

// needs notes that an integer is needed where a quotient may be given.
func (q *quotients) needs(n, at python.ID, sure bool) {
	if n < 0 {
		return
	}
	v := q.value(n)
	if !v.has(quotientKind) || v.origin.code != divisionCode || !v.only(quotientKind|otherKind) {
		return
	}
	if _, ok := q.uses[v.origin.node]; !ok || sure && !q.sure[v.origin.node] {
		q.uses[v.origin.node] = at
		q.sure[v.origin.node] = sure
	}
}

// reportDivision reports a division once, by the worst that is known of it.
func (q *quotients) reportDivision(n python.ID) {
	left, right := q.value(q.Child(n, 0)), q.value(q.Child(n, 1))
	if q.Kind(n) == python.AugmentedAssignment {
		left = q.held(q.Child(n, 0))
	}
	quotient := q.quotient(n, left.plain(), right.plain())
	if !quotient.has(quotientKind) || quotient.has(floatKind) || q.python2Only(n) || q.Text(q.Child(n, 1)) == "0" {
		return
	}
	d := analysis.Detail{Subject: q.firstLine(n)}
	if at, ok := q.uses[n]; ok {
		severity, confidence := finding.Error, finding.High
		if !q.sure[n] {
			confidence = finding.Medium
		}
		d.Severity, d.Confidence = &severity, &confidence
		if !q.holds(at, n) {
			d.Steps = []analysis.Step{{Name: "needs an integer", Value: analysis.Snippet(q.firstLine(at)), Span: q.span(at)}}
		}
		q.report(q.codes[divisionCode], n, d, 0)
		return
	}
	switch {
	case q.quiet[n]:
	case quotient.only(quotientKind):
		if !q.isFelt(n) {
			severity, confidence := finding.Info, finding.Low
			d.Severity, d.Confidence = &severity, &confidence
		}
		q.report(q.codes["integer-division"], n, d, 0)
	case q.isFormatted(n):
	default:
		isWhole := q.isWhole(q.Child(n, 0)) || q.isWhole(q.Child(n, 1))
		if isWhole && !q.isRounded(n) && !q.ofTimes(n) && q.isFelt(n) {
			severity, confidence := finding.Warning, finding.Medium
			d.Severity, d.Confidence = &severity, &confidence
		}
		if names := q.resultsIn(q.Child(n, 0), q.Child(n, 1)); len(names) > 0 {
			d.Unless = &analysis.Condition{Kind: analysis.GivesFloat, Names: names}
		}
		q.report(q.codes["division"], n, d, 0)
	}
}

// isWhole reports whether an operand is made with an integer: who wants a
// fraction of it on Python 2 writes 1024.0 there.
func (q *quotients) isWhole(n python.ID) bool {
	switch q.Kind(n) {
	case python.Integer:
		return true
	case python.Parenthesized:
		return q.isWhole(q.Child(n, 0))
	case python.BinaryOperator:
		return q.isWhole(q.Child(n, 0)) || q.isWhole(q.Child(n, 1))
	}
	return q.value(n).kinds == intKind
}

// isRounded reports whether a function of fractions takes the result at once:
// then fractions may be what is meant.
func (q *quotients) isRounded(n python.ID) bool {
	callee := q.takenBy(n)
	return q.Text(callee) == "round" || q.Text(callee) == "float" || strings.HasPrefix(q.resolve(callee), "math.")
}

// isFormatted reports whether the left operand is a text with values put in:
// "%" binds as "/" does, so a missing pair of parentheses makes it one.
func (q *quotients) isFormatted(n python.ID) bool {
	left := q.Child(n, 0)
	if q.Kind(left) != python.BinaryOperator || !q.HasToken(left, "%") {
		return false
	}
	format := q.Child(left, 0)
	return q.Kind(q.Child(left, 1)) == python.Tuple || q.value(format).isText() || q.Text(q.Child(format, 0)) == "_"
}

// held is what a target holds ahead of the statement that changes it.
func (m *module) held(target python.ID) value {
	switch m.Kind(target) {
	case python.Identifier:
		return m.before(target)
	case python.Attribute:
		return m.value(target)
	}
	return anything
}
