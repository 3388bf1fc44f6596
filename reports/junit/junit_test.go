package junit_test

import (
	"encoding/xml"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/junit"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func TestJUnit(t *testing.T) { reporttest.Writer(t, ".xml", junit.Write) }

// What a consumer reads.
type document struct {
	Tests    int     `xml:"tests,attr"`
	Failures int     `xml:"failures,attr"`
	Errors   int     `xml:"errors,attr"`
	Suites   []suite `xml:"testsuite"`
}

type suite struct {
	Name     string `xml:"name,attr"`
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Errors   int    `xml:"errors,attr"`
	Skipped  int    `xml:"skipped,attr"`
	Cases    []struct {
		Class   string    `xml:"classname,attr"`
		Name    string    `xml:"name,attr"`
		Failure *struct{} `xml:"failure"`
		Error   *struct{} `xml:"error"`
		Skipped *struct{} `xml:"skipped"`
	} `xml:"testcase"`
}

func read(t *testing.T, r *reports.Report) document {
	t.Helper()
	text := reporttest.Write(junit.Write).Text(t, r)
	reporttest.Harmless(t, "junit", text)
	var d document
	if err := xml.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// outcomes says of each case how it went: "SUITE CASE" to pass, failure, error
// or skipped.
func outcomes(t *testing.T, name string, d document) map[string]string {
	t.Helper()
	all := map[string]string{}
	tests, failures, errors := 0, 0, 0
	for _, s := range d.Suites {
		counted := map[string]int{}
		for _, c := range s.Cases {
			outcome := "pass"
			switch {
			case c.Failure != nil:
				outcome = "failure"
			case c.Error != nil:
				outcome = "error"
			case c.Skipped != nil:
				outcome = "skipped"
			}
			counted[outcome]++
			key := s.Name + " " + c.Name
			if all[key] != "" && !strings.Contains(s.Name, "unknown") {
				t.Errorf("%s: the case %q stands twice", name, key)
			}
			if c.Class == "" || c.Name == "" {
				t.Errorf("%s: a case without a name in %q", name, s.Name)
			}
			all[key] = outcome
		}
		if s.Tests != len(s.Cases) || s.Failures != counted["failure"] || s.Errors != counted["error"] || s.Skipped != counted["skipped"] {
			t.Errorf("%s: %s counts %d, %d, %d, %d and has %v", name, s.Name, s.Tests, s.Failures, s.Errors, s.Skipped, counted)
		}
		tests, failures, errors = tests+s.Tests, failures+s.Failures, errors+s.Errors
	}
	if d.Tests != tests || d.Failures != failures || d.Errors != errors {
		t.Errorf("%s: the document counts %d, %d, %d, its suites %d, %d, %d", name, d.Tests, d.Failures, d.Errors, tests, failures, errors)
	}
	return all
}

func TestOutcomes(t *testing.T) {
	quiet := reporttest.Sample()
	quiet.Findings[3].Suppressed = &finding.Suppression{Kind: finding.Accepted, Reason: "so be it"}
	for _, test := range []struct {
		name   string
		report *reports.Report
		want   map[string]string
	}{
		{"scan", reporttest.Sample(), map[string]string{
			"inventory/inventory-agent python2 PY2-B003":                                           "failure", // a test beside it passes nothing
			"inventory/inventory-agent python2 PY2-I001":                                           "pass",    // guarded
			"inventory/inventory-agent python2 PY2-S001":                                           "pass",    // looked, found nothing
			"inventory/inventory-api python2 PY2-B021":                                             "pass",    // for information
			"inventory/inventory-agent unknown unparsed inventory/inventory-agent/agent/legacy.py": "skipped",
			"updates unknown unreadable stx-updates/tools/secret.py":                               "skipped",
			"stxscan everything could be told":                                                     "skipped",
		}},
		{"gate", reporttest.Gate(), map[string]string{
			"inventory/inventory-agent python2 PY2-B003":                                           "failure",
			"inventory/inventory-api python2 PY2-B010":                                             "failure", // known and worse
			"inventory/inventory-agent rpm-calls RPM-001":                                          "pass",    // known
			"updates/update-client python2 PY2-S001":                                               "failure",
			"updates/update-notes rpm-calls RPM-003":                                               "skipped", // suppressed
			"inventory/inventory-agent unknown unparsed inventory/inventory-agent/agent/legacy.py": "error",
			"updates unknown hidden stx-updates/update-client/client/data.py":                      "error",
			"inventory/link-monitor unknown source inventory/link-monitor":                         "", // known
		}},
		{"suppressed", quiet, map[string]string{"inventory/inventory-agent rpm-calls RPM-001": "skipped"}},
		{"nothing", &reports.Report{}, map[string]string{"stxscan everything could be told": "pass"}},
	} {
		got := outcomes(t, test.name, read(t, test.report))
		for key, want := range test.want {
			if got[key] != want {
				t.Errorf("%s: %s is %q, want %q", test.name, key, got[key], want)
			}
		}
	}
	for name, r := range map[string]*reports.Report{"hostile": reporttest.Hostile(), "hostile gate": reporttest.HostileGate()} {
		outcomes(t, name, read(t, r))
	}
}

// TestPassingIsBounded: of a whole StarlingX, rules that found nothing are left
// out, and it is said.
func TestPassingIsBounded(t *testing.T) {
	r := reporttest.Sample()
	for i := range 2000 {
		r.Rules = append(r.Rules, reports.Rule{ID: fmt.Sprintf("ZZZ-%d", i), Concern: finding.Python2})
	}
	all := outcomes(t, "many", read(t, r))
	for key, outcome := range all {
		if strings.Contains(key, "ZZZ") {
			t.Fatalf("%s: %s", key, outcome)
		}
	}
	if text := reporttest.Write(junit.Write).Text(t, r); !strings.Contains(text, "left out: 9 packages and 2,007 rules are too many cases") {
		t.Error("it is not said")
	}
}

func TestPlacesAreBounded(t *testing.T) {
	r := reporttest.Sample()
	r.Findings = slices.Repeat(r.Findings[2:3], 120)
	if text := reporttest.Write(junit.Write).Text(t, r); !strings.Contains(text, "\nand 70 more\n") || strings.Count(text, "disk.py:140") != 50 {
		t.Error(text)
	}
}

func TestXMLLint(t *testing.T) {
	xmllint := oracle.Program(t, "xmllint", "apt-get install libxml2-utils")
	r := reporttest.HostileGate()
	r.Findings[2].Message = "]]> and <![CDATA["
	for _, r := range []*reports.Report{{}, reporttest.Sample(), r} {
		command := exec.Command(xmllint, "--noout", "--nonet", "-")
		command.Stdin = strings.NewReader(reporttest.Write(junit.Write).Text(t, r))
		if out, err := command.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

// consumer counts with junitparser, which reads what others write.
const consumer = `
import sys
from junitparser import Error, Failure, JUnitXml, Skipped
counts = [0, 0, 0, 0]
for suite in JUnitXml.fromstring(sys.stdin.buffer.read()):
    for case in suite:
        kinds = [type(r) for r in case.result]
        counts[0] += 1
        for i, kind in enumerate((Failure, Error, Skipped)):
            counts[i + 1] += kind in kinds
print(*counts)
`

func TestJUnitParser(t *testing.T) {
	python := oracle.Python(t, "junitparser", "apt-get install python3-junitparser")
	for name, r := range map[string]*reports.Report{"sample": reporttest.Sample(), "gate": reporttest.Gate(), "hostile": reporttest.HostileGate(), "nothing": {}} {
		command := exec.Command(python, "-c", consumer)
		command.Stdin = strings.NewReader(reporttest.Write(junit.Write).Text(t, r))
		out, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		d := read(t, r)
		skipped := 0
		for _, s := range d.Suites {
			skipped += s.Skipped
		}
		if want := fmt.Sprintln(d.Tests, d.Failures, d.Errors, skipped); string(out) != want {
			t.Errorf("%s: junitparser counts %s, want %s", name, out, want)
		}
	}
}
