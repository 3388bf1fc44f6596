package py2

import (
	"path"
	"regexp"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// shebang is a first line that asks for Python 2, or for whatever "python" is.
var shebang = regexp.MustCompile(`^#!\s*(?:\S*/env\s+(?:-S\s+)?)?(\S*\bpython(?:2(?:\.\d)?)?)(?:\s|$)`)

// findShebang handles the first line of a program. Where the file is not run as
// one, since it is a module that nobody may execute, nothing asks for the line.
func findShebang(m *module) {
	rule := m.codes["python2-shebang"]
	if rule == nil {
		return
	}
	line := m.pass.File.Line(1)
	at := shebang.FindStringSubmatchIndex(line)
	if at == nil {
		return
	}
	f := m.pass.File
	d := analysis.Detail{Subject: line[at[2]:at[3]]}
	if path.Ext(f.Path) == ".py" && (f.Mode&0o111 == 0 || m.onlyDefines()) {
		info := finding.Info
		d.Severity = &info
	}
	span := analysis.Span{Start: at[2], End: at[3]}
	d.Fix = m.fix(site{rule, python.NoNode, span, d.Subject, ""}, "")
	m.pass.Report(rule, span, d)
}

// preparing are the calls that modules make for what is imported after them.
var preparing = regexp.MustCompile(`^(?:sys\.path\.\w+|gettext\.(?:install|\w*textdomain)|eventlet\.monkey_patch|warnings\.\w+|locale\.setlocale|pbr_version\.\w+|logging\.\w+|[\w.]*CONF\.register_\w+)\(`)

// onlyDefines reports whether a file binds names at its top and runs nothing of
// its own: to execute it would do nothing either.
func (m *module) onlyDefines() bool {
	own := map[string]bool{}
	for n := range m.Named(0) {
		if m.Kind(n) == python.DecoratedDef {
			n = m.Child(n, m.Count(n)-1)
		}
		if k := m.Kind(n); k == python.FunctionDef || k == python.ClassDef {
			own[m.Text(m.Child(n, 0))] = true
		}
	}
	for n := range m.Named(0) {
		switch m.Kind(n) {
		case python.FunctionDef, python.ClassDef, python.DecoratedDef, python.ImportStatement, python.ImportFrom,
			python.FutureImport, python.Comment:
		case python.ExpressionStatement:
			if k := m.Kind(m.Child(n, 0)); k != python.Assignment && k != python.String && !preparing.MatchString(m.Text(n)) {
				return false
			}
		case python.If, python.Try:
			if m.runs(n, own) {
				return false
			}
		default:
			return false
		}
	}
	return len(own) > 0
}

// runs reports whether a statement calls what the file defines, prints, or asks
// whether the file is the program.
func (m *module) runs(statement python.ID, own map[string]bool) bool {
	for i := statement; int(i) < len(m.Nodes) && m.Nodes[i].Start < m.Nodes[statement].End; i++ {
		switch m.Kind(i) {
		case python.PrintStatement:
			return true
		case python.Identifier:
			if name := m.Text(i); name == "__name__" || own[name] && m.Kind(m.Parent(i)) == python.Call {
				return true
			}
		}
	}
	return false
}
