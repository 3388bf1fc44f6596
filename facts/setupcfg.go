package facts

import (
	"bytes"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// requiring are the keys of sections of setup.cfg whose lines are requirements,
// with when they are needed and under which condition. Those of [metadata] are
// d2to1's and pbr's.
var requiring = map[string]map[string]requirer{
	"options":  {"install_requires": {when: "run"}, "setup_requires": {when: "build"}, "tests_require": forTests},
	"metadata": {"requires_dist": {when: "run"}, "setup_requires_dist": {when: "build"}},
}

// requirer says when what a list names is needed, and under which condition.
type requirer struct{ when, condition string }

var forTests = requirer{"run", "for tests only"}

// extras are the sections whose keys are names of extras, each a list.
var extras = map[string]bool{"options.extras_require": true, "extras": true}

var (
	iniSection = regexp.MustCompile(`^\[([^\]]*)\]`)
	iniKey     = regexp.MustCompile(`^([A-Za-z0-9_.-]+)[ \t]*[=:]`)
	// toxFactor stands ahead of a requirement that only some environments have.
	toxFactor = regexp.MustCompile(`^[A-Za-z0-9_,{}!-]+:[ \t]*`)
)

// hasRequirements reports whether a file of sections may list requirements.
func hasRequirements(src []byte) bool {
	return bytes.Contains(src, []byte("_require")) || bytes.Contains(src, []byte("requires-dist")) ||
		bytes.Contains(src, []byte("requires_dist")) || bytes.Contains(src, []byte("[extras]")) || isTox(src)
}

// readSections adds the distributions that a setup.cfg or a tox.ini names. Of
// tox.ini what other files and folders hold is left to them.
func readSections(f *File, src []byte) {
	section, at := "", 0
	var from requirer
	inside, tox := false, false
	for line := range strings.Lines(string(src)) {
		start := at
		at += len(line)
		text := strings.TrimRight(line, " \t\r\n")
		switch {
		case text == "" || text[0] == '#' || text[0] == ';':
			continue
		case text[0] == '[':
			if m := iniSection.FindStringSubmatch(text); m != nil {
				section, inside = strings.TrimSpace(m[1]), false
			}
			continue
		case text[0] > ' ':
			m := iniKey.FindStringSubmatch(text)
			if m == nil {
				inside = false
				continue
			}
			from, inside, tox = requirerOf(section, m[1])
			start += len(m[0])
			text = text[len(m[0]):]
		}
		if inside {
			readRequirement(f, text, start, from, tox)
		}
	}
}

// requirerOf says what the lines of a key are, and whether they are tox's.
func requirerOf(section, key string) (from requirer, lists, tox bool) {
	if section == "testenv" || strings.HasPrefix(section, "testenv:") {
		return requirer{when: "run"}, key == "deps", true
	}
	if extras[section] {
		return requirer{"run", "for the extra " + key}, true, false
	}
	from, lists = requiring[section][strings.ReplaceAll(key, "-", "_")]
	return from, lists, false
}

// readRequirement adds what a line of a list names.
func readRequirement(f *File, text string, start int, from requirer, tox bool) {
	if tox {
		if m := toxFactor.FindString(strings.TrimLeft(text, " \t")); m != "" {
			cut := strings.Index(text, m) + len(m)
			text, start = text[cut:], start+cut
		}
		if body := strings.TrimLeft(text, " \t"); body == "" || strings.ContainsAny(body[:1], "-{./") {
			return
		}
	}
	f.Needs = append(f.Needs, requirementNeeds(text, start, from)...)
}

// setupLists are the arguments of setup() that list requirements.
var setupLists = map[string]requirer{
	"install_requires": {when: "run"}, "requires": {when: "run"}, "setup_requires": {when: "build"}, "tests_require": forTests,
}

// setup adds the distributions that a call of setup() names, as far as the text
// shows them.
func (p *pythonFile) setup(n python.ID) {
	callee := p.Child(n, 0)
	if name := p.Text(callee); name != "setup" && name != "setuptools.setup" && name != "core.setup" {
		return
	}
	for c := range p.Named(p.ChildOf(n, python.ArgumentList)) {
		if p.Kind(c) != python.KeywordArgument {
			continue
		}
		name, value := p.Text(p.Child(c, 0)), p.Child(c, 1)
		if from, ok := setupLists[name]; ok {
			p.requirements(value, from)
		}
		if name != "extras_require" || p.Kind(value) != python.Dict {
			continue
		}
		for pair := range p.Named(value) {
			if key, ok := p.text(p.Child(pair, 0), 0); ok && p.Kind(pair) == python.Pair {
				p.requirements(p.Child(pair, 1), requirer{"run", "for the extra " + string(key.bytes)})
			}
		}
	}
}

// requirements adds what a list of texts names.
func (p *pythonFile) requirements(n python.ID, from requirer) {
	items, _ := p.list(n, 0)
	for _, one := range items {
		t, ok := p.text(one.node, 0)
		if !ok || len(t.unknown) > 0 || p.Kind(one.node) != python.String || bytes.IndexByte(t.bytes, '\n') >= 0 {
			continue
		}
		for _, need := range requirementNeeds(string(t.bytes), 0, from) {
			need.Span = p.span(one.node)
			p.file.Needs = append(p.file.Needs, need)
		}
	}
}
