package shell

import (
	"errors"
	"slices"
	"strings"

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
	for n := 0; err != nil && n < maxSubshells; n++ {
		if !s.openSubshell(err) {
			break
		}
		tree, err = parse(s.text)
	}
	if errors.Is(err, errNesting) {
		f.Errors = append(f.Errors, Error{Offset: 0, Line: 1, Message: err.Error()})
		return f
	}
	r := reader{source: s, written: string(s.text), file: f}
	read := 0 // up to where the tree goes
	if tree != nil {
		whole := slices.DeleteFunc(tree.Stmts, func(s *syntax.Stmt) bool {
			end := int(s.End().Offset())
			if end <= len(r.text) {
				read = max(read, end)
			}
			return end > len(r.text)
		})
		r.statements(whole, context{parent: -1})
	}
	if err != nil {
		at, message := position(err)
		f.Errors = append(f.Errors, Error{Offset: s.offset(at), Line: s.line(at), Message: message})
		r.recoverFrom(read)
	}
	return f
}

// reader fills a File from the parser's tree.
type reader struct {
	*source
	written string // the text once more, for conditions to share
	file    *File
	// misses counts the quotes and brackets that were never closed, each at
	// the price of a look through the rest of the text.
	misses int
}

// context is what encloses a statement.
type context struct {
	parent   int
	function string
	conds    []Cond
	pipe     int
	ignored  bool
}

func (c context) with(cond Cond) context {
	if len(c.conds) < MaxConds {
		c.conds = append(c.conds[:len(c.conds):len(c.conds)], cond)
	}
	return c
}

func (r *reader) statements(list []*syntax.Stmt, c context) {
	for i, s := range list {
		r.statement(s, c)
		if i == len(list)-1 {
			break
		}
		if cond, ok := r.leaves(s); ok {
			c = c.with(cond)
		}
	}
}

// leaves returns the condition under which what follows a statement is run, if
// the statement leaves the script or the function otherwise: [ -x FILE ] || exit.
func (r *reader) leaves(s *syntax.Stmt) (Cond, bool) {
	switch n := s.Cmd.(type) {
	case *syntax.BinaryCmd:
		if !isPipe(n.Op) && isExit(n.Y) {
			cond := r.cond(int(n.X.Pos().Offset()), int(n.X.End().Offset()))
			cond.Negated = n.Op == syntax.AndStmt
			return cond, true
		}
	case *syntax.IfClause:
		return r.leavesIf(n)
	}
	return Cond{}, false
}

// leavesIf is leaves of an if. What follows was not reached by the first arm if
// that one leaves, and by one of those before it if else does.
func (r *reader) leavesIf(n *syntax.IfClause) (Cond, bool) {
	if endsInExit(n.Then) {
		return r.condOf(n.Cond, true), true
	}
	var stay []string
	first := r.condOf(n.Cond, false)
	for arm := n; arm != nil && len(stay) < MaxConds; arm = arm.Else {
		switch leaves := endsInExit(arm.Then); {
		case len(arm.Cond) == 0:
			first.Text = strings.Join(stay, " || ")
			return first, leaves
		case !leaves:
			stay = append(stay, "("+r.condOf(arm.Cond, false).Text+")")
		}
	}
	return Cond{}, false
}

func endsInExit(list []*syntax.Stmt) bool { return len(list) > 0 && isExit(list[len(list)-1]) }

// isExit reports whether a statement ends the script or the function, or a
// block whose last statement does.
func isExit(s *syntax.Stmt) bool {
	switch n := s.Cmd.(type) {
	case *syntax.Block:
		return len(n.Stmts) > 0 && isExitCall(n.Stmts[len(n.Stmts)-1])
	case *syntax.CallExpr:
		return isExitCall(s)
	}
	return false
}

func isExitCall(s *syntax.Stmt) bool {
	n, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(n.Args) == 0 {
		return false
	}
	name := n.Args[0].Lit()
	return name == "exit" || name == "return"
}

func (r *reader) statement(s *syntax.Stmt, c context) {
	before := len(r.file.Commands)
	r.command(s.Cmd, c)
	holds := len(r.file.Commands) > before
	for _, d := range s.Redirs {
		// The redirections of a compound command go to the first in it.
		var target *Command
		if holds {
			target = &r.file.Commands[before]
		}
		r.redirect(d, target, c)
	}
}

func (r *reader) redirect(d *syntax.Redirect, target *Command, c context) {
	if d.Word == nil {
		return
	}
	word := r.word(d.Word)
	redirect := Redirect{Op: d.Op.String(), Target: word}
	if d.N != nil {
		redirect.Fd = d.N.Value
	}
	switch {
	case d.Op == syntax.Hdoc || d.Op == syntax.DashHdoc:
		if target != nil {
			target.Heredocs = append(target.Heredocs, r.heredoc(d, word))
		}
		if d.Hdoc != nil {
			r.substitutions(d.Hdoc, c)
		}
		return
	case target == nil:
		r.file.Redirects = append(r.file.Redirects, redirect)
	case d.Op == syntax.WordHdoc:
		target.Heredocs = append(target.Heredocs, Heredoc{Body: word, Quoted: word.Static})
	default:
		target.Redirects = append(target.Redirects, redirect)
	}
	r.substitutions(d.Word, c)
}

// cond is the condition that is written between two offsets of the text.
func (r *reader) cond(start, end int) Cond {
	if start > end || end > len(r.written) {
		return Cond{}
	}
	text := strings.TrimRight(r.written[start:end], "; \n")
	return Cond{Text: text, Start: r.offset(start), End: r.end(start + len(text))}
}

func (r *reader) condOf(list []*syntax.Stmt, negated bool) Cond {
	if len(list) == 0 {
		return Cond{Negated: negated}
	}
	cond := r.cond(int(list[0].Pos().Offset()), int(list[len(list)-1].End().Offset()))
	cond.Negated = negated
	return cond
}

func (r *reader) command(cmd syntax.Command, c context) {
	switch n := cmd.(type) {
	case *syntax.CallExpr:
		r.call(n, c)
	case *syntax.DeclClause:
		r.declaration(n, c)
	case *syntax.BinaryCmd:
		r.binary(n, c)
	case *syntax.IfClause:
		r.ifClause(n, c)
	case *syntax.WhileClause:
		r.statements(n.Cond, c)
		r.statements(n.Do, c.with(r.condOf(n.Cond, n.Until)))
	case *syntax.ForClause:
		if each, ok := n.Loop.(*syntax.WordIter); ok {
			r.rebind(each.Name.Value)
			r.list(each.Items, c)
		}
		r.substitutions(n.Loop, c)
		r.statements(n.Do, c)
	case *syntax.CaseClause:
		r.caseClause(n, c)
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
	case *syntax.TestClause:
		r.walk(n, func(n syntax.Node) bool {
			if b, ok := n.(*syntax.BinaryTest); ok {
				if w, ok := b.Y.(*syntax.Word); ok {
					r.file.Tests = append(r.file.Tests, Test{Word: r.word(w), Conds: c.conds})
				}
			}
			return true
		})
		r.substitutions(n, c)
	default: // arithmetic
		r.substitutions(n, c)
	}
}

func (r *reader) caseClause(n *syntax.CaseClause, c context) {
	r.substitutions(n.Word, c)
	head := "case " + clip(r.cond(int(n.Word.Pos().Offset()), int(n.Word.End().Offset())).Text) + " in "
	var before []string // the patterns of the arms ahead
	for _, item := range n.Items {
		if len(item.Patterns) == 0 {
			continue
		}
		var texts []string
		for _, p := range item.Patterns {
			r.substitutions(p, c)
			texts = append(texts, r.cond(int(p.Pos().Offset()), int(p.End().Offset())).Text)
		}
		last := item.Patterns[len(item.Patterns)-1]
		cond := r.cond(int(item.Patterns[0].Pos().Offset()), int(last.End().Offset()))
		cond.Text = head + strings.Join(texts, "|")
		if len(texts) == 1 && texts[0] == "*" && len(before) > 0 {
			// All others: that is what the arms ahead do not take.
			cond.Text, cond.Negated = head+strings.Join(before, "|"), true
		}
		r.statements(item.Stmts, c.with(cond))
		if len(before) < MaxConds {
			before = append(before, texts...)
		}
	}
}

// clip shortens a text that every arm of a case repeats.
func clip(text string) string {
	const limit = 200
	if len(text) <= limit {
		return text
	}
	return text[:limit] + "..."
}

func (r *reader) function(n *syntax.FuncDecl, c context) {
	name := ""
	if n.Name != nil {
		name = n.Name.Value
	}
	r.file.Functions = append(r.file.Functions, Function{
		Name: name, Start: r.offset(int(n.Pos().Offset())), End: r.end(int(n.End().Offset())),
	})
	c.function = name
	if n.Body != nil {
		r.statement(n.Body, c)
	}
}

// binary follows a chain of one operator. Chains nest to the left and may be as
// long as the file, so it neither recurses into them nor looks up their start
// at every link.
func (r *reader) binary(n *syntax.BinaryCmd, c context) {
	piped := isPipe(n.Op)
	links := []*syntax.BinaryCmd{n}
	first := n.X
	for {
		inner, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || isPipe(inner.Op) != piped || first.Negated || len(first.Redirs) > 0 {
			break
		}
		links = append(links, inner)
		first = inner.X
	}
	start, end := int(first.Pos().Offset()), int(first.End().Offset())
	if piped {
		c.pipe = max(1, c.pipe)
	}
	inFirst := c
	inFirst.ignored = !piped && ignores(links[len(links)-1])
	r.statement(first, inFirst)
	for _, link := range slices.Backward(links) {
		if piped {
			c.pipe++
			r.statement(link.Y, c)
			continue
		}
		cond := r.cond(start, end)
		cond.Negated = link.Op == syntax.OrStmt
		r.statement(link.Y, c.with(cond))
		end = int(link.Y.End().Offset())
	}
}

// ignores reports whether a link passes over the failure of what stands before
// it: || : and || true.
func ignores(link *syntax.BinaryCmd) bool {
	call, ok := link.Y.Cmd.(*syntax.CallExpr)
	return ok && link.Op == syntax.OrStmt && len(call.Args) == 1 && (call.Args[0].Lit() == ":" || call.Args[0].Lit() == "true")
}

func isPipe(op syntax.BinCmdOperator) bool { return op == syntax.Pipe || op == syntax.PipeAll }

// ifClause follows the chain of elif and else.
func (r *reader) ifClause(n *syntax.IfClause, c context) {
	for ; n != nil; n = n.Else {
		if len(n.Cond) == 0 { // else
			r.statements(n.Then, c)
			return
		}
		r.statements(n.Cond, c)
		r.statements(n.Then, c.with(r.condOf(n.Cond, false)))
		c = c.with(r.condOf(n.Cond, true))
	}
}
