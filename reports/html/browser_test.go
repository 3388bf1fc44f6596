package html_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

// browser is a page that is open in a real browser, with what it complained
// about and what it asked the network for.
type browser struct {
	t       testing.TB
	ctx     context.Context
	address string

	mu         sync.Mutex
	complaints []string
	requests   []string
}

// openPage opens a report in chromium in a window of the width.
func openPage(t testing.TB, r *reports.Report, width int64) *browser {
	t.Helper()
	return openText(t, write(t, r), width)
}

func openText(t testing.TB, page []byte, width int64) *browser {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, page, 0o666); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx, address: (&url.URL{Scheme: "file", Path: file}).String()}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	b.run(chromedp.EmulateViewport(width, 844), chromedp.Navigate(b.address))
	return b
}

// chromium returns the browser, under any of its names.
func chromium(t testing.TB) string {
	t.Helper()
	names := []string{"chromium", "chromium-browser", "google-chrome", "headless_shell"}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return oracle.Program(t, names[0], "apt-get install chromium")
}

func (b *browser) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.complaints = append(b.complaints, fmt.Sprintf("console.%s", e.Type))
	case *log.EventEntryAdded:
		b.complaints = append(b.complaints, e.Entry.Text)
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	}
}

func (b *browser) run(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// do runs a script for what it does.
func (b *browser) do(script string, options ...chromedp.EvaluateOption) {
	b.t.Helper()
	b.run(chromedp.Evaluate[chromedp.Void](script, options...))
}

// eval returns what a script evaluates to.
func eval[T any](b *browser, script string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return out
}

// visit goes to a fragment and waits until the page has followed.
func (b *browser) visit(fragment string) {
	b.t.Helper()
	b.do(fmt.Sprintf(`new Promise(function (done) {
		if (location.hash === %q) { done(true); return; }
		addEventListener("hashchange", function () { setTimeout(function () { done(true); }, 0); }, {once: true});
		location.hash = %q;
	})`, fragment, fragment), chromedp.EvalAwaitPromise)
}

// choose sets a filter as a person would.
func (b *browser) choose(name, value string) {
	b.t.Helper()
	event := "change"
	if name == "q" {
		event = "input"
	}
	// The text is looked for a moment after the last key: the promise's timer is
	// the later one.
	b.do(fmt.Sprintf(`new Promise(function (done) {
		var e = document.querySelector('.filters [name=%q]');
		e.value = %q;
		e.dispatchEvent(new Event(%q));
		setTimeout(done, 200);
	})`, name, value, event), chromedp.EvalAwaitPromise)
}

const (
	rowCount  = `document.querySelectorAll("#list tbody tr").length`
	countText = `document.querySelector("#list .count").textContent`
	firstCell = `document.querySelector("#list tbody td.main").innerText`
	heading   = `document.querySelector("#app h2").innerText`
)

// quiet holds that nothing went wrong and nothing was asked of the network.
func (b *browser) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complaints {
		b.t.Errorf("the browser complains: %s", c)
	}
	for _, r := range b.requests {
		if r, _, _ := strings.Cut(r, "#"); r != b.address && r != "data:," {
			b.t.Errorf("the page asked for %s", r)
		}
	}
}

// narrow holds that nothing is wider than the window.
func (b *browser) narrow(where string) {
	b.t.Helper()
	if w := eval[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); w > 0 {
		b.t.Errorf("%s: the page is %d pixels wider than its window", where, w)
	}
}

func TestBrowser(t *testing.T) {
	for _, width := range []int64{1280, 390} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			r := reporttest.Sample()
			r.Groups = []reports.Group{{ID: "front", Title: "Front end", Packages: 1, Headlines: map[string]reports.Headline{
				"clear": {Packages: 1, Likely: 1}, "debian-12": {Packages: 1, NeedsWork: 1, Breaks: 3}}},
				{ID: "long", Title: "Everything that is named at such length that no narrow window has the room for it", Packages: 1,
					Headlines: map[string]reports.Headline{"clear": {Packages: 1, Likely: 1}}}}
			b := openPage(t, r, width)
			b.narrow("overview")
			lists(t, b, r)
			sorting(t, b)
			links(t, b, r)
			groups(t, b)
			b.quiet()
		})
	}
}

// TestBrowserOrder holds that a narrow window says what steps and waves take.
func TestBrowserOrder(t *testing.T) {
	for _, width := range []int64{1280, 390} {
		b := openPage(t, ordered(), width)
		b.do(`document.querySelector(".order").open = true`)
		b.narrow("the order")
		if n := eval[int](b, `Array.from(document.querySelectorAll(".order .basis")).filter(function (e) { return e.offsetWidth > 0; }).length`); n != 3 {
			t.Errorf("%d wide: %d notes are seen of a step and 2 waves", width, n)
		}
		if style := eval[string](b, `getComputedStyle(document.querySelector(".order td[data-label=Effort]")).whiteSpace`); style != "nowrap" {
			t.Errorf("%d wide: efforts wrap: %s", width, style)
		}
		b.quiet()
	}
}

// lists goes through the lists and their filters.
func lists(t *testing.T, b *browser, r *reports.Report) {
	if n := eval[int](b, rowCount); n != len(r.Packages) {
		t.Errorf("the overview has %d packages, want %d", n, len(r.Packages))
	}
	b.choose("q", "AGENT")
	if got := eval[string](b, countText); got != "1 of 9 packages" {
		t.Errorf("text filter: %s", got)
	}
	if got := eval[string](b, "location.hash"); got != "#packages?q=AGENT" {
		t.Errorf("the filter is not in the address: %s", got)
	}
	b.visit("#packages?verdict=not-assessable&target=clear")
	if got := eval[string](b, countText); got != "2 of 9 packages" {
		t.Errorf("verdict and target: %s", got)
	}
	b.visit("#packages?origin=fork")
	if got := eval[string](b, firstCell); !strings.Contains(got, "update-web") {
		t.Errorf("origin: %s", got)
	}
	for fragment, want := range map[string]string{
		"#items":                          fmt.Sprintf("%d work items", len(r.WorkItems)),
		"#findings":                       fmt.Sprintf("%d findings", len(r.Findings)),
		"#findings?rule=PY2-S001":         "",
		"#unknowns":                       fmt.Sprintf("%d unknowns", len(r.Unknowns)),
		"#rules":                          fmt.Sprintf("%d rules", len(r.Rules)),
		"#findings?q=no%20such%20thing":   fmt.Sprintf("0 of %d findings", len(r.Findings)),
		"#findings?role=%22%3Cx%3E&q=%FF": "0 of",
	} {
		b.visit(fragment)
		b.narrow(fragment)
		if got := eval[string](b, countText); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", fragment, got, want)
		}
	}
}

// sorting presses the heads of columns; in a narrow window a choice does it.
func sorting(t *testing.T, b *browser) {
	b.visit("#packages")
	b.choose("sort", "name")
	up := eval[string](b, firstCell)
	b.choose("sort", "-name")
	down := eval[string](b, firstCell)
	if !strings.Contains(up, "inventory/(tree)") || !strings.Contains(down, "updates/update-web") {
		t.Errorf("sorted up %q comes first, down %q", up, down)
	}
	if eval[bool](b, `innerWidth <= 700`) {
		return // there are no heads of columns
	}
	b.do(`document.querySelector('[data-sort=name]').click()`)
	if got := eval[string](b, `document.querySelector("th[aria-sort]").getAttribute("aria-sort") + " " + document.activeElement.getAttribute("data-sort")`); got != "ascending name" {
		t.Errorf("after a click the column is %s", got)
	}
}

// links follows a link to each kind of thing, also to what is not there.
func links(t *testing.T, b *browser, r *reports.Report) {
	f := r.Findings[0]
	for fragment, want := range map[string]string{
		"#package/inventory/inventory-agent": "inventory/inventory-agent",
		"#package/inventory/(tree)":          "inventory/(tree)",
		"#item/" + r.WorkItems[0].ID:         r.WorkItems[0].Title,
		"#finding/" + f.Fingerprint:          f.Message,
		"#rule/PY2-I001":                     "PY2-I001: Modules that have moved",
		"#package/inventory/gone":            "Not in this report",
		"#item/%":                            "Not in this report",
		"#rule/":                             "Not in this report",
		"#dependency/python-requests":        "python-requests",
		"#dependency/gone":                   "Not in this report",
		"#patch/inventory/link-monitor/centos/meta_patches/0001-version.patch": "link-monitor/centos/meta_patches/0001-version.patch",
		"#patch/inventory/gone": "Not in this report",
	} {
		b.visit(fragment)
		b.narrow(fragment)
		if got := eval[string](b, heading); got != want {
			t.Errorf("%s leads to %q, want %q", fragment, got, want)
		}
	}
	b.visit("#finding/" + f.Fingerprint)
	text := eval[string](b, `document.querySelector("#app").innerText`)
	for _, want := range []string{f.Fingerprint, f.Path, "Ubuntu 24.04 LTS", "It does not work on the targets", f.Confidence.String() + " confidence"} {
		if !strings.Contains(text, want) {
			t.Errorf("the finding does not show %q", want)
		}
	}
	// Every link of the page leads somewhere.
	seen := map[string]bool{}
	for _, fragment := range []string{"#overview", "#items", "#findings", "#needs", "#patches", "#package/inventory/inventory-agent", "#package/inventory/link-monitor"} {
		b.visit(fragment)
		for _, href := range eval[[]string](b, `Array.from(document.querySelectorAll("#app a, #first a")).map(function (a) { return a.getAttribute("href"); })`) {
			if seen[href] || !strings.HasPrefix(href, "#") {
				continue
			}
			seen[href] = true
			b.visit(href)
			if got := eval[string](b, heading); got == "Not in this report" {
				t.Errorf("%s leads to nothing", href)
			}
		}
	}
}

// groups chooses a part of StarlingX in the headline.
func groups(t *testing.T, b *browser) {
	b.visit("#overview")
	const row = `document.querySelector('#headline tr[data-target=debian-12]').textContent.replace(/\s+/g, " ")`
	all := eval[string](b, row)
	choose := func(id string) {
		b.do(fmt.Sprintf(`(function (e) { e.value = %q; e.dispatchEvent(new Event("change")); }(document.getElementById("group")))`, id))
	}
	choose("front")
	if got := eval[string](b, row); !strings.Contains(got, " ? 1 0 0 0 03 break, 0 change") {
		t.Errorf("the group's headline is %q", got)
	}
	if got := eval[string](b, `document.getElementById("state").textContent + location.hash`); got != "Port status of 1 package in build lists#overview?group=front" {
		t.Errorf("the group's heading is %q", got)
	}
	if !eval[bool](b, `document.querySelector('#headline tr[data-target=centos-7]').hidden`) {
		t.Error("a target that the group says nothing of is shown")
	}
	choose("")
	if got := eval[string](b, row); got != all {
		t.Errorf("back to all packages: %q, was %q", got, all)
	}
}

// TestBrowserHostile holds that names of the scanned tree stay text, whatever
// they look like, in every view.
func TestBrowserHostile(t *testing.T) {
	r := reporttest.Hostile()
	b := openPage(t, r, 390)
	elements := eval[int](b, `document.querySelectorAll("script").length`)
	fragments := []string{"#overview", "#items", "#findings", "#unknowns", "#rules", "#needs", "#patches"}
	for i := range r.Findings {
		fragments = append(fragments, "#finding/"+r.Findings[i].Fingerprint)
	}
	b.visit("#packages")
	fragments = append(fragments, eval[[]string](b, `Array.from(document.querySelectorAll("#list td.main a")).map(function (a) { return a.getAttribute("href"); })`)...)
	for _, fragment := range fragments {
		b.visit(fragment)
		b.narrow(fragment)
		if got := eval[string](b, heading); got == "Not in this report" {
			t.Errorf("%s leads to nothing", fragment)
		}
		if got := eval[int](b, `document.querySelectorAll("script").length`); got != elements {
			t.Errorf("%s: %d scripts, want %d", fragment, got, elements)
		}
		if eval[bool](b, `/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText)`) {
			t.Errorf("%s shows characters that a reader cannot see", fragment)
		}
	}
	b.quiet()
}

// TestBrowserOptional holds that what only some findings have is shown: who
// suppressed them, how they stand to a base, which names were followed.
func TestBrowserOptional(t *testing.T) {
	r := reporttest.Sample()
	page := string(write(t, r))
	with := strings.Replace(page, `"more":[{}]`, `"more":[{"suppressed":{"kind":"false-positive","reason":"a comment","by":"ann"},
		"baseline_state":"unchanged","trace":[{"name":"RPM","value":"'rpm'","line":7,"column":1}],
		"fix":{"after":"print(host)","shared":[{"line":3,"text":"from __future__ import print_function"}]}}]`, 1)
	if with == page {
		t.Fatal("the data has no place for what only some findings have")
	}
	b := openText(t, []byte(with), 1280)
	b.visit("#finding/" + r.Findings[0].Fingerprint)
	text := strings.Join(strings.Fields(eval[string](b, `document.getElementById("app").innerText`)), " ")
	for _, want := range []string{"false-positive: a comment, by ann", "unchanged", "RPM is 'rpm' (line 7)",
		"print(host) And in line 3: from __future__ import print_function"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not hold %q", text, want)
		}
	}
	for fragment, want := range map[string]string{
		"#findings?suppressed=false-positive": fmt.Sprintf("%d findings", len(r.Findings)),
		"#findings?baseline_state=new":        fmt.Sprintf("0 of %d findings", len(r.Findings)),
		"#findings?target=clear":              fmt.Sprintf("0 of %d findings", len(r.Findings)), // a false positive blocks nothing
	} {
		b.visit(fragment)
		if got := eval[string](b, countText); got != want {
			t.Errorf("%s: %s, want %s", fragment, got, want)
		}
	}
	b.quiet()
}
