package main

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

func TestSchemaIsCurrent(t *testing.T) {
	want, err := generate("../../..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("report.schema.json is not that of the Go types: run 'go generate ./reports/schema'")
	}
}

func TestRunWritesTheFile(t *testing.T) {
	out := filepath.Join(t.TempDir(), "report.schema.json")
	if err := run("../../..", out); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(out); err != nil || info.Size() == 0 {
		t.Errorf("%v, %v", info, err)
	}
	if err := run("nowhere", out); err == nil || !strings.Contains(err.Error(), "is -module right?") {
		t.Errorf("got %v", err)
	}
}

// TestEnumsAreClosed holds the lists of severities and confidences against
// what can be read and written.
func TestEnumsAreClosed(t *testing.T) {
	for _, name := range enums[reflect.TypeFor[finding.Severity]()] {
		if _, err := finding.ParseSeverity(name.(string)); err != nil {
			t.Error(err)
		}
	}
	if next := finding.Error + 1; !strings.HasPrefix(next.String(), "invalid") {
		t.Errorf("severity %s is missing", next)
	}
	for _, name := range enums[reflect.TypeFor[finding.Confidence]()] {
		if _, err := finding.ParseConfidence(name.(string)); err != nil {
			t.Error(err)
		}
	}
	if next := finding.High + 1; !strings.HasPrefix(next.String(), "invalid") {
		t.Errorf("confidence %s is missing", next)
	}
}

func TestComments(t *testing.T) {
	docs, err := readComments("../../..", "finding", "reports")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"reports.FileTotals":      "FileTotals accounts for every file: Listed = Scanned + the sum of Skipped + Unknown.",
		"reports.Input.Files":     "Files counts everything in the repo that is no folder.",
		"finding.Finding.Subject": "Subject is what the rule matched: a module, a program, a name.",
	} {
		if docs[name] != want {
			t.Errorf("%s: got %q, want %q", name, docs[name], want)
		}
	}
	if typeName(reflect.TypeFor[reports.Report]()) != "reports.Report" {
		t.Error("the names of types are not those of the comments")
	}
}
