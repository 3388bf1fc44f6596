package changes_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/changes"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

// before is a report without some of what Sample or Hostile has.
func before(r *reports.Report, drop ...int) *reports.Report {
	old := *r
	old.Findings = slices.Clone(r.Findings)
	for i, n := range drop {
		old.Findings = slices.Delete(old.Findings, n-i, n-i+1)
	}
	old.Unknowns = r.Unknowns[1:]
	return &old
}

func judged(r, old *reports.Report) *policy.Result {
	return policy.Judge(r, policy.FromReport(policy.BaseReport, "old.json", old), policy.Options{Severity: finding.Warning})
}

func gate(t *testing.T, r *policy.Result, o changes.GateOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := changes.WriteGate(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGateGolden(t *testing.T) {
	worse := reporttest.Sample()
	old := before(worse, 0, 3, 5)
	old.Findings[0].Path = "inventory-agent/agent/was.py"
	old.Findings[0].Fingerprint = "was"
	old.Findings[1].Role = finding.RoleTest
	suppressed := reporttest.Sample()
	suppressed.Findings[3].Suppressed = &finding.Suppression{Kind: "config", Reason: "waits for the seam"}
	origin := reporttest.Sample()
	origin.Findings[3].Targets["centos-7"] = finding.TargetEffect{Effect: finding.Breaks, Severity: finding.Error}
	hidden := reporttest.Sample()
	hidden.Unknowns = append(slices.Clone(hidden.Unknowns), finding.Unknown{
		Kind: finding.UnknownUnparsed, Repo: "inventory", Path: "inventory-agent/agent/pkgs.py", Line: 3, Message: "it ends in a string", Settle: "repair the file"})
	hidden.Findings = slices.Delete(hidden.Findings, 3, 4)
	for name, c := range map[string]struct {
		result  *policy.Result
		options changes.GateOptions
	}{
		"gate-pass.txt":       {judged(reporttest.Sample(), reporttest.Sample()), changes.GateOptions{}},
		"gate-fail.txt":       {judged(worse, old), changes.GateOptions{All: true, Accept: "stxscan baseline update --accept-new REASON --baseline b.json ."}},
		"gate-suppressed.txt": {judged(suppressed, before(reporttest.Sample(), 3)), changes.GateOptions{All: true}},
		"gate-origin.txt":     {judged(origin, before(reporttest.Sample(), 3)), changes.GateOptions{}},
		"gate-hidden.txt":     {judged(hidden, reporttest.Sample()), changes.GateOptions{}},
		"gate-hostile.txt":    {judged(reporttest.Hostile(), before(reporttest.Hostile(), 46, 47, 48, 49, 50, 51, 52, 53, 54)), changes.GateOptions{Accept: "a\x1b"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := gate(t, c.result, c.options)
			reporttest.Golden(t, name, []byte(text))
			isClean(t, text)
		})
	}
}

// isClean holds a text against what a terminal would obey.
func isClean(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("%q is in the text", r)
		}
	}
}

func TestDiffGolden(t *testing.T) {
	d := policy.Compare(before(reporttest.Sample(), 0, 3), before(reporttest.Sample(), 5))
	hostile := policy.Compare(reporttest.Sample(), reporttest.Hostile())
	other := reporttest.Sample()
	other.Tool.Rules = "other"
	other.Packages = slices.Delete(other.Packages, 1, 2)
	for i := range other.Packages {
		other.Packages[i].Readiness = map[string]reports.Readiness{}
	}
	for name, c := range map[string]struct {
		diff  *policy.Diff
		write func(io.Writer, *policy.Diff, changes.DiffOptions) error
		top   int
	}{
		"diff.txt":         {d, changes.WriteDiffText, 0},
		"diff.md":          {d, changes.WriteDiffMarkdown, 0},
		"diff.json":        {d, changes.WriteDiffJSON, 0},
		"diff-other.txt":   {policy.Compare(reporttest.Sample(), other), changes.WriteDiffText, 2},
		"diff-hostile.txt": {hostile, changes.WriteDiffText, 0},
		"diff-hostile.md":  {hostile, changes.WriteDiffMarkdown, 3},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := c.write(&b, c.diff, changes.DiffOptions{Top: c.top}); err != nil {
				t.Fatal(err)
			}
			reporttest.Golden(t, name, b.Bytes())
			isClean(t, b.String())
			if strings.HasSuffix(name, ".md") && strings.Contains(b.String(), "<script>") {
				t.Error("HTML of the tree stands in the Markdown as it is")
			}
		})
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestErrorsAreGivenBack(t *testing.T) {
	d := policy.Compare(reporttest.Sample(), reporttest.Sample())
	for _, write := range []func(io.Writer, *policy.Diff, changes.DiffOptions) error{changes.WriteDiffText, changes.WriteDiffJSON, changes.WriteDiffMarkdown} {
		if err := write(full{}, d, changes.DiffOptions{}); !errors.Is(err, errFull) {
			t.Errorf("got %v", err)
		}
	}
	if err := changes.WriteGate(full{}, judged(reporttest.Sample(), reporttest.Sample()), changes.GateOptions{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}
