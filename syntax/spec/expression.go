package spec

import (
	"cmp"
	"strconv"
	"strings"
)

// evaluate decides the expanded expression of an %if. It is known only if all
// that matters in it is: a macro that is left makes its operand unknown.
func evaluate(text string) (value, known bool) {
	e := expression{text: text}
	v := e.or(0)
	e.blank()
	if e.bad || e.at < len(e.text) || !v.known {
		return false, false
	}
	return v.truth(), true
}

// expression reads the language of %if: numbers, "strings", ! && || ( ) and
// comparisons, + - * /.
type expression struct {
	text string
	at   int
	bad  bool
}

// operand is a value in an expression.
type operand struct {
	known  bool
	text   string // of a string
	number int
	isText bool
}

func (o operand) truth() bool {
	if o.isText {
		return o.text != ""
	}
	return o.number != 0
}

func boolean(yes, known bool) operand {
	o := operand{known: known}
	if yes {
		o.number = 1
	}
	return o
}

const maxParentheses = 100

func (e *expression) blank() {
	for e.at < len(e.text) && strings.IndexByte(" \t\r\n", e.text[e.at]) >= 0 {
		e.at++
	}
}

// accept passes over one of the operators, the longer ones given first.
func (e *expression) accept(operators ...string) string {
	e.blank()
	for _, op := range operators {
		if strings.HasPrefix(e.text[e.at:], op) {
			e.at += len(op)
			return op
		}
	}
	return ""
}

func (e *expression) or(depth int) operand {
	left := e.and(depth)
	for !e.bad && e.accept("||") != "" {
		right := e.and(depth)
		yes := left.known && left.truth() || right.known && right.truth()
		left = boolean(yes, yes || left.known && right.known)
	}
	return left
}

func (e *expression) and(depth int) operand {
	left := e.comparison(depth)
	for !e.bad && e.accept("&&") != "" {
		right := e.comparison(depth)
		no := left.known && !left.truth() || right.known && !right.truth()
		left = boolean(!no, no || left.known && right.known)
	}
	return left
}

func (e *expression) comparison(depth int) operand {
	left := e.sum(depth)
	for !e.bad {
		op := e.accept("==", "!=", "<=", ">=", "<", ">")
		if op == "" {
			return left
		}
		right := e.sum(depth)
		order := cmp.Compare(left.number, right.number)
		if left.isText {
			order = strings.Compare(left.text, right.text)
		}
		result := map[string]bool{"==": order == 0, "!=": order != 0, "<=": order <= 0, ">=": order >= 0, "<": order < 0, ">": order > 0}[op]
		// RPM refuses to compare a number with a string.
		left = boolean(result, left.known && right.known && left.isText == right.isText)
	}
	return left
}

func (e *expression) sum(depth int) operand {
	left := e.unary(depth)
	// Products bind tighter, so they are passed over but not decided.
	for !e.bad {
		op := e.accept("+", "-", "*", "/")
		if op == "" {
			return left
		}
		right := e.unary(depth)
		result := operand{known: left.known && right.known && !left.isText && !right.isText && (op == "+" || op == "-")}
		if op == "+" {
			result.number = left.number + right.number
		} else {
			result.number = left.number - right.number
		}
		left = result
	}
	return left
}

func (e *expression) unary(depth int) operand {
	nots := 0
	for e.accept("!") != "" {
		nots++
	}
	v := e.primary(depth)
	if nots == 0 {
		return v
	}
	return boolean(v.truth() == (nots%2 == 0), v.known)
}

func (e *expression) primary(depth int) operand {
	e.blank()
	if e.at >= len(e.text) || depth > maxParentheses {
		e.bad = true
		return operand{}
	}
	switch c := e.text[e.at]; c {
	case '(':
		e.at++
		v := e.or(depth + 1)
		e.bad = e.bad || e.accept(")") == ""
		return v
	case '"':
		end := strings.IndexByte(e.text[e.at+1:], '"')
		if end < 0 {
			e.bad = true
			return operand{}
		}
		text := e.text[e.at+1 : e.at+1+end]
		e.at += end + 2
		return operand{known: !strings.Contains(text, "%"), text: text, isText: true}
	}
	return e.word()
}

// word reads a number; any other word, such as a macro that is left, is an
// unknown operand.
func (e *expression) word() operand {
	start := e.at
	var open brackets
	for e.at < len(e.text) && (open.depth > 0 || strings.IndexByte(" \t\r\n()\"!&|=<>+-*/", e.text[e.at]) < 0) {
		step := 1
		if e.text[e.at] == '%' && e.at+1 < len(e.text) {
			step = 2
		}
		open.scan([]byte(e.text[e.at : e.at+step]))
		e.at += step
	}
	if e.at == start {
		e.bad = true
		return operand{}
	}
	n, err := strconv.Atoi(e.text[start:e.at])
	return operand{known: err == nil, number: n}
}
