package table_test

import (
	"bytes"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/divergence"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports/table"
)

// divergenceText is what is written, its white space made one.
func divergenceText(t *testing.T, d *divergence.Divergence) string {
	t.Helper()
	var out bytes.Buffer
	if err := table.WriteDivergence(&out, d, table.Options{Width: 160}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// TestNotAsked holds that a package of which nobody asked what to adopt is told
// from one with an answer.
func TestNotAsked(t *testing.T) {
	d := &divergence.Divergence{Target: "debian-12", Packages: []divergence.Package{
		{ID: "integ/known", Adopt: &finding.Adoption{Answer: finding.AdoptRebase, Version: "2", Why: "1 patch", Minutes: 30}, Metrics: divergence.Metrics{Source: 1}},
		{ID: "integ/open", Metrics: divergence.Metrics{Source: 1}},
	}, Total: divergence.Metrics{Stacks: 2, Source: 2}}
	text := divergenceText(t, d)
	for _, want := range []string{"integ/known - 2 1 rebase 30 minutes 1 patch", "integ/open - - 1 not asked - -", "On debian-12: nobody asked whether"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

// TestLeftOut holds that what upstream was asked about is counted of those that it
// was asked about, and what can be left out of all.
func TestLeftOut(t *testing.T) {
	d := &divergence.Divergence{Target: "debian-12", Total: divergence.Metrics{
		Stacks: 1, Source: 9, NotAsked: 6, InBase: 1, Droppable: 4, Inert: 2,
		Upstream: map[finding.UpstreamState]int{finding.UpstreamHas: 1, finding.UpstreamNot: 2},
	}}
	text := divergenceText(t, d)
	for _, want := range []string{
		"Upstream: of 3 asked about, 1 upstreamed, 2 not-found; 1 already in the base; nobody asked about the other 6. ",
		"Of all 9, 4 in the target's version, 2 that change nothing the program does. ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func TestNoPatches(t *testing.T) {
	d := &divergence.Divergence{Target: "debian-12", Packages: []divergence.Package{{ID: "integ/none"}}, Total: divergence.Metrics{Stacks: 1}}
	if text := divergenceText(t, d); text != "No package has patches." {
		t.Error(text)
	}
	d.Total.Packaging = 1
	if text := divergenceText(t, d); !strings.Contains(text, "and 1 of its packaging") || strings.Contains(text, "half of them") {
		t.Error(text)
	}
}

func TestSizes(t *testing.T) {
	d := &divergence.Divergence{Target: "debian-12", Total: divergence.Metrics{
		Stacks: 2, Source: 90, Undated: 3, NoHeader: 4, RolledUp: 5, Malformed: 6, NoOrigin: 7,
		Lines: divergence.Spread{N: 80, Median: 10, P90: 146}, Days: divergence.Spread{N: 87, Median: 731, P90: 900},
		Adopt: map[finding.Adopt]int{finding.AdoptDrop: 2},
	}}
	text := divergenceText(t, d)
	for _, want := range []string{
		"Upstream is not known to have 80: half of them change at most 10 lines, nine of ten at most 146. Half of 87 with a date are 2.0 years old or older. " +
			"Without a date: 3; without a header: 4; of several changes: 5; malformed: 6; without a word of where they are from: 7. ",
		"its own package can be used 2 without the patches.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}
