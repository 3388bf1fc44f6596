package html_test

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/html"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func writeWith(t testing.TB, r *reports.Report, o html.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := html.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// wentDown is a trend of four points: the tool changes at the third, a tag names the
// second, a target is asked for from the second on.
func wentDown() *reports.Trend {
	at := func(ready, work, python2, rpm int, moved ...reports.TrendMove) reports.TrendTarget {
		return reports.TrendTarget{
			Headline: reports.Headline{Packages: ready + work, Ready: ready, NeedsWork: work}, Blocking: python2 + rpm, Moved: moved,
			Concerns: map[finding.Concern]reports.TrendConcern{finding.Python2: {Blocking: python2}, finding.RPMCalls: {Blocking: rpm}},
		}
	}
	day := func(n int) time.Time { return time.Date(2026, 2, n, 12, 0, 0, 0, time.UTC) }
	code := func(came, gone int) reports.TrendMove {
		return reports.TrendMove{Cause: string(policy.CauseCode), Concern: finding.Python2, Came: came, Gone: gone}
	}
	return &reports.Trend{
		Schema: reports.TrendSchema, Targets: []string{"clear", "debian-12", "centos-7"}, Origins: []string{"centos-7"},
		Points: []reports.TrendPoint{
			{Time: day(2), Label: "2026-02-02", Targets: map[string]reports.TrendTarget{"clear": at(1, 8, 90, 10), "centos-7": at(9, 0, 0, 0)}},
			{Time: day(9), Label: "v1.0", Targets: map[string]reports.TrendTarget{"clear": at(3, 6, 60, 10, code(4, 34)), "debian-12": at(3, 6, 50, 5)}},
			{Time: day(16), Moved: true, Targets: map[string]reports.TrendTarget{
				"clear":     at(3, 6, 68, 10, reports.TrendMove{Cause: string(policy.CauseRules), Concern: finding.Python2, Came: 8}),
				"debian-12": at(3, 6, 58, 5, reports.TrendMove{Cause: string(policy.CauseRules), Concern: finding.Python2, Came: 8})}},
			{Time: day(23), Label: "<b>x</b>", Targets: map[string]reports.TrendTarget{"clear": at(6, 3, 40, 2, code(0, 36)), "debian-12": at(6, 3, 40, 0, code(0, 23))}},
		},
		Packages: []reports.PackageTrend{
			{Package: "inventory/inventory-api", Target: "clear", Verdicts: []reports.VerdictSince{{Point: 0, Verdict: reports.NeedsWork}, {Point: 2, Verdict: reports.Likely}}},
			{Package: "inventory/inventory-api", Target: "debian-12", Verdicts: []reports.VerdictSince{{Point: 1, Verdict: reports.NeedsWork}}},
			{Package: "inventory/gone", Target: "clear", Verdicts: []reports.VerdictSince{{Point: 0, Verdict: reports.Ready}}},
		},
	}
}

// TestTrend compares the part of the page that needs no script with a golden file,
// for the trend and for one of names that a browser would obey.
func TestTrend(t *testing.T) {
	page := writeWith(t, reporttest.Sample(), html.Options{Trend: wentDown()})
	part := between(t, page, `<section aria-labelledby="trend">`, "</section>")
	reporttest.Golden(t, "trend.html", []byte(strings.TrimSpace(part)+"\n"))
	if strings.Contains(page, "<b>x</b>") {
		t.Error("the name of a point is markup")
	}
	if again := writeWith(t, reporttest.Sample(), html.Options{Trend: wentDown()}); again != page {
		t.Error("two pages of the same trend differ")
	}
}

// TestTrendNothing holds that what makes no trend draws none.
func TestTrendNothing(t *testing.T) {
	one := wentDown()
	one.Points = one.Points[:1]
	other := wentDown()
	for i := range other.Points {
		other.Points[i].Targets = nil
	}
	for name, trend := range map[string]*reports.Trend{"none": nil, "empty": {}, "one point": one, "no targets": other} {
		if page := writeWith(t, reporttest.Sample(), html.Options{Trend: trend}); strings.Contains(page, `id="trend"`) {
			t.Errorf("%s: there is a trend", name)
		}
	}
}

// TestTrendMany bounds a trend of many points, all at once or with no number above 0.
func TestTrendMany(t *testing.T) {
	long := wentDown()
	first := long.Points[0]
	first.Targets = map[string]reports.TrendTarget{"clear": {Blocking: -3}}
	long.Points = nil
	for range 1000 {
		long.Points = append(long.Points, first)
	}
	page := writeWith(t, reporttest.Sample(), html.Options{Trend: long})
	if !strings.Contains(page, "740 earlier points are not drawn") || strings.Contains(page, "NaN") {
		t.Error("the trend is not cut to what is drawn")
	}
}

// TestTrendHostile holds that no text of a trend is markup.
func TestTrendHostile(t *testing.T) {
	trend := wentDown()
	for i, name := range reporttest.HostileNames {
		p := trend.Points[len(trend.Points)-1]
		p.Label = name + fmt.Sprint(i)
		trend.Points = append(trend.Points, p)
		trend.Targets = append(trend.Targets, name)
		for k := range trend.Points {
			trend.Points[k].Targets[name] = reports.TrendTarget{Blocking: i, Concerns: map[finding.Concern]reports.TrendConcern{finding.Concern(name): {Blocking: i}},
				Moved: []reports.TrendMove{{Cause: name, Concern: finding.Concern(name), Came: 1}}}
		}
	}
	page := writeWith(t, reporttest.Hostile(), html.Options{Trend: trend})
	for what, want := range map[string]int{"<script": 2, "</script": 2, "<style": 1, "<b>x": 0} {
		if got := strings.Count(page, what); got != want {
			t.Errorf("%q stands there %d times, want %d", what, got, want)
		}
	}
	b := openText(t, []byte(page), 390)
	b.narrow("a hostile trend")
	b.quiet()
}

// moving is Sample, and what it was before: a place less, one more, one elsewhere.
func moving() (*reports.Report, *policy.Diff) {
	r, old := reporttest.Sample(), reporttest.Sample()
	old.Run.Time = old.Run.Time.AddDate(0, 0, -7)
	old.Findings[3].Fingerprint, old.Findings[3].MatchKey = "gone000000000000", "gone"
	return r, policy.Compare(old, r)
}

// TestMoved holds that what moved is on the first screen, with its cause.
func TestMoved(t *testing.T) {
	r, diff := moving()
	page := writeWith(t, r, html.Options{Diff: diff})
	part := between(t, page, `<section aria-labelledby="moved">`, "</section>")
	reporttest.Golden(t, "moved.html", []byte(strings.TrimSpace(part)+"\n"))
	b := openText(t, []byte(page), 1280)
	b.visit("#findings?since=new")
	if got := eval[string](b, countText); got != "1 of 46 findings" {
		t.Errorf("since the last report there are %s", got)
	}
	b.quiet()
	same := policy.Compare(r, r)
	if part := between(t, writeWith(t, r, html.Options{Diff: same}), `<section aria-labelledby="moved">`, "</section>"); !strings.Contains(part, "Nothing came, went or moved") {
		t.Error("nothing moved, and that is not said")
	}
}

// TestFileLinks holds that every link to the form is one that is carried: short, and
// whole in what it says.
func TestFileLinks(t *testing.T) {
	r := reporttest.Hostile()
	r.Rules[0].Why = strings.Repeat("wide é\u2028& = ? # + ", 400)
	n := 0
	for _, row := range island(t, writeWith(t, r, html.Options{}))["items"].([]any) {
		link, _ := row.(map[string]any)["file"].(string)
		if link == "" {
			continue
		}
		n++
		if len(link) >= 2000 {
			t.Errorf("a link has %d bytes", len(link))
		}
		_, query, ok := strings.Cut(link, "#!/story/new?")
		values, err := url.ParseQuery(query)
		if !ok || err != nil || strings.Contains(query, "#") {
			t.Errorf("%s: %v", link, err)
		}
		if !strings.HasPrefix(values.Get("title"), "[MultiOS] ") || values["tags"][0] != "stx.multios" || values.Get("description") == "" {
			t.Errorf("the form gets %v", values)
		}
	}
	if n == 0 {
		t.Error("no item can be filed")
	}
}

// TestFiledElsewhere holds that what another team tracks is not filed again.
func TestFiledElsewhere(t *testing.T) {
	for _, row := range island(t, writeWith(t, planned(), html.Options{}))["items"].([]any) {
		item := row.(map[string]any)
		tracked := item["concern"] == string(finding.Python2)
		if _, ok := item["stories"]; ok != tracked {
			t.Errorf("%s: stories of others %v, want %v", item["id"], ok, tracked)
		}
		if _, ok := item["file"]; ok && tracked {
			t.Errorf("%s can be filed again", item["id"])
		}
	}
}

// TestBrowserTrend shows how a package went, in a wide and a narrow window.
func TestBrowserTrend(t *testing.T) {
	for _, width := range []int64{1280, 390} {
		r, diff := moving()
		b := openText(t, []byte(writeWith(t, r, html.Options{Trend: wentDown(), Diff: diff})), width)
		b.narrow("the charts")
		b.do(`document.querySelectorAll(".numbers").forEach(function (e) { e.open = true; })`)
		b.narrow("the numbers")
		b.visit("#package/inventory/inventory-api")
		b.narrow("a package's trend")
		text := eval[string](b, `document.getElementById("app").innerText`)
		for _, want := range []string{"likely fine since 2026-02-16", "needs work from 2026-02-02", "needs work since 2026-02-09 (v1.0)", "the tool or its rules changed on 2026-02-16"} {
			if !strings.Contains(text, want) {
				t.Errorf("%d wide: %q is not on the package's page:\n%s", width, want, text)
			}
		}
		b.quiet()
	}
}
