package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// callForBytes handles text that is given to what takes bytes alone.
func (m *module) callForBytes(n python.ID) {
	callee := m.Child(n, 0)
	full := module2and3(m.resolve(callee))
	if f := library[full]; len(f.bytes) > 0 {
		for _, place := range f.bytes {
			given := m.argument(n, place)
			if f.code == responseCode {
				given = m.parameter(n, place, "data")
			}
			m.givenText(f.code, n, given, full)
		}
		return
	}
	if m.fileForBytes(n, full) || m.Kind(callee) != python.Attribute {
		return
	}
	receiver, name := m.Child(callee, 0), m.Text(m.Child(callee, 1))
	first := m.argument(n, 0)
	v := m.value(receiver)
	subject := "." + name
	switch {
	case name == "write" && (m.Text(receiver) == "wfile" || strings.HasSuffix(m.Text(receiver), ".wfile")):
		m.writtenToClient(n, first)
	case (name == "write" || name == "writelines") && v.has(binaryFile):
		m.givenText(codeOfWriting(v), n, first, subject)
	case (name == "send" || name == "sendall" || name == "sendto") && v.has(socketKind):
		m.givenText(socketCode, n, first, subject)
	case name == "update" && v.has(hashKind):
		m.givenText(hashCode, n, first, subject)
	case name == "communicate" && v.has(processKind):
		m.givenText(inputCode, n, m.parameter(n, 0, "input"), subject)
	}
}

// codeOfWriting is the code for what is written to a file: that of where the
// file came from, but a process is written to by another pipe than it is read.
func codeOfWriting(file value) string {
	if file.origin.code == processCode {
		return inputCode
	}
	return file.origin.code
}

// takesFile are the functions that are given a file: which argument it is, the
// mode that is wrong for them on Python 3, and whether they read it.
var takesFile = map[string]struct {
	place int
	wrong kinds
	reads bool
}{
	"pickle.load":    {0, textFile, true},
	"cPickle.load":   {0, textFile, true},
	"pickle.dump":    {1, textFile, false},
	"cPickle.dump":   {1, textFile, false},
	"json.dump":      {1, binaryFile, false},
	"csv.reader":     {0, binaryFile, true},
	"csv.DictReader": {0, binaryFile, true},
	"csv.writer":     {0, binaryFile, false},
	"csv.DictWriter": {0, binaryFile, false},
}

// fileForBytes handles functions that are given a file of the wrong mode.
func (m *module) fileForBytes(n python.ID, full string) bool {
	f, ok := takesFile[full]
	if !ok {
		return false
	}
	file := m.value(m.argument(n, f.place))
	if !file.has(f.wrong) {
		return true
	}
	code := codeOfWriting(file)
	switch {
	case f.wrong == textFile:
		code = pickleCode
	case f.reads:
		code = file.origin.code
	}
	confidence := finding.Medium
	if file.kinds == f.wrong {
		confidence = finding.High
	}
	m.reportText(code, n, full, finding.Error, confidence)
	return true
}

// givenText reports an argument that is text.
func (m *module) givenText(code string, n, argument python.ID, subject string) {
	if argument < 0 {
		return
	}
	switch v := m.value(argument); {
	case v.isText():
		m.reportText(code, n, subject, finding.Error, finding.High)
	case v.has(textKind) && (!v.has(bytesKind) || v.isResult()):
		m.reportText(code, n, subject, finding.Warning, finding.Medium)
	}
}

// writtenToClient handles what an HTTP handler answers: Python 2 code has
// nothing but native strings for it, so that what cannot be told is reported
// as well.
func (m *module) writtenToClient(n, argument python.ID) {
	v := m.value(argument)
	if argument >= 0 && (v.kinds == otherKind || v.isResult()) {
		m.reportText(socketCode, n, ".wfile.write", finding.Warning, finding.Medium)
		return
	}
	m.givenText(socketCode, n, argument, ".wfile.write")
}

func (m *module) reportText(code string, n python.ID, subject string, s finding.Severity, c finding.Confidence) {
	m.report(m.codes[code], n, analysis.Detail{Subject: subject, Severity: &s, Confidence: &c}, catchType)
}
