package divergence

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// MostProposed is the size, in changed lines, up to which a patch is called small
// enough to be proposed as it is.
const MostProposed = 30

// QueueSchema names the form of the queue's JSON. Within a major version fields are
// only added.
const QueueSchema = "stxscan-patches-queue/1.0"

// ProposalList is the queue as JSON.
type ProposalList struct {
	Schema    string     `json:"schema"` // QueueSchema
	Proposals []Proposal `json:"proposals"`
}

// Proposal is a patch that could be proposed to its upstream now.
type Proposal struct {
	Patch
	Upstream string `json:"upstream"`
	// Applies says how it applies to the target's version that it fits best: clean,
	// offset or fuzz, and "" if no target's version was tried.
	Applies finding.ApplyState `json:"applies,omitempty"`
	Version string             `json:"version,omitempty"`
}

// notProposed are the tags of patches that upstream has no use for: they name the
// product, only configure it, help in finding mistakes, or are many changes in one.
var notProposed = []string{"product", "product-naming", "configuration", "config-giant", "debug", "rollup", "malformed"}

// proposed are the states of patches that can be proposed, the best first. The
// last is that of patches that nobody tried.
var proposed = []finding.ApplyState{finding.ApplyClean, finding.ApplyOffset, finding.ApplyFuzz, ""}

// Queue lists what could be proposed upstream: small patches that upstream was asked
// about and does not have, in other words neither, that say nothing of the product,
// and that apply to some target's version, or were not tried. Those that apply best
// come first, those that were not tried last, and of the like the smallest first.
func Queue(r *reports.Report) []Proposal {
	list := []Proposal{}
	for i := range r.PatchStacks {
		s := &r.PatchStacks[i]
		for j := range s.Patches {
			p := &s.Patches[j]
			if !isSource(p) || !isWanted(p) {
				continue
			}
			one := Proposal{Patch: patchOf(s, p), Upstream: s.Upstream}
			if one.try(r, p) {
				list = append(list, one)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(slices.Index(proposed, a.Applies), slices.Index(proposed, b.Applies)),
			cmp.Compare(a.Lines, b.Lines), cmp.Compare(a.Path, b.Path))
	})
	return list
}

// isWanted reports whether upstream does not have a patch and may want it.
func isWanted(p *finding.StackPatch) bool {
	u := p.Upstreamed
	return u != nil && u.State == finding.UpstreamNot && u.By != "person" && !u.InBase && p.Added+p.Removed <= MostProposed &&
		!slices.ContainsFunc(p.Tags, func(tag string) bool { return slices.Contains(notProposed, tag) })
}

// try takes the best of the targets' versions, and reports whether the patch can be
// proposed. Where any version has the change already, the patched one or a target's,
// upstream has it in other words. Which version is the newest the order of targets
// does not say, so that a patch that applies to one of them is good enough; one that
// was tried and applies to none is not.
func (p *Proposal) try(r *reports.Report, patch *finding.StackPatch) bool {
	for _, a := range patch.Applies {
		if a.State == finding.ApplyAlready {
			return false
		}
	}
	best, tried := len(proposed), false
	for _, t := range r.Targets {
		a, ok := patch.Applies[t.ID]
		if !ok {
			continue
		}
		tried = true
		if at := slices.Index(proposed, a.State); at >= 0 && at < best {
			best, p.Applies, p.Version = at, a.State, a.Version
		}
	}
	return !tried || best < len(proposed)
}
