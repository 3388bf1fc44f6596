package py2

import (
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// exceptName returns the identifier that an except clause binds, NoNode if it
// binds none or something else.
func (m *module) exceptName(clause python.ID) python.ID {
	if as := m.ChildOf(m.ChildOf(clause, python.AsPattern), python.AsPatternTarget); as >= 0 {
		if name := m.Child(as, 0); m.Kind(name) == python.Identifier {
			return name
		}
		return python.NoNode
	}
	if name := m.Child(clause, 1); m.HasToken(clause, ",") && m.Kind(name) == python.Identifier {
		return name
	}
	return python.NoNode
}

// exceptionOf returns the except clause that binds an identifier where it is
// read, NoNode if it is something else there.
func (m *module) exceptionOf(n python.ID) python.ID {
	if m.Kind(n) != python.Identifier {
		return python.NoNode
	}
	text := m.Text(n)
	for at := m.Ancestor(n, python.Except, python.FunctionDef, python.Lambda); m.Kind(at) == python.Except; at = m.Ancestor(at, python.Except, python.FunctionDef, python.Lambda) {
		if name := m.exceptName(at); name >= 0 && m.Text(name) == text && m.Nodes[n].Start > m.Nodes[name].End {
			return at
		}
	}
	return python.NoNode
}

// builtinErrors are exceptions of the language that are seldom given a message
// of their own.
var builtinErrors = setOf("ValueError", "KeyError", "IOError", "OSError", "TypeError", "AttributeError",
	"ImportError", "IndexError", "NameError", "RuntimeError", "AssertionError", "EnvironmentError",
	"SystemExit", "KeyboardInterrupt", "StandardError", "ZeroDivisionError", "UnicodeDecodeError",
	"UnicodeEncodeError", "NotImplementedError", "LookupError", "SyntaxError", "EOFError",
	"error") // socket.error, select.error and os.error

// ownMessage are exceptions of OpenStack's clients that set a message of their
// own: the attribute of their base classes.
var ownMessage = regexp.MustCompile(`^(?:neutronclient\.common\.exceptions|novaclient\.exceptions|cinderclient\.exceptions|keystoneauth1\.exceptions)\.\w`)

// setMessages reports whether all that an except clause catches has a message.
func (m *module) setMessages(clause python.ID) bool {
	list := m.caughtClasses(clause)
	return len(list) > 0 && !slices.ContainsFunc(list, func(n python.ID) bool { return !ownMessage.MatchString(m.resolve(n)) })
}

// confidenceIn says how sure it is that an except clause's exception is one of
// the language: other classes may define whatever they like.
func (m *module) confidenceIn(clause python.ID) *finding.Confidence {
	confidence := finding.High
	for _, n := range m.caughtClasses(clause) {
		switch name := m.Dotted(n); {
		case builtinErrors[name[strings.LastIndexByte(name, '.')+1:]]:
		case name == "Exception" || name == "BaseException":
			confidence = min(confidence, finding.Medium)
		default:
			confidence = finding.Low
		}
	}
	return &confidence
}

// caughtClasses are what an except clause names.
func (m *module) caughtClasses(clause python.ID) []python.ID {
	return m.parts(m.caughtNode(clause))
}

// caughtNode is what stands behind "except", the name that it binds aside; the
// block if nothing does.
func (m *module) caughtNode(clause python.ID) python.ID {
	caught := m.Child(clause, 0)
	if m.Kind(caught) == python.AsPattern {
		return m.Child(caught, 0)
	}
	return caught
}

// findMessage handles e.message of an exception.
func findMessage(m *module, n python.ID) {
	if m.Text(m.Child(n, 1)) != "message" || m.isTarget(n) {
		return
	}
	if clause := m.exceptionOf(m.Child(n, 0)); clause >= 0 && !m.setMessages(clause) && !m.isUsedAsModule(m.caughtNode(clause)) {
		d := analysis.Detail{Subject: m.Text(n), Confidence: m.confidenceIn(clause)}
		if *d.Confidence == finding.Low {
			// Few classes set a message: those of the workspace are settled, those of
			// OpenStack's clients known.
			warning, medium := finding.Warning, finding.Medium
			d.Severity, d.Confidence = &warning, &medium
			d.Unless = m.defines(m.caughtClasses(clause), "message")
		}
		m.report(m.codes["exception-message"], n, d, catchAttribute)
	}
}

// findExceptionIndex handles e[0] of an exception.
func findExceptionIndex(m *module, n python.ID) {
	if clause := m.exceptionOf(m.Child(n, 0)); clause >= 0 {
		d := analysis.Detail{Subject: m.Text(n), Confidence: m.confidenceIn(clause)}
		m.report(m.codes["exception-index"], n, d, catchType)
	}
}

// findExceptionAsList handles "text" in e, which looks through the arguments of an
// exception on Python 2.
func findExceptionAsList(m *module, n python.ID) {
	if operator := m.operator(n); m.Count(n) != 2 || operator != "in" && operator != "not in" {
		return
	}
	if clause := m.exceptionOf(m.Child(n, 1)); clause >= 0 {
		d := analysis.Detail{Subject: m.Text(n), Confidence: m.confidenceIn(clause)}
		if *d.Confidence == finding.Low {
			medium := finding.Medium
			d.Confidence, d.Unless = &medium, m.defines(m.caughtClasses(clause), "__contains__", "__iter__", "__getitem__")
		}
		m.report(m.codes["exception-index"], n, d, catchType)
	}
}

// findExceptionUnpacking handles "number, text = e".
func findExceptionUnpacking(m *module, n python.ID) {
	switch m.Kind(m.Child(n, 0)) {
	case python.PatternList, python.TuplePattern:
	default:
		return
	}
	if clause := m.exceptionOf(m.Child(n, 1)); clause >= 0 {
		d := analysis.Detail{Subject: m.Text(n), Confidence: m.confidenceIn(clause)}
		m.report(m.codes["exception-index"], n, d, catchType)
	}
}

// findLostException handles a name that an except clause binds and that is
// read after the statement: Python 3 unbinds it at the end of the clause.
func findLostException(m *module, clause python.ID) {
	rule := m.codes["exception-after-block"]
	name := m.exceptName(clause)
	try := m.Parent(clause)
	if rule == nil || name < 0 || m.Kind(try) != python.Try || m.endsBlock(m.ChildOf(clause, python.Block)) {
		return
	}
	text, scope, end := m.Text(name), m.scopeOf(name), m.Nodes[m.scopeOf(name)].End
	for i := int(try) + 1; i < len(m.Nodes); i++ {
		n := python.ID(i)
		node := m.Nodes[i]
		if node.Start >= end {
			return
		}
		if node.Start < m.Nodes[try].End || node.Kind != python.Identifier || m.Text(n) != text || m.scopeOf(n) != scope {
			continue
		}
		// Whatever is bound first on the way hides what the clause unbound.
		if m.isRead(n) && !m.isBoundOnTheWay(n, text) {
			if m.late[n] {
				return // another clause of the statement binds the name as well
			}
			m.late[n] = true
			m.report(rule, n, analysis.Detail{Subject: text}, catchName)
		} else if m.Kind(m.Parent(n)) == python.Attribute || m.Kind(m.Parent(n)) == python.KeywordArgument {
			continue
		}
		return
	}
}

// isBoundOnTheWay reports whether the read stands in an except clause or a
// comprehension that binds the name itself.
func (m *module) isBoundOnTheWay(n python.ID, text string) bool {
	if m.exceptionOf(n) >= 0 {
		return true
	}
	for at := m.Ancestor(n, python.ListComprehension, python.Generator, python.SetComprehension, python.DictComprehension); at >= 0; at = m.Ancestor(at, python.ListComprehension, python.Generator, python.SetComprehension, python.DictComprehension) {
		for c := range m.Named(at) {
			if m.Kind(c) == python.ForIn && m.Text(m.Child(c, 0)) == text {
				return true
			}
		}
	}
	return false
}
