package reports_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"

	"github.com/google/go-cmp/cmp"
)

func encode(t testing.TB, r *reports.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := reports.Encode(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEncodeGolden(t *testing.T) {
	reporttest.Golden(t, "sample.json", encode(t, reporttest.Sample()))
}

func TestEncodeHostileNames(t *testing.T) {
	r := reporttest.Hostile()
	text := encode(t, r)
	reporttest.Golden(t, "hostile.json", text)
	if bytes.ContainsAny(text, "<>&\x1b\x00") {
		t.Error("what is dangerous in HTML or on a terminal stands there unescaped")
	}
	lines := 0
	for line := range bytes.Lines(text) {
		if bytes.HasPrefix(line, []byte(`    {"rule":`)) {
			lines++
		}
	}
	if lines != len(r.Findings) {
		t.Errorf("%d lines with a finding, want %d", lines, len(r.Findings))
	}
}

func TestEncodeWritesEmptyForNil(t *testing.T) {
	for name, r := range map[string]*reports.Report{
		"nothing": {},
		"nested": {
			Targets:     []reports.Target{{Index: &finding.Index{}}},
			Packages:    []reports.Package{{Readiness: map[string]reports.Readiness{"a": {}}}},
			Findings:    []finding.Finding{{}},
			PatchStacks: []finding.PatchStack{{}},
			WorkItems:   []reports.WorkItem{{}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if text := encode(t, r); bytes.Contains(text, []byte("null")) {
				t.Errorf("there is null in %s", text)
			}
			if r.Findings != nil && r.Findings[0].Targets != nil {
				t.Error("Encode has changed the report")
			}
		})
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestEncodeError(t *testing.T) {
	if err := reports.Encode(brokenWriter{}, reporttest.Sample()); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("got %v", err)
	}
}

func TestDecodeGivesTheSame(t *testing.T) {
	want := reporttest.Sample()
	got, err := reports.Decode(bytes.NewReader(encode(t, want)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, equateEmpty); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// equateEmpty takes nil lists and maps for empty ones.
var equateEmpty = cmp.FilterValues(func(a, b any) bool { return isEmpty(a) && isEmpty(b) }, cmp.Comparer(func(any, any) bool { return true }))

func isEmpty(v any) bool {
	text, err := json.Marshal(v)
	return err == nil && (string(text) == "null" || string(text) == "[]" || string(text) == "{}")
}

func TestDecodeIgnoresNewFields(t *testing.T) {
	text := strings.Replace(string(encode(t, reporttest.Sample())), `"schema": "stxscan-report/1.0"`,
		`"schema": "stxscan-report/1.7", "weather": {"rain": [1]}`, 1)
	r, err := reports.Decode(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != len(reporttest.Sample().Findings) {
		t.Errorf("%d findings", len(r.Findings))
	}
}

func TestDecodeRefuses(t *testing.T) {
	whole := string(encode(t, reporttest.Sample()))
	newer := strings.Replace(whole, "stxscan-report/1.0", "stxscan-report/2.0", 1)
	for _, test := range []struct{ name, text, want string }{
		{"empty", " \n", "is empty: write it again"},
		{"truncated", whole[:len(whole)/2], "ends in the middle"},
		{"truncated at the end", strings.TrimRight(whole, "}\n"), "ends in the middle"},
		{"trailing data", whole + "{}", "something follows the report"},
		{"two reports", whole + whole, "something follows the report"},
		{"no JSON", "stxscan report\n", "1:1: this is no JSON"},
		{"place of the mistake", "{\n  \"schema\": nul}", "2:16: this is no JSON"},
		{"null", "null", "names no schema"},
		{"a list", "[]", "names no schema"},
		{"other JSON", `{"version": 3}`, "names no schema"},
		{"schema of another type", `{"schema": 1}`, "names no schema"},
		{"schema of another tool", `{"schema": "sarif/2.1"}`, `its schema is "sarif/2.1"`},
		{"schema without version", `{"schema": "stxscan-report"}`, `its schema is "stxscan-report"`},
		{"newer", newer, "read it with a newer stxscan"},
		{"newer and different", `{"findings": {"a": 1}, "schema": "stxscan-report/2.0"}`, "read it with a newer stxscan"},
		{"newer severity before the schema", `{"findings": [{"severity": "doom"}], "schema": "stxscan-report/2.0"}`, "read it with a newer stxscan"},
		{"older", strings.Replace(whole, "stxscan-report/1.0", "stxscan-report/0.3", 1), "scan again"},
		{"wrong type", `{"schema": "stxscan-report/1.0", "findings": 3}`, "does not keep to stxscan-report/1.0"},
		{"unknown severity", `{"schema": "stxscan-report/1.0", "findings": [{"severity": "doom"}]}`, `severity "doom"`},
		{"too deep", strings.Repeat(`{"a":`, 20000), "this is no JSON"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := reports.Decode(strings.NewReader(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if r != nil {
				t.Error("there is a report beside the error")
			}
		})
	}
}

// FuzzDecode holds that what can be decoded comes through unchanged.
func FuzzDecode(f *testing.F) {
	f.Add(encode(f, reporttest.Sample()))
	f.Add(encode(f, &reports.Report{Schema: reports.Schema}))
	f.Add([]byte(`{"schema":"stxscan-report/1.0","findings":[{"path":"\ufffd\\ufffd\\\ufffd","targets":{"\ud800":{}}}],"inputs":[{"repo":"` + "\xff" + `"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := reports.Decode(bytes.NewReader(text))
		if err != nil {
			return
		}
		first := encode(t, r)
		again, err := reports.Decode(bytes.NewReader(first))
		if err != nil {
			t.Fatalf("what was encoded cannot be decoded: %v\n%s", err, first)
		}
		if second := encode(t, again); !bytes.Equal(first, second) {
			t.Fatalf("not the same:\n%s\n%s", first, second)
		}
		_ = reports.Validate(r)
	})
}
