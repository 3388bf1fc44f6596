package html_test

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

// planned is Sample with what the team decided, wants to reach and leaves to
// others.
func planned() *reports.Report {
	r := reporttest.Sample()
	first := r.WorkItems[0].ID
	r.Decisions = []reports.Decision{
		{ID: strings.TrimPrefix(first, reports.AnswerPrefix), Question: "How are updates delivered?", State: reports.DecisionOpen, Blocking: 2, Packages: []string{"updates/(tree)", "updates/update-client"}},
		{ID: "links", Question: "Who watches links?", State: reports.DecisionDecided, Outcome: reports.OutcomeReplaced, Note: "<b>systemd</b>", Owner: "Ann", Date: "2026-04-01"},
	}
	r.Milestones = []reports.Milestone{
		{ID: "builds", Title: "It builds", Target: "clear", Owner: "Bob", Due: "2026-06-30", Packages: 6, Done: 3, Likely: 1, Unknown: 1, Rest: []reports.MilestoneRest{
			{Package: "inventory/inventory-api", Places: 3, Items: []string{first}, Missing: []string{"libx"}}, {Package: "inventory/inventory-data", Missing: []string{"liby"}},
			{Package: "updates/update-web", Unknown: true}}},
		{ID: "easy", Title: "It was easy", Target: "clear", Packages: 1, Done: 1},
	}
	r.Tracked = []reports.Tracked{{Concern: finding.Python2, By: "the <i>Python</i> team", Blocking: 7, Minutes: 960, Stories: []reports.Story{{ID: 17, Repo: "inventory", URL: "https://storyboard.openstack.org/#!/story/17"}}}}
	return r
}

// TestCall shows what the team talks about without a script.
func TestCall(t *testing.T) {
	page := string(write(t, planned()))
	for _, want := range []string{
		`aria-label="2 done, 1 likely done, 2 to do, 1 cannot be told"`, "3 of 6 packages, 1 cannot be told", "<b>reached</b>", "by 2026-06-30",
		`<a href="#package/inventory/inventory-api">inventory/inventory-api</a> <span class="soft">3 places in 1 work item, lacks libx</span>`,
		`lacks liby`, `<span class="soft">cannot be told</span>`,
		`How are updates delivered?`, "2 places in 1 package", "decided: replaced, &lt;b&gt;systemd&lt;/b&gt;",
		"the &lt;i&gt;Python&lt;/i&gt; team", "7 places in the way, about 2 days", `<a href="https://storyboard.openstack.org/#!/story/17" rel="noreferrer">17 inventory</a>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if without := string(write(t, reporttest.Sample())); strings.Contains(without, `id="milestones"`) || strings.Contains(without, `id="decisions"`) || strings.Contains(without, `id="tracked"`) {
		t.Error("empty parts are shown")
	}
}

// TestCallLinks holds that an address of another kind is no link that runs
// something.
func TestCallLinks(t *testing.T) {
	r := planned()
	r.Tracked[0].Stories[0].URL = "javascript:alert(1)"
	if page := string(write(t, r)); strings.Contains(page, "javascript:alert") {
		t.Error("the link runs a script")
	}
}

// TestBrowserCall opens a milestone with the keyboard and follows what is left of
// it, in a wide and a narrow window.
func TestBrowserCall(t *testing.T) {
	for _, width := range []int64{1280, 390} {
		b := openPage(t, planned(), width)
		b.do(`document.querySelector(".milestone").open = true`)
		b.narrow("the milestones")
		b.visit("#package/inventory/inventory-api")
		if got := eval[string](b, heading); !strings.Contains(got, "inventory-api") {
			t.Errorf("%d wide: the link leads to %q", width, got)
		}
		b.quiet()
	}
}
