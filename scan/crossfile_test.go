package scan_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// laidOut writes the files of an archive to a folder.
func laidOut(t *testing.T, archive string) string {
	t.Helper()
	root := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(root, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// TestResultsAcrossFiles: bytes that a function returns are a finding where they
// come from, as grave as what other files do to them.
func TestResultsAcrossFiles(t *testing.T) {
	root := laidOut(t, `
-- agent/.gitreview --
[gerrit]
project=starlingx/agent.git
-- agent/agent/__init__.py --
from agent.run import output
-- agent/agent/run.py --
import base64
import subprocess


def output(command):
    return subprocess.check_output(command)


def kept(command):
    return subprocess.check_output(command)


def pair(command):
    p = subprocess.Popen(command, stdout=subprocess.PIPE)
    return p.returncode, p.communicate()[0]


def token(text):
    return base64.b64encode(text)


def idle(text):
    return base64.b64decode(text)


class Reader(object):
    def read(self):
        return base64.b64decode(self.text)
-- agent/agent/use.py --
from agent import output
from agent import run as runner
from agent.run import Reader, pair, token


def names():
    return output(["ls"]).split("\n")


def state(data):
    code, out = pair(["ls"])
    header = "token " + token(data)
    return out == "up", code == "0", header, runner.kept(["ls"])


class Lines(Reader):
    def lines(self):
        return self.read().split("\n")
`)
	report, _, _ := scanned(t, root)
	var got []string
	for _, f := range report.Findings {
		if !strings.HasPrefix(f.Rule, "PY2-X") {
			continue
		}
		last := ""
		for _, step := range f.Trace {
			last = step.Name
		}
		got = append(got, fmt.Sprintf("%s %s:%d %v %v (%s)", f.Rule, f.Path, f.Line, f.Severity, f.Confidence, last))
	}
	want := []string{
		"PY2-X001 agent/run.py:6 error medium (taken for text in agent:agent/use.py:7)",
		"PY2-X001 agent/run.py:10 warning medium (used as text)",
		"PY2-X001 agent/run.py:14 warning medium (taken for text in agent:agent/use.py:13)",
		"PY2-X004 agent/run.py:19 error medium (taken for text in agent:agent/use.py:12)",
		"PY2-X004 agent/run.py:28 error medium (taken for text in agent:agent/use.py:18)",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestFloatsAcrossFiles: what a function of another file returns for certain
// settles what a division is of.
func TestFloatsAcrossFiles(t *testing.T) {
	root := laidOut(t, `
-- agent/.gitreview --
[gerrit]
project=starlingx/agent.git
-- agent/clock.py --
def now_ms(t):
    stamp = (t.seconds * 1e+3) + (t.nanoseconds * 1e-6)
    return stamp


def ticks(t):
    return t.ticks
-- agent/use.py --
import clock
from clock import ticks


def waited(t, started):
    now = clock.now_ms(t)
    return (now - started) / 1000


def counted(t, started):
    return (ticks(t) - started) / 1000
`)
	report, _, _ := scanned(t, root)
	var got []string
	for _, f := range report.Findings {
		if f.Rule == "PY2-N001" {
			got = append(got, fmt.Sprintf("%s:%d %v %v", f.Path, f.Line, f.Severity, f.Confidence))
		}
	}
	if want := "use.py:11 warning medium"; strings.Join(got, "\n") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
