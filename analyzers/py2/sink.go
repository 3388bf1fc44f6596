package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// takesBytes are the functions that take bytes alone, with the places of the
// arguments that are meant.
var takesBytes = map[string]struct {
	code   string
	places []int
}{
	"hashlib.md5":               {"hash-of-text", []int{0}},
	"hashlib.sha1":              {"hash-of-text", []int{0}},
	"hashlib.sha224":            {"hash-of-text", []int{0}},
	"hashlib.sha256":            {"hash-of-text", []int{0}},
	"hashlib.sha384":            {"hash-of-text", []int{0}},
	"hashlib.sha512":            {"hash-of-text", []int{0}},
	"hashlib.new":               {"hash-of-text", []int{1}},
	"hmac.new":                  {"hash-of-text", []int{0, 1}},
	"base64.b64encode":          {base64Code, []int{0}},
	"base64.standard_b64encode": {base64Code, []int{0}},
	"base64.urlsafe_b64encode":  {base64Code, []int{0}},
	"base64.b32encode":          {base64Code, []int{0}},
	"base64.b16encode":          {base64Code, []int{0}},
	"base64.encodestring":       {base64Code, []int{0}},
	"os.write":                  {temporaryCode, []int{1}},
	"urllib2.urlopen":           {responseCode, []int{1}},
	"urllib.request.urlopen":    {responseCode, []int{1}},
	"urllib2.Request":           {responseCode, []int{1}},
	"urllib.request.Request":    {responseCode, []int{1}},
}

// callForBytes handles text that is given to what takes bytes alone.
func (m *module) callForBytes(n python.ID) {
	callee := m.Child(n, 0)
	full := module2and3(m.resolve(callee))
	if taker, ok := takesBytes[full]; ok {
		for _, place := range taker.places {
			m.givenText(taker.code, n, m.argument(n, place), full)
		}
		if taker.code == responseCode {
			m.givenText(responseCode, n, m.keyword(n, "data"), full)
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
		code := v.origin.code
		if code == processCode {
			code = inputCode
		}
		m.givenText(code, n, first, subject)
	case (name == "send" || name == "sendall" || name == "sendto") && v.has(socketKind):
		m.givenText(socketCode, n, first, subject)
	case name == "update" && v.has(hashKind):
		m.givenText("hash-of-text", n, first, subject)
	case name == "communicate" && v.has(processKind):
		if named := m.keyword(n, "input"); named >= 0 {
			first = named
		}
		m.givenText(inputCode, n, first, subject)
	}
}

// fileForBytes handles functions that are given a file of the wrong mode.
func (m *module) fileForBytes(n python.ID, full string) bool {
	switch full {
	case "pickle.load", "cPickle.load":
		m.givenFile("pickle-text-file", n, m.argument(n, 0), textFile, full)
	case "pickle.dump", "cPickle.dump":
		m.givenFile("pickle-text-file", n, m.argument(n, 1), textFile, full)
	case "json.dump":
		m.givenFile("", n, m.argument(n, 1), binaryFile, full)
	case "csv.reader", "csv.writer", "csv.DictReader", "csv.DictWriter":
		m.givenFile("", n, m.argument(n, 0), binaryFile, full)
	default:
		return false
	}
	return true
}

// givenFile reports a file of the kind; a code of "" is the one of where the
// file came from.
func (m *module) givenFile(code string, n, file python.ID, wrong kinds, subject string) {
	v := m.value(file)
	if file < 0 || !v.has(wrong) {
		return
	}
	if code == "" {
		code = v.origin.code
	}
	if code == processCode && subject != "csv.reader" && subject != "csv.DictReader" {
		code = inputCode
	}
	m.reportText(code, n, subject, finding.Error, sureIf(v.kinds == wrong))
}

// givenText reports an argument that is text.
func (m *module) givenText(code string, n, argument python.ID, subject string) {
	if argument < 0 {
		return
	}
	switch v := m.value(argument); {
	case v.isText():
		m.reportText(code, n, subject, finding.Error, finding.High)
	case v.has(textKind) && !v.has(bytesKind):
		m.reportText(code, n, subject, finding.Warning, finding.Medium)
	}
}

// writtenToClient handles what an HTTP handler answers: Python 2 code has
// nothing but native strings for it, so that what cannot be told is reported
// as well.
func (m *module) writtenToClient(n, argument python.ID) {
	v := m.value(argument)
	if argument >= 0 && v.kinds == otherKind {
		m.reportText(socketCode, n, ".wfile.write", finding.Warning, finding.Medium)
		return
	}
	m.givenText(socketCode, n, argument, ".wfile.write")
}

func (m *module) reportText(code string, n python.ID, subject string, s finding.Severity, c finding.Confidence) {
	m.report(m.codes[code], n, analysis.Detail{Subject: subject, Severity: &s, Confidence: &c}, catchType)
}

func sureIf(sure bool) finding.Confidence {
	if sure {
		return finding.High
	}
	return finding.Medium
}
