package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

func (r *reader) call(n *syntax.CallExpr, c context) {
	if len(n.Args) == 0 {
		r.assigns(n.Assigns, c, Assign{Command: -1})
		return
	}
	index := len(r.file.Commands)
	words := make([]Word, len(n.Args))
	for i, arg := range n.Args {
		words[i] = r.word(arg)
	}
	r.file.Commands = append(r.file.Commands, Command{
		Words: words, Start: words[0].Start, End: words[len(words)-1].End,
		Parent: c.parent, Function: c.function, Conds: c.conds, Pipe: c.pipe, Ignored: c.ignored,
	})
	r.rebindBy(words)
	before := len(r.file.Assigns)
	r.assigns(n.Assigns, c, Assign{Command: index})
	for _, a := range r.file.Assigns[before:] {
		if a.Command == index {
			r.file.Commands[index].Assigns = append(r.file.Commands[index].Assigns, a)
		}
	}
	c.parent = index
	for i, arg := range n.Args {
		if !words[i].Static {
			r.substitutions(arg, c)
		}
	}
}

// declaration reads export, local, declare and their like.
func (r *reader) declaration(n *syntax.DeclClause, c context) {
	a := declared(n.Variant.Value)
	for _, arg := range n.Args {
		if arg.Name == nil && arg.Value != nil {
			a.flag(r.word(arg.Value).Text)
		}
	}
	r.assigns(n.Args, c, a)
}

// declared is what a declaring builtin says of its assignments.
func declared(builtin string) Assign {
	return Assign{
		Command: -1, Local: builtin == "local",
		Export: builtin == "export", Readonly: builtin == "readonly",
	}
}

// flag takes an option of a declaring builtin.
func (a *Assign) flag(option string) {
	if strings.HasPrefix(option, "-") {
		a.Export = a.Export || strings.Contains(option, "x")
		a.Readonly = a.Readonly || strings.Contains(option, "r")
	}
}

// list adds words in a row.
func (r *reader) list(items []*syntax.Word, c context) {
	l := List{Words: make([]Word, len(items)), Conds: c.conds}
	for i, item := range items {
		l.Words[i] = r.word(item)
	}
	r.file.Lists = append(r.file.Lists, l)
}

// assigns lists assignments that have in common what is set in like.
func (r *reader) assigns(list []*syntax.Assign, c context, like Assign) {
	for _, n := range list {
		if n.Name != nil && !n.Naked {
			a := like
			a.Name, a.Append, a.Conds = n.Name.Value, n.Append, c.conds
			a.Start, a.End = r.offset(int(n.Pos().Offset())), r.end(int(n.End().Offset()))
			if n.Index != nil {
				a.Index = r.cond(int(n.Index.Pos().Offset()), int(n.Index.End().Offset())).Text
			}
			r.setValue(&a, n)
			if n.Array != nil {
				var items []*syntax.Word
				for _, elem := range n.Array.Elems {
					if elem.Value != nil {
						items = append(items, elem.Value)
					}
				}
				r.list(items, c)
			}
			r.file.Assigns = append(r.file.Assigns, a)
		}
		r.substitutions(n, c)
	}
}

func (r *reader) setValue(a *Assign, n *syntax.Assign) {
	switch {
	case n.Value != nil:
		a.Value = r.word(n.Value)
	case n.Array != nil:
		a.Array = true
		start, end := int(n.Array.Pos().Offset()), int(n.Array.End().Offset())
		b := builder{source: r.source}
		b.addDynamic(start, end)
		a.Value = b.word(start, end)
		a.Value.Refs = r.refs(n.Array)
	default: // NAME=
		a.Value = Word{Static: true, Start: a.End, End: a.End}
	}
}

// rebind notes that a variable is set, but not by an assignment.
func (r *reader) rebind(name string) {
	if r.file.rebound == nil {
		r.file.rebound = map[string]bool{}
	}
	r.file.rebound[name] = true
}

// rebindBy notes the variables that a builtin sets.
func (r *reader) rebindBy(words []Word) {
	if !slices.Contains([]string{"read", "mapfile", "readarray", "getopts", "unset", "printf"}, words[0].Text) {
		return
	}
	for i, w := range words[1:] {
		// Of printf's words, only that behind -v is a variable.
		if words[0].Text != "printf" || words[i].Text == "-v" {
			r.rebind(w.Text)
		}
	}
}

// substitutions lists the commands of every substitution below a node.
func (r *reader) substitutions(n syntax.Node, c context) {
	c.pipe = 0
	r.walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CmdSubst:
			r.statements(n.Stmts, c)
			return false
		case *syntax.ProcSubst:
			r.statements(n.Stmts, c)
			return false
		case *syntax.ParamExp:
			sets := n.Exp != nil && (n.Exp.Op == syntax.AssignUnset || n.Exp.Op == syntax.AssignUnsetOrNull)
			if sets && n.Param != nil {
				r.rebind(n.Param.Value)
			}
		}
		return true
	})
}

// refs returns the variables that a node refers to, substitutions left out.
func (r *reader) refs(n syntax.Node) []string {
	var names []string
	r.walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CmdSubst, *syntax.ProcSubst:
			return false
		case *syntax.ParamExp:
			if n.Param != nil {
				names = append(names, n.Param.Value)
			}
		}
		return true
	})
	return names
}

// walk is syntax.Walk within bounds: the parser reads 1+1+1+... in a loop, but
// what comes of it nests.
func (r *reader) walk(n syntax.Node, visit func(syntax.Node) bool) {
	depth, cut := 0, false
	syntax.Walk(n, func(n syntax.Node) bool {
		if n == nil {
			depth--
			return true
		}
		if depth > maxFrames {
			cut = true
			return false
		}
		if !visit(n) {
			return false
		}
		depth++
		return true
	})
	if cut {
		at := int(n.Pos().Offset())
		r.file.Errors = append(r.file.Errors, Error{Offset: r.offset(at), Line: r.line(at), Message: "an expression too long to be read"})
	}
}
