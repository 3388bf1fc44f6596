package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// library is what functions of the standard library give on Python 3 and which
// of their arguments must be bytes there, by full name; the Python 2 name stands
// beside the one of Python 3, since code on its way has either. The code is of
// the detector that both tell.
var library = map[string]struct {
	gives kinds
	code  string
	bytes []int
}{
	"hashlib.md5":               {hashKind, hashCode, []int{0}},
	"hashlib.sha1":              {hashKind, hashCode, []int{0}},
	"hashlib.sha224":            {hashKind, hashCode, []int{0}},
	"hashlib.sha256":            {hashKind, hashCode, []int{0}},
	"hashlib.sha384":            {hashKind, hashCode, []int{0}},
	"hashlib.sha512":            {hashKind, hashCode, []int{0}},
	"hashlib.new":               {hashKind, hashCode, []int{1}},
	"hmac.new":                  {hashKind, hashCode, []int{0, 1}},
	"base64.b64encode":          {bytesKind, base64Code, []int{0}},
	"base64.standard_b64encode": {bytesKind, base64Code, []int{0}},
	"base64.urlsafe_b64encode":  {bytesKind, base64Code, []int{0}},
	"base64.b32encode":          {bytesKind, base64Code, []int{0}},
	"base64.b16encode":          {bytesKind, base64Code, []int{0}},
	"base64.encodestring":       {bytesKind, base64Code, []int{0}},
	"base64.b64decode":          {bytesKind, base64Code, nil},
	"base64.standard_b64decode": {bytesKind, base64Code, nil},
	"base64.urlsafe_b64decode":  {bytesKind, base64Code, nil},
	"base64.decodestring":       {bytesKind, base64Code, nil},
	"urllib2.urlopen":           {binaryFile, responseCode, []int{1}},
	"urllib.request.urlopen":    {binaryFile, responseCode, []int{1}},
	"urllib.urlopen":            {binaryFile, responseCode, nil},
	"urllib2.Request":           {otherKind, responseCode, []int{1}},
	"urllib.request.Request":    {otherKind, responseCode, []int{1}},
	"os.read":                   {bytesKind, binaryFileCode, nil},
	"os.write":                  {otherKind, temporaryCode, []int{1}},
	"struct.pack":               {bytesKind, "", nil},
	"zlib.compress":             {bytesKind, "", nil},
	"binascii.hexlify":          {bytesKind, "", nil},
	"pickle.dumps":              {bytesKind, "", nil},
	"cPickle.dumps":             {bytesKind, "", nil},
	"six.b":                     {bytesKind, "", nil},
	"io.BytesIO":                {binaryFile, "", nil},
	"socket.socket":             {socketKind, "", nil},
	"socket.create_connection":  {socketKind, "", nil},
	"json.dumps":                {textKind, "", nil},
	"urllib.urlencode":          {textKind, "", nil},
	"urllib.parse.urlencode":    {textKind, "", nil},
	"re.compile":                {patternKind, "", nil},
}

// The codes of the detectors that tell where bytes came from, or where they
// are asked for.
const (
	processCode    = "process-output"
	inputCode      = "process-input"
	hashCode       = "hash-of-text"
	base64Code     = "base64-of-text"
	responseCode   = "response-as-text"
	socketCode     = "socket-text"
	pickleCode     = "pickle-text-file"
	comparisonCode = "bytes-comparison"
	binaryFileCode = "binary-file-text"
	temporaryCode  = "temporary-file-text"
)

// module2and3 gives a full name without what stands for the same module under
// another: six.moves and the modules that eventlet makes green.
func module2and3(full string) string {
	return strings.TrimPrefix(strings.TrimPrefix(full, "six.moves."), "eventlet.green.")
}

// callValue is what a call gives.
func (m *module) callValue(n python.ID) value {
	callee := m.Child(n, 0)
	if full := module2and3(m.resolve(callee)); full != "" {
		if v, ok := m.libraryValue(n, full); ok {
			return v
		}
		return m.result(n, full)
	}
	switch m.Kind(callee) {
	case python.Identifier:
		if m.isBuiltin(callee) {
			return m.builtinValue(n, m.Text(callee))
		}
		return m.returned(m.functionNamed(callee))
	case python.Attribute:
		if m.Text(m.Child(callee, 0)) == "self" {
			class := m.Ancestor(n, python.ClassDef)
			if method := m.methodNamed(class, m.Text(m.Child(callee, 1))); method >= 0 {
				return m.returned(method)
			}
		} else if v := m.methodValue(n, m.Child(callee, 0), m.Text(m.Child(callee, 1))); v != anything {
			return v
		}
		return m.result(n, m.methodOf(callee))
	}
	return anything
}

func (m *module) libraryValue(n python.ID, full string) (value, bool) {
	if f, ok := library[full]; ok {
		switch {
		case f.gives&(bytesKind|binaryFile) != 0:
			return value{kinds: f.gives, origin: origin{n, f.code}}, true
		case f.gives == patternKind && !m.value(m.argument(n, 0)).isText():
			return anything, true
		}
		return known(f.gives), true
	}
	switch full {
	case "subprocess.check_output":
		if m.isTextMode(n) {
			return anything, true
		}
		return value{kinds: bytesKind, origin: origin{n, processCode}}, true
	case "subprocess.Popen":
		if m.isTextMode(n) {
			return anything, true
		}
		return value{kinds: processKind, origin: origin{n, processCode}}, true
	case "tempfile.NamedTemporaryFile", "tempfile.TemporaryFile":
		mode := m.parameter(n, 0, "mode")
		if text, ok := m.literal(mode); mode < 0 || ok && strings.Contains(text, "b") {
			return value{kinds: binaryFile, origin: origin{n, temporaryCode}}, true
		}
		return anything, true
	case "io.open", "codecs.open":
		return anything, true
	}
	return value{}, false
}

// isTextMode reports whether a call that starts a process may ask for text, or
// takes options that are not in sight.
func (m *module) isTextMode(n python.ID) bool {
	for _, name := range []string{"universal_newlines", "text", "encoding", "errors"} {
		if given := m.keyword(n, name); given >= 0 && m.Kind(given) != python.False {
			return true
		}
	}
	return m.ChildOf(m.ChildOf(n, python.ArgumentList), python.DictSplat) >= 0
}

func (m *module) builtinValue(n python.ID, name string) value {
	switch name {
	case "open", "file":
		mode := m.parameter(n, 1, "mode")
		text, ok := m.literal(mode)
		switch {
		case mode < 0, ok && !strings.Contains(text, "b"):
			return value{kinds: textFile, origin: origin{node: n}}
		case ok:
			return value{kinds: binaryFile, origin: origin{n, binaryFileCode}}
		}
	case "str", "unicode", "repr":
		return known(textKind)
	case "bytes", "bytearray":
		return known(bytesKind)
	}
	return anything
}

// keepsBytes are the methods of bytes that give bytes, bytesInParts those that
// give several.
var (
	keepsBytes = setOf("strip", "lstrip", "rstrip", "replace", "lower", "upper", "ljust", "rjust", "center", "title",
		"capitalize", "expandtabs", "join", "zfill")
	bytesInParts = setOf("split", "rsplit", "splitlines", "partition", "rpartition")
)

// methodValue is what a method of an object gives.
func (m *module) methodValue(n, receiver python.ID, name string) value {
	v := m.value(receiver)
	switch {
	case name == "encode" && !v.has(bytesKind), name == "digest" && v.has(hashKind):
		return known(bytesKind)
	case name == "decode", name == "hexdigest":
		return known(textKind)
	case v.has(bytesKind) && keepsBytes[name]:
		return v.with(bytesKind)
	case v.has(bytesKind) && bytesInParts[name]:
		return v.with(bytesItems)
	case v.has(bytesItems) && name == "pop":
		return v.with(bytesKind)
	case v.isText() && (keepsBytes[name] || name == "format"):
		return known(textKind)
	case v.has(binaryFile) && (name == "read" || name == "readline"):
		return v.with(bytesKind)
	case v.has(binaryFile) && name == "readlines":
		return v.with(bytesItems)
	case v.has(processKind) && name == "communicate" && m.hasPipes(v.origin.node):
		return v.with(outputPair)
	case name == "getresponse":
		return value{kinds: binaryFile, origin: origin{n, responseCode}}
	case v.has(socketKind) && (name == "recv" || name == "recvfrom" || name == "accept"):
		switch name {
		case "recv":
			return value{kinds: bytesKind, origin: origin{n, socketCode}}
		case "recvfrom":
			return value{kinds: bytesPair, origin: origin{n, socketCode}}
		}
		return known(socketPair)
	}
	return anything
}

// hasPipes reports whether what a process writes comes back.
func (m *module) hasPipes(popen python.ID) bool {
	return m.keyword(popen, "stdout") >= 0 || m.keyword(popen, "stderr") >= 0
}

// returned joins what a function's returns give.
func (m *module) returned(function python.ID) value {
	list := m.values.returns[function]
	if function < 0 || len(list) == 0 || len(list) > most || m.yields(function) {
		return anything
	}
	var v value
	for _, n := range list {
		v = join(v, m.value(n))
	}
	return v
}

// functionNamed is the one function that a name stands for, NoNode if it is
// bound otherwise.
func (m *module) functionNamed(n python.ID) python.ID {
	list := m.bindings()[0][m.Text(n)]
	if len(list) != 1 || m.Kind(m.Parent(list[0])) != python.FunctionDef || m.scopeOf(m.Parent(list[0])) != 0 {
		return python.NoNode
	}
	return m.Parent(list[0])
}

// methodNamed is the method of a class that self.NAME() calls.
func (m *module) methodNamed(class python.ID, name string) python.ID {
	list := m.bindings()[class][name]
	if class < 0 || len(list) != 1 || m.Kind(m.Parent(list[0])) != python.FunctionDef {
		return python.NoNode
	}
	return m.Parent(list[0])
}
