package html_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	stdhtml "html"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/html"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func write(t testing.TB, r *reports.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := html.Write(&b, r, html.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// between returns what stands between two marks, the first time.
func between(t testing.TB, text, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, from)
	if !ok {
		t.Fatalf("there is no %s", from)
	}
	inner, _, _ := strings.Cut(rest, to)
	return inner
}

// island returns the page's data.
func island(t testing.TB, page string) map[string]any {
	t.Helper()
	var data map[string]any
	if err := json.Unmarshal([]byte(between(t, page, `<script id="data" type="application/json">`, "</script>")), &data); err != nil {
		t.Fatal(err)
	}
	return data
}

var cases = map[string]func() *reports.Report{
	"sample": reporttest.Sample, "hostile": reporttest.Hostile,
	"empty": func() *reports.Report { return &reports.Report{Schema: reports.Schema} },
}

func TestDeterministic(t *testing.T) {
	for name, report := range cases {
		if !bytes.Equal(write(t, report()), write(t, report())) {
			t.Errorf("%s: two pages of the same report differ", name)
		}
	}
}

// TestPolicy holds that the page allows its own style and script, nothing else.
func TestPolicy(t *testing.T) {
	page := string(write(t, reporttest.Sample()))
	policy := stdhtml.UnescapeString(between(t, page, `http-equiv="Content-Security-Policy" content="`, `"`))
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") {
		t.Errorf("the policy is %s", policy)
	}
	for kind, text := range map[string]string{
		"style-src":  between(t, page, "<style>", "</style>"),
		"script-src": between(t, page, "<script>", "</script>"),
	} {
		sum := sha256.Sum256([]byte(text))
		if want := kind + " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
			t.Errorf("the policy does not hold %s", want)
		}
	}
}

var (
	tag       = regexp.MustCompile(`<[a-zA-Z!/][^>]*>`)
	attribute = regexp.MustCompile(`\s([a-zA-Z-]+)="([^"]*)"`)
)

// outsideData returns the page without its data, style and script.
func outsideData(page string) string {
	for _, kind := range []string{"script", "style"} {
		page = regexp.MustCompile(`(?s)<`+kind+`[^>]*>.*?</`+kind+`>`).ReplaceAllString(page, "")
	}
	return page
}

// TestNothingFromOutside holds that no attribute names an address and none
// carries a script or a style.
const newStory = "https://storyboard.openstack.org/#!/story/new?"

func TestNothingFromOutside(t *testing.T) {
	for name, report := range cases {
		for _, element := range tag.FindAllString(outsideData(string(write(t, report()))), -1) {
			for _, a := range attribute.FindAllStringSubmatch(element, -1) {
				key, value := strings.ToLower(a[1]), stdhtml.UnescapeString(a[2])
				switch {
				case key == "src", key == "style", strings.HasPrefix(key, "on"):
					t.Errorf("%s: %s has %s", name, element, key)
				case key == "href" && strings.HasPrefix(value, newStory):
					// Followed by a reader, never by the page.
				case key == "href" && value != "data:," && !strings.HasPrefix(value, "#"):
					t.Errorf("%s: a link leads to %q", name, value)
				case strings.Contains(value, "http://") || strings.Contains(value, "https://"):
					t.Errorf("%s: %s names an address", name, element)
				}
			}
		}
	}
}

// TestHostileStaysText holds that names of the scanned tree open no element
// and close none, and that nothing invisible is left of them.
func TestHostileStaysText(t *testing.T) {
	r := reporttest.Hostile()
	r.Findings[0].Snippet = "</script><script>alert(1)</script><!--"
	r.Rules[0].Why = "</script><img src=x onerror=alert(1)> \u2028 \u202e"
	r.Inputs[0].Repo, r.Inputs[0].Commit = "<b>\u202e</b>", "\x1b[31m<i>"
	r.Targets[0].Name = `"><svg onload=alert(1)>`
	r.WorkItems[0].Title, r.WorkItems[0].Blocking = `<a href="javascript:alert(1)">`, 1
	r.Groups = []reports.Group{{ID: `"><b>`, Title: "</option><script>", Headlines: map[string]reports.Headline{"clear": {}}}}
	page := string(write(t, r))
	for what, want := range map[string]int{"<script": 2, "</script": 2, "<style": 1, "<img": 0, "<svg onload": 0, "<a href=\"java": 0, "<i>": 0, "<!--": 0} {
		if got := strings.Count(page, what); got != want {
			t.Errorf("%q stands there %d times, want %d", what, got, want)
		}
	}
	for _, c := range page {
		if c < ' ' && c != '\n' || c >= 0x7f && c < 0xa0 || c >= 0x200b && c <= 0x200f || c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069 {
			t.Errorf("the character %U is in the page", c)
		}
	}
	island(t, page)
}

// TestFirstScreen holds that what a reader needs first is there without a
// script: for each target the six counts, the items with who, effort and what
// they free.
func TestFirstScreen(t *testing.T) {
	r := reporttest.Sample()
	r.WorkItems[0].Frees = map[string]int{"clear": 2, "ubuntu-24.04": 2, "debian-12": 1}
	r.WorkItems[0].Owner = "inventory-core"
	text := stdhtml.UnescapeString(tag.ReplaceAllString(outsideData(string(write(t, r))), " "))
	text = strings.Join(strings.Fields(text), " ")
	for _, want := range []string{
		"StarlingX port report", "2026-03-04 15:30 UTC", "stxscan 0.9.0, rules 5f1d7c0a",
		"inventory@8f3c1d5", "updates at 0b5e6f1c2d, with local changes",
		"Ubuntu 24.04 LTS", "2 packages on clear and ubuntu-24.04, 1 package on debian-12", "inventory-core", "unowned",
		r.WorkItems[0].Title, r.WorkItems[0].Basis, "2 of 15 concerns were looked at", "things could not be told",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the first screen does not say %q", want)
		}
	}
	for _, label := range []string{"blocked", "needs work", "not assessable", "likely fine", "ready", "not applicable"} {
		if !strings.Contains(text, label) {
			t.Errorf("the verdict %q is not named", label)
		}
	}
}

// TestData holds that every finding is in the data, at its package and item.
func TestData(t *testing.T) {
	for name, report := range cases {
		r := report()
		data := island(t, string(write(t, r)))
		if got := data["findings"]; len(r.Findings) > 0 && len(got.([]any)) != len(r.Findings) {
			t.Errorf("%s: %d findings, want %d", name, len(got.([]any)), len(r.Findings))
		}
		rows, _ := data["findings"].([]any)
		for i, row := range rows {
			cells := row.([]any)
			at := data["packages"].([]any)[int(cells[1].(float64))].(map[string]any)
			if at["repo"] != r.Findings[i].Repo {
				t.Errorf("%s: finding %d is in repo %v, want %s", name, i, at["repo"], r.Findings[i].Repo)
			}
		}
	}
}

// TestOldReports holds that a report without rules is shown all the same.
func TestOldReports(t *testing.T) {
	r := reporttest.Sample()
	r.Rules = nil
	data := island(t, string(write(t, r)))
	if len(data["rules"].([]any)) == 0 {
		t.Error("the rules that findings name are not listed")
	}
	if len(r.Rules) != 0 {
		t.Error("the report was changed")
	}
}

// TestSize holds that a report of 15,000 findings stays a page that a browser
// opens at once and a mail carries.
func TestSize(t *testing.T) {
	r := reporttest.Sample()
	base := r.Findings[0]
	r.Findings = nil
	for i := range 15000 {
		f := base
		f.Line = i + 1
		f.Fingerprint = strings.Repeat("0", 15) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + "xx"
		f.Snippet = strings.Repeat("x", 60) + f.Fingerprint
		f.Message = "message " + f.Fingerprint
		f.Path = "directory/of/some/depth/" + f.Fingerprint[:17]
		f.Targets = map[string]finding.TargetEffect{"clear": base.Targets["clear"], "debian-12": base.Targets["debian-12"]}
		r.Findings = append(r.Findings, f)
	}
	if n := len(write(t, r)); n > 8<<20 {
		t.Errorf("the page has %d bytes", n)
	}
}

// TestContrast holds the colours of text to 4.5 to 1 against what they stand
// on, in the light and in the dark.
func TestContrast(t *testing.T) {
	style := between(t, string(write(t, reporttest.Sample())), "<style>", "</style>")
	variable := regexp.MustCompile(`--([a-z0-9-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);`)
	for at, scheme := range []string{"light", "dark"} {
		colors := map[string]float64{}
		for _, m := range variable.FindAllStringSubmatch(between(t, style, ":root {", "}"), -1) {
			colors[m[1]] = luminance(t, m[2+at])
		}
		for _, pair := range []string{
			"text bg", "text panel", "soft bg", "soft panel", "link bg", "link panel", "bad bg", "bad panel",
			"warn bg", "warn panel", "good bg", "good panel", "head-text head", "head-soft head",
		} {
			front, back, _ := strings.Cut(pair, " ")
			a, known := colors[front]
			b, both := colors[back]
			if !known || !both {
				t.Fatalf("%s: %s names a colour that is not there", scheme, pair)
			}
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", scheme, front, back, ratio)
			}
		}
	}
}

// luminance is the relative luminance of a colour, as WCAG defines it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	part := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.03928 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

// TestOrder holds that the order of the port is on the page without a script, for
// each target that has an index.
func TestOrder(t *testing.T) {
	r := reporttest.Sample()
	r.Tool.Analyzers = map[string]int{"imports": 1}
	for i := range r.Targets {
		if r.Targets[i].Index = nil; r.Targets[i].ID == "clear" {
			r.Targets[i].Index = &finding.Index{}
		}
	}
	page := string(write(t, r))
	if n := strings.Count(page, `<details class="order">`); n != 1 {
		t.Errorf("%d orders, want that of clear", n)
	}
	for _, want := range []string{"can be ported now", ", the longest chain takes ", "<h3>Wave 1</h3>"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}

// ordered is a report with an order: one that could not be read is needed by one
// with work, two need each other, and one waits for a decision.
func ordered() *reports.Report {
	r := &reports.Report{
		Schema: reports.Schema, Targets: []reports.Target{{ID: "clear", Name: "Clear Linux", Index: &finding.Index{}}},
		Tool:      reports.Tool{Analyzers: map[string]int{"imports": 1}},
		WorkItems: []reports.WorkItem{{ID: "w", Kind: reports.ItemRule, Blocking: 2, Minutes: 20}, {ID: "answer:installer", Kind: reports.ItemDecision, Blocking: 1, Minutes: 60}},
		Unknowns:  []finding.Unknown{{Kind: finding.UnknownSource, Repo: "r", Package: "unread"}},
	}
	for _, p := range []struct{ name, needs, item string }{
		{"unread", "", ""}, {"after", "unread", "w"}, {"left", "right", ""}, {"right", "left", "w"}, {"asks", "", "answer:installer"},
	} {
		r.Packages = append(r.Packages, reports.Package{Repo: "r", Name: p.name, Path: p.name, Built: true})
		if p.needs != "" {
			r.Dependencies = append(r.Dependencies, finding.Dependency{Repo: "r", Package: p.name, Name: p.needs, Need: finding.NeedRun,
				Verdicts: map[string]finding.DependencyVerdict{"clear": {Verdict: finding.OwnPackage, Name: "r/" + p.needs}}})
		}
		if p.item != "" {
			r.Findings = append(r.Findings, finding.Finding{Location: finding.Location{Repo: "r"}, Package: p.name, WorkItem: p.item, Role: finding.RoleRuntime,
				Targets: map[string]finding.TargetEffect{"clear": {Effect: finding.Breaks, Severity: finding.Error}}})
		}
	}
	return r
}

// TestOrderUnknown holds that the page says what the table says of what is not
// known, of what waits for a decision and of cycles.
func TestOrderUnknown(t *testing.T) {
	text := between(t, string(write(t, ordered())), `<details class="order">`, "</details>")
	for _, want := range []string{
		"1 of 5 packages have no work left, of 1 it is not known, 1 can be ported now, 1 more waits for a decision alone",
		`<td class="main">r/unread</td><td data-label="Effort">not known</td>`,
		"<li>r/left, r/right</li>",
		"4 packages, 1 can be ported now, effort 1 hour or more.</span> <b>Now:</b> r/right. <b>Not yet, or not known:</b> r/asks, r/left, r/unread.",
		"<h3>Wave 2, after wave 1</h3>",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, ">0 minutes") {
		t.Errorf("what is not known takes no time:\n%s", text)
	}
}
