package py2

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/rules/removed"
)

// presence is a program that reads dotted names as JSON and writes for each
// whether the interpreter has it: an attribute of a module, or a module.
const presence = `
import importlib, json, sys, warnings
warnings.simplefilter("ignore")
def has(name):
    parts = name.split(".")
    for i in range(len(parts), 0, -1):
        try:
            value = importlib.import_module(".".join(parts[:i]))
        except Exception:
            continue
        for part in parts[i:]:
            if not hasattr(value, part):
                return False
            value = getattr(value, part)
        return True
    return False
print(json.dumps([has(name) for name in json.load(sys.stdin)]))
`

func ask(t *testing.T, version string, names []string) []bool {
	t.Helper()
	input, err := json.Marshal(names)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(oracle.CPython(t, version), "-c", presence)
	command.Stdin = bytes.NewReader(input)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("CPython %s: %v", version, err)
	}
	var answers []bool
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != len(names) {
		t.Fatalf("CPython %s: %v: %q", version, err, out)
	}
	return answers
}

// TestRemovedNamesAgainstInterpreters: what the rules call gone is there on the
// last Python before, 2.7 unless the rule names a release, and is gone then.
func TestRemovedNamesAgainstInterpreters(t *testing.T) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	onSelf := map[string]bool{}
	for _, f := range removed.Facts() {
		onSelf[f.Name] = f.How == "self"
	}
	bySince := map[string][]string{}
	for _, r := range set.For("py2") {
		for name := range r.Match.Attribute {
			if !strings.HasPrefix(name, "__builtins__.") && !notImportable[name] {
				bySince[r.Since] = append(bySince[r.Since], name)
			}
		}
		for name := range r.Match.Member {
			// What objects are given, and methods that lost their use, no class tells.
			if !onSelf[name] && r.Means == rules.Fails {
				bySince[r.Since] = append(bySince[r.Since], name)
			}
		}
	}
	previous := map[string]string{"3.7": "3.6", "3.8": "3.7", "3.9": "3.8", "3.10": "3.9", "3.11": "3.10", "3.12": "3.11", "3.13": "3.12"}
	for since, names := range bySince {
		last, gone := "2.7", "3.6"
		if since != "" {
			last, gone = previous[since], since
		}
		had := map[string]bool{}
		var asked []string
		for _, name := range names {
			asked = append(asked, oldNames(name)...)
		}
		for i, has := range ask(t, last, asked) {
			had[asked[i]] = has
		}
		for _, name := range names {
			if !slices.ContainsFunc(oldNames(name), func(old string) bool { return had[old] }) {
				t.Errorf("%s: CPython %s has no such name", name, last)
			}
		}
		for i, has := range ask(t, gone, names) {
			if has {
				t.Errorf("%s: CPython %s still has it", names[i], gone)
			}
		}
	}
}

// oldNames returns what Python 2 may call a name of Python 3.
func oldNames(name string) []string {
	names := []string{name}
	for old, renamed := range removed.Renamed() {
		if rest, ok := strings.CutPrefix(name, renamed); ok && (rest == "" || rest[0] == '.') {
			names = append(names, old+rest)
		}
	}
	return names
}

// notImportable are names that exist, but not for whoever just imports the
// module.
var notImportable = map[string]bool{
	"sys.setdefaultencoding": true, // site.py takes it away
	"sys.exitfunc":           true, // there once a program sets it
	"sys.exc_type":           true, // there once an exception was handled
	"sys.exc_value":          true,
	"sys.exc_traceback":      true,
	"iso8601.iso8601.Utc":    true, // of another package
}

// TestNamesThatCameBack: what Python 3.10 has again breaks up to 3.9 alone.
func TestNamesThatCameBack(t *testing.T) {
	pass := &analysis.Pass{Analyzer: Analyzer, File: file(t, "import types\ntypes.NoneType\ntypes.IntType\n")}
	if err := mapper(t)(pass); err != nil {
		t.Fatal(err)
	}
	want := []rules.Pythons{rules.AllPythons &^ rules.Since("3.10"), rules.AllPythons}
	var got []rules.Pythons
	for _, c := range pass.Candidates() {
		if c.Rule == "PY2-A009" {
			got = append(got, c.Reach)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("reach %b, want %b", got, want)
	}
}
