package rules

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
)

// compiler reads programs that are separated by a line of its own and prints
// for each whether it compiles.
const compiler = `
import sys, warnings
warnings.simplefilter("ignore")
for text in sys.stdin.read().split("\n=====\n"):
    try:
        compile(text + "\n", "snippet", "exec", 0, 1)
        print("ok")
    except (SyntaxError, ValueError) as e:
        print("no: %s" % e)
`

func compiles(t *testing.T, python string, programs []string) []string {
	t.Helper()
	command := exec.Command(python, "-c", compiler)
	command.Env = append(os.Environ(), "PYTHONIOENCODING=utf-8")
	command.Stdin = strings.NewReader(strings.Join(programs, "\n=====\n"))
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", python, err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(programs) {
		t.Fatalf("%s answered %d times for %d programs", python, len(lines), len(programs))
	}
	return lines
}

// TestSnippetsCompile asks the interpreters about the code that Python rules
// show: what comes after compiles on 2.7 and on Python 3, and what means "does
// not compile" does not.
func TestSnippetsCompile(t *testing.T) {
	python2, python3 := oracle.CPython(t, "2.7"), oracle.CPython(t, "3.6")
	set, err := Load(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var list []*Rule
	var before, after []string
	for _, r := range set.Rules {
		// Family K shows what stands around code: shell, metadata, C.
		if r.Analyzer == "py2" && !strings.HasPrefix(r.ID, "PY2-K") {
			list = append(list, r)
			before, after = append(before, r.Before), append(after, r.After)
		}
	}
	before2, before3 := compiles(t, python2, before), compiles(t, python3, before)
	after2, after3 := compiles(t, python2, after), compiles(t, python3, after)
	for i, r := range list {
		if after2[i] != "ok" || after3[i] != "ok" {
			t.Errorf("%s: what comes after: 2.7 %s, 3.6 %s", r.ID, after2[i], after3[i])
		}
		refused := before3[i] != "ok"
		since36 := Since(r.sinceVersion())&PythonVersion(3, 6) != 0
		// YAML cannot hold the byte that S032 is about: <B0> stands for it.
		shown := r.ID != "PY2-S032"
		if r.Means == DoesNotCompile && since36 && shown && !refused {
			t.Errorf("%s means %s, and 3.6 compiles what comes before", r.ID, r.Means)
		}
		if before2[i] != "ok" {
			t.Logf("%s: 2.7 refuses what comes before as well: %s", r.ID, before2[i])
		}
	}
}
