package patches

import (
	"fmt"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
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
			"as-is 0 0 0 0m: no patch changes the program; 1 change of the packaging to look at"},
		{"dead", "1.0", []finding.StackPatch{{Kind: kindSource, State: stateDead}}, "as-is 0 0 0 0m: no patch changes the program"},
		{"in the target's version", "1.10", []finding.StackPatch{source(upstreamed(finding.UpstreamHas, "v1.9"), nil)},
			"drop 1 0 0 0m: 1 patch: 1 can be left out"},
		{"newer than the target", "1.8", []finding.StackPatch{source(upstreamed(finding.UpstreamHas, "1.9"), applies(finding.ApplyClean, 0))},
			"rebase 0 1 0 15m: 1 patch: 1 to carry over"},
		{"in no release", "1.8", []finding.StackPatch{source(upstreamed(finding.UpstreamHas, ""), applies(finding.ApplyConflict, 2))},
			"rebase 0 1 0 90m: 1 patch: 1 to carry over"},
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
		s := &stack{list: finding.PatchStack{Patches: c.patches}, files: make([]*patchFile, len(c.patches))}
		for i := range s.files {
			s.files[i] = &patchFile{}
		}
		if c.version != "" {
			s.versions = map[string]string{"debian-12": c.version}
		}
		for i := range c.patches {
			if u := c.patches[i].Upstreamed; u != nil {
				u.In = s.onTargets(u, nil)
			}
		}
		a := s.adopt("debian-12", c.version)
		if got := fmt.Sprintf("%s %d %d %d %dm: %s", a.Answer, a.Drop, a.Rebase, a.Open, a.Minutes, a.Why); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
		s.list.Overlay = &finding.Overlay{Files: make([]finding.OverlayFile, 2)}
		if a := s.adopt("debian-12", c.version); (a.Answer == finding.AdoptOverlay) == (c.name == "dead") {
			t.Errorf("%s, configuration only: %s", c.name, a.Answer)
		}
	}
}

func TestOlderThan(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		older bool
	}{
		{"1.9", "1.10", true}, {"v1.10", "1.9", false}, {"1.0", "1.0.0", false}, {"1.0.0", "1.0", false},
		{"2.0.0.0rc1", "2.0.0", true}, {"2.0.0", "2.0.0.0rc1", false}, {"release-3.1", "3.0.9", false},
		{"OTP_R16B", "R16B", false}, {"", "1", true}, {"1", "", false}, {"99999999999", "1", false},
		{"facter_2_4_4", "2.4.5", true},
	} {
		if got := olderThan(c.a, c.b); got != c.older {
			t.Errorf("%s older than %s: %v", c.a, c.b, got)
		}
	}
}
