package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// findPrintStatement handles what the grammar reads as a print statement.
func findPrintStatement(m *module, n python.ID) {
	if m.futures["print_function"] {
		return
	}
	switch {
	case m.ChildOf(n, python.Chevron) >= 0:
		m.emit("print-chevron", n, "print >>")
	case m.Is(m.Last(n), python.Token, ","):
		m.refuse("print-trailing-comma", n, "print")
	default:
		m.refuse("print-statement", n, "print")
	}
}

// findPrintExpression handles print statements that the grammar takes for
// expressions, since what follows the name could continue one: a bracket, a
// sign, or nothing.
func findPrintExpression(m *module, n python.ID) {
	first := m.Child(n, 0)
	leaf := m.leftmost(first)
	if m.Kind(leaf) != python.Identifier {
		return
	}
	switch m.Text(leaf) {
	case "print":
		if !m.futures["print_function"] && m.isBuiltin(leaf) {
			m.printExpression(n, first, leaf)
		}
	case "exec":
		// A call of exec that goes on, or exec before a sign: Python 3 reads an
		// expression that throws away, or chokes on, what exec returned.
		switch kind := m.Kind(first); {
		case m.lost(n): // findLostExec reports it
		case kind == python.Comparison || kind == python.BinaryOperator:
			m.emitAs(finding.Warning, "exec-statement", n, "exec")
		}
	}
}

// leftmost descends to the first leaf of an expression.
func (m *module) leftmost(n python.ID) python.ID {
	for n >= 0 {
		first := m.Child(n, 0)
		if first < 0 || m.Nodes[first].Start != m.Nodes[n].Start {
			return n
		}
		n = first
	}
	return n
}

// printExpression tells apart the statements whose leftmost name is print.
func (m *module) printExpression(statement, first, leaf python.ID) {
	call := m.Parent(leaf)
	switch {
	case first == leaf && m.Count(statement) == 1 && !m.HasToken(statement, ","):
		m.emitAs(finding.Warning, "print-statement", statement, "print")
	case m.Kind(first) == python.BinaryOperator && m.Child(first, 0) == leaf && m.HasToken(first, ">>"):
		m.emit("print-chevron", statement, "print >>")
	case m.Kind(call) != python.Call:
		m.printWithoutCall(statement, call, leaf)
	case first != call:
		m.emit("print-parenthesised", statement, "print (...)")
	case m.HasToken(statement, ","):
		if m.Count(statement) > 1 {
			m.emit("print-parenthesised", statement, "print (...), ...")
		} else {
			m.emitAs(finding.Warning, "print-trailing-comma", statement, "print")
		}
	default:
		m.printCall(statement, call)
	}
}

// printWithoutCall handles print before a bracket or a sign.
func (m *module) printWithoutCall(statement, parent, leaf python.ID) {
	switch m.Kind(parent) {
	case python.Subscript, python.BinaryOperator, python.ListSplat:
		if m.Child(parent, 0) == leaf {
			m.emit("print-of-expression", statement, "print")
		}
	}
}

// printCall handles a statement that is one call of print and nothing else.
func (m *module) printCall(statement, call python.ID) {
	arguments := m.ChildOf(call, python.ArgumentList)
	positional, keywords := 0, 0
	for c := range m.Named(arguments) {
		switch m.Kind(c) {
		case python.KeywordArgument, python.ListSplat, python.DictSplat:
			keywords++
		default:
			positional++
		}
	}
	switch {
	case keywords > 0 || positional == 0 && arguments >= 0:
		if !m.python3Syntax() {
			m.emit("print-function-without-import", statement, "print()")
		}
	case positional > 1 || m.HasToken(arguments, ","):
		if !m.python3Only() {
			m.emit("print-parenthesised", statement, "print (..., ...)")
		}
	}
}

// findExecStatement handles what the grammar reads as an exec statement.
func findExecStatement(m *module, n python.ID) {
	m.refuse("exec-statement", n, "exec")
}

// findLostExec handles exec statements that the grammar could not read. It
// looks at tokens, and only in files in which something could not be read.
func findLostExec(m *module) {
	if len(m.Errors) == 0 {
		return
	}
	tokens, read := m.lexed(), m.execStatements()
	for i, t := range tokens {
		if !t.First || t.Kind != python.NameToken || string(m.Src[t.Start:t.End]) != "exec" || i+1 == len(tokens) {
			continue
		}
		next := tokens[i+1]
		switch text := string(m.Src[next.Start:next.End]); {
		case next.Kind == python.NewlineToken, next.Kind == python.OperatorToken && text != "`":
			continue // a name, or called as the function of Python 3
		case read[t.Start]:
			continue
		}
		m.syntaxError("exec-statement", analysis.Span{Start: t.Start, End: t.End}, analysis.Detail{Subject: "exec"})
	}
}

// lost reports whether the grammar could not read a part of the node.
func (m *module) lost(n python.ID) bool {
	for _, e := range m.Errors {
		if m.Nodes[n].Start <= m.Nodes[e].Start && m.Nodes[e].End <= m.Nodes[n].End {
			return true
		}
	}
	return false
}

// execStatements returns where the exec statements that the grammar read begin.
func (m *module) execStatements() map[int]bool {
	starts := map[int]bool{}
	for _, node := range m.Nodes {
		if node.Kind == python.ExecStatement {
			starts[int(node.Start)] = true
		}
	}
	return starts
}
