package config

import (
	"bytes"
	"strings"
	"testing"
)

var triaged = Suppress{Rule: "PY2-S001", Fingerprint: "12345678901234567890", Kind: "false-positive", Reason: "it is: a #test", Until: "2026-12-31"}

const triagedLines = `- rule: PY2-S001
  fingerprint: "12345678901234567890"
  kind: false-positive
  reason: 'it is: a #test'
  until: "2026-12-31"
`

func indentedBy(text, indent string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(indent + line)
	}
	return b.String()
}

// TestAddSuppress holds where the entry comes to lie, and that nothing else moves.
func TestAddSuppress(t *testing.T) {
	two, none := indentedBy(triagedLines, "  "), triagedLines
	for name, c := range map[string]struct{ text, want string }{
		"no suppress":         {"version: 1\ntargets: [clear]\n", "version: 1\ntargets: [clear]\nsuppress:\n" + two},
		"no last line end":    {"version: 1", "version: 1\nsuppress:\n" + two},
		"comments at the end": {"version: 1\n\n# the end\n", "version: 1\nsuppress:\n" + two + "\n# the end\n"},
		"at the end":          {"version: 1\nsuppress:\n  - {rule: A-001, kind: later, reason: r}\n", "version: 1\nsuppress:\n  - {rule: A-001, kind: later, reason: r}\n" + two},
		"no indent":           {"version: 1\nsuppress:\n- {rule: A-001, kind: later, reason: r}\n\n# groups\ngroups: []\n", "version: 1\nsuppress:\n- {rule: A-001, kind: later, reason: r}\n" + none + "\n# groups\ngroups: []\n"},
		"before a key":        {"suppress:\n  # one\n  - rule: A-001\n    kind: later   # really\n    reason: |\n      two\n      # lines\n  # last\n\n# the version\nversion: 1\n", "suppress:\n  # one\n  - rule: A-001\n    kind: later   # really\n    reason: |\n      two\n      # lines\n  # last\n" + two + "\n# the version\nversion: 1\n"},
		"empty list":          {"version: 1\nsuppress: [] # none\ntargets: [clear]\n", "version: 1\nsuppress: # none\n" + two + "targets: [clear]\n"},
		"dash on its line":    {"version: 1\nsuppress:\n  -\n    rule: A-001\n    kind: later\n    reason: r\n", "version: 1\nsuppress:\n  -\n    rule: A-001\n    kind: later\n    reason: r\n" + two},
		"end of a document":   {"---\nversion: 1\n...\n", "---\nversion: 1\nsuppress:\n" + two + "...\n"},
		"CRLF":                {"version: 1\r\nsuppress:\r\n  - {rule: A-001, kind: later, reason: r}\r\n", "version: 1\r\nsuppress:\r\n  - {rule: A-001, kind: later, reason: r}\r\n" + strings.ReplaceAll(two, "\n", "\r\n")},
	} {
		out, added, err := AddSuppress([]byte(c.text), "f", triaged)
		if err != nil || string(out) != c.want || !bytes.Contains(out, []byte(added)) {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, out, c.want)
		}
	}
	for name, text := range map[string]string{
		"a list in one line": "version: 1\nsuppress: [{rule: A-001, kind: later, reason: r}]\n",
		"a map in one line":  "{version: 1}\n",
	} {
		if out, _, err := AddSuppress([]byte(text), "f", triaged); err == nil || !strings.Contains(err.Error(), "add by hand\nsuppress:\n  - rule: PY2-S001") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	out, added, err := AddSuppress(nil, "f", triaged)
	if want := "version: 1\nsuppress:\n" + two; err != nil || string(out) != want || !strings.HasSuffix(want, added) {
		t.Errorf("no file: %v\n%s", err, out)
	}
	c, err := Load(out, "f")
	if err != nil || c.WrongByRule()["PY2-S001"] != 1 || len(c.WrongByRule()) != 1 {
		t.Errorf("%v %v", err, c.WrongByRule())
	}
}

// FuzzAddSuppress: whatever the file, what was in it stays, and what is written says
// one thing more.
func FuzzAddSuppress(f *testing.F) {
	f.Add([]byte("version: 1\nsuppress:\n  - {rule: A-001, kind: later, reason: r}\n# x\ngroups: []\n"), "why")
	f.Add([]byte("suppress: [ ]\r\nversion: 1"), "a: b # c\u2028")
	f.Fuzz(func(t *testing.T, data []byte, reason string) {
		old, err := Load(data, "f")
		if err != nil {
			return
		}
		entry := triaged
		entry.Reason = reason
		out, added, err := AddSuppress(data, "f", entry)
		if err != nil {
			return // nothing is written
		}
		now, err := Load(out, "f")
		if err != nil || len(now.Suppress) != len(old.Suppress)+1 || now.Suppress[len(old.Suppress)].Reason != reason {
			t.Fatalf("%v: %q", err, out)
		}
		if rest := len(out) - len(added); rest < len(data)-len("[ ]") && !bytes.Contains(data, []byte("[")) {
			t.Fatalf("%q became %q", data, out)
		}
	})
}
