package shell

import (
	"bytes"
	"errors"
	"fmt"

	"mvdan.cc/sh/v3/syntax"
)

// Parse reads a script. Nothing of it is ever run, and there is always a
// result: behind a syntax error the commands are found line by line.
func Parse(src []byte) *File {
	s := newSource(src)
	f := &File{}
	if err := refuse(s.text); err != nil {
		f.Errors = append(f.Errors, Error{Offset: 0, Line: 1, Message: err.Error()})
		return f
	}
	tree, err := parse(s.text)
	r := reader{source: s, file: f}
	read := 0 // up to where the tree goes
	if tree != nil {
		for _, statement := range tree.Stmts {
			if end := int(statement.End().Offset()); end <= len(s.text) {
				r.statement(statement, context{parent: -1})
				read = max(read, end)
			}
		}
	}
	if err != nil {
		at, message := position(err)
		f.Errors = append(f.Errors, Error{Offset: s.offset(at), Line: s.line(at), Message: message})
		r.recover(read)
	}
	return f
}

// parse runs the parser. Its panics, which it has had, count as errors.
func parse(text []byte) (tree *syntax.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			tree, err = nil, fmt.Errorf("the parser failed: %v", p)
		}
	}()
	return syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(bytes.NewReader(text), "")
}

func position(err error) (offset int, message string) {
	var parse syntax.ParseError
	if errors.As(err, &parse) {
		return int(parse.Pos.Offset()), parse.Text
	}
	var lang syntax.LangError
	if errors.As(err, &lang) {
		return int(lang.Pos.Offset()), lang.Feature + " is not in Bash"
	}
	return 0, err.Error()
}

// reader fills a File from the parser's tree.
type reader struct {
	*source
	file *File
}

// context is what encloses a statement.
type context struct {
	parent   int
	function string
	conds    []Cond
	pipe     int
}

func (c context) with(cond Cond) context {
	c.conds = append(c.conds[:len(c.conds):len(c.conds)], cond)
	return c
}

func (r *reader) statements(list []*syntax.Stmt, c context) {
	for _, s := range list {
		r.statement(s, c)
	}
}

func (r *reader) statement(s *syntax.Stmt, c context) {
	before := len(r.file.Commands)
	r.command(s.Cmd, c)
	if len(s.Redirs) == 0 {
		return
	}
	// The redirections of a compound command go to the first in it.
	var target *Command
	if before < len(r.file.Commands) {
		target = &r.file.Commands[before]
	}
	for _, redirect := range s.Redirs {
		r.redirect(redirect, target, c)
		if before < len(r.file.Commands) {
			target = &r.file.Commands[before]
		}
	}
}

func (r *reader) redirect(d *syntax.Redirect, target *Command, c context) {
	if d.Hdoc != nil {
		h := Heredoc{Delimiter: r.word(d.Word).Text, StripTabs: d.Op == syntax.DashHdoc, Body: r.heredoc(d.Hdoc)}
		h.Quoted = r.word(d.Word).Quoted
		if target != nil {
			target.Heredocs = append(target.Heredocs, h)
		}
		r.substitutions(d.Hdoc, c)
		return
	}
	if d.Word == nil {
		return
	}
	word := r.word(d.Word)
	if target != nil {
		if d.Op == syntax.WordHdoc {
			target.Heredocs = append(target.Heredocs, Heredoc{Body: word, Quoted: word.Static})
		} else {
			target.Redirects = append(target.Redirects, Redirect{Op: d.Op.String(), Target: word})
		}
	}
	r.substitutions(d.Word, c)
}

// text is the source of a node, as written.
func (r *reader) textOf(n syntax.Node) string {
	start, end := int(n.Pos().Offset()), int(n.End().Offset())
	if start > end || end > len(r.text) {
		return ""
	}
	return string(r.text[start:end])
}

func (r *reader) textOfAll(list []*syntax.Stmt) string {
	if len(list) == 0 {
		return ""
	}
	start, end := int(list[0].Pos().Offset()), int(list[len(list)-1].End().Offset())
	if start > end || end > len(r.text) {
		return ""
	}
	return string(bytes.TrimRight(r.text[start:end], "; \n"))
}

func (r *reader) command(cmd syntax.Command, c context) {
	switch n := cmd.(type) {
	case *syntax.CallExpr:
		r.call(n, c)
	case *syntax.DeclClause:
		r.assigns(n.Args, c, -1)
	case *syntax.BinaryCmd:
		r.binary(n, c)
	case *syntax.IfClause:
		r.ifClause(n, c)
	case *syntax.WhileClause:
		r.statements(n.Cond, c)
		r.statements(n.Do, c.with(Cond{Text: r.textOfAll(n.Cond), Negated: n.Until}))
	case *syntax.ForClause:
		r.substitutions(n.Loop, c)
		r.statements(n.Do, c)
	case *syntax.CaseClause:
		r.substitutions(n.Word, c)
		for _, item := range n.Items {
			r.statements(item.Stmts, c.with(Cond{Text: r.caseText(n, item)}))
		}
	case *syntax.Block:
		r.statements(n.Stmts, c)
	case *syntax.Subshell:
		r.statements(n.Stmts, c)
	case *syntax.FuncDecl:
		r.function(n, c)
	case *syntax.TimeClause:
		if n.Stmt != nil {
			r.statement(n.Stmt, c)
		}
	case *syntax.CoprocClause:
		r.statement(n.Stmt, c)
	case nil:
	default: // tests and arithmetic
		r.substitutions(n, c)
	}
}

func (r *reader) caseText(n *syntax.CaseClause, item *syntax.CaseItem) string {
	text := "case " + r.textOf(n.Word) + " in "
	for i, p := range item.Patterns {
		if i > 0 {
			text += "|"
		}
		text += r.textOf(p)
	}
	return text
}

func (r *reader) function(n *syntax.FuncDecl, c context) {
	name := ""
	if n.Name != nil {
		name = n.Name.Value
	}
	r.file.Functions = append(r.file.Functions, Function{
		Name: name, Start: r.offset(int(n.Pos().Offset())), End: r.offset(int(n.End().Offset())),
	})
	c.function = name
	if n.Body != nil {
		r.statement(n.Body, c)
	}
}

func (r *reader) binary(n *syntax.BinaryCmd, c context) {
	switch n.Op {
	case syntax.Pipe, syntax.PipeAll:
		first := c.pipe
		if first == 0 {
			first = 1
		}
		c.pipe = first
		r.statement(n.X, c)
		c.pipe = pipeLength(n.X) + first
		r.statement(n.Y, c)
	default:
		r.statement(n.X, c)
		r.statement(n.Y, c.with(Cond{Text: r.textOf(n.X), Negated: n.Op == syntax.OrStmt}))
	}
}

// pipeLength counts the commands of a pipeline, which nests to the left.
func pipeLength(s *syntax.Stmt) int {
	length := 1
	for {
		b, ok := s.Cmd.(*syntax.BinaryCmd)
		if !ok || b.Op != syntax.Pipe && b.Op != syntax.PipeAll {
			return length
		}
		length++
		s = b.X
	}
}

// ifClause follows the chain of elif and else.
func (r *reader) ifClause(n *syntax.IfClause, c context) {
	for ; n != nil; n = n.Else {
		if len(n.Cond) == 0 { // else
			r.statements(n.Then, c)
			return
		}
		text := r.textOfAll(n.Cond)
		r.statements(n.Cond, c)
		r.statements(n.Then, c.with(Cond{Text: text}))
		c = c.with(Cond{Text: text, Negated: true})
	}
}

func (r *reader) call(n *syntax.CallExpr, c context) {
	if len(n.Args) == 0 {
		r.assigns(n.Assigns, c, -1)
		return
	}
	index := len(r.file.Commands)
	words := make([]Word, len(n.Args))
	for i, arg := range n.Args {
		words[i] = r.word(arg)
	}
	r.file.Commands = append(r.file.Commands, Command{
		Words: words, Start: words[0].Start, End: words[len(words)-1].End,
		Parent: c.parent, Function: c.function, Conds: c.conds, Pipe: c.pipe,
	})
	r.assigns(n.Assigns, c, index)
	inner := c
	inner.parent, inner.pipe = index, 0
	for _, arg := range n.Args {
		r.substitutions(arg, inner)
	}
}

func (r *reader) assigns(list []*syntax.Assign, c context, command int) {
	for _, a := range list {
		if a.Name != nil && a.Value != nil && a.Index == nil {
			r.file.Assigns = append(r.file.Assigns, Assign{
				Name: a.Name.Value, Value: r.word(a.Value), Append: a.Append, Command: command,
				Start: r.offset(int(a.Pos().Offset())), End: r.offset(int(a.End().Offset())),
			})
		}
		r.substitutions(a, c)
	}
}

// substitutions lists the commands of every substitution below a node.
func (r *reader) substitutions(n syntax.Node, c context) {
	if n == nil {
		return
	}
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CmdSubst:
			r.statements(n.Stmts, c)
			return false
		case *syntax.ProcSubst:
			r.statements(n.Stmts, c)
			return false
		}
		return true
	})
}
