package sarif_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
	"opendev.org/starlingx/stxscan/reports/sarif"
)

func TestSARIF(t *testing.T) { reporttest.Writer(t, ".sarif", sarif.Write) }

// object says what SARIF 2.1.0 allows of an object, as far as it is written:
// the keys with what they hold, a name of this table, a list of one ("[]name"),
// a map of one ("{}name"), or a kind of value. A key that has to be there ends
// in !.
type object map[string]string

// form is the part of the standard that is written, by its sections.
var form = map[string]object{
	"sarifLog":               {"$schema": "uri", "version!": "=2.1.0", "runs!": "[]run"},                                                                                                                                                                          // 3.13
	"run":                    {"tool!": "tool", "invocations": "[]invocation", "versionControlProvenance": "[]versionControlDetails", "originalUriBaseIds": "{}artifactLocation", "columnKind": "=unicodeCodePoints", "properties": "bag", "results": "[]result"}, // 3.14
	"tool":                   {"driver!": "toolComponent"},                                                                                                                                                                                                        // 3.18
	"toolComponent":          {"name!": "string", "version": "string", "shortDescription": "message", "rules": "[]reportingDescriptor", "notifications": "[]reportingDescriptor"},                                                                                 // 3.19
	"reportingDescriptor":    {"id!": "string", "shortDescription": "message", "fullDescription": "message", "help": "message", "defaultConfiguration": "reportingConfiguration", "properties": "bag"},                                                            // 3.49
	"reportingConfiguration": {"level": "=none|note|warning|error"},                                                                                                                                                                                               // 3.50
	"message":                {"text": "string", "markdown": "string"},                                                                                                                                                                                            // 3.11
	"invocation":             {"executionSuccessful!": "bool", "endTimeUtc": "time", "toolExecutionNotifications": "[]notification"},                                                                                                                              // 3.20
	"notification":           {"descriptor": "reference", "level": "=none|note|warning|error", "message!": "message", "locations": "[]location", "properties": "bag"},                                                                                             // 3.58
	"reference":              {"id": "string"},                                                                                                                                                                                                                    // 3.52
	"versionControlDetails":  {"repositoryUri!": "uri", "revisionId": "string", "mappedTo": "artifactLocation"},                                                                                                                                                   // 3.23
	"artifactLocation":       {"uri": "reference uri", "uriBaseId": "string", "description": "message"},                                                                                                                                                           // 3.4
	"location":               {"physicalLocation": "physicalLocation", "logicalLocations": "[]logicalLocation"},                                                                                                                                                   // 3.28
	"physicalLocation":       {"artifactLocation": "artifactLocation", "region": "region", "contextRegion": "region"},                                                                                                                                             // 3.29
	"region":                 {"startLine": "from 1", "startColumn": "from 1", "endLine": "from 1", "snippet": "message"},                                                                                                                                         // 3.30
	"logicalLocation":        {"fullyQualifiedName": "string", "kind": "string"},                                                                                                                                                                                  // 3.33
	"result": {"ruleId": "string", "ruleIndex": "from 0", "kind": "=fail", "level": "=none|note|warning|error", "message!": "message", "locations": "[]location",
		"partialFingerprints": "{}string", "baselineState": "=new|unchanged|updated|absent", "suppressions": "[]suppression", "properties": "bag"}, // 3.27
	"suppression": {"kind!": "=inSource|external", "status": "=accepted|underReview|rejected", "justification": "string", "properties": "bag"}, // 3.35
}

// hold holds a value to what the form says of it.
func hold(t *testing.T, at string, value any, what string) {
	t.Helper()
	if list, ok := strings.CutPrefix(what, "[]"); ok {
		values, ok := value.([]any)
		if !ok {
			t.Fatalf("%s is no list: %v", at, value)
		}
		for i, v := range values {
			hold(t, fmt.Sprintf("%s[%d]", at, i), v, list)
		}
		return
	}
	if of, ok := strings.CutPrefix(what, "{}"); ok {
		for key, v := range value.(map[string]any) {
			hold(t, at+"."+key, v, of)
		}
		return
	}
	if o, ok := form[what]; ok {
		holdObject(t, at, value, o)
		return
	}
	if !isKind(value, what) {
		t.Errorf("%s is no %s: %v", at, what, value)
	}
}

func holdObject(t *testing.T, at string, value any, o object) {
	t.Helper()
	fields, ok := value.(map[string]any)
	if !ok {
		t.Fatalf("%s is no object: %v", at, value)
	}
	for key, v := range fields {
		what, known := o[key]
		if !known {
			what, known = o[key+"!"]
		}
		if !known {
			t.Errorf("%s: the key %q", at, key)
			continue
		}
		hold(t, at+"."+key, v, what)
	}
	for key := range o {
		if name, must := strings.CutSuffix(key, "!"); must && fields[name] == nil {
			t.Errorf("%s: %s is missing", at, name)
		}
	}
}

func isKind(value any, kind string) bool {
	text, isText := value.(string)
	number, isNumber := value.(float64)
	if choice, ok := strings.CutPrefix(kind, "="); ok {
		return isText && slices.Contains(strings.Split(choice, "|"), text)
	}
	switch kind {
	case "string":
		return isText
	case "bool":
		_, ok := value.(bool)
		return ok
	case "bag":
		_, ok := value.(map[string]any)
		return ok
	case "time":
		return isText && strings.HasSuffix(text, "Z")
	case "uri":
		u, err := url.Parse(text)
		return isText && err == nil && u.IsAbs()
	case "reference uri":
		u, err := url.Parse(text)
		return isText && err == nil && !u.IsAbs() && text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=@/%") == ""
	case "from 0":
		return isNumber && number >= 0 && number == float64(int(number))
	case "from 1":
		return isNumber && number >= 1 && number == float64(int(number))
	}
	return false
}

// log is what the tests look at.
type log struct {
	Runs []struct {
		Tool struct {
			Driver struct {
				Rules, Notifications []struct{ ID string }
			}
		}
		Invocations []struct {
			ToolExecutionNotifications []struct {
				Level      string
				Descriptor struct{ ID string }
			}
		}
		Results []result
	}
}

type result struct {
	RuleID, Level, BaselineState string
	RuleIndex                    int
	Message                      struct{ Text string }
	PartialFingerprints          map[string]string
	Suppressions                 []struct{ Kind, Justification string }
	Locations                    []struct {
		PhysicalLocation struct {
			ArtifactLocation struct{ URI string }
			Region           struct{ StartLine, StartColumn, EndLine int }
			ContextRegion    *struct{ StartLine int }
		}
	}
	Properties struct {
		Targets map[string]finding.TargetEffect
	}
}

func read(t *testing.T, name string, r *reports.Report) log {
	t.Helper()
	text := reporttest.Write(sarif.Write).Text(t, r)
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	hold(t, name, value, "sarifLog")
	var l log
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return l
}

func TestForm(t *testing.T) {
	old := reporttest.Sample()
	old.Rules = nil // as reports of older versions
	for name, r := range map[string]*reports.Report{
		"sample": reporttest.Sample(), "gate": reporttest.Gate(), "hostile": reporttest.Hostile(), "hostile gate": reporttest.HostileGate(), "nothing": {}, "old": old,
	} {
		l := read(t, name, r)
		run := l.Runs[0]
		want, unknown := len(r.Findings), len(r.Unknowns)
		if r.Delta != nil {
			want, unknown = want+len(r.Delta.Absent), unknown+len(r.Delta.Hidden)
		}
		if len(run.Results) != want || len(run.Invocations[0].ToolExecutionNotifications) != unknown {
			t.Errorf("%s: %d results and %d notifications, want %d and %d", name, len(run.Results), len(run.Invocations[0].ToolExecutionNotifications), want, unknown)
		}
		for _, res := range run.Results {
			if run.Tool.Driver.Rules[res.RuleIndex].ID != res.RuleID {
				t.Errorf("%s: %s has the index of another rule", name, res.RuleID)
			}
			reporttest.Harmless(t, name, res.Message.Text)
			for _, place := range res.Locations {
				p := place.PhysicalLocation
				if p.ContextRegion != nil && (p.Region.StartColumn < 2 || p.ContextRegion.StartLine != p.Region.StartLine) {
					t.Errorf("%s: the context is no more than the region: %+v", name, p)
				}
			}
		}
	}
}

// TestMarks: what is known, gone or suppressed is marked, not left out.
func TestMarks(t *testing.T) {
	results := read(t, "gate", reporttest.Gate()).Runs[0].Results
	states, suppressed := map[string]int{}, 0
	for _, res := range results {
		states[res.BaselineState]++
		suppressed += len(res.Suppressions)
		if len(res.PartialFingerprints["stxscanFingerprint/v1"]) != finding.FingerprintLength {
			t.Errorf("fingerprints %v", res.PartialFingerprints)
		}
	}
	d := reporttest.Gate().Delta
	if states["new"] != d.New || states["unchanged"] != d.Unchanged || states["updated"] != 1 || states["absent"] != 1 || suppressed != 1 {
		t.Errorf("states %v, %d suppressed", states, suppressed)
	}
	for by, want := range map[string]string{"config:12": "external", "comment:7": "inSource"} {
		r := reporttest.Sample()
		r.Findings[0].Suppressed = &finding.Suppression{Kind: finding.WontFix, Reason: "old", By: by}
		if got := read(t, by, r).Runs[0].Results[0].Suppressions; len(got) != 1 || got[0].Kind != want || got[0].Justification != "old" {
			t.Errorf("%s: %+v", by, got)
		}
	}
	if e := results[2].Properties.Targets["debian-12"]; e.Effect != finding.Breaks || e.Alternative != "items" {
		t.Errorf("effect on debian-12: %+v", e)
	}
}

// TestColumns: those of a finding count bytes, so that a line with others than
// ASCII is told without.
func TestColumns(t *testing.T) {
	r := reporttest.Sample()
	r.Findings[3].Snippet = "caf\u00e9 = rpm()"
	r.Findings[4].EndLine = r.Findings[4].Line + 2
	results := read(t, "columns", r).Runs[0].Results
	for i, want := range map[int][2]int{2: {16, 0}, 3: {0, 0}, 4: {20, 73}} {
		if got := results[i].Locations[0].PhysicalLocation.Region; got.StartColumn != want[0] || got.EndLine != want[1] {
			t.Errorf("finding %d: %+v, want %v", i, got, want)
		}
	}
}

// TestURIs: a consumer finds the file by its bytes.
func TestURIs(t *testing.T) {
	results := read(t, "hostile", reporttest.Hostile()).Runs[0].Results
	var got []string
	for _, res := range results {
		path, err := url.PathUnescape(res.Locations[0].PhysicalLocation.ArtifactLocation.URI)
		if err != nil {
			t.Error(err)
		}
		got = append(got, path)
	}
	for _, name := range reporttest.HostileNames {
		if want := "stx-updates/dir/" + name; !slices.Contains(got, want) {
			t.Errorf("%q is not there", want)
		}
	}
}

func TestNoLinks(t *testing.T) {
	r := reporttest.Sample()
	r.Findings[0].Message = "see [this](http://example.org) and [that](1)"
	if text := read(t, "links", r).Runs[0].Results[0].Message.Text; strings.Contains(text, "](") {
		t.Errorf("%q", text)
	}
}
