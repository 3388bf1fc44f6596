package html_test

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

// TestBrowserAdopt holds that a package says whether the target's own can be used
// for the targets that were asked, and says nothing where none was.
func TestBrowserAdopt(t *testing.T) {
	r := reporttest.Sample()
	const label = "Adopt the target's package"
	const more = ", and a reason that is longer than a telephone is wide, since reasons may have any length"
	s := &r.PatchStacks[0]
	for _, asked := range []bool{false, true} {
		s.Adopt = nil
		if asked {
			s.Adopt = map[string]finding.Adoption{"clear": {Answer: finding.AdoptRebase, Version: "4.2", Why: "2 patches to carry over" + more, As: "other-server: its unit is other"}}
		}
		b := openPage(t, r, 390)
		b.visit("#package/" + s.Repo + "/" + s.Package)
		text := strings.Join(strings.Fields(eval[string](b, `document.getElementById("app").innerText`)), " ")
		if !strings.Contains(text, "Patch stack") || strings.Contains(text, label) != asked || strings.Contains(text, "undefined") {
			t.Errorf("asked %v: %s", asked, text)
		}
		if want := label + " clear rebase of 4.2 2 patches to carry over" + more + "; it has other-server: its unit is other"; asked && !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
		if w := eval[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); w > 0 {
			t.Errorf("asked %v: the page is %d px wider than a telephone", asked, w)
		}
		b.quiet()
	}
}
