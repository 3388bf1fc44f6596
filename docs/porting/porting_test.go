package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/oracle"
)

func TestPortingCommit(t *testing.T) {
	for message, want := range map[string]string{
		"py3: Fix hashlib usage":                                               byName,
		"Python 3 compatibility: fix has_key":                                  byName,
		`Fix: "dict" issue for Python 2/3 compatible code`:                     byName,
		"Handle PEP479":                                                        byName,
		"python3: Fix compatibility issues":                                    byName,
		"Re-enable important py3k checks for nfv":                              byName,
		"Convert sw-patch to use python3":                                      byName,
		"Update nfv code to work properly on python3.7+":                       byName,
		"Debian: Fix VIM API calls\n\nOn python 3 struct.pack returns bytes.":  byText,
		"Fix load\n\nThe type differs on python2 and python3.\n":               byText,
		"Fix load\n\nIt failed.\n\nPASS: run with python3\nhttps://x/python3 ": "",
		"Fix load\n\nThe package python3-redfish is new.":                      "",
		"Fix load\n\nThe interpreter /usr/bin/python3 is given.":               "",
		"Revert \"py3: Fix hashlib usage\"":                                    "",
		"Remove python2 jobs from zuul for this repo":                          "",
		"Add pylint py3 portability checks for the ha repo":                    "",
		"Python3-kubernetes upversion to 30.1.0":                               "",
		"Add Python 3.13 build support":                                        "",
		"Remove the six library":                                               "",
		"Fix python3.9 building":                                               "",
		"Update debian packaging for sysinv\n\nSo that python 3 is built.":     "",
		"Add host\n\nStory: 2006796\nTask: python3":                            "",
	} {
		r := &git.Revision{Parents: []string{"x"}, Message: message, Committed: time.Date(2021, 8, 1, 0, 0, 0, 0, time.UTC)}
		if got := portingCommit(r); got != want {
			t.Errorf("%q: %q, want %q", message, got, want)
		}
	}
	late := &git.Revision{Parents: []string{"x"}, Message: "py3: Fix", Committed: ported}
	first := &git.Revision{Message: "py3: Fix"}
	if portingCommit(late) != "" || portingCommit(first) != "" {
		t.Error("a commit after the port, or one without a parent, is one that ported")
	}
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func TestDrop(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"code", "x = d.keys()", "x = list(d.keys())", ""},
		{"comment", "x = 1  # one", "x = 1  # 1", dropEqual},
		{"blank", "f(a,b)", "f(a, b)", dropEqual},
		{"line breaks", "f(a,\n  b)", "f(a, b)", dropEqual},
		{"docstring", "    '''Old.'''", "    '''New.'''", dropEqual},
		{"a string that is used", "x = 'a'", "x = 'b'", ""},
		{"u before a string", "x = u'a'", "x = 'a'", dropEqual},
		{"b before a string", "x = 'a'", "x = b'a'", ""},
		{"imports added", "", "import six\nfrom six.moves import (\n    map,\n)", dropImports},
		{"imports replaced", "import urllib2", "from six.moves import urllib", ""},
		{"imports and code added", "", "import six\nx = six.PY3", ""},
		{"a function added", "", "def helper(x):\n    return x", dropFunctions},
		{"a special method added", "", "def __next__(self):\n    return 1", ""},
		{"a function replaced", "def next(self):", "def __next__(self):", ""},
		{"code added", "", "x = x.decode()", ""},
	} {
		h := &hunk{old: lines(tt.old), new: lines(tt.new)}
		drop([]*hunk{h}, nowhere)
		if h.dropped != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, h.dropped, tt.want)
		}
	}
	gone, come := &hunk{old: lines("import os")}, &hunk{new: lines("import os")}
	other := &hunk{old: lines("import re")}
	drop([]*hunk{gone, come, other}, nowhere)
	if gone.dropped != dropOrder || come.dropped != dropOrder || other.dropped != "" {
		t.Errorf("moved imports: %q, %q; one that went: %q", gone.dropped, come.dropped, other.dropped)
	}
}

func nowhere(string) bool { return false }

func TestSameOn3(t *testing.T) {
	has := func(module string) bool { return module == "base64" }
	for _, tt := range []struct{ old, new, want string }{
		{"for k in d.keys():", "for k in list(d.keys()):", sameWrapped},
		{"for k in d.keys():", "for k in list(d):", sameWrapped},
		{"for k in d.x[a(1)].keys():", "for k in list(d.x[a(1)]):", sameWrapped},
		{"if a in self.d.keys() and b:", "if a in self.d and b:", sameWrapped},
		{"n = len(d.items())", "n = len(list(d.items()))", sameWrapped},
		{"n = len(d.items())", "n = len(d)", sameWrapped},
		{"x = sorted(d.keys())", "x = sorted(list(d))", sameWrapped},
		{"f(i for i in range(3))", "f(i for i in list(range(3)))", sameWrapped},
		{"f(*d.values())", "f(*list(d.values()))", sameWrapped},
		{"x = list(map(list, zip(*a)))", "x = list(map(list, list(zip(*a))))", sameWrapped},
		{"if not d.keys():", "if not list(d.keys()):", sameWrapped},
		{"if not map(f, d):", "if not list(map(f, d)):", ""},
		{"x = a * d.keys()", "x = a * list(d.keys())", ""},
		{"x = max(a, d.keys())", "x = max(a, list(d.keys()))", ""},
		{"x = d.keys()", "x = list(d.keys())", ""},
		{"x = d.keys()", "x = d", ""},
		{"f(d.keys())", "f(list(d.keys()))", ""},
		{"return map(f, x)", "return list(map(f, x))", ""},
		{"for k, v in d.iteritems():", "for k, v in d.items():", ""},
		{"for k in d.keys()", "for k in list(e)", ""},
		{"x = list(", "x = list(", ""},
		{"class A:", "class A(object):", sameClass},
		{"class A():", "class A(object):", sameClass},
		{"class A(B):", "class A(object):", ""},
		{"except Exception as e:", "except Exception:", sameName},
		{"except IOError, e:", "except IOError as e:", ""},
		{"import base64", "", sameImport},
		{"from base64 import b64decode", "", sameImport},
		{"import urllib2", "", ""},
		{"import base64, urllib2", "", ""},
		{"import base64", "from oslo_serialization import base64", ""},
	} {
		if got := sameOn3(&hunk{old: lines(tt.old), new: lines(tt.new)}, has); got != tt.want {
			t.Errorf("%s -> %s: %q", tt.old, tt.new, got)
		}
	}
}

// TestTouches holds where a finding has to lie: for lines that were only
// added, beside them.
func TestTouches(t *testing.T) {
	at := func(first, last int) *finding.Finding {
		return &finding.Finding{Location: finding.Location{Line: first, EndLine: last}}
	}
	changed := &hunk{first: 5, last: 6}
	for _, f := range []*finding.Finding{at(5, 5), at(6, 9), at(1, 5), at(1, 9)} {
		if len(touches(changed, []*finding.Finding{f})) != 1 {
			t.Errorf("%d to %d does not touch 5 to 6", f.Line, f.EndLine)
		}
	}
	traced := at(1, 1)
	traced.Trace = []finding.Step{{Name: "used as text", Line: 6}}
	if len(touches(changed, []*finding.Finding{traced})) != 1 {
		t.Error("a place that a finding names does not count")
	}
	guarded := at(5, 5)
	guarded.Guard = "six.PY2"
	for _, f := range []*finding.Finding{at(4, 4), at(7, 7), guarded} {
		if len(touches(changed, []*finding.Finding{f})) != 0 {
			t.Errorf("%d to %d touches 5 to 6", f.Line, f.EndLine)
		}
	}
}

func TestProjectName(t *testing.T) {
	for dir, want := range map[string]string{
		"/m/starlingx+config/repo": "config", "/m/nfv.git": "nfv", "/m/stx-ha/.git": "ha", "/m/stx-ha": "ha",
	} {
		if got := projectName(dir); got != want {
			t.Errorf("%s: %q", dir, got)
		}
	}
}

// portedFile is app/a.py of the sample after the porting commit.
const portedFile = "import six\n\nprint(\"a\")\n\nb = 1  # one\n\nc = clear(b)\n\nif 1 in d:\n    pass\n"

// history makes a repository with a porting commit of three hunks in a file
// of the product, of which a rule knows two, and one in a test.
func history(t *testing.T) string {
	t.Helper()
	oracle.Program(t, "git", "apt install git")
	dir := filepath.Join(t.TempDir(), "starlingx+sample", "repo")
	script := `
git init -q -b master
mkdir -p app/tests
printf 'import six\n\nprint "a"\n\nb = 1\n\nc = opaque(b)\n\nif d.has_key(1):\n    pass\n' > app/a.py
printf 'print "a"\n' > app/tests/test_a.py
printf 'x = 1\n' > app/quiet.py
printf 'print "never touched"\n' > app/loud.py
git add -A
git commit -q -m 'First.'
printf 'import six\n\nprint("a")\n\nb = 1  # one\n\nc = clear(b)\n\nif 1 in d:\n    pass\n' > app/a.py
printf 'print("a")\n' > app/tests/test_a.py
git commit -q -am 'py3: Fix a'
git tag 5.0.0`
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-e", "-c", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_AUTHOR_DATE=2021-08-01T00:00:00Z",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org", "GIT_COMMITTER_DATE=2021-08-01T00:00:00Z")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

func TestMeasure(t *testing.T) {
	dir := history(t)
	files := filepath.Join(t.TempDir(), "files")
	first := measure(t, options{mirrors: []string{dir}, tags: []string{"5.0.0", "9.0.0"}, files: files})
	for _, want := range []string{
		"1 porting commits change Python of the product, 1 of them count.",
		"| asked for | 3 |\n", "| " + dropEqual + " | 1 |\n",
		"| stxscan, warning and medium | 2 of 3 = 66.7 % | 2 of 3 = 66.7 % | 2 of 3 = 66.7 % | 0 of 0 = 0.0 % |",
		"| error | high | 1 of 3 = 33.3 % | 1 of 3 = 33.3 % | 83.33 | 0.00 |",
		"5.0.0: 3 files, 12 lines; left out are 0 ", "9.0.0: 0 files, 0 lines;",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("no %q in:\n%s", want, first)
		}
	}

	// The other tools are asked about the file before the change.
	content, err := os.ReadFile(files)
	if err != nil {
		t.Fatal(err)
	}
	var asked question
	for line := range bytes.Lines(content) {
		var q question
		if err := json.Unmarshal(line, &q); err != nil {
			t.Fatal(err)
		}
		if q.Ported != "" {
			asked = q
		}
	}
	if asked.Path != "app/a.py" || asked.Ported != "2021-08-01" {
		t.Fatalf("asked about %+v of\n%s", asked, content)
	}
	ported, quiet := git.BlobID([]byte(portedFile)), git.BlobID([]byte("x = 1\n"))
	loud := git.BlobID([]byte("print \"never touched\"\n"))
	answers := filepath.Join(t.TempDir(), "answers")
	text := `{"` + asked.Blob + `": {"tools": {"other": [[7, 7]], "third": []}}, "` + loud + `": {"refused": ["3.9"]},
		"` + ported + `": {"tools": {"other": [], "third": [[1, 1], [2, 2]], "third:check": [[1, 1]]}}, "` + quiet + `": {"tools": {"third": []}}}`
	if err := os.WriteFile(answers, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	missed := filepath.Join(t.TempDir(), "missed.md")
	second := measure(t, options{mirrors: []string{dir}, tags: []string{"5.0.0"}, peers: answers, missed: missed})
	for _, want := range []string{
		"| other | 1 of 3 = 33.3 % |", "| third | 0 of 3 = 0.0 % |", "| all others together | 1 of 3 = 33.3 % |",
		"third names 181.82 places in 1,000 lines of it.",
		"5.0.0: 2 files, 11 lines; left out are 0 that a later porting commit changed, 0 that are gone since and 1 that Python 3 refuses.",
	} {
		if !strings.Contains(second, want) {
			t.Errorf("no %q in:\n%s", want, second)
		}
	}
	if strings.Contains(second, "other names") {
		t.Errorf("a tool that did not answer for all files has a rate:\n%s", second)
	}
	list, err := os.ReadFile(missed)
	if err != nil || !strings.Contains(string(list), "app/a.py:7 {other}\n    - c = opaque(b)\n    + c = clear(b)\n") ||
		strings.Contains(string(list), "has_key") {
		t.Errorf("missed: %v\n%s", err, list)
	}
}

func TestReadings(t *testing.T) {
	list, err := readReadings("read.tsv")
	if err != nil {
		t.Fatal(err)
	}
	h := &hunk{repo: "config", commit: "8e82287b4abc", path: "sysinv/sysinv/sysinv/sysinv/agent/disk.py", first: 105}
	if got := list[h.key()]; got != theSame {
		t.Errorf("%q of %q", got, h.key())
	}
	for name, text := range map[string]string{
		"head": "repo\tcommit\n", "columns": verdictsHead + "\na\tb\tsame\n", "verdict": verdictsHead + "\na\tb\tc\t1\tmaybe\n",
		"empty": verdictsHead + "\n\n",
	} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readReadings(file); err == nil || !strings.Contains(err.Error(), name) && !strings.Contains(err.Error(), ":2:") {
			t.Errorf("%s: %v", name, err)
		}
	}
	differing := &hunk{repo: "r", touched: []touch{{"PY2-X001", finding.Error, finding.High}}}
	m := &measured{readings: readings{differing.key(): differs}}
	var out bytes.Buffer
	m.writeReadings(&out, []*hunk{differing, {repo: "s"}}, nil)
	for _, want := range []string{"| differs | 1 | 1 of 1 = 100.0 % | 0 of 1 = 0.0 % |", "| not read | 1 | 0 of 1 = 0.0 %"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, &out)
		}
	}
}

func measure(t *testing.T, o options) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), o, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
