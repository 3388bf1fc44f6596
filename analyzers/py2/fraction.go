package py2

import (
	"strconv"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// fractions follows a quotient to where the fraction that Python 3 gives it
// would be felt.
type fractions struct {
	*module
	exact bool // there is no rest: the value is whole, if a float
	steps int
}

// isFelt reports whether the fraction of a division's result can make a
// difference: not in a log, as the time that something waits, nor compared in
// a way that only a whole number decides.
func (q *quotients) isFelt(n python.ID) bool {
	f := fractions{module: q.module, exact: q.isExact(n)}
	if q.Kind(n) == python.AugmentedAssignment {
		return f.named(q.Child(n, 0), mostSteps)
	}
	return f.felt(n, mostSteps)
}

// felt looks at what takes an expression, and on through names and sums.
func (f *fractions) felt(n python.ID, depth int) bool {
	if f.steps++; f.steps > mostUses {
		return true
	}
	for child, at := n, f.Parent(n); ; child, at = at, f.Parent(at) {
		switch f.Kind(at) {
		case python.Parenthesized:
		case python.BinaryOperator:
			isFormatted := f.HasToken(at, "%") && f.Child(at, 1) == child
			if !isFormatted && !f.exact && !f.isShifted(child, at) {
				return true
			}
		case python.Comparison:
			return !f.exact && !f.isLimit(at)
		case python.Tuple, python.KeywordArgument, python.ArgumentList:
			if f.Kind(at) == python.KeywordArgument && isTime(f.Text(f.Child(at, 0))) {
				return false
			}
		case python.Call:
			return !f.takesUnfelt(at)
		case python.Assignment:
			return f.Child(at, 1) != child || f.named(f.Child(at, 0), depth)
		case python.ExpressionStatement, python.Raise:
			return false
		default:
			return true
		}
	}
}

// named looks at where a name is read that was given the value.
func (f *fractions) named(target python.ID, depth int) bool {
	if f.Kind(target) != python.Identifier || depth == 0 || f.scopeOf(target) == 0 {
		return true
	}
	for _, read := range f.readsOf(target) {
		if f.felt(read, depth-1) {
			return true
		}
	}
	return false
}

// isShifted reports whether a whole number is added to the value, or taken from
// it, or the value is divided on: what is above and below does not change by that.
func (f *fractions) isShifted(child, at python.ID) bool {
	switch f.operator(at) {
	case "+":
		return f.value(f.Child(at, 0)).kinds == intKind || f.value(f.Child(at, 1)).kinds == intKind
	case "-":
		return f.Child(at, 0) == child && f.value(f.Child(at, 1)).kinds == intKind
	case "/", "//":
		return f.Child(at, 0) == child
	}
	return false
}

// isLimit reports whether a comparison asks which of two is the greater: the
// fraction makes a difference there only within one of a limit, and then the
// right one. Whether two are equal it may change altogether.
func (f *fractions) isLimit(at python.ID) bool {
	switch f.operator(at) {
	case "<", ">=", ">", "<=":
		return f.Count(at) == 2
	}
	return false
}

// takesUnfelt reports whether a call writes a log, waits, or makes a number of
// a whole one.
func (f *fractions) takesUnfelt(call python.ID) bool {
	callee := f.Child(call, 0)
	if f.resolve(callee) == "time.sleep" || f.isException(callee) {
		return true
	}
	// int() cuts the fraction off as the division did on Python 2.
	if name := f.Text(callee); name == "int" || f.exact && name == "float" {
		return true
	}
	if f.Kind(callee) != python.Attribute || !logMethods[f.Text(f.Child(callee, 1))] {
		return false
	}
	logger := strings.ToLower(f.Text(f.Child(callee, 0)))
	return strings.HasSuffix(logger, "log") || strings.HasSuffix(logger, "logger") || strings.HasSuffix(logger, "logging")
}

// isException reports whether a call makes an exception: its text may say more
// exactly than it did.
func (f *fractions) isException(callee python.ID) bool {
	name := f.Dotted(callee)
	name = name[strings.LastIndexByte(name, '.')+1:]
	return strings.HasSuffix(name, "Error") || strings.HasSuffix(name, "Exception")
}

// timeWords are the words in names of what is a time: fractions of it are as
// good, and on Python 2 it mostly is a float.
var timeWords = setOf("time", "secs", "seconds", "sec", "ms", "msec", "msecs", "millis", "milliseconds", "usec",
	"elapsed", "interval", "delay", "timeout", "timestamp", "duration", "uptime")

// isTime reports whether a name is one of a time; of a rate, such as
// bytes_per_sec, the time is the unit.
func isTime(name string) bool {
	found := false
	for word := range strings.SplitSeq(strings.ToLower(name), "_") {
		if word == "per" {
			return false
		}
		found = found || timeWords[word]
	}
	return found
}

// ofTimes reports whether a name of an operand says that it is a time.
func (q *quotients) ofTimes(n python.ID) bool {
	for i := n; int(i) < len(q.Nodes) && q.Nodes[i].Start < q.Nodes[n].End; i++ {
		if q.Kind(i) == python.Identifier && isTime(q.Text(i)) {
			return true
		}
	}
	return false
}

// wholeNumber computes an integer from literals and from names that are bound
// to such once.
func (m *module) wholeNumber(n python.ID, depth int) (int64, bool) {
	n = m.valueOf(n)
	switch {
	case depth == 0:
		return 0, false
	case m.Kind(n) == python.Integer:
		i, err := strconv.ParseInt(m.Text(n), 0, 32)
		return i, err == nil
	case m.Kind(n) == python.Identifier:
		if m.boundIn(n, m.Text(n)) != 0 {
			return 0, false
		}
		bound := m.bindings()[0][m.Text(n)]
		if a := m.Parent(bound[0]); len(bound) == 1 && m.Kind(a) == python.Assignment && m.Child(a, 0) == bound[0] {
			return m.wholeNumber(m.Child(a, 1), depth-1)
		}
	case m.Kind(n) == python.BinaryOperator && m.HasToken(n, "*"):
		left, ok := m.wholeNumber(m.Child(n, 0), depth-1)
		right, also := m.wholeNumber(m.Child(n, 1), depth-1)
		return left * right, ok && also && left < 1<<31 && right < 1<<31
	}
	return 0, false
}

// isExact reports whether a division of constants leaves no rest.
func (q *quotients) isExact(n python.ID) bool {
	left, ok := q.wholeNumber(q.Child(n, 0), mostSteps)
	right, also := q.wholeNumber(q.Child(n, 1), mostSteps)
	return ok && also && right != 0 && left%right == 0
}
