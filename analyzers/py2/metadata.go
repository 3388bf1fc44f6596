package py2

import (
	"bytes"
	"path"
	"regexp"
	"strconv"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

var (
	classifier    = regexp.MustCompile(`Programming Language :: Python :: (\d)`)
	requirement   = regexp.MustCompile(`(?:python[_-]requires|requires-python)["']?\s*[=:]\s*["']?([^"'#\n]*)`)
	basePython    = regexp.MustCompile(`^\s*basepython\s*=\s*(?:\w+:\s*)?(python2(?:\.\d)?)\s*(?:#.*)?$`)
	environments  = regexp.MustCompile(`^\s*envlist\s*=\s*(\S.*)$`)
	environment2  = regexp.MustCompile(`\bpy2\d\b`)
	environment3  = regexp.MustCompile(`\bpy3\d*\b|\bpy\{[^}]*3`)
	universal     = regexp.MustCompile(`^\s*(universal)\s*=\s*(?:1|[Tt]rue)\s*$`)
	conversion    = regexp.MustCompile(`^\s*["']?(use_2to3)["']?\s*[=:]\s*(?:True|true|1)\b`)
	specification = regexp.MustCompile(`^(===|==|~=|!=|<=|>=|<|>)\s*(\d+(?:\.\d+)*)(?:\.?\*|[abrc.]\w*)?$`)
)

// metadata looks at what a project says of the Pythons that it runs on.
func (t *table) metadata(pass *analysis.Pass) {
	switch path.Base(pass.File.Path) {
	case "setup.cfg", "setup.py", "pyproject.toml":
		t.project(pass)
	case "tox.ini":
		t.environments(pass)
	}
}

// eachLine calls visit with every line that is no comment, without its end,
// and where it starts.
func eachLine(src []byte, visit func(line []byte, start int)) {
	at := 0
	for line := range bytes.Lines(src) {
		start := at
		at += len(line)
		if line = bytes.TrimRight(line, "\r\n"); len(line) <= maxPlaceLine && !isComment(line) {
			visit(line, start)
		}
	}
}

// told reports a match of a line as metadata, with a message of its own.
func (t *table) told(pass *analysis.Pass, code string, severity finding.Severity, start int, m []int, message string) {
	if rule := t.codes[code]; rule != nil {
		subject := string(pass.File.Src[start+m[2] : start+m[3]])
		pass.Report(rule, analysis.Span{Start: start + m[2], End: start + m[3]},
			analysis.Detail{Subject: subject, Severity: &severity, Message: message})
	}
}

// project looks at the metadata of a distribution.
func (t *table) project(pass *analysis.Pass) {
	first, says3 := -1, false
	var at []int
	eachLine(pass.File.Src, func(line []byte, start int) {
		for _, m := range classifier.FindAllSubmatchIndex(line, -1) {
			switch {
			case line[m[2]] >= '3':
				says3 = true
			case first < 0:
				first, at = start, []int{0, 0, m[0], m[1]}
			}
		}
		if m := requirement.FindSubmatchIndex(line); m != nil && refusesPython3(string(line[m[2]:m[3]])) {
			t.told(pass, metadataCode, finding.Error, start, trimmed(line, m), "pip refuses to install it for Python 3")
		}
		if m := universal.FindSubmatchIndex(line); m != nil {
			t.told(pass, metadataCode, finding.Info, start, m, "a wheel for Python 2 and 3 alike: leave it out once Python 2 is gone")
		}
		if m := conversion.FindSubmatchIndex(line); m != nil {
			t.told(pass, supportCode, finding.Warning, start, m, "use_2to3 is refused by setuptools from 58 on: convert the source once, and keep what comes out")
		}
	})
	if first >= 0 && !says3 {
		t.told(pass, metadataCode, finding.Info, first, at, "the classifiers name Python 2 alone")
	}
}

// trimmed leaves the blanks at the end out of a match.
func trimmed(line []byte, m []int) []int {
	return []int{m[0], m[1], m[2], m[2] + len(bytes.TrimRight(line[m[2]:m[3]], " \t,"))}
}

// refusesPython3 reports whether no Python 3 meets a version specifier. One
// that cannot be read refuses nothing.
func refusesPython3(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" {
		return false
	}
	var list [][]string
	for part := range strings.SplitSeq(text, ",") {
		m := specification.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return false
		}
		list = append(list, m)
	}
	for minor := range 20 {
		meets := true
		for _, m := range list {
			meets = meets && meetsSpecifier(m[1], m[2], minor)
		}
		if meets {
			return false
		}
	}
	return true
}

// meetsSpecifier reports whether some release of Python 3.minor may meet one
// clause of a specifier.
func meetsSpecifier(operator, version string, minor int) bool {
	major, rest, dotted := strings.Cut(version, ".")
	second, _, patch := strings.Cut(rest, ".")
	a, _ := strconv.Atoi(major)
	b, _ := strconv.Atoi(second)
	order := (3-a)*1000 + minor - b // of the release that begins the series
	switch operator {
	case "<":
		return order < 0 || order == 0 && patch
	case "<=":
		return order <= 0
	case ">", ">=":
		return order >= 0
	case "~=":
		return a == 3 && (order == 0 || order > 0 && !patch)
	case "==", "===":
		return order == 0 || a == 3 && !dotted
	}
	return true // what is left out is one of many
}

// environments looks at what tox runs the tests on.
func (t *table) environments(pass *analysis.Pass) {
	of2 := false // whether the section is an environment of Python 2 by its name
	eachLine(pass.File.Src, func(line []byte, start int) {
		if bytes.HasPrefix(line, []byte("[")) {
			of2 = environment2.Match(line)
		}
		switch m := basePython.FindSubmatchIndex(line); {
		case m != nil && of2:
			t.told(pass, metadataCode, finding.Info, start, m, "an environment for Python 2: leave it out once Python 2 is gone")
		case m != nil:
			t.told(pass, metadataCode, finding.Warning, start, m, "tox fails where there is no such Python")
		}
		if m := environments.FindSubmatchIndex(line); m != nil && !environment3.Match(line) {
			if py2 := environment2.FindIndex(line); py2 != nil {
				t.told(pass, metadataCode, finding.Info, start, []int{0, 0, py2[0], py2[1]}, "tox runs the tests on Python 2 alone")
			}
		}
	})
}

// compatibilityLibraries are those that exist to let code run on both.
var compatibilityLibraries = setOf("six", "future", "past")

// findCompatibilityImport notes the first import of a library that lets code
// run on both Pythons: somebody has begun to port the file.
func findCompatibilityImport(m *module) {
	rule := m.codes[supportCode]
	if rule == nil {
		return
	}
	for i := range m.Nodes {
		n := python.ID(i)
		if kind := m.Kind(n); kind != python.ImportStatement && kind != python.ImportFrom {
			continue
		}
		name := m.Child(n, 0)
		if m.Kind(name) == python.AliasedImport {
			name = m.Child(name, 0)
		}
		if root := rootOf(m.Dotted(name)); compatibilityLibraries[root] {
			info := finding.Info
			m.pass.Report(rule, m.span(n), analysis.Detail{
				Subject: root, Severity: &info, Message: root + " is in use: the file was written for both Pythons, in part at least",
			})
			return
		}
	}
}
