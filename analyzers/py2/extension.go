package py2

import (
	"bytes"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/rules"
)

var (
	// initFunction is the function that Python 2 calls to import a module.
	initFunction = regexp.MustCompile(`\bPyMODINIT_FUNC\s+(init\w+)\s*\(`)
	// versionTest is a condition of the preprocessor about the version.
	versionTest = regexp.MustCompile(`(!?)\s*(?:PY_MAJOR_VERSION\s*(>=|<=|==|!=|>|<)\s*([23])|PY_VERSION_HEX\s*(>=|<=|>|<)\s*0x0?([23])|(?:defined\s*\(?\s*)?\b(IS_PY3K?|PY3K?|IS_PYTHON3|PYTHON3|PYTHREE|IS_PY2|PY2)\b)`)
	directive   = regexp.MustCompile(`^\s*#\s*(ifdef|ifndef|if|elif|else|endif|define)\b\s*(.*)`)
)

// extension reports what a file of C uses of Python 2's interface and Python 3
// does not have, for each branch of the preprocessor.
func (t *table) extension(pass *analysis.Pass) {
	rule := t.codes[extensionCode]
	if rule == nil || !mentions(pass.File.Src, "Python.h", "PyObject") {
		return
	}
	e := &extension{table: t, pass: pass, rule: rule, src: withoutComments(pass.File.Src), own: map[string]bool{}}
	e.scan(func(name string, _, _ int) {
		if e.defining {
			e.own[name] = true
		}
	})
	e.scan(e.use)
	e.inits()
}

// extension is a file of C under analysis.
type extension struct {
	*table
	pass *analysis.Pass
	rule *rules.Rule
	src  []byte
	// own are the names that the file defines itself.
	own map[string]bool
	// arms are the conditions that the place at hand stands under.
	arms []arm
	// defining is set for the name behind #define.
	defining bool
}

// arm is one #if: what reaches the branch at hand, and what is left for those
// that follow it.
type arm struct{ here, left rules.Pythons }

// maxArms bounds the nesting of conditions that are followed.
const maxArms = 100

// scan calls visit with every name that begins with Py, and keeps e.arms up to
// date.
func (e *extension) scan(visit func(name string, start, end int)) {
	e.arms = nil
	at := 0
	for line := range bytes.Lines(e.src) {
		start := at
		at += len(line)
		defined := -1
		if m := directive.FindSubmatchIndex(line); m != nil && len(line) <= maxPlaceLine {
			switch word := string(line[m[2]:m[3]]); word {
			case "define":
				defined = m[4]
			default:
				e.branch(word, string(line[m[4]:m[5]]))
			}
		}
		names(line, func(from, to int) {
			e.defining = from == defined
			visit(string(line[from:to]), start+from, start+to)
		})
	}
}

// names calls visit with the names of a line that begin with Py, those in
// strings left out.
func names(line []byte, visit func(from, to int)) {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '"' || c == '\'':
			for i++; i < len(line) && line[i] != c; i++ {
				if line[i] == '\\' {
					i++
				}
			}
		case isNameByte(c):
			from := i
			for i < len(line) && isNameByte(line[i]) {
				i++
			}
			if line[from] == 'P' && i-from > 4 && line[from+1] == 'y' {
				visit(from, i)
			}
			i--
		}
	}
}

func isNameByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// branch follows a directive of the preprocessor.
func (e *extension) branch(word, condition string) {
	last := len(e.arms) - 1
	switch word {
	case "if", "ifdef", "ifndef":
		if len(e.arms) >= maxArms {
			e.arms = append(e.arms, arm{rules.AllPythons, rules.AllPythons})
			return
		}
		yes, no := versionsOf(condition)
		if word == "ifndef" {
			yes, no = no, yes
		}
		e.arms = append(e.arms, arm{yes, no})
	case "elif":
		if last >= 0 {
			yes, no := versionsOf(condition)
			e.arms[last] = arm{e.arms[last].left & yes, e.arms[last].left & no}
		}
	case "else":
		if last >= 0 {
			e.arms[last].here = e.arms[last].left
		}
	case "endif":
		if last >= 0 {
			e.arms = e.arms[:last]
		}
	}
}

// versionsOf says which Pythons a condition may hold for, and which not.
func versionsOf(condition string) (yes, no rules.Pythons) {
	m := versionTest.FindStringSubmatch(condition)
	if m == nil || strings.Contains(condition, "||") || strings.Contains(condition, "&&") {
		return rules.AllPythons, rules.AllPythons
	}
	operator, number := m[2]+m[4], m[3]+m[5]
	is3 := false
	switch {
	case m[6] != "":
		is3 = strings.Contains(m[6], "3") || m[6] == "PYTHREE"
	case number == "3":
		is3 = operator == ">=" || operator == "=="
	default: // compared with 2
		is3 = operator == ">" || operator == "!="
	}
	if m[1] == "!" {
		is3 = !is3
	}
	if is3 {
		return rules.AnyPython3, rules.AnyPython2
	}
	return rules.AnyPython2, rules.AnyPython3
}

// reach returns the Pythons that the place at hand is compiled for.
func (e *extension) reach() rules.Pythons {
	reach := rules.AllPythons
	for _, a := range e.arms {
		reach &= a.here
	}
	return reach
}

// use reports a name that Python 3's headers lack.
func (e *extension) use(name string, start, end int) {
	found, ok := e.methods[name]
	if !ok || found.rule != e.rule || e.own[name] {
		return
	}
	e.report(start, end, name, found.use)
}

func (e *extension) report(start, end int, subject, use string) {
	d := analysis.Detail{Subject: subject, Use: use, Reach: e.reach()}
	if d.Reach&rules.AnyPython3 == 0 {
		if d.Reach == 0 {
			return // no Python compiles it
		}
		d.Guard = "compiled for Python 2 only"
	}
	e.pass.Report(e.rule, analysis.Span{Start: start, End: end}, d)
}

// inits reports the functions that Python 2 calls to import a module.
func (e *extension) inits() {
	e.arms = nil
	at := 0
	for line := range bytes.Lines(e.src) {
		start := at
		at += len(line)
		if len(line) > maxPlaceLine {
			continue
		}
		if m := directive.FindSubmatch(line); m != nil && string(m[1]) != "define" {
			e.branch(string(m[1]), string(m[2]))
		}
		if m := initFunction.FindSubmatchIndex(line); m != nil {
			name := string(line[m[2]:m[3]])
			e.report(start+m[2], start+m[3], name, "PyInit_"+strings.TrimPrefix(name, "init"))
		}
	}
}

// withoutComments puts blanks in the place of comments of C.
func withoutComments(src []byte) []byte {
	out := bytes.Clone(src)
	for i := 0; i < len(out); i++ {
		switch {
		case out[i] == '"' || out[i] == '\'':
			quote := out[i]
			for i++; i < len(out) && out[i] != quote && out[i] != '\n'; i++ {
				if out[i] == '\\' {
					i++
				}
			}
		case bytes.HasPrefix(out[i:], []byte("//")):
			for ; i < len(out) && out[i] != '\n'; i++ {
				out[i] = ' '
			}
		case bytes.HasPrefix(out[i:], []byte("/*")):
			for ; i < len(out) && !bytes.HasPrefix(out[i:], []byte("*/")); i++ {
				if out[i] != '\n' {
					out[i] = ' '
				}
			}
			if i+1 < len(out) {
				out[i], out[i+1] = ' ', ' '
			}
		}
	}
	return out
}
