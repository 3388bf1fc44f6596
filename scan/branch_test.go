package scan_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
)

// TestBranches: a target is told of a place behind a condition whether it gets
// there, and a branch that is wrong for it is said to be.
func TestBranches(t *testing.T) {
	root := t.TempDir()
	script := `#!/bin/bash
if [ -f /etc/debian_version ]; then
    rpm -q setup
elif [ -f /etc/centos-release ]; then
    rpm -q bash
else
    rpm -q glibc
fi
case "$ID" in
    centos) ;;
    clear-linux-os) rpm -q a ;;
    *) rpm -q b ;;
esac
[ -f /etc/redhat-release ] || exit 0
rpm -q c
`
	if err := os.WriteFile(filepath.Join(root, "ask.sh"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	report, err := reports.Decode(bytes.NewReader(encoded(t, root, 1, 1)))
	if err != nil {
		t.Fatal(err)
	}
	// By line, what centos-7, debian-12, ubuntu-22.04 and clear are told.
	want := map[int]string{
		3:  "not reached there, wrong branch, wrong branch, not reached there",
		5:  "guarded, guarded, guarded, guarded",
		7:  "not reached there, not reached there, not reached there, wrong branch",
		11: "not reached there, not reached there, not reached there, wrong branch",
		12: "not reached there, wrong branch, wrong branch, not reached there",
		15: "guarded, guarded, guarded, guarded",
	}
	got := map[int]string{}
	for _, f := range report.Findings {
		if f.Rule != "RPM-001" {
			continue
		}
		var told []string
		for _, id := range []string{"centos-7", "debian-12", "ubuntu-22.04", "clear"} {
			note, _, _ := strings.Cut(f.Targets[id].Note, ":")
			told = append(told, note)
			if reached := note == "wrong branch"; reached != f.Blocks(id) {
				t.Errorf("line %d blocks %s: %v, note %q", f.Line, id, f.Blocks(id), f.Targets[id].Note)
			}
		}
		got[f.Line] = strings.Join(told, ", ")
	}
	for line, text := range want {
		if got[line] != text {
			t.Errorf("line %d: %s, want %s", line, got[line], text)
		}
	}
	if len(got) != len(want) {
		t.Errorf("findings in lines %v", got)
	}
}
