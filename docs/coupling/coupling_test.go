package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// sample is a small workspace of one repo, and a report that covers some of it.
func sample(t *testing.T) (report, root string) {
	t.Helper()
	root = t.TempDir()
	files := map[string]string{
		"stx-update/a.sh":    "#!/bin/bash\n# rpm -qa\nrpm -qa\nrpm \\\n  -q x\necho 'rpm -qa'\nrpm -e y\nRPM=/bin/rpm\n$RPM -q z\n",
		"stx-update/a.patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-rpm\n+rpm -qa\n",
		"stx-update/disk.py": "FIELDS = ['size', 'rpm']\n",
	}
	for name, text := range files {
		full := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	at := func(line int, trace ...finding.Step) finding.Finding {
		return finding.Finding{Rule: "RPM-001", Trace: trace, Location: finding.Location{Repo: "update", Path: "a.sh", Line: line, EndLine: line}}
	}
	r := &reports.Report{Schema: reports.Schema, Findings: []finding.Finding{at(3), at(4), at(9, finding.Step{Line: 8})}}
	var b bytes.Buffer
	if err := reports.Encode(&b, r); err != nil {
		t.Fatal(err)
	}
	report = filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(report, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return report, root
}

// TestSearch: a hit is covered by a finding in its statement or traced to it,
// explained by what it stands in or by a person, or missed.
func TestSearch(t *testing.T) {
	report, root := sample(t)
	explained := filepath.Join(t.TempDir(), "rows.tsv")
	missed := filepath.Join(t.TempDir(), "missed.tsv")
	rows := "repo\tpath\tline\tfamily\tclass\treason\nupdate\tdisk.py\t1\tF1\trotation\thow fast a disk turns\n"
	if err := os.WriteFile(explained, []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := run(context.Background(), []string{"-explained", explained, "-missed", missed, report, root}, &b); err != nil {
		t.Fatal(err)
	}
	// Covered: lines 3, 4 and 8. Explained: a comment, an echo, a line of the
	// patch, the disk. Missed: line 7.
	if want := "| F1 RPM's tools | 8 | 3 | 4 | 1 | 3 of 4 = 0.750 |"; !strings.Contains(b.String(), want) {
		t.Errorf("%s\nwant %s", b.String(), want)
	}
	got, err := os.ReadFile(missed)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != "update\ta.sh\t7\tF1\trpm -e y\n" {
		t.Errorf("missed: %q", got)
	}
}

func TestRowsAreChecked(t *testing.T) {
	report, root := sample(t)
	for _, rows := range []string{"head\na\tb\n", "head\nupdate\ta.sh\tx\tF1\tname\tr\n", "head\nupdate\ta.sh\t1\tF1\tnonsense\tr\n"} {
		name := filepath.Join(t.TempDir(), "rows.tsv")
		if err := os.WriteFile(name, []byte(rows), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := run(context.Background(), []string{"-explained", name, report, root}, &bytes.Buffer{}); err == nil {
			t.Errorf("%q is taken", rows)
		}
	}
}

// TestExplanations: the rows that are kept can be read, and hold no code.
func TestExplanations(t *testing.T) {
	files, err := filepath.Glob("explained-*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatal("no explanations", err)
	}
	code := regexp.MustCompile(`[$={}]|\(\)`)
	for _, name := range files {
		rows, err := readExplained(name)
		if err != nil {
			t.Fatal(err)
		}
		for key, row := range rows {
			if row.reason == "" || code.MatchString(row.reason) {
				t.Errorf("%s: %+v: %q", name, key, row.reason)
			}
		}
	}
}
