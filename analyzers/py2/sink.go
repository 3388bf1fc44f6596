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
	if m.libraryForBytes(n, full) || m.fileForBytes(n, full) || m.Kind(callee) != python.Attribute {
		return
	}
	receiver, name := m.Child(callee, 0), m.Text(m.Child(callee, 1))
	first := m.argument(n, 0)
	v := m.value(receiver)
	subject := "." + name
	switch {
	case name == "write" && (m.Text(receiver) == "wfile" || strings.HasSuffix(m.Text(receiver), ".wfile")):
		m.writtenToClient(n, first)
	case (name == "write" || name == "writelines") && v.has(binaryFile) && !v.has(textFile):
		m.givenText(codeOfWriting(v), n, first, subject, v.origin.node)
	case name == "write" && v.only(textFile):
		m.bytesForText(n, first)
	case (name == "send" || name == "sendall" || name == "sendto") && v.has(socketKind):
		m.sentText(n, first, subject, v)
	case name == "update" && v.has(hashKind):
		m.givenText(hashCode, n, first, subject)
	case name == "communicate" && v.has(processKind):
		m.givenText(inputCode, n, m.parameter(n, 0, "input"), subject)
	case v.only(foreignKind):
		m.textForC(n, name)
	}
}

// libraryForBytes handles functions of the standard library that take bytes.
func (m *module) libraryForBytes(n python.ID, full string) bool {
	switch full {
	case "":
		return false
	case "struct.pack":
		// Only the codes for bytes take a text on Python 2.
		for c := range m.Named(m.ChildOf(n, python.ArgumentList)) {
			if c != m.argument(n, 0) && m.Kind(c) != python.KeywordArgument {
				m.givenText(structCode, n, c, full)
			}
		}
		return true
	case "uuid.UUID":
		m.givenText(codecCode, n, m.keyword(n, "bytes"), full)
		return true
	}
	f := library[full]
	for _, place := range f.bytes {
		given, code := m.argument(n, place), f.code
		if code == hashCode && m.isGivenFromOutside(given) && strings.HasPrefix(full, "hashlib.") {
			m.reportText(code, n, full, finding.Warning, finding.Medium)
			continue
		}
		switch {
		case code == responseCode:
			given = m.parameter(n, place, "data")
		case full == "os.write" && m.value(m.argument(n, 0)).has(temporaryHandle):
			code = temporaryCode
		}
		m.givenText(code, n, given, full)
	}
	return len(f.bytes) > 0
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
	// Without an encoding they write text; on Python 2 they encode it.
	"yaml.dump":          {1, binaryFile, false},
	"yaml.dump_all":      {1, binaryFile, false},
	"yaml.safe_dump":     {1, binaryFile, false},
	"yaml.safe_dump_all": {1, binaryFile, false},
}

// fileForBytes handles functions that are given a file of the wrong mode.
func (m *module) fileForBytes(n python.ID, full string) bool {
	isYAML := strings.HasPrefix(full, "yaml.") || strings.HasPrefix(full, "ruamel.yaml.")
	f, ok := takesFile[strings.TrimPrefix(full, "ruamel.")]
	if !ok {
		return false
	}
	file := m.value(m.argument(n, f.place))
	if isYAML {
		file = m.value(m.parameter(n, f.place, "stream"))
	}
	if !file.has(f.wrong) || isYAML && m.keyword(n, "encoding") >= 0 {
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
	m.reportText(code, n, full, finding.Error, confidence, file.origin.node)
	return true
}

// givenText reports an argument that is text, and where what takes it was
// opened.
func (m *module) givenText(code string, n, argument python.ID, subject string, opened ...python.ID) {
	if argument < 0 {
		return
	}
	switch v := m.value(argument); {
	case v.isText():
		m.reportText(code, n, subject, finding.Error, finding.High, opened...)
	case v.has(textKind) && (!v.has(bytesKind) || v.isResult()):
		m.reportText(code, n, subject, finding.Warning, finding.Medium, opened...)
	}
}

// dataOfRequest handles request.data = body: as in what an HTTP handler answers,
// Python 2 code has nothing but native strings for it, so that what cannot be told
// is reported as well.
func (m *module) dataOfRequest(n python.ID) {
	target, given := m.Child(n, 0), m.Child(n, 1)
	if m.Kind(target) != python.Attribute || m.Text(m.Child(target, 1)) != "data" || given < 0 ||
		m.instance(m.Child(target, 0)).class != "urllib.request.Request" || m.isAsked(n) {
		return
	}
	subject := m.Text(target)
	if v := m.value(given); v.has(otherKind) && v.only(unknownKind) || v.isResult() {
		m.reportText(responseCode, n, subject, finding.Warning, finding.Medium)
		return
	}
	m.givenText(responseCode, n, given, subject)
}

// sentText handles text on a socket, or on what has the name of one.
func (m *module) sentText(n, argument python.ID, subject string, socket value) {
	if socket.only(socketKind | noneKind) {
		m.givenText(socketCode, n, argument, subject)
		return
	}
	switch v := m.value(argument); {
	case argument < 0:
	case v.isText():
		m.reportText(socketCode, n, subject, finding.Error, finding.Medium)
	case v.has(textKind) && !v.has(bytesKind):
		m.reportText(socketCode, n, subject, finding.Warning, finding.Medium)
	}
}

// bytesForText handles bytes that are written to a file of text. What a process
// or a socket gave is to be decoded where it comes from.
func (m *module) bytesForText(n, argument python.ID) {
	if argument < 0 {
		return
	}
	v := m.value(argument)
	switch {
	case !v.has(bytesKind) || m.isAsked(n):
	case v.isResult() || v.origin.code == processCode || v.origin.code == socketCode || v.origin.code == responseCode:
		m.taken(v, n, fails)
	case v.only(bytesKind):
		m.reportText(standardCode, n, m.calleeName(n), finding.Error, finding.High)
	default:
		m.reportText(standardCode, n, m.calleeName(n), finding.Warning, finding.Medium)
	}
}

// textForC handles text that is given to a function of a C library: it gets
// wide characters on Python 3.
func (m *module) textForC(n python.ID, name string) {
	for c := range m.Named(m.ChildOf(n, python.ArgumentList)) {
		if m.value(c).isText() {
			m.reportText(foreignCode, n, "."+name, finding.Warning, finding.High)
			return
		}
	}
}

// writtenToClient handles what an HTTP handler answers: Python 2 code has
// nothing but native strings for it, so that what cannot be told is reported
// as well.
func (m *module) writtenToClient(n, argument python.ID) {
	v := m.value(argument)
	if argument >= 0 && (v.only(unknownKind) || v.isResult()) {
		m.reportText(socketCode, n, ".wfile.write", finding.Warning, finding.Medium)
		return
	}
	m.givenText(socketCode, n, argument, ".wfile.write")
}

// reportText reports a call that takes bytes and is given text, or the other way
// round; opened are the places where the file that it is about was opened, which
// may be where to mend it.
func (m *module) reportText(code string, n python.ID, subject string, s finding.Severity, c finding.Confidence, opened ...python.ID) {
	d := analysis.Detail{Subject: subject, Severity: &s, Confidence: &c}
	for _, at := range opened {
		if at >= 0 && at != n {
			d.Steps = append(d.Steps, analysis.Step{Name: "opened", Value: analysis.Snippet(m.firstLine(at)), Span: m.span(at)})
		}
	}
	m.report(m.codes[code], n, d, catchType)
}
