package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
)

// The bounds are those of the published formula, computed by hand with more
// digits than asked.
func TestWilson(t *testing.T) {
	for _, tt := range []struct {
		right, n int
		want     float64
	}{
		{0, 0, 0},
		{0, 10, 0},
		{1, 1, 0.20655},
		{10, 10, 0.72247},
		{8, 10, 0.49016},
		{188, 200, 0.89806},
		{189, 200, 0.90418},
		{200, 200, 0.98115},
	} {
		if got := wilson(tt.right, tt.n); math.Abs(got-tt.want) > 0.00005 {
			t.Errorf("%d of %d: %.5f, want %.5f", tt.right, tt.n, got, tt.want)
		}
	}
}

// pool makes findings of rules, as many of each as told.
func pool(counts map[string]int) []*finding.Finding {
	var list []*finding.Finding
	for rule, n := range counts {
		for i := range n {
			list = append(list, &finding.Finding{
				Rule: rule, Concern: finding.Python2, Severity: finding.Warning, Message: "message\tof " + rule,
				Location:    finding.Location{Repo: "config", Path: "a.py", Line: i + 1},
				Snippet:     "SECRET",
				Fingerprint: fmt.Sprintf("%s-%d", rule, i),
			})
		}
	}
	return list
}

func names(list []*finding.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.Fingerprint)
	}
	return out
}

// TestDrawTakesTurns holds that a small family is drawn whole and the rest is
// shared by the others.
func TestDrawTakesTurns(t *testing.T) {
	drawn := draw(pool(map[string]int{"PY2-S001": 500, "PY2-S002": 500, "PY2-B001": 3, "PY2-X001": 40}), family, 50, 7)
	counts := map[string]int{}
	for _, f := range drawn {
		counts[family(f.Rule)]++
	}
	if len(drawn) != 50 || counts["PY2-B"] != 3 || counts["PY2-S"]+counts["PY2-X"] != 47 || abs(counts["PY2-S"]-counts["PY2-X"]) > 1 {
		t.Errorf("drawn: %v", counts)
	}
	if all := names(drawn); len(slices.Compact(slices.Sorted(slices.Values(all)))) != 50 {
		t.Errorf("drawn twice: %v", all)
	}
}

func abs(n int) int { return max(n, -n) }

// TestDrawRepeats holds that the seed alone decides, not the order of the
// report, and that another seed draws others.
func TestDrawRepeats(t *testing.T) {
	list := pool(map[string]int{"PY2-S001": 100, "PY2-B001": 100})
	first := names(draw(list, family, 20, 1))
	slices.Reverse(list)
	if again := names(draw(list, family, 20, 1)); !slices.Equal(first, again) {
		t.Errorf("another draw:\n%v\n%v", first, again)
	}
	if other := names(draw(list, family, 20, 2)); slices.Equal(first, other) {
		t.Error("another seed draws the same")
	}
}

func TestDrawMoreThanThereAre(t *testing.T) {
	if n := len(draw(pool(map[string]int{"PY2-S001": 3}), family, 200, 1)); n != 3 {
		t.Errorf("drawn: %d", n)
	}
	if n := len(draw(nil, family, 200, 1)); n != 0 {
		t.Errorf("drawn of nothing: %d", n)
	}
}

func TestPool(t *testing.T) {
	r := &reports.Report{}
	add := func(rule string, severity finding.Severity, concern finding.Concern, quiet bool) {
		f := finding.Finding{Rule: rule, Severity: severity, Concern: concern}
		if quiet {
			f.Suppressed = &finding.Suppression{}
		}
		r.Findings = append(r.Findings, f)
	}
	add("PY2-S001", finding.Error, finding.Python2, false)
	add("PY2-S002", finding.Info, finding.Python2, false)
	add("PY2-S003", finding.Warning, finding.Python2, true)
	add("PY2-B001", finding.Warning, finding.Python2, false)
	add("RPM-F101", finding.Error, finding.RPMCalls, false)
	for globs, want := range map[string]string{"*": "[PY2-S001 PY2-B001]", "PY2-S*": "[PY2-S001]", "PY2-B001,PY2-S001": "[PY2-S001 PY2-B001]"} {
		list, err := poolOf(r, []string{string(finding.Python2)}, strings.Split(globs, ","), finding.Warning)
		var rules []string
		for _, f := range list {
			rules = append(rules, f.Rule)
		}
		if err != nil || fmt.Sprint(rules) != want {
			t.Errorf("%s: %v, %v", globs, rules, err)
		}
	}
	if _, err := poolOf(r, []string{string(finding.Python2)}, []string{"["}, finding.Warning); err == nil {
		t.Error("a broken glob passes")
	}
}

// TestSheet holds that no code of the tree is in a sheet, and that a sheet is
// read back as it was written.
func TestSheet(t *testing.T) {
	list := pool(map[string]int{"PY2-S001": 2})
	var out bytes.Buffer
	r := &reports.Report{Rules: []reports.Rule{{ID: "PY2-S001", Title: "print is a statement"}}}
	if err := writeSheet(&out, r, draw(list, family, 2, 1), true); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "SECRET") || !strings.Contains(out.String(), "print is a statement: message of PY2-S001") {
		t.Errorf("sheet:\n%s", out.String())
	}
	var bare bytes.Buffer
	if err := writeSheet(&bare, r, draw(list, family, 2, 1), false); err != nil || strings.Contains(bare.String(), "message") {
		t.Errorf("without claims: %v\n%s", err, bare.String())
	}
	back, err := readVerdicts(write(t, out.String()))
	if err != nil || len(back) != 2 || back[0].rule != "PY2-S001" || back[0].verdict != "" {
		t.Errorf("read back: %v, %v", back, err)
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "sheet.tsv")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

const head = "repo\tpath\tline\trule\tfingerprint\tverdict\treason\n"

func TestScore(t *testing.T) {
	var rows strings.Builder
	rows.WriteString(head)
	for i := range 10 {
		verdict := []string{"true", "true", "true", "True", "true", "true", "true", "true", "false", "unsure"}[i]
		fmt.Fprintf(&rows, "config\ta.py\t%d\tPY2-S001\tf%d\t%s\tbecause\n", i, i, verdict)
	}
	rows.WriteString("nfv\tb.py\t1\tPY2-B001\tg\ttrue\t\n")
	var out bytes.Buffer
	if err := run([]string{"score", write(t, rows.String())}, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| all | 11 | 9 | 1 | 1 | 0.818 | 0.523 |",
		"| PY2-S | 10 | 8 | 1 | 1 | 0.800 | 0.490 |",
		"| PY2-B | 1 | 1 | 0 | 0 | 1.000 | 0.207 |",
		"| PY2-S001 | 10 | 1 | 1 |",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
}

func TestScoreRefuses(t *testing.T) {
	sheet := write(t, head+"config\ta.py\t1\tPY2-S001\tf1\t\t\nconfig\ta.py\t2\tPY2-S001\tf2\t\t\n")
	for name, rows := range map[string]string{
		"not judged":     "config\ta.py\t1\tPY2-S001\tf1\ttrue\t\nconfig\ta.py\t2\tPY2-S001\tf2\t\t\n",
		"is not judged":  "config\ta.py\t1\tPY2-S001\tf1\ttrue\t\n",
		"was not drawn":  "config\ta.py\t1\tPY2-S001\tf1\ttrue\t\nconfig\ta.py\t2\tPY2-S001\tf2\ttrue\t\nconfig\ta.py\t3\tPY2-S001\tf3\ttrue\t\n",
		"none of true":   "config\ta.py\t1\tPY2-S001\tf1\tyes\t\n",
		"there before":   "config\ta.py\t1\tPY2-S001\tf1\ttrue\t\nconfig\ta.py\t1\tPY2-S001\tf1\tfalse\t\n",
		"no fingerprint": "config\ta.py\t1\tPY2-S001\n",
	} {
		err := run([]string{"score", "-sheet", sheet, write(t, head+rows)}, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := run([]string{"score", write(t, "path\tline\n")}, &bytes.Buffer{}); err == nil {
		t.Error("a file without columns passes")
	}
}

// TestFamilies holds that no rule counts twice, and that every rule of the
// families is one that there is.
func TestFamilies(t *testing.T) {
	known := map[string]bool{}
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Rules {
		known[r.ID] = true
	}
	seen := map[string]string{}
	for _, f := range couplingFamilies {
		for _, rule := range f.rules {
			if !known[rule] {
				t.Errorf("%s: %s is no rule", f.name, rule)
			}
			if seen[rule] != "" {
				t.Errorf("%s is of %s and of %s", rule, seen[rule], f.name)
			}
			seen[rule] = f.name
		}
	}
	for id := range known {
		if (strings.HasPrefix(id, "RPM-") || strings.HasPrefix(id, "OS-")) && seen[id] == "" {
			t.Errorf("%s is of no family of coupling", id)
		}
	}
}

// TestJudged holds what rules say of themselves against the verdicts that are
// kept: a rule that is wrong in more than a tenth of its places says so.
func TestJudged(t *testing.T) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	tallies := map[string]*tally{}
	for _, name := range []string{"coupling-f1-f7-2018.10.0.tsv", "coupling-others-2018.10.0-mended.tsv", "python2-2018.10.0.tsv"} {
		verdicts, err := readVerdicts(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range verdicts {
			if tallies[v.rule] == nil {
				tallies[v.rule] = &tally{}
			}
			tallies[v.rule].add(v.verdict)
		}
	}
	for _, r := range set.Rules {
		want := ""
		if got := tallies[r.ID]; got != nil && got.share() < 0.9 {
			want = (&rules.Judged{Places: got.all(), Wrong: got.wrong + got.unsure}).String()
		}
		got := ""
		if r.Judged != nil {
			got = r.Judged.String()
		}
		if got != want {
			t.Errorf("%s says %q of itself, and %q is kept", r.ID, got, want)
		}
	}
}
