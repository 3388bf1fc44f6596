package distro

import (
	"errors"
	"fmt"
	"strings"
)

// Requirement is what an RPM needs: a capability, in a version if Op is set, or,
// if Join is set, what its parts say together. Of if and unless the parts are
// what is needed, the condition, and, if there is one, what is needed else.
type Requirement struct {
	// Text is as it was written.
	Text string
	// Name is a package, a capability or a file. Op is <, <=, =, >= or >.
	Name, Op, Version string
	// Join is and, or, if, unless, with or without.
	Join  string
	Parts []Requirement
}

// The operators of rich dependencies, as rpm's manual of boolean dependencies
// has them.
const (
	joinAnd     = "and"
	joinOr      = "or"
	joinIf      = "if"
	joinUnless  = "unless"
	joinWith    = "with"
	joinWithout = "without"
)

// maxNesting bounds how deep rich dependencies stand in each other.
const maxNesting = 32

// isaOf is what %{_isa} is on an architecture.
var isaOf = map[string]string{"x86_64": "(x86-64)", "i686": "(x86-32)", "aarch64": "(aarch-64)"}

// IsRich reports whether a need is a rich dependency, (a or b).
func IsRich(name string) bool { return strings.HasPrefix(name, "(") }

// ParseRequires reads what Requires and BuildRequires hold, for an architecture
// such as x86_64: capabilities with and without versions, with blanks or commas
// between them, and rich dependencies. Of macros it knows %{_isa} and %{?_isa}.
func ParseRequires(text, arch string) ([]Requirement, error) {
	text = strings.NewReplacer("%{?_isa}", isaOf[arch], "%{_isa}", isaOf[arch]).Replace(text)
	p := requireParser{text: text}
	var list []Requirement
	for p.blank(","); p.at < len(p.text); p.blank(",") {
		if len(list) >= maxRelations {
			return nil, fmt.Errorf("over %d dependencies", maxRelations)
		}
		r, err := p.one()
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// requireParser reads a text from at on.
type requireParser struct {
	text        string
	at, nesting int
}

// blank passes over blanks and what else is of a set.
func (p *requireParser) blank(others string) {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n"+others, p.text[p.at]) >= 0 {
		p.at++
	}
}

// word reads up to a blank, a comma outside of parentheses, or a parenthesis
// that is shut and was not opened in it.
func (p *requireParser) word() string {
	p.blank("")
	start, open := p.at, 0
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '(':
			open++
		case c == ')' && open == 0, strings.IndexByte(" \t\r\n", c) >= 0, c == ',' && open == 0:
			return p.text[start:p.at]
		case c == ')':
			open--
		}
	}
	return p.text[start:p.at]
}

// peek returns the next word, which is read again.
func (p *requireParser) peek() string {
	at := p.at
	defer func() { p.at = at }()
	return p.word()
}

func (p *requireParser) bad(start int, why string) error {
	return fmt.Errorf("%.100q is no dependency of RPM: %s", p.text[start:], why)
}

// one reads a capability or a rich dependency.
func (p *requireParser) one() (Requirement, error) {
	p.blank("")
	start := p.at
	if p.at < len(p.text) && p.text[p.at] == '(' {
		return p.rich()
	}
	r := Requirement{Name: p.word()}
	if !isName(r.Name) {
		return r, p.bad(start, "no name of a capability")
	}
	if op, ok := rpmOperators[p.peek()]; ok {
		p.word()
		r.Op, r.Version = op, p.word()
		if r.Version == "" || len(r.Version) > maxName || strings.ContainsAny(r.Version, "%<>=(){}") {
			return r, p.bad(start, "no version")
		}
	}
	r.Text = strings.TrimSpace(p.text[start:p.at])
	return r, nil
}

var rpmOperators = map[string]string{
	"=": "=", "==": "=", "<": "<", ">": ">", "<=": "<=", "=<": "<=", ">=": ">=", "=>": ">=",
}

// rich reads (a OP b ...), the parenthesis being the next byte.
func (p *requireParser) rich() (Requirement, error) {
	start := p.at
	if p.nesting++; p.nesting > maxNesting {
		return Requirement{}, p.bad(start, "it is nested too deep")
	}
	defer func() { p.nesting-- }()
	p.at++
	r := Requirement{}
	for {
		part, err := p.one()
		if err != nil {
			return r, err
		}
		r.Parts = append(r.Parts, part)
		p.blank("")
		if p.at < len(p.text) && p.text[p.at] == ')' {
			p.at++
			break
		}
		if len(r.Parts) >= maxRelations {
			return r, p.bad(start, "it has too many parts")
		}
		if err := r.join(p.word()); err != nil {
			return r, p.bad(start, err.Error())
		}
	}
	if len(r.Parts) == 1 { // parentheses around a capability
		return r.Parts[0], nil
	}
	r.Text = p.text[start:p.at]
	return r, nil
}

// errMixed is what rpm refuses: (a and b or c).
var errMixed = errors.New("operators are mixed: put parentheses around what belongs together")

// join takes the operator ahead of the next part.
func (r *Requirement) join(op string) error {
	conditional := r.Join == joinIf || r.Join == joinUnless
	switch op {
	case "else":
		if !conditional || len(r.Parts) != 2 {
			return errors.New("else without if")
		}
		return nil
	case joinIf, joinUnless:
		if r.Join != "" {
			return errMixed
		}
	case joinAnd, joinOr, joinWith, joinWithout:
		if r.Join != "" && r.Join != op {
			return errMixed
		}
	default:
		return fmt.Errorf("%.40q is no operator, nor the end", op)
	}
	r.Join = op
	return nil
}
