package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// instance is what an expression is known to be an object of.
type instance struct {
	// class is the standard library's, by its name on Python 3, "" if unknown;
	// [] before it stands for something that yields such objects.
	class string
	// local is the class of the file that derives from it, if one does.
	local python.ID
	// mixed says that the class has bases whose members are out of sight.
	mixed bool
}

var stranger = instance{local: python.NoNode}

func objectOf(class string) instance { return instance{class: class, local: python.NoNode} }

// The classes that tables below name more than once.
const (
	response = "a response of urlopen"
	headers  = "http.client.HTTPMessage"
	element  = "xml.etree.ElementTree.Element"
	document = "xml.etree.ElementTree.ElementTree"
	thread   = "threading.Thread"
)

// made says what functions give, and methods by their class, by their names on
// Python 3. A class is made by calling it and needs no entry.
var made = map[string]string{
	"urllib.request.urlopen":                  response,
	"urllib.request.build_opener":             "urllib.request.OpenerDirector",
	"urllib.request.OpenerDirector.open":      response,
	response + ".info":                        headers,
	"urllib.error.HTTPError.info":             headers,
	"http.client.HTTPConnection.getresponse":  "http.client.HTTPResponse",
	"http.client.HTTPSConnection.getresponse": "http.client.HTTPResponse",
	"uuid.uuid1":                              "uuid.UUID",
	"uuid.uuid3":                              "uuid.UUID",
	"uuid.uuid4":                              "uuid.UUID",
	"uuid.uuid5":                              "uuid.UUID",
	"xml.etree.ElementTree.parse":             document,
	"xml.etree.ElementTree.fromstring":        element,
	"xml.etree.ElementTree.XML":               element,
	"xml.etree.ElementTree.SubElement":        element,
	document + ".getroot":                     element,
	document + ".find":                        element,
	document + ".findall":                     "[]" + element,
	document + ".iter":                        "[]" + element,
	document + ".getiterator":                 "[]" + element,
	element + ".find":                         element,
	element + ".findall":                      "[]" + element,
	element + ".iter":                         "[]" + element,
	element + ".getiterator":                  "[]" + element,
	element + ".getchildren":                  "[]" + element,
	"threading.current_thread":                thread,
	"threading.currentThread":                 thread,
	"threading.enumerate":                     "[]" + thread,
	"gettext.translation":                     "gettext.GNUTranslations",
}

// held says what attributes of objects and of modules hold.
var held = map[string]string{
	"os.environ":                                   "os._Environ",
	response + ".headers":                          headers,
	"urllib.error.HTTPError.headers":               headers,
	"urllib.error.HTTPError.hdrs":                  headers,
	"http.client.HTTPResponse.msg":                 headers,
	"http.server.BaseHTTPRequestHandler.headers":   headers,
	"http.server.SimpleHTTPRequestHandler.headers": headers,
	"http.server.CGIHTTPRequestHandler.headers":    headers,
}

// stepping are classes that lost nothing, or nothing that matters, and lead to
// others by made and held.
var stepping = setOf("urllib.request.OpenerDirector", "urllib.error.HTTPError", "http.client.HTTPConnection",
	"http.client.HTTPSConnection", "http.client.HTTPResponse", "http.server.BaseHTTPRequestHandler",
	"http.server.SimpleHTTPRequestHandler", "http.server.CGIHTTPRequestHandler", element, document)

// renamedClasses are classes that are gone and whose objects lost the same as
// those of the class that took their place.
var renamedClasses = map[string]string{"configparser.SafeConfigParser": "configparser.ConfigParser"}

// deepest bounds how many names are followed for one object.
const deepest = 8

// instance returns what an expression is an object of.
func (m *module) instance(n python.ID) instance {
	if object, ok := m.instances[n]; ok {
		return object
	}
	if m.instances == nil {
		m.instances = map[python.ID]instance{}
	}
	m.instances[n] = stranger // what refers to itself is open
	object := m.evaluateInstance(n)
	m.instances[n] = object
	return object
}

func (m *module) evaluateInstance(n python.ID) instance {
	switch m.Kind(n) {
	case python.Parenthesized:
		return m.instance(m.Child(n, 0))
	case python.Identifier:
		return m.namedInstance(n)
	case python.Attribute:
		return m.heldInstance(n)
	case python.Call:
		return m.madeInstance(n)
	case python.Subscript:
		return itemInstance(m.instance(m.Child(n, 0)))
	}
	return stranger
}

// itemInstance is what a loop over an object gives, or an index into it.
func itemInstance(object instance) instance {
	if object.class == element {
		return object
	}
	if class, ok := strings.CutPrefix(object.class, "[]"); ok {
		return objectOf(class)
	}
	return stranger
}

// madeInstance is what a call gives.
func (m *module) madeInstance(n python.ID) instance {
	callee := m.Child(n, 0)
	if full := m.resolve(callee); full != "" {
		name := name3(full)
		switch {
		case made[name] != "":
			return objectOf(made[name])
		case name == "contextlib.closing":
			return m.instance(m.argument(n, 0))
		case renamedClasses[name] != "":
			return objectOf(renamedClasses[name])
		case m.isLibraryClass(name):
			return objectOf(name)
		}
		return stranger
	}
	switch m.Kind(callee) {
	case python.Identifier:
		if class := m.fileClass(callee); class >= 0 {
			return m.classInstance(class, 0)
		}
	case python.Attribute:
		if object := m.instance(m.Child(callee, 0)); object.class != "" {
			return objectOf(made[object.class+"."+m.Text(m.Child(callee, 1))])
		}
	}
	return stranger
}

func (m *module) isLibraryClass(name string) bool {
	return m.gone.members[name] != nil || stepping[name]
}

// heldInstance is what an attribute holds: of a module, of self, of an object.
func (m *module) heldInstance(n python.ID) instance {
	if full := m.resolve(n); full != "" {
		return objectOf(held[name3(full)])
	}
	receiver, name := m.Child(n, 0), m.Text(m.Child(n, 1))
	if m.Is(receiver, python.Identifier, "self") {
		if m.values == nil {
			m.fillValues()
		}
		if given := m.values.members[m.Ancestor(n, python.ClassDef)][name]; len(given) > 0 {
			return m.agreed(given, m.givenInstance)
		}
	}
	if object := m.instance(receiver); object.class != "" {
		return objectOf(held[object.class+"."+name])
	}
	return stranger
}

// agreed is what all of some places give; None beside it does not count.
func (m *module) agreed(places []python.ID, give func(python.ID) instance) instance {
	if len(places) > most {
		return stranger
	}
	object := stranger
	for _, place := range places {
		if m.Kind(place) == python.None {
			continue
		}
		given := give(place)
		if given.class == "" || object.class != "" && given != object {
			return stranger
		}
		object = given
	}
	return object
}

// namedInstance is what a name stands for.
func (m *module) namedInstance(n python.ID) instance {
	if !m.isRead(n) {
		return stranger
	}
	if m.Text(n) == "self" {
		return m.classInstance(m.Ancestor(n, python.ClassDef), 0)
	}
	if list, _ := m.boundAs(n); len(list) > 0 {
		return m.boundInstance(n, list)
	}
	if full := m.resolve(n); full != "" {
		return objectOf(held[name3(full)])
	}
	return stranger
}

// boundInstance is what the bindings of a name give it. In an except clause it
// is what the clause catches.
func (m *module) boundInstance(n python.ID, list []python.ID) instance {
	if clause := m.exceptionOf(n); clause >= 0 {
		if name := name3(m.resolve(m.caughtNode(clause))); m.isLibraryClass(name) {
			return objectOf(name)
		}
		return stranger
	}
	if len(list) > 2*most {
		return stranger
	}
	var places []python.ID
	for _, b := range list {
		if a := m.Parent(b); m.Kind(a) == python.Assignment && m.Is(m.Child(a, 1), python.None, "None") {
			continue
		}
		places = append(places, b)
	}
	return m.agreed(places, m.givenInstance)
}

// givenInstance is what one binding gives its name.
func (m *module) givenInstance(b python.ID) instance {
	at := m.Parent(b)
	switch m.Kind(at) {
	case python.Assignment:
		if m.Child(at, 0) == b {
			return m.instance(m.Child(at, 1))
		}
	case python.For, python.ForIn:
		if m.Child(at, 0) == b {
			return itemInstance(m.instance(m.Child(at, 1)))
		}
	case python.AsPatternTarget:
		if as := m.Parent(at); m.Kind(m.Parent(as)) == python.WithItem {
			return m.instance(m.Child(as, 0))
		}
	}
	return stranger
}

// fileClass is the one class of the file that a name stands for.
func (m *module) fileClass(n python.ID) python.ID {
	list := m.bindings()[0][m.Text(n)]
	if len(list) != 1 || m.Kind(m.Parent(list[0])) != python.ClassDef || m.scopeOf(m.Parent(list[0])) != 0 {
		return python.NoNode
	}
	return m.Parent(list[0])
}

// classInstance is an object of a class of the file: of the one class of the
// standard library that it derives from.
func (m *module) classInstance(class python.ID, depth int) instance {
	if class < 0 || depth == deepest {
		return stranger
	}
	object := instance{local: class}
	for base := range m.Named(m.ChildOf(class, python.ArgumentList)) {
		if m.Kind(base) == python.KeywordArgument || m.Is(base, python.Identifier, "object") {
			continue
		}
		name := name3(m.resolve(base))
		if renamedClasses[name] != "" {
			name = renamedClasses[name]
		}
		switch derived := m.fileClass(base); {
		case name != "" && m.isLibraryClass(name):
			if object.class == "" {
				object.class = name
			}
		case derived >= 0:
			of := m.classInstance(derived, depth+1)
			object.mixed = object.mixed || of.mixed
			if object.class == "" {
				object.class = of.class
			}
		default:
			object.mixed = true
		}
	}
	if object.class == "" {
		return stranger
	}
	return object
}

// definesMember reports whether a class of the file, or one of its bases in
// the file, has the member itself.
func (m *module) definesMember(class python.ID, name string, depth int) bool {
	if class < 0 || depth == deepest {
		return false
	}
	if m.inClasses == nil {
		m.inClasses = map[python.ID]map[string]python.ID{}
	}
	if m.inClasses[class] == nil {
		m.inClasses[class] = m.definedIn(m.ChildOf(class, python.Block))
	}
	if _, ok := m.inClasses[class][name]; ok || len(m.selfMembers()[class][name]) > 0 {
		return true
	}
	for base := range m.Named(m.ChildOf(class, python.ArgumentList)) {
		if m.definesMember(m.fileClass(base), name, depth+1) {
			return true
		}
	}
	return false
}
