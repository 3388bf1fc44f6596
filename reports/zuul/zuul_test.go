package zuul_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
	"opendev.org/starlingx/stxscan/reports/zuul"
)

func writer(o zuul.Options) reporttest.Write {
	return func(w io.Writer, r *reports.Report) error {
		if r.Delta == nil { // it needs a base
			r.Delta = &reports.Delta{}
		}
		if o.Repo != "" && len(r.Inputs) == 0 {
			return zuul.Write(w, r, zuul.Options{})
		}
		return zuul.Write(w, r, o)
	}
}

func TestZuul(t *testing.T) {
	reporttest.Writer(t, ".json", writer(zuul.Options{Repo: "inventory", Report: "stxscan/report.html"}))
}

// allowed are the keys that Zuul knows at each depth, and what their values are
// (zuul/lib/filecomments.py, zuul/lib/artifacts.py). One that it does not know
// makes it drop all comments of a build.
var allowed = map[string]map[string]string{
	"":          {"zuul": "object"},
	"zuul":      {"file_comments": "object", "artifacts": "list"},
	"comment":   {"line": "number", "message": "string"},
	"artifacts": {"name": "string", "url": "string", "metadata": "object"},
}

// keys checks one object.
func keys(t *testing.T, what string, value any) map[string]any {
	t.Helper()
	object, ok := value.(map[string]any)
	if !ok {
		t.Fatalf("%s is no object: %v", what, value)
	}
	kinds := map[string]string{"float64": "number", "string": "string", "map[string]interface {}": "object", "[]interface {}": "list"}
	for key, v := range object {
		if want := allowed[what][key]; want == "" || kinds[fmt.Sprintf("%T", v)] != want {
			t.Errorf("%s: the key %q with %v", what, key, v)
		}
	}
	return object
}

// check holds text to Zuul's schema and returns the comments.
func check(t *testing.T, text string) map[string][]map[string]any {
	t.Helper()
	var document any
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	data := keys(t, "zuul", keys(t, "", document)["zuul"])
	if list, ok := data["artifacts"]; ok {
		for _, a := range list.([]any) {
			keys(t, "artifacts", a)
		}
	}
	comments := map[string][]map[string]any{}
	for path, list := range data["file_comments"].(map[string]any) {
		if path == "" || strings.HasPrefix(path, "/") || !utf8.ValidString(path) {
			t.Errorf("the path %q", path)
		}
		for _, c := range list.([]any) {
			comment := keys(t, "comment", c)
			if line := comment["line"].(float64); line < 1 || line != float64(int(line)) {
				t.Errorf("%s: line %v", path, line)
			}
			reporttest.Harmless(t, path, comment["message"].(string))
			comments[path] = append(comments[path], comment)
		}
	}
	return comments
}

func TestKeys(t *testing.T) {
	for name, r := range map[string]*reports.Report{"gate": reporttest.Gate(), "hostile": reporttest.HostileGate(), "nothing": {Delta: &reports.Delta{}}} {
		for _, repo := range []string{"inventory", "updates"} {
			comments := check(t, writer(zuul.Options{Repo: repo, Report: "r.html"}).Text(t, r))
			if name != "nothing" && len(comments) == 0 {
				t.Errorf("%s: no comments on %s", name, repo)
			}
		}
	}
}

// TestOnlyTheChange: files that the change does not touch are not commented,
// but what is in them is counted.
func TestOnlyTheChange(t *testing.T) {
	comments := check(t, writer(zuul.Options{Repo: "inventory"}).Text(t, reporttest.Gate()))
	// hosts.py fails the gate and is not of the change, disk.py is, test_disk.py
	// has nothing to say, and legacy.py cannot be parsed any more.
	got := slices.Sorted(maps.Keys(comments))
	if want := []string{"inventory-agent/agent/disk.py", "inventory-agent/agent/legacy.py"}; !slices.Equal(got, want) {
		t.Fatalf("comments on %q, want %q", got, want)
	}
	first := comments["inventory-agent/agent/disk.py"]
	if text := first[0]["message"].(string); !strings.Contains(text, "2 findings that fail the gate, 1 new finding that does not and 1 thing that could not be told") {
		t.Errorf("the first comment is %q", text)
	}
	if line := first[1]["line"].(float64); len(first) != 2 || line != 140 {
		t.Errorf("%v", first)
	}
	// A base that is no revision: files with something to say.
	r := reporttest.Gate()
	r.Delta.Changed = nil
	got = slices.Sorted(maps.Keys(check(t, writer(zuul.Options{Repo: "updates"}).Text(t, r))))
	want := []string{"update-client/client/data.py", "update-client/client/step00.py", "update-client/client/step03.py"}
	if !slices.Equal(got, want) {
		t.Errorf("comments on %q, want %q", got, want)
	}
}

func TestBounds(t *testing.T) {
	r := reporttest.Gate()
	r.Delta.Changed = nil
	one := r.Findings[7] // fails
	r.Findings = nil
	for i := range 130 {
		for j := range 25 {
			f := one
			f.Path, f.Line = fmt.Sprintf("dir/%03d.py", i), j+1
			f.Message = strings.Repeat("long ", 1000)
			r.Findings = append(r.Findings, f)
		}
	}
	all := 0
	comments := check(t, writer(zuul.Options{Repo: "updates"}).Text(t, r))
	for path, list := range comments {
		all += len(list)
		if want := 21; len(list) != want && path != "dir/000.py" {
			t.Errorf("%s has %d comments, want %d", path, len(list), want)
		}
		if last := list[len(list)-1]["message"].(string); !strings.Contains(last, "5 more are in this file not shown") {
			t.Errorf("%s ends with %q", path, last)
		}
		if n := utf8.RuneCountInString(list[1]["message"].(string)); n > 1000 {
			t.Errorf("a message of %d characters", n)
		}
	}
	if len(comments) != 100 || all != 2101 {
		t.Errorf("%d comments on %d files", all, len(comments))
	}
	if text := comments["dir/000.py"][0]["message"].(string); !strings.Contains(text, "750 findings that fail the gate") {
		t.Errorf("what is left out: %q", text)
	}
}

// TestTwiceInALine: what a line has twice is said once.
func TestTwiceInALine(t *testing.T) {
	r := reporttest.Gate()
	r.Delta.Changed = nil
	r.Findings = slices.Insert(r.Findings, 3, r.Findings[2])
	list := check(t, writer(zuul.Options{Repo: "inventory"}).Text(t, r))["inventory-agent/agent/disk.py"]
	lines := 0
	for _, c := range list {
		if c["line"].(float64) == 140 {
			lines++
		}
	}
	if lines != 1 {
		t.Errorf("%v", list)
	}
}

func TestLevel(t *testing.T) {
	text := writer(zuul.Options{Repo: "updates", Level: true}).Text(t, reporttest.Gate())
	if !strings.Contains(text, `"level": "error"`) || !strings.Contains(text, `"level": "warning"`) {
		t.Error(text)
	}
	if text := writer(zuul.Options{Repo: "updates"}).Text(t, reporttest.Gate()); strings.Contains(text, `"level"`) {
		t.Error("the level was not asked for")
	}
}

func TestRefusals(t *testing.T) {
	if err := zuul.Write(io.Discard, reporttest.Sample(), zuul.Options{}); !errors.Is(err, zuul.ErrNoBase) {
		t.Errorf("without a base: %v", err)
	}
	for repo, want := range map[string]string{"": "--zuul-repo, one of inventory, updates", "nova": `"nova" is no repo of the report: want one of inventory, updates`} {
		if err := zuul.Write(io.Discard, reporttest.Gate(), zuul.Options{Repo: repo}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", repo, err, want)
		}
	}
	// A fork beside the one repo is no repo of the change.
	r := reporttest.Gate()
	r.Inputs[1].Repo = "git/nova"
	if err := zuul.Write(io.Discard, r, zuul.Options{}); err != nil {
		t.Error(err)
	}
}

// schema states in Zuul's own language what it takes: every key may be missing,
// none may be added.
const schema = `
import json, sys
from voluptuous import Optional, Required, Schema
comments = Schema({str: [{Optional("line"): int, Optional("message"): str}]})
artifacts = Schema([{Required("name"): str, Required("url"): str, "metadata": dict}])
data = Schema({"zuul": {"file_comments": dict, Optional("artifacts"): list}})(json.load(sys.stdin))["zuul"]
comments(data["file_comments"])
artifacts(data.get("artifacts", []))
`

func TestVoluptuous(t *testing.T) {
	python := oracle.Python(t, "voluptuous", "apt-get install python3-voluptuous")
	run := func(text string) error {
		command := exec.Command(python, "-c", schema)
		command.Stdin = strings.NewReader(text)
		out, err := command.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
		return nil
	}
	for name, r := range map[string]*reports.Report{"gate": reporttest.Gate(), "hostile": reporttest.HostileGate(), "nothing": {Delta: &reports.Delta{}}} {
		if err := run(writer(zuul.Options{Repo: "updates", Report: "r.html"}).Text(t, r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if run(`{"zuul": {"file_comments": {"a": [{"line": 1, "level": "error"}]}}}`) == nil {
		t.Error("a key that is not known is taken")
	}
}

// TestWarningsThatPass: with --severity error a warning is new and passes.
func TestWarningsThatPass(t *testing.T) {
	r := reporttest.Gate()
	i := slices.IndexFunc(r.Findings, func(f finding.Finding) bool { return f.Rule == "PY2-B010" })
	r.Findings[i].BaselineState, r.Findings[i].Fails, r.Delta.Changed = finding.BaselineNew, nil, nil
	list := check(t, writer(zuul.Options{Repo: "inventory"}).Text(t, r))["inventory-api/api/hosts.py"]
	if len(list) != 1 || !strings.HasSuffix(list[0]["message"].(string), "(does not fail the gate)") {
		t.Errorf("%v", list)
	}
}
