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

// Proposal is a patch that could be proposed to its upstream now.
type Proposal struct {
	Patch
	Upstream string `json:"upstream"`
	// Applies says how it applies to the newest version that was tried, "" if none was.
	Applies finding.ApplyState `json:"applies,omitempty"`
	Version string             `json:"version,omitempty"`
}

// notProposed are the tags of patches that upstream has no use for: they name the
// product, only configure it, help in finding mistakes, or are many changes in one.
var notProposed = []string{"product", "product-naming", "configuration", "config-giant", "debug", "rollup", "malformed", "generated"}

// Queue lists what could be proposed upstream, the smallest first: small patches
// that upstream was asked about and does not have, that say nothing of the product,
// and whose files are still there.
func Queue(r *reports.Report) []Proposal {
	list := []Proposal{}
	for i := range r.PatchStacks {
		s := &r.PatchStacks[i]
		for j := range s.Patches {
			p := &s.Patches[j]
			if !isSource(p) || p.Upstreamed == nil || p.Upstreamed.State != finding.UpstreamNot || p.Upstreamed.By == "person" ||
				p.Added+p.Removed > MostProposed || slices.ContainsFunc(p.Tags, func(tag string) bool { return slices.Contains(notProposed, tag) }) {
				continue
			}
			one := Proposal{Patch: patchOf(s, p), Upstream: s.Upstream}
			if !one.try(r, p) {
				continue
			}
			list = append(list, one)
		}
	}
	slices.SortStableFunc(list, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(slices.Index(finding.ApplyStates, a.Applies), slices.Index(finding.ApplyStates, b.Applies)),
			cmp.Compare(a.Lines, b.Lines), cmp.Compare(a.Path, b.Path))
	})
	return list
}

// try looks at the best of the targets' versions. A patch whose file is gone
// everywhere has nothing to be proposed to.
func (p *Proposal) try(r *reports.Report, patch *finding.StackPatch) bool {
	tried, gone := 0, 0
	for _, t := range r.Targets {
		a, ok := patch.Applies[t.ID]
		if !ok {
			continue
		}
		tried++
		if a.State == finding.ApplyNoFile || a.State == finding.ApplyAlready {
			gone++
			continue
		}
		if p.Applies == "" || slices.Index(finding.ApplyStates, a.State) < slices.Index(finding.ApplyStates, p.Applies) {
			p.Applies, p.Version = a.State, a.Version
		}
	}
	return tried == 0 || gone < tried
}
