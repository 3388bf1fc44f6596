package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// shifts finds functions that shift more than a call of the same script gives them: Bash
// goes on, dash ends the script.
type shifts struct {
	// by is what each function shifts at once, in order; a function that asks how much it
	// was given is not there.
	by map[string][]*syntax.Stmt
	// given is the fewest arguments that a call gives a function.
	given map[string]int
}

func (s *shifts) gather(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.FuncDecl:
		s.function(n)
	case *syntax.CallExpr:
		s.call(n)
	}
}

// function notes the shifts of a function that stand in no loop or branch.
func (s *shifts) function(n *syntax.FuncDecl) {
	block, ok := n.Body.Cmd.(*syntax.Block)
	if n.Name == nil || !ok {
		return
	}
	name := n.Name.Value
	if _, again := s.by[name]; again {
		s.by[name] = nil // which of the two is called is not known
		return
	}
	var list []*syntax.Stmt
	for _, one := range block.Stmts {
		call, ok := one.Cmd.(*syntax.CallExpr)
		if ok && len(call.Args) == 1 && call.Args[0].Lit() == "shift" && len(call.Assigns) == 0 {
			list = append(list, one)
		}
	}
	if len(list) > 0 && asksNumber(block) {
		list = nil
	}
	s.by[name] = list
}

// asksNumber reports whether code looks at how many arguments there are, or sets them.
func asksNumber(n syntax.Node) bool {
	found := false
	walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			found = found || n.Param != nil && n.Param.Value == "#"
		case *syntax.CallExpr:
			found = found || len(n.Args) > 0 && n.Args[0].Lit() == "set"
		}
		return !found
	})
	return found
}

// call notes how much a call gives. What stands for many words may be any number of them.
func (s *shifts) call(n *syntax.CallExpr) {
	if len(n.Args) == 0 {
		return
	}
	name := n.Args[0].Lit()
	if name == "" {
		return
	}
	for _, arg := range n.Args[1:] {
		many := false
		walk(arg, func(n syntax.Node) bool {
			p, ok := n.(*syntax.ParamExp)
			many = many || ok && p.Param != nil && strings.ContainsAny(p.Param.Value, "@*")
			return true
		})
		if many {
			return
		}
	}
	if fewest, ok := s.given[name]; !ok || len(n.Args)-1 < fewest {
		s.given[name] = len(n.Args) - 1
	}
}

// report adds the first shift of each function that finds nothing more to shift.
func (s *shifts) report(d *dialect) {
	for name, list := range s.by {
		if given, called := s.given[name]; called && given < len(list) {
			at := int(list[given].Pos().Offset())
			d.span(BashShift, at, at+len("shift"), false)
		}
	}
}
