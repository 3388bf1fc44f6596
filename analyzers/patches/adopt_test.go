package patches

import (
	"fmt"
	"slices"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
)

// TestAdopt holds the answers for stacks of patches that are written as
// "state release / applies".
func TestAdopt(t *testing.T) {
	upstreamed := func(state finding.UpstreamState, release string) *finding.Upstreamed {
		return &finding.Upstreamed{State: state, Release: release}
	}
	applies := func(state finding.ApplyState, rejected int) map[string]finding.Applies {
		return map[string]finding.Applies{"debian-12": {State: state, Rejected: rejected}}
	}
	source := func(u *finding.Upstreamed, a map[string]finding.Applies) finding.StackPatch {
		return finding.StackPatch{Kind: kindSource, State: stateApplied, Upstreamed: u, Applies: a}
	}
	for _, c := range []struct {
		name, version string
		patches       []finding.StackPatch
		want          string
	}{
		{"nothing but the packaging", "1.0", []finding.StackPatch{{Kind: kindMeta, State: stateApplied}},
			"decide 0 0 0 0m: no patch changes the program; 1 change of the packaging to look at"},
		{"dead", "1.0", []finding.StackPatch{{Kind: kindSource, State: stateDead}}, "as-is 0 0 0 0m: no patch changes the program"},
		{"in the target's version", "1.10", []finding.StackPatch{source(upstreamed(finding.UpstreamHas, "v1.9"), nil)},
			"drop 1 0 0 0m: 1 patch: 1 can be left out"},
		{"newer than the target", "1.8", []finding.StackPatch{source(upstreamed(finding.UpstreamHas, "1.9"), applies(finding.ApplyClean, 0))},
			"rebase 0 1 0 15m: 1 patch: 1 to carry over"},
		{"in no release", "1.8", []finding.StackPatch{source(upstreamed(finding.UpstreamHas, ""), applies(finding.ApplyConflict, 2))},
			"decide 0 0 1 0m: 1 patch: 1 not known whether upstream has"},
		{"in the base", "1.8", []finding.StackPatch{source(&finding.Upstreamed{State: finding.UpstreamHas, InBase: true}, nil)},
			"drop 1 0 0 0m: 1 patch: 1 can be left out"},
		{"in the target, in other words", "1.8", []finding.StackPatch{source(upstreamed(finding.UpstreamNot, ""), applies(finding.ApplyAlready, 0))},
			"drop 1 0 0 0m: 1 patch: 1 can be left out"},
		{"nobody looked", "1.8", []finding.StackPatch{source(nil, nil), source(upstreamed(finding.UpstreamNot, ""), nil)},
			"decide 0 1 1 60m: 2 patches: 1 to carry over, 1 not known whether upstream has"},
		{"for people", "1.8", []finding.StackPatch{source(upstreamed(finding.UpstreamReview, ""), nil)},
			"decide 0 0 1 0m: 1 patch: 1 not known whether upstream has"},
		{"the target's version is not known", "", []finding.StackPatch{source(upstreamed(finding.UpstreamHas, "1.9"), nil)},
			"decide 0 0 1 0m: 1 patch: 1 not known whether upstream has"},
		{"taken out again, and a file is gone", "2", []finding.StackPatch{source(upstreamed(finding.UpstreamBack, ""), applies(finding.ApplyNoFile, 0)),
			source(upstreamed(finding.UpstreamPartly, "1.0"), applies(finding.ApplyFuzz, 0))},
			"rebase 0 2 0 150m: 2 patches: 2 to carry over"},
	} {
		s := &stack{list: finding.PatchStack{Base: "1.7", Patches: c.patches}, files: make([]*patchFile, len(c.patches))}
		for i := range s.files {
			s.files[i] = &patchFile{}
		}
		if c.version != "" {
			s.versions = map[string]string{"debian-12": c.version}
		}
		for i := range c.patches {
			if u := c.patches[i].Upstreamed; u != nil {
				s.locate(u, nil, nil)
			}
		}
		a := s.adopt(&rules.Target{ID: "debian-12"})
		if got := fmt.Sprintf("%s %d %d %d %dm: %s", a.Answer, a.Drop, a.Rebase, a.Open, a.Minutes, a.Why); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
		s.list.Overlay = &finding.Overlay{Files: make([]finding.OverlayFile, 2)}
		if a := s.adopt(&rules.Target{ID: "debian-12"}); (a.Answer == finding.AdoptOverlay) == (c.name == "dead") {
			t.Errorf("%s, configuration only: %s", c.name, a.Answer)
		}
	}
}

// TestAdoptNothing: what a target does not have cannot be taken, however easy the
// patches are.
func TestAdoptNothing(t *testing.T) {
	for presence, want := range map[finding.Presence]finding.Adopt{
		"": finding.AdoptAsIs, finding.Present: finding.AdoptAsIs, finding.Renamed: finding.AdoptAsIs, finding.LikelyPresent: finding.AdoptAsIs,
		finding.Missing: finding.AdoptDecide, finding.PresenceUnknown: finding.AdoptDecide,
		finding.Differs: finding.AdoptDecide, finding.ProvidedBy: finding.AdoptDecide,
	} {
		s := &stack{
			list:     finding.PatchStack{Patches: []finding.StackPatch{{Kind: kindSource, State: stateDead}}},
			files:    []*patchFile{{}},
			presence: map[string]finding.Presence{"debian-12": presence},
		}
		if a := s.adopt(&rules.Target{ID: "debian-12"}); a.Answer != want || a.Presence != presence {
			t.Errorf("%s: %s (%s), want %s", presence, a.Answer, a.Why, want)
		}
	}
}

// TestSeries: packaging for several releases of Debian is as many stacks, of which
// a target is built with one.
func TestSeries(t *testing.T) {
	s := &stack{}
	for _, path := range []string{"x/debian/bullseye/patches/a.patch", "x/debian/trixie/patches/a.patch", "x/centos/patches/b.patch"} {
		s.list.Patches = append(s.list.Patches, finding.StackPatch{Path: path, Kind: kindSource, State: stateApplied})
		s.files, s.strips = append(s.files, &patchFile{src: []byte("x")}), append(s.strips, strip{})
	}
	for target, want := range map[string]int{"debian-11": 2, "debian-13": 2, "clear": 2} {
		if a := s.adopt(&rules.Target{ID: target}); a.Open != want {
			t.Errorf("%s: %d patches to look at, want %d", target, a.Open, want)
		}
	}
	for release, want := range map[int][]int{0: {2}, 11: {0}, 13: {1}} {
		if _, places := s.toApply(release); !slices.Equal(places, want) {
			t.Errorf("release %d: patches %v, want %v", release, places, want)
		}
	}
}

// TestLocate: what the history says of a version decides before the order does.
func TestLocate(t *testing.T) {
	for _, c := range []struct {
		u               finding.Upstreamed
		having, lacking []string
		in, notIn       []string
	}{
		{finding.Upstreamed{State: finding.UpstreamHas, Release: "1.0.1"}, nil, []string{"1.1.0"}, []string{"new"}, []string{"old"}},
		{finding.Upstreamed{State: finding.UpstreamHas, Release: "1.0.1"}, nil, nil, []string{"new", "old"}, nil},
		{finding.Upstreamed{State: finding.UpstreamHas, Release: "1.2.0"}, []string{"1.1.0"}, nil, []string{"new", "old"}, nil},
		{finding.Upstreamed{State: finding.UpstreamHas, Release: "1.2.0"}, nil, nil, []string{"new"}, []string{"old"}},
		{finding.Upstreamed{State: finding.UpstreamHas}, nil, nil, nil, nil},
		{finding.Upstreamed{State: finding.UpstreamHas, InBase: true}, nil, nil, []string{"new"}, nil},
		{finding.Upstreamed{State: finding.UpstreamNot, Release: "1.0.1"}, nil, nil, nil, nil},
	} {
		s := &stack{versions: map[string]string{"old": "1.1.0", "new": "1.3.0"}}
		s.list.Base = "1.2.0"
		u := c.u
		s.locate(&u, c.having, c.lacking)
		if !slices.Equal(u.In, c.in) || !slices.Equal(u.NotIn, c.notIn) {
			t.Errorf("%+v with %v, without %v: in %v, not in %v; want %v and %v", c.u, c.having, c.lacking, u.In, u.NotIn, c.in, c.notIn)
		}
	}
}
