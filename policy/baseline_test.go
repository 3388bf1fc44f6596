package policy

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func encoded(t *testing.T, b *Baseline) string {
	t.Helper()
	var out bytes.Buffer
	if err := EncodeBaseline(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestBaselineSurvives: what is written can be read, says the same, and knows
// the report that it was made of; names that are no UTF-8 too.
func TestBaselineSurvives(t *testing.T) {
	for name, r := range map[string]*reports.Report{"sample": reporttest.Sample(), "hostile": reporttest.Hostile(), "empty": {}} {
		b := NewBaseline(r)
		text := encoded(t, b)
		back, err := DecodeBaseline(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		if again := encoded(t, back); again != text {
			t.Errorf("%s: written again it is\n%s\nnot\n%s", name, again, text)
		}
		result := Judge(r, back.Base("b"), Options{})
		if len(result.Matching.Unchanged) != len(r.Findings) || result.Failed() || result.Unsure() {
			t.Errorf("%s: %d of %d known, failing %v, new unknowns %v", name, len(result.Matching.Unchanged), len(r.Findings), result.Failures, result.NewUnknowns)
		}
		if b.Count() != len(r.Findings) {
			t.Errorf("%s: %d entries of %d findings", name, b.Count(), len(r.Findings))
		}
		for _, line := range strings.Split(text, "\n") {
			if strings.Count(line, `"fingerprint"`) > 1 {
				t.Errorf("%s: two findings in a line: %s", name, line)
			}
		}
	}
}

func TestBaselineIsRefused(t *testing.T) {
	whole := encoded(t, NewBaseline(reporttest.Sample()))
	for name, c := range map[string]struct{ text, want string }{
		"empty":          {" \n", "is empty"},
		"half":           {whole[:len(whole)/2], "damaged in line"},
		"no JSON":        {"hello", "damaged in line 1"},
		"two":            {whole + whole, "damaged in line"},
		"conflict":       {strings.Replace(whole, "\n  \"files\"", "\n<<<<<<< ours\n  \"files\"", 1), "merge conflict"},
		"no schema":      {`{"files": []}`, "names no schema"},
		"a report":       {`{"schema": "stxscan-report/1.0"}`, "this is no baseline"},
		"newer":          {`{"schema": "stxscan-baseline/2.0"}`, "newer stxscan"},
		"older":          {`{"schema": "stxscan-baseline/0.9"}`, "write it again"},
		"no version":     {`{"schema": "stxscan-baseline/"}`, "this is no baseline"},
		"another type":   {`{"schema": "stxscan-baseline/1.0", "files": 3}`, "does not keep to"},
		"no fingerprint": {strings.Replace(whole, `"fingerprint":"`, `"fingerprint":"","x":"`, 1), "no rule, fingerprint"},
		"no path":        {`{"schema": "stxscan-baseline/1.0", "files": [{"repo":"a"}]}`, "no repo or no path"},
		"null":           {"null", "names no schema"},
	} {
		_, err := DecodeBaseline(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q", name, err, c.want)
		}
	}
	// A minor version adds fields; they are passed over.
	if _, err := DecodeBaseline(strings.NewReader(`{"schema": "stxscan-baseline/1.7", "more": {}}`)); err != nil {
		t.Error(err)
	}
	if _, err := decodeBaseline(strings.NewReader(whole), 100); err == nil || !strings.Contains(err.Error(), "larger than 100") {
		t.Errorf("too large: %v", err)
	}
}

func TestBaselineUpdate(t *testing.T) {
	was := reportOf(tree{"a": {"x", "y"}, "b": {"z"}, "gone": {"g"}})
	was.Inputs = append(was.Inputs, reports.Input{Repo: "other"})
	was.Findings = append(was.Findings, finding.Finding{Rule: "R", Fingerprint: "f", MatchKey: "m", Location: finding.Location{Repo: "elsewhere", Path: "e"}})
	now := reportOf(tree{"a": {"x", "new"}, "c": {"z"}})
	base := NewBaseline(was)

	u := UpdateBaseline(base, now, UpdateOptions{})
	if got := fmt.Sprint(u.Kept, u.Moved, u.Dropped, u.Added, u.Refused, u.Held); got != "1 1 2 0 1 1" {
		t.Errorf("kept, moved, dropped, added, refused, held: %s", got)
	}
	if r := Judge(now, u.Baseline.Base("b"), Options{Severity: finding.Warning}); len(r.Failures) != 1 {
		t.Errorf("what was refused must still fail the gate: %+v", r.Failures)
	}
	u = UpdateBaseline(base, now, UpdateOptions{Accept: "why"})
	if r := Judge(now, u.Baseline.Base("b"), Options{Severity: finding.Warning}); r.Failed() || u.Added != 1 {
		t.Errorf("what was accepted fails the gate: %+v", r.Failures)
	}
	if !u.Changed(base) {
		t.Error("the baseline changed, and nobody says so")
	}
	// Nothing to do leaves the bytes alone.
	first := UpdateBaseline(u.Baseline, now, UpdateOptions{})
	if encoded(t, first.Baseline) != encoded(t, u.Baseline) || first.Changed(u.Baseline) {
		t.Error("an update of what is up to date changes it")
	}
	now.Inputs[0].Commit = "c2"
	back, err := DecodeBaseline(strings.NewReader(encoded(t, u.Baseline)))
	if err != nil || UpdateBaseline(back, now, UpdateOptions{}).Changed(back) {
		t.Errorf("another commit changes it (%v)", err)
	}
}

// TestBaselineUpdateKeepsTheUnseen: what nobody looked at is not gone.
func TestBaselineUpdateKeepsTheUnseen(t *testing.T) {
	base := NewBaseline(reportOf(tree{"a": {"x", "y"}, "b": {"z"}}))
	now := reportOf(tree{"b": {"z"}})
	now.Unknowns = []finding.Unknown{unparsed("a", 3)}
	u := UpdateBaseline(base, now, UpdateOptions{})
	if u.Held != 2 || u.Dropped != 0 || u.RefusedUnknowns != 1 || len(u.Baseline.Unknowns) != 0 {
		t.Errorf("%+v", u)
	}
	if !reflect.DeepEqual(u.Baseline.Files, base.Files) {
		t.Errorf("the entries changed:\n%+v\n%+v", u.Baseline.Files, base.Files)
	}
	u = UpdateBaseline(base, reportOf(tree{}), UpdateOptions{Applied: func(string) bool { return false }})
	if u.Held != 3 {
		t.Errorf("rules that were not applied: %+v", u)
	}
	u = UpdateBaseline(base, reportOf(tree{}), UpdateOptions{Skipped: map[FileRef]string{{"config", "b"}: "too large"}})
	if u.Held != 1 || u.Dropped != 2 {
		t.Errorf("a file that is too large: %+v", u)
	}
}

// FuzzDecodeBaseline: no input is a panic, and what is read can be written and
// read again.
func FuzzDecodeBaseline(f *testing.F) {
	var out bytes.Buffer
	if err := EncodeBaseline(&out, NewBaseline(reporttest.Hostile())); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Add([]byte(`{"schema":"stxscan-baseline/1.0","files":[{"repo":"a","path":"b","findings":[{"rule":"R","fingerprint":"f","match_key":"m"}]}]}`))
	f.Add([]byte(`{"schema":"stxscan-baseline/9"}`))
	f.Add([]byte("\n<<<<<<< "))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := DecodeBaseline(bytes.NewReader(text))
		if err != nil {
			if err.Error() == "" {
				t.Error("an error says nothing")
			}
			return
		}
		written := encoded(t, b)
		back, err := DecodeBaseline(strings.NewReader(written))
		if err != nil {
			t.Fatalf("%v\n%s", err, written)
		}
		if again := encoded(t, back); again != written {
			t.Errorf("written again it is\n%s\nnot\n%s", again, written)
		}
		b.Base("x")
	})
}
