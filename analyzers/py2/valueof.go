package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

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
	structCode     = "struct-of-text"
	mixtureCode    = "bytes-with-text"
	descriptorCode = "descriptor-text"
	foreignCode    = "text-for-c"
	formatCode     = "bytes-as-text"
	codecCode      = "codec-of-text"
	standardCode   = "standard-stream-bytes"
	divisionCode   = "division-as-index"
)

// module2and3 gives a full name without what stands for the same module under
// another: six.moves and the modules that eventlet makes green.
func module2and3(full string) string {
	return strings.TrimPrefix(strings.TrimPrefix(full, "six.moves."), "eventlet.green.")
}

// callValue is what a call gives.
func (m *module) callValue(n python.ID) value {
	callee := m.Child(n, 0)
	full := module2and3(m.resolve(callee))
	if full != "" {
		if v, ok := m.libraryValue(n, full); ok {
			return v
		}
	}
	switch m.Kind(callee) {
	case python.Identifier:
		if list, _ := m.boundAs(callee); len(list) == 0 && m.isBuiltin(callee) {
			return m.builtinValue(n, m.Text(callee))
		}
		if class := m.classBound(callee); class >= 0 {
			return value{kinds: instanceKind, class: class, origin: origin{node: python.NoNode}}
		}
		if f := m.functionNamed(callee); f >= 0 {
			return m.returned(f)
		}
	case python.Attribute:
		receiver, name := m.Child(callee, 0), m.Text(m.Child(callee, 1))
		if class := m.ownerOf(receiver); class >= 0 {
			if f := m.methodReached(class, name, m.Text(receiver) != "self" && m.Text(receiver) != "cls"); f >= 0 {
				return m.returned(f)
			}
		}
		if v := m.methodValue(n, receiver, name); v.kinds != otherKind {
			return v
		}
		if full == "" {
			full = m.methodOf(callee)
		}
	}
	return m.result(n, full)
}

func (m *module) libraryValue(n python.ID, full string) (value, bool) {
	if f, ok := library[full]; ok {
		switch {
		case strings.HasSuffix(full, ".tostring") && m.keyword(n, "encoding") >= 0:
			if text, ok := m.literal(m.keyword(n, "encoding")); !ok || text == "unicode" {
				return anything, true
			}
			return value{kinds: f.gives, origin: origin{n, f.code}}, true
		case f.gives&(bytesKind|binaryFile|answerKind) != 0:
			return value{kinds: f.gives, origin: origin{n, f.code}}, true
		case f.gives == patternKind && !m.value(m.argument(n, 0)).isText():
			return anything, true
		}
		return known(f.gives), true
	}
	switch full {
	case "subprocess.check_output", "subprocess.Popen":
		gives, text := bytesKind, textKind
		if full == "subprocess.Popen" {
			gives, text = processKind, textProcess
		}
		switch {
		case m.asksForText(n):
			return known(text), true
		case m.isTextMode(n):
			return anything, true
		}
		return value{kinds: gives, origin: origin{n, processCode}}, true
	case "tempfile.NamedTemporaryFile", "tempfile.TemporaryFile", "tempfile.SpooledTemporaryFile":
		place := 0
		if strings.HasSuffix(full, "SpooledTemporaryFile") {
			place = 1
		}
		mode := m.parameter(n, place, "mode")
		switch text, ok := m.literal(mode); {
		case mode < 0, ok && strings.Contains(text, "b"):
			return value{kinds: binaryFile, origin: origin{n, temporaryCode}}, true
		case ok:
			return known(textFile), true
		}
		return anything, true
	case "os.fdopen":
		return m.opened(n, m.value(m.argument(n, 0)).has(temporaryHandle)), true
	case "io.open":
		// It carries text on both Pythons unless it is asked for bytes.
		return m.opened(n, false), true
	case "codecs.open":
		return anything, true
	case "contextlib.closing":
		return m.value(m.argument(n, 0)), true
	}
	if strings.HasPrefix(full, "math.") && full != "math.factorial" {
		return known(floatKind), true
	}
	return value{}, false
}

// asksForText reports whether a call that starts a process asks for text for
// certain.
func (m *module) asksForText(n python.ID) bool {
	for _, name := range []string{"universal_newlines", "text"} {
		if m.Kind(m.keyword(n, name)) == python.True {
			return true
		}
	}
	return m.Kind(m.keyword(n, "encoding")) == python.String
}

// isTextMode reports whether a call that starts a process may ask for text, or
// takes options that are not in sight.
func (m *module) isTextMode(n python.ID) bool {
	for _, name := range []string{"universal_newlines", "text", "encoding", "errors"} {
		if given := m.keyword(n, name); given >= 0 && m.Kind(given) != python.False {
			return true
		}
	}
	splat := m.ChildOf(m.ChildOf(n, python.ArgumentList), python.DictSplat)
	return splat >= 0 && m.takesTextOptions(splat)
}

// opened is the file that open and its like give.
func (m *module) opened(n python.ID, temporary bool) value {
	mode := m.parameter(n, 1, "mode")
	text, ok := m.literal(mode)
	switch {
	case mode < 0, ok && !strings.Contains(text, "b"):
		return value{kinds: textFile, origin: origin{node: n}}
	case ok && temporary:
		return value{kinds: binaryFile, origin: origin{n, temporaryCode}}
	case ok:
		return value{kinds: binaryFile, origin: origin{n, binaryFileCode}}
	}
	return anything
}

func (m *module) builtinValue(n python.ID, name string) value {
	switch name {
	case "open", "file":
		return m.opened(n, false)
	case "str", "unicode":
		if m.argument(n, 1) < 0 && m.keyword(n, "encoding") < 0 {
			return known(textKind)
		}
		return anything
	case "repr", "chr", "hex", "oct", "bin", "raw_input":
		return known(textKind)
	case "bytes", "bytearray":
		return value{kinds: bytesKind, origin: origin{n, mixtureCode}}
	case "len", "int", "long", "ord":
		return known(intKind)
	case "float", "round": // the latter on Python 2, where its quotients were fractions already
		return known(floatKind)
	case "dict":
		return known(dictKind)
	case "map", "filter", "zip":
		return known(lazyKind)
	case "range", "xrange":
		return known(rangeKind)
	case "abs":
		if v := m.value(m.argument(n, 0)); v.only(numberKind) {
			return v
		}
	case "min", "max":
		a, b := m.argument(n, 0), m.argument(n, 1)
		if b < 0 || m.argument(n, 2) >= 0 {
			return anything
		}
		if v := join(m.value(a), m.value(b)); v.only(numberKind) {
			return v
		}
	case "list", "tuple", "sorted":
		if v := m.value(m.argument(n, 0)); v.has(bytesItems) || v.only(textItems) {
			return v
		}
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
	case name == "encode" && m.isByteCodec(m.argument(n, 0)):
		return anything // it fails: byte-codec says so
	case name == "encode" && (!v.has(bytesKind) || v.isResult()):
		return value{kinds: bytesKind, origin: origin{n, mixtureCode}}
	case name == "digest" && v.has(hashKind):
		return value{kinds: bytesKind, origin: origin{n, mixtureCode}}
	case name == "decode", name == "hexdigest" && v.has(hashKind):
		return known(textKind)
	case v.has(bytesKind) && keepsBytes[name]:
		return v.with(bytesKind)
	case v.has(bytesKind) && bytesInParts[name]:
		return v.with(bytesItems)
	case v.has(bytesItems) && name == "pop":
		return v.with(bytesKind)
	case v.isText() && (keepsBytes[name] || name == "format"):
		return known(textKind)
	case v.isText() && bytesInParts[name]:
		return known(textItems)
	case v.only(textItems) && name == "pop":
		return known(textKind)
	case name == "getresponse":
		return value{kinds: binaryFile, origin: origin{n, responseCode}}
	case views[name] && m.Count(m.ChildOf(n, python.ArgumentList)) == 0 && m.viewOf(n) != "":
		return known(lazyKind)
	case name == "get" && m.argument(n, 0) >= 0 && m.argument(n, 1) < 0 && v.only(dictKind|otherKind) && !m.isModule(receiver):
		return known(missingKind | otherKind)
	case name == "total_seconds":
		return known(floatKind)
	}
	return m.readValue(n, v, name)
}

// readValue is what comes out of files, processes and sockets.
func (m *module) readValue(n python.ID, v value, name string) value {
	switch {
	case v.has(binaryFile) && (name == "read" || name == "readline"):
		return v.with(bytesKind)
	case v.has(binaryFile) && name == "readlines":
		return v.with(bytesItems)
	case v.only(textFile) && (name == "read" || name == "readline"):
		return known(textKind)
	case v.only(textFile) && name == "readlines":
		return known(textItems)
	case v.has(processKind) && name == "communicate" && m.hasPipes(v.origin.node):
		return v.with(outputPair)
	case !v.has(socketKind) && !m.isLikelySocket(n, v, name):
	case name == "recv":
		return v.received(n, bytesKind)
	case name == "recvfrom":
		return v.received(n, bytesPair)
	case name == "accept":
		return known(socketPair)
	case name == "makefile":
		if text, ok := m.literal(m.argument(n, 0)); ok && strings.Contains(text, "b") {
			return value{kinds: binaryFile, origin: origin{n, socketCode}}
		}
	}
	return anything
}

// isLikelySocket reports whether an object of which nothing is known is asked, with a
// size, what sockets are asked: nothing else in the standard library takes one.
func (m *module) isLikelySocket(n python.ID, v value, name string) bool {
	return (name == "recv" || name == "recvfrom") && v.only(otherKind) && m.argument(n, 0) >= 0 && !m.classMembers()[name]
}

// received is what a socket gives, or what has the name of one.
func (v value) received(n python.ID, k kinds) value {
	return value{kinds: k | v.kinds&otherKind, origin: origin{n, socketCode}}
}

// hasPipes reports whether what a process writes comes back.
func (m *module) hasPipes(popen python.ID) bool {
	return m.keyword(popen, "stdout") >= 0 || m.keyword(popen, "stderr") >= 0
}
