package html_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/chromedp/chromedp"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

// BenchmarkBrowser opens a report and types into the filter of its findings. It says
// in milliseconds, as the page's own clock has them: first-row until the overview's
// rows are made, paint until something is seen, findings for going to their list,
// keystroke from a key to rows that match, with the 120 that the page waits for the
// next key. STXSCAN_REPORT names a JSON report; else one of 15,000 findings is made up.
func BenchmarkBrowser(b *testing.B) {
	r := manyFindings()
	if name := os.Getenv("STXSCAN_REPORT"); name != "" {
		file, err := os.Open(name)
		if err != nil {
			b.Fatal(err)
		}
		defer file.Close()
		if r, err = reports.Decode(file); err != nil {
			b.Fatal(err)
		}
	}
	page := openPage(b, r, 1280)
	var rows, paint, list, key float64
	for b.Loop() {
		page.run(chromedp.Navigate("about:blank"), chromedp.Navigate(page.address))
		rows += eval[float64](page, `performance.getEntriesByName("first-row")[0].startTime`)
		page.do(`new Promise(function (done) { requestAnimationFrame(function () { setTimeout(done, 50); }); })`, chromedp.EvalAwaitPromise)
		paint += eval[float64](page, `performance.getEntriesByName("first-contentful-paint")[0].startTime`)
		list += after(page, `location.hash = "#findings"`)
		after(page, `search("import")`) // what is looked for first lays the texts of rows down
		key += after(page, `search("import os")`)
	}
	n := float64(b.N)
	b.ReportMetric(rows/n, "ms-first-row")
	b.ReportMetric(paint/n, "ms-paint")
	b.ReportMetric(list/n, "ms-findings")
	b.ReportMetric(key/n, "ms-keystroke")
	b.ReportMetric(float64(len(r.Findings)), "findings")
}

// after returns how many milliseconds pass from an action until the list was made
// anew and is drawn.
func after(b *browser, action string) float64 {
	b.t.Helper()
	b.do(fmt.Sprintf(`new Promise(function (done) {
		function search(text) {
			var e = document.querySelector(".filters [name=q]");
			e.value = text;
			e.dispatchEvent(new Event("input"));
		}
		var start = performance.now();
		var seen = new MutationObserver(function () {
			seen.disconnect();
			requestAnimationFrame(function () { setTimeout(function () { window.took = performance.now() - start; done(); }, 0); });
		});
		seen.observe(document.getElementById("app"), {childList: true, subtree: true});
		%s;
	})`, action), chromedp.EvalAwaitPromise)
	return eval[float64](b, "window.took")
}

// manyFindings is Sample with 15,000 findings.
func manyFindings() *reports.Report {
	r := reporttest.Sample()
	base := r.Findings
	for i := len(r.Findings); i < 15000; i++ {
		f := base[i%len(base)]
		f.Line = i
		f.Path = fmt.Sprintf("directory/of/some/depth/%d/%s", i%700, f.Path)
		f.Fingerprint = fmt.Sprintf("%020x", i)
		r.Findings = append(r.Findings, f)
	}
	return r
}
