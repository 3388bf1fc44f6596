package py2

import (
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// callOfText handles methods that text does not have on Python 3, and texts
// that the encoding of the locale may not have.
func (m *module) callOfText(n python.ID) {
	callee := m.Child(n, 0)
	if m.Kind(callee) != python.Attribute {
		return
	}
	receiver, name := m.Child(callee, 0), m.Text(m.Child(callee, 1))
	switch name {
	case "decode":
		switch m.Kind(receiver) {
		case python.String, python.ConcatenatedString:
			return // decode-of-text has these
		case python.Call:
			if m.Is(m.Child(receiver, 0), python.Identifier, "str") {
				return
			}
		}
		if m.value(receiver).isText() && !m.isAsked(n) {
			m.reportDecode(n, receiver)
		}
	case "write":
		file := m.value(receiver)
		if text, ok := m.literal(m.argument(n, 0)); ok && file.kinds == textFile && file.origin.node >= 0 &&
			m.keyword(file.origin.node, "encoding") < 0 && !isASCII([]byte(text)) {
			m.report(m.codes["locale-encoding"], n, analysis.Detail{Subject: m.firstLine(n)}, 0)
		}
	}
}

func (m *module) reportDecode(n, receiver python.ID) {
	severity, confidence := finding.Error, finding.High
	m.report(m.codes["decode-of-native"], n, analysis.Detail{
		Subject: m.firstLine(receiver) + ".decode", Severity: &severity, Confidence: &confidence,
	}, catchAttribute)
}

// decodeOfAskedText handles "if isinstance(v, str): v.decode()": what is str on
// Python 3 has no decode.
func (m *module) decodeOfAskedText(n python.ID) {
	asked := m.askedAsText(m.Child(n, 0))
	block := m.ChildOf(n, python.Block)
	if asked == "" || block < 0 {
		return
	}
	for i := int(block); i < len(m.Nodes) && m.Nodes[i].Start < m.Nodes[block].End; i++ {
		at := python.ID(i)
		switch m.Kind(at) {
		case python.If, python.FunctionDef, python.ClassDef:
			return // asks again, or is called when it will be
		case python.Assignment, python.AugmentedAssignment:
			if m.Text(m.Child(at, 0)) == asked && m.decodeOf(m.Child(at, 1), asked) < 0 {
				return
			}
		case python.Call:
			if receiver := m.decodeOf(at, asked); receiver >= 0 {
				m.reportDecode(at, receiver)
				return
			}
		}
	}
}

// decodeOf returns the receiver of NAME.decode(...), NoNode for anything else.
func (m *module) decodeOf(n python.ID, name string) python.ID {
	callee := m.Child(n, 0)
	if m.Kind(n) != python.Call || m.Kind(callee) != python.Attribute || m.Text(m.Child(callee, 1)) != "decode" ||
		m.Text(m.Child(callee, 0)) != name {
		return python.NoNode
	}
	return m.Child(callee, 0)
}

// askedAsText returns what a condition finds to be a str, "" if it is another
// condition.
func (m *module) askedAsText(condition python.ID) string {
	if m.Kind(condition) != python.Call || !m.Is(m.Child(condition, 0), python.Identifier, "isinstance") {
		return ""
	}
	if kind := m.argument(condition, 1); m.Is(kind, python.Identifier, "str") && m.isBuiltin(kind) {
		return m.Text(m.argument(condition, 0))
	}
	return ""
}

// environmentOfBytes handles os.environ[name] = bytes.
func (m *module) environmentOfBytes(n python.ID) {
	left := m.Child(n, 0)
	if m.Kind(n) != python.Assignment || m.Kind(left) != python.Subscript || m.resolve(m.Child(left, 0)) != "os.environ" {
		return
	}
	if v := m.value(m.Child(n, 1)); v.only(bytesKind) && !m.isAsked(n) {
		m.report(m.codes["environment-of-bytes"], n, analysis.Detail{Subject: m.firstLine(left)}, catchType)
	}
}

// findPythonTag handles the tags that yaml.dump gave texts on Python 2.
func findPythonTag(m *module, n python.ID) {
	text := m.Text(n)
	for _, tag := range []string{"python/unicode", "python/str", "python/long"} {
		if strings.Contains(text, "yaml") && strings.Contains(text, ":"+tag) || strings.Contains(text, "!!"+tag) {
			m.report(m.codes["yaml-tag"], n, analysis.Detail{Subject: tag}, 0)
			return
		}
	}
}

// shownText is the output of an example in a docstring that Python 3 shows
// without the u.
var shownText = regexp.MustCompile(`(?m)^[ \t]*>>> .*\n[ \t]*u['"]`)

// findShownText handles examples in docstrings that show u'...'.
func findShownText(m *module, n python.ID) {
	text := m.Text(n)
	if !strings.Contains(text, ">>> ") || m.Kind(m.Parent(n)) != python.ExpressionStatement {
		return
	}
	if at := shownText.FindStringIndex(text); at != nil {
		m.report(m.codes["doctest-unicode"], n, analysis.Detail{Subject: strings.TrimSpace(text[at[0]:at[1]]) + "...'"}, 0)
	}
}
