package py2

import (
	"context"
	"fmt"
	"path"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

// hostFile is a file of another language than Python.
func hostFile(t testing.TB, name string, language workspace.Language, src string) *analysis.File {
	parsers := analysis.NewParsers()
	t.Cleanup(parsers.Close)
	repo := &workspace.Repo{ID: "agent"}
	f := &workspace.File{Repo: repo, Package: &workspace.Package{Name: "agent", Repo: repo}, Path: name}
	content := &workspace.Content{Bytes: []byte(src), Language: language, Role: finding.RoleRuntime}
	return analysis.NewFile(context.Background(), f, content, parsers)
}

// hostLanguages are by the endings of the names in the tests.
var hostLanguages = map[string]workspace.Language{
	".sh": workspace.Shell, ".spec": workspace.Spec, ".patch": workspace.Patch, ".pp": workspace.Puppet, ".erb": workspace.ERB,
	".yaml": workspace.YAML, ".ks": workspace.Kickstart, ".mk": workspace.Makefile, ".service": workspace.Unit, ".py": workspace.Python,
	".docker": workspace.Dockerfile, ".ini": workspace.INI, ".cfg": workspace.INI,
}

// inPieces lists "RULE@LINE:COLUMN" of what is found in the pieces of a file:
// family K is about what is around them, and I010 to I012 about siblings.
func inPieces(t testing.TB, run analysis.Map, f *analysis.File) string {
	pass := &analysis.Pass{Analyzer: Analyzer, File: f}
	if err := run(pass); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range pass.Candidates() {
		if c.Line < 1 || c.Column < 1 || c.EndLine < c.Line {
			t.Fatalf("%s at %d:%d-%d", c.Rule, c.Line, c.Column, c.EndLine)
		}
		if strings.HasPrefix(c.Rule, "PY2-K") || strings.HasPrefix(c.Rule, "PY2-I01") {
			continue
		}
		if c.Confidence > finding.Medium {
			t.Errorf("%s:%d: %s has more than medium confidence", f.Path, c.Line, c.Rule)
		}
		out = append(out, fmt.Sprintf("%s@%d:%d", strings.TrimPrefix(c.Rule, "PY2-"), c.Line, c.Column))
	}
	if pass.Module() != nil && f.Language != workspace.Python {
		t.Errorf("%s: a piece describes a module", f.Path)
	}
	return strings.Join(out, " ")
}

func TestPieces(t *testing.T) {
	run := mapper(t)
	for _, c := range []struct{ name, src, want string }{
		{"a.sh", "x\npython -c 'import sys; print sys.path'\n", "S001@2:24"},
		{"a.sh", "python <<EOF\nimport os\n\nprint os.name\nEOF\n", "S001@4:1"},
		{"a.sh", "python <<-EOF\n\tprint 'x'\n\tEOF\n", "S001@2:2"},
		{"python3.sh", "python3 -c 'import urllib2'\npython3 <<EOF\nfor k in {}.iteritems(): pass\nEOF\n", ""},
		{"a.sh", "python -c 'print(\"both\")'\n", ""},
		{"a.sh", "python <<EOF\ntry:\n    import urllib2\nexcept ImportError:\n    pass\nEOF\n", "I006@3:12"},
		{"a.spec", "Name: a\nVersion: 1\nRelease: 1\n%post -p /usr/bin/python\nprint 'x'\n", "S001@5:1"},
		{"a.ks", "%post --interpreter=/usr/bin/python\nprint 'x'\n%end\n", "S001@2:1"},
		{"a.mk", "x:\n\t@python -c 'print 1'\n", "S001@2:14"},
		{"a.docker", "FROM x\nRUN a && \\\n    python -c 'print 1'\n", "S001@3:16"},
		{"a.service", "[Service]\nExecStart=/usr/bin/python -c 'print 1'\n", "S001@2:31"},
		{"a.pp", "exec { 'a': command => \"python -c 'print 1'\" }\n", "S001@1:36"},
		{"a.erb", "#!/usr/bin/python\nx = '<%= @x %>'\nprint x\n", "S001@3:1"},
		{"a.yaml", "- shell: |\n    python -c 'print 1'\n", "S001@2:16"},
		{"in.py", "import os\nos.system(\"python -c 'print 1'\")\n", "S001@2:23"},
		{"in3.py", "import subprocess, sys\ndef f(*, a): pass\nsubprocess.call([sys.executable, '-c', 'input()'])\n", ""},
		{"in2.py", "import subprocess, sys\nsubprocess.call([sys.executable, '-c', 'input()'])\n", "B007@2:41"},
		{"added.patch", "--- a/x.py\n+++ b/x.py\n@@ -1,3 +1,4 @@\n print 'kept'\n-print 'gone'\n+print 'new'\n     else:\n", "S001@6:2"},
		{"added.patch", "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,3 @@\n     print 'kept'\n-    print 'gone'\n+    print 'new'\n+    x.iteritems()\n", "S001@6:6 M002@7:6"},
		{"else.patch", "--- a/x.py\n+++ b/x.py\n@@ -9,2 +9,3 @@\n     else:\n+        raise E, 'x'\n     return\n", "S011@5:10"},
		{"prose.patch", "--- a/x.py\n+++ b/x.py\n@@ -9,2 +9,3 @@\n the end of a text\n+print the text\n", ""},
		{"a.c.patch", "--- a/x.c\n+++ b/x.c\n@@ -9,1 +9,2 @@\n x\n+print 'x'\n", ""},
	} {
		if got := inPieces(t, run, hostFile(t, c.name, hostLanguages[path.Ext(c.name)], c.src)); got != c.want {
			t.Errorf("%s %q\n got %s\nwant %s", c.name, c.src, got, c.want)
		}
	}
}

// TestHostilePieces: pieces without end, of one line, with NUL and with lone
// carriage returns neither stop the scan nor hold it up.
func TestHostilePieces(t *testing.T) {
	run := mapper(t)
	for name, src := range map[string]string{
		"open.sh":      "python <<EOF\nprint 'x'\n",
		"line.sh":      "python -c '" + strings.Repeat("x = 1; ", 1<<17) + "'\n",
		"nul.sh":       "python <<EOF\nprint '\x00'\n\x00\nEOF\n",
		"tox.ini":      "x\rbasepython = python2.7\rx\n\rbasepython = python2\n",
		"setup.cfg":    "x\rpython_requires = <3\nuniversal = 1\r",
		"returns.sh":   "python <<EOF\rprint 'x'\rEOF\r",
		"in.py":        "import os\nos.system(\"" + strings.Repeat("python -c 'x'; ", 1<<12) + "\")\n",
		"hunks.patch":  strings.Repeat("--- a/x.py\n+++ b/x.py\n@@ -1,1 +1,2 @@\n (\n+]'''\n", 1<<9),
		"line.patch":   "--- a/x.py\n+++ b/x.py\n@@ -1,1 +1,2 @@\n x\n+" + strings.Repeat("x = 1; ", 1<<15) + "\n",
		"brackets.erb": "#!/usr/bin/python\n" + strings.Repeat("<%= {{ ", 1<<14),
	} {
		start := time.Now()
		inPieces(t, run, hostFile(t, name, hostLanguages[path.Ext(name)], src))
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

// FuzzPieces checks that no file of any language makes what is found leave it.
func FuzzPieces(f *testing.F) {
	names := []string{"a.sh", "a.spec", "a.patch", "a.pp", "a.erb", "a.yaml", "a.ks", "a.mk", "a.service", "a.py", "a.docker", "setup.cfg", "tox.ini", "a.c"}
	for i, seed := range []string{
		"python <<E\nprint 1\nE\npython -c \"$x", "%post -p %{__python}\nprint %%s", "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n else:\n+print 1\n+'''",
		"exec { 'a': command => \"python -c 'print 1'\" }", "#!/usr/bin/python\nprint <%= x %>", "- shell: |\n    python -c 'print {{ x }}'",
		"%post --interpreter=/usr/bin/python\nprint 1", "x:\n\t$(PYTHON) -c 'print 1'", "ExecStart=python -c 'print 1'", "import os\nos.system(\"python -c 'print 1'\")",
		"RUN python <<E\nprint 1\nE", "python_requires = >=2.7,<3", "[testenv:py27]\nbasepython = python2", "#include <Python.h>\n#if PY_MAJOR_VERSION >= 3\n#else\nPyInt_Check(x);\n#endif\n/*",
	} {
		f.Add(uint8(i), seed)
	}
	run := mapper(f)
	f.Fuzz(func(t *testing.T, which uint8, src string) {
		name := names[int(which)%len(names)]
		language, ok := hostLanguages[path.Ext(name)]
		switch {
		case ok:
		case name == "a.c":
			language = workspace.C
		default:
			language = workspace.INI
		}
		file := hostFile(t, name, language, src)
		pass := &analysis.Pass{Analyzer: Analyzer, File: file}
		if err := run(pass); err != nil {
			t.Fatal(err)
		}
		last, _ := file.Position(len(src))
		for _, c := range pass.Candidates() {
			if c.Line < 1 || c.Line > last || c.Column < 1 || c.EndLine < c.Line {
				t.Fatalf("%s at %d:%d-%d of %d lines", c.Rule, c.Line, c.Column, c.EndLine, last)
			}
		}
	})
}
