package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// arithmetic is the operator of a binary operation or of an assignment that has
// one, without the =.
func (m *module) arithmetic(n python.ID) string {
	operator := m.operator(n)
	if m.Kind(n) == python.AugmentedAssignment {
		operator = strings.TrimSuffix(operator, "=")
	}
	return operator
}

// number is what an operator other than / gives of two numbers.
func number(operator string, left, right value) value {
	switch operator {
	case "&", "|", "^", "<<", ">>":
		if left.only(numberKind) && right.only(numberKind) {
			return known(intKind)
		}
		return anything
	case "+", "-", "*", "//", "%", "**":
	default:
		return anything
	}
	joined := join(left, right)
	switch {
	case left.kinds == floatKind || right.kinds == floatKind:
		return known(floatKind)
	case joined.only(intKind):
		return known(intKind)
	case joined.only(numberKind) && !joined.has(floatKind):
		return joined.with(quotientKind)
	case joined.only(numberKind):
		return joined
	case joined.has(quotientKind) && joined.only(numberKind|otherKind):
		return joined.with(joined.kinds | otherKind)
	}
	return anything
}

// quotient is what left / right gives: an integer on Python 2 if both are
// integers, and what cannot be told of unless one of them is a float.
func (m *module) quotient(n python.ID, left, right value) value {
	if m.futures["division"] {
		return known(floatKind)
	}
	joined := join(left, right)
	switch {
	case left.kinds == floatKind || right.kinds == floatKind:
		return known(floatKind)
	case !joined.only(numberKind | unknownKind):
		return anything // a path, or a text by mistake
	}
	v := value{kinds: quotientKind, origin: origin{n, divisionCode}}
	if joined.has(floatKind) {
		v.kinds |= floatKind
	}
	if joined.has(unknownKind) {
		v.kinds |= otherKind
	}
	return v
}
