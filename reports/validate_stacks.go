package reports

import (
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// stacks checks what is said of patches: known answers and states, on targets that
// are listed.
func (v *validator) stacks() {
	for i := range v.report.PatchStacks {
		s := &v.report.PatchStacks[i]
		id := s.Repo + "/" + s.Package
		for target, a := range s.Adopt {
			if !v.targets[target] || !slices.Contains(finding.Adopts, a.Answer) {
				v.problem("patch stack %s: adopt %q on target %q: not listed", id, a.Answer, target)
			}
			for state := range a.Packaging {
				if !slices.Contains(finding.PackagingStates, state) {
					v.problem("patch stack %s: adopt on %q: there is no state %q of packaging", id, target, state)
				}
			}
		}
		for j := range s.Patches {
			v.patch(id, &s.Patches[j])
		}
	}
}

func (v *validator) patch(id string, p *finding.StackPatch) {
	if u := p.Upstreamed; u != nil {
		if !slices.Contains(finding.UpstreamStates, u.State) {
			v.problem("patch stack %s: %s: there is no state %q", id, p.Path, u.State)
		}
		for _, target := range slices.Concat(u.In, u.NotIn) {
			if !v.targets[target] {
				v.problem("patch stack %s: %s: target %q is not listed", id, p.Path, target)
			}
		}
	}
	for target, list := range p.Packaging {
		for _, a := range list {
			if !v.targets[target] || !slices.Contains(finding.PackagingStates, a.State) || a.Step != "" && !slices.Contains(finding.PackagingSteps, a.Step) ||
				!slices.Contains(finding.ChangeKinds, a.What) {
				v.problem("patch stack %s: %s: packaging %q of %q, step %q, on %q: not listed", id, p.Path, a.State, a.What, a.Step, target)
			}
		}
	}
	for key, a := range p.Applies {
		if key != "base" && !v.targets[key] || !slices.Contains(finding.ApplyStates, a.State) {
			v.problem("patch stack %s: %s: applies %q on %q: not listed", id, p.Path, a.State, key)
		}
	}
}
