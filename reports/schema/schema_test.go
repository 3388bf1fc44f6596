package schema

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Report))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("report.schema.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func validate(t *testing.T, s *jsonschema.Schema, text string) error {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(document)
}

func encode(t *testing.T, r *reports.Report) string {
	t.Helper()
	var b strings.Builder
	if err := reports.Encode(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReportsKeepToTheSchema(t *testing.T) {
	s := compile(t)
	gate := reporttest.Sample()
	gate.Findings[0].BaselineState = finding.BaselineNew
	gate.Findings[1].Suppressed = &finding.Suppression{Kind: "inline", Reason: "later", Until: "2027-01-01", By: "a"}
	gate.Delta = &reports.Delta{
		Base: reports.DeltaBase{Kind: "revision", Name: "HEAD~1", Commits: map[string]string{"config": "c"}, Rules: "r"},
		New:  1, Absent: []reports.AbsentFinding{{Rule: "PY2-S001", BaselineState: finding.BaselineAbsent}},
		NewUnknowns: gate.Unknowns[:1],
	}
	for name, r := range map[string]*reports.Report{
		"sample": reporttest.Sample(), "gate": gate, "hostile": reporttest.Hostile(), "empty": {Schema: reports.Schema},
	} {
		if err := validate(t, s, encode(t, r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := compile(t)
	sample := encode(t, reporttest.Sample())
	for _, test := range []struct{ name, old, new string }{
		{"severity", `"severity":"error"`, `"severity":"fatal"`},
		{"confidence", `"confidence":"high"`, `"confidence":"sure"`},
		{"role", `"role":"runtime"`, `"role":"toy"`},
		{"concern", `"concern":"python2"`, `"concern":"taste"`},
		{"concern that counts", `"findings":{"python2":1}`, `"findings":{"taste":1}`},
		{"effect", `"effect":"breaks"`, `"effect":"sings"`},
		{"verdict", `"verdict":"needs-work"`, `"verdict":"fine"`},
		{"field missing", `"fingerprint":`, `"footprint":`},
		{"null for a list", `"seams": []`, `"seams": null`},
		{"null for the index", `"index":{`, `"index":null,"x":{`},
		{"negative line", `"line":12,`, `"line":-12,`},
		{"time", `2026-03-04T15:30:00Z`, `last week`},
		{"another major version", "stxscan-report/1.0", "stxscan-report/2.0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			spoilt := strings.Replace(sample, test.old, test.new, 1)
			if spoilt == sample {
				t.Fatalf("the sample does not hold %s", test.old)
			}
			if validate(t, s, spoilt) == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestSchemaAcceptsNewerMinorVersions(t *testing.T) {
	text := strings.Replace(encode(t, reporttest.Sample()), `"stxscan-report/1.0",`, `"stxscan-report/1.12", "plan": {},`, 1)
	text = strings.Replace(text, `{"rule":`, `{"cost":"x","rule":`, 1)
	if err := validate(t, compile(t), text); err != nil {
		t.Error(err)
	}
}
