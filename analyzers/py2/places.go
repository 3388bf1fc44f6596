package py2

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/workspace"
)

// maxPlaceLine bounds the lines that are searched, in bytes: no folder is named
// in longer ones but by generated code.
const maxPlaceLine = 4096

var (
	// folder is one of Python 2's: the group is its own component.
	folder = regexp.MustCompile(`(?:/|\blib(?:64)?/|\})(python2\.\d)(?:/|\b)`)
	// egg is the name that setuptools gives what it installs for Python 2.
	egg = regexp.MustCompile(`-(py2\.\d)\.(?:egg|egg-info)\b`)
	// macro is one of RPM's that stands for Python 2 or what belongs to it.
	macro = regexp.MustCompile(`%\{\??((?:__python2?|python2?_site(?:lib|arch)|python2?_version|python2|py2_\w+))\}|%(py2_\w+|__python2?|python2?_site(?:lib|arch))\b`)
	// ofInterpreter is what follows a folder's name where it is a program's.
	ofInterpreter = regexp.MustCompile(`(?:^|/)s?bin/$`)
	// compiledFile is a file that Python 2 compiles a module to.
	compiledFile = regexp.MustCompile(`[\w}]\.py([co])(?:[\s"'):;,]|$)`)
	// optimisedFile is any that only Python 2 makes.
	optimisedFile = regexp.MustCompile(`\.pyo(?:[\s"'):;,]|$)`)
	// clearsAway is a line that removes compiled files or leaves them out, or
	// knows where Python 3 puts them.
	clearsAway = regexp.MustCompile(`__pycache__|\brm\b|-delete|%exclude|--?exclude|grep\s+-\w*v|replace\(|endswith\(|\bignore|%ghost`)
	// embeddedServer is a setting of uWSGI that loads the plugin of Python 2.
	embeddedServer = regexp.MustCompile(`^\s*plugins?\s*=\s*(?:[\w, ]*[, ])?(python(?:2\d?)?)(?:[\s,]|$)`)
)

// places looks at each line of a file for folders, macros and files of
// Python 2, comments left out.
func (t *table) places(pass *analysis.Pass) {
	f := pass.File
	if f.Role == finding.RoleDoc || !linesOf[f.Language] {
		return
	}
	at := 0
	prose := t.prose(f)
	for line := range bytes.Lines(f.Src) {
		start := at
		at += len(line)
		for len(prose) > 0 && prose[0].End <= start {
			prose = prose[1:]
		}
		if len(prose) > 0 && prose[0].Start < at {
			continue
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) > maxPlaceLine || !bytes.Contains(line, []byte("py")) || isComment(line) {
			continue
		}
		t.placesIn(pass, line, start)
		t.compiledIn(pass, line, start)
	}
}

// prose returns where the texts of a Python file are that nothing is done with,
// in order.
func (t *table) prose(f *analysis.File) []analysis.Span {
	if f.Language != workspace.Python {
		return nil
	}
	tree := f.Python()
	if tree == nil {
		return nil
	}
	var out []analysis.Span
	for i := range tree.Nodes {
		n := python.ID(i)
		if tree.Kind(n) == python.String && tree.Kind(tree.Parent(n)) == python.ExpressionStatement {
			out = append(out, analysis.Span{Start: int(tree.Nodes[i].Start), End: int(tree.Nodes[i].End)})
		}
	}
	return out
}

// linesOf are the languages that are searched line by line.
var linesOf = map[workspace.Language]bool{
	workspace.Python: true, workspace.Shell: true, workspace.Spec: true, workspace.Puppet: true, workspace.Ruby: true,
	workspace.C: true, workspace.CPP: true, workspace.Config: true, workspace.INI: true, workspace.Makefile: true,
	workspace.CMake: true, workspace.Unit: true, workspace.ERB: true, workspace.Template: true, workspace.Kickstart: true,
	workspace.Dockerfile: true, workspace.YAML: true, workspace.Logrotate: true, workspace.TOML: true,
}

// isComment reports whether a line is one, in most languages.
func isComment(line []byte) bool {
	text := bytes.TrimLeft(line, " \t")
	return bytes.HasPrefix(text, []byte("#")) && !bytes.HasPrefix(text, []byte("#define")) ||
		bytes.HasPrefix(text, []byte("//")) || bytes.HasPrefix(text, []byte("* ")) || bytes.HasPrefix(text, []byte("/*")) ||
		bytes.HasPrefix(text, []byte(";"))
}

// placesIn reports the folders and macros of one line.
func (t *table) placesIn(pass *analysis.Pass, line []byte, start int) {
	rule := t.codes[placeCode]
	if rule == nil {
		return
	}
	isSpec := pass.File.Language == workspace.Spec
	report := func(from, to int, subject string) {
		d := analysis.Detail{Subject: subject}
		if isSpec {
			info := finding.Info
			d.Severity = &info
		} else if first, _ := wordAround(line, from); bytes.Contains(pass.File.Src, append(bytes.Clone(line[first:from]), "python3."...)) {
			d.Guard = "the file names the folder of Python 3 too"
		}
		pass.Report(rule, analysis.Span{Start: start + from, End: start + to}, d)
	}
	until := 0 // the end of the word that was reported last
	for _, m := range folder.FindAllSubmatchIndex(line, -1) {
		first, last := wordAround(line, m[2])
		if m[2] < until || ofInterpreter.Match(line[first:m[2]]) || inComment(line, m[2]) {
			continue
		}
		until = last
		report(m[2], m[3], string(line[first:last]))
	}
	for _, m := range egg.FindAllSubmatchIndex(line, -1) {
		first, last := wordAround(line, m[2])
		if m[2] >= until && !inComment(line, m[2]) {
			until = last
			report(m[2], m[3], string(line[first:last]))
		}
	}
	if !isSpec {
		return
	}
	for _, m := range macro.FindAllSubmatchIndex(line, -1) {
		report(m[0], m[1], string(line[m[0]:m[1]]))
	}
}

// wordAround returns the bounds of the word at an offset.
func wordAround(line []byte, at int) (first, last int) {
	separates := func(c byte) bool { return c <= ' ' || strings.IndexByte(`"'=,;()<>|:`+"`", c) >= 0 }
	for first = at; first > 0 && !separates(line[first-1]); first-- {
	}
	for last = at; last < len(line) && !separates(line[last]); last++ {
	}
	return first, last
}

// inComment reports whether a comment has begun in the line before an offset.
func inComment(line []byte, at int) bool {
	i := bytes.Index(line[:at], []byte(" #"))
	return i >= 0 && bytes.Count(line[:i], []byte{'"'})%2 == 0 && bytes.Count(line[:i], []byte{'\''})%2 == 0 ||
		bytes.Contains(line[:at], []byte(" // "))
}

// compiledIn reports the files of one line that Python 2 compiles modules to,
// and servers that load its plugin.
func (t *table) compiledIn(pass *analysis.Pass, line []byte, start int) {
	rule := t.codes[bytecodeCode]
	if rule == nil {
		return
	}
	report := func(m []int, group int) {
		from, to := m[2*group], m[2*group+1]
		first, last := wordAround(line, from)
		if group == 0 { // the whole word is what is meant
			from, to = first, last
		}
		d := analysis.Detail{Subject: strings.Trim(string(line[first:last]), "*")}
		if pass.File.Language == workspace.Spec {
			info := finding.Info
			d.Severity = &info
		}
		pass.Report(rule, analysis.Span{Start: start + from, End: start + to}, d)
	}
	switch pass.File.Language {
	case workspace.INI, workspace.Config, workspace.Template, workspace.ERB:
		if m := embeddedServer.FindSubmatchIndex(line); m != nil && bytes.Contains(pass.File.Src, []byte("wsgi")) {
			report(m, 1)
		}
	case workspace.Shell, workspace.Spec, workspace.Makefile, workspace.Kickstart, workspace.Dockerfile, workspace.Unit:
		if clearsAway.Match(line) {
			return
		}
		m := compiledFile.FindIndex(line)
		if m == nil {
			m = optimisedFile.FindIndex(line)
		}
		if m != nil && !inComment(line, m[0]) {
			report(m, 0)
		}
	}
}

// compiled reports a command that compiles modules to where Python 3 puts them
// elsewhere.
func (t *table) compiled(pass *analysis.Pass, c *facts.Command) {
	rule := t.codes[bytecodeCode]
	if rule == nil {
		return
	}
	for i, arg := range c.Args {
		if arg == "-b" {
			return
		}
		if i > 0 && c.Args[i-1] == "-m" && (arg == "compileall" || arg == "py_compile") {
			for _, more := range c.Args[i+1:] {
				if more == "-b" {
					return
				}
			}
			info := finding.Info
			pass.Report(rule, analysis.Span(c.ArgSpans[i]), analysis.Detail{Subject: path.Base(arg), Severity: &info})
			return
		}
	}
}
