package html_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/reports/html"
)

// axe returns the source of axe-core, which is looked for where STXSCAN_AXE says and
// in the user's cache. It is not ours to carry.
func axe(t *testing.T) string {
	t.Helper()
	names := []string{os.Getenv("STXSCAN_AXE")}
	if cache, err := os.UserCacheDir(); err == nil {
		names = append(names, filepath.Join(cache, "stxscan", "axe.min.js"))
	}
	for _, name := range names {
		if text, err := os.ReadFile(name); err == nil {
			return string(text)
		}
	}
	oracle.Missing(t, "axe-core", "npm pack axe-core, and name its axe.min.js in STXSCAN_AXE")
	return ""
}

// TestBrowserAccessible asks axe-core about every kind of page, wide and narrow, light
// and dark: nothing that it calls serious or critical may be there.
func TestBrowserAccessible(t *testing.T) {
	source := axe(t)
	r := planned()
	_, diff := moving()
	page := []byte(writeWith(t, r, html.Options{Trend: wentDown(), Diff: diff}))
	fragments := []string{
		"#overview", "#packages", "#items", "#findings", "#needs", "#patches", "#unknowns", "#rules", "#package/inventory/inventory-api", "#package/inventory/link-monitor",
		"#package/updates/update-client", "#item/" + r.WorkItems[0].ID, "#finding/" + r.Findings[0].Fingerprint, "#rule/" + r.Findings[0].Rule,
		"#dependency/python-requests", "#patch/inventory/link-monitor/centos/meta_patches/0001-version.patch", "#package/gone",
	}
	for _, width := range []int64{1280, 390} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(fmt.Sprintf("%d %s", width, scheme), func(t *testing.T) {
				b := openText(t, page, width)
				b.prefer(scheme)
				b.do(source)
				for _, fragment := range fragments {
					b.visit(fragment)
					b.do(`document.querySelectorAll("details").forEach(function (e) { e.open = true; })`)
					b.complain(fragment)
				}
				b.visit("#overview")
				b.do(`document.getElementById("keys").showModal()`)
				b.complain("the keys")
			})
		}
	}
}

// complain says what axe-core finds that is serious or critical.
func (b *browser) complain(where string) {
	b.t.Helper()
	b.do(`axe.run({resultTypes: ["violations"]}).then(function (found) {
		window.complaints = found.violations.filter(function (v) { return v.impact === "serious" || v.impact === "critical"; }).map(function (v) {
			return v.impact + ": " + v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(function (n) { return n.html; }).join(" / ");
		});
	})`, chromedp.EvalAwaitPromise)
	for _, c := range eval[[]string](b, `window.complaints`) {
		b.t.Errorf("%s: %s", where, c)
	}
}
