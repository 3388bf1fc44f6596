package patches

import (
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/finding"
)

// versions finds which version of what each stack patches the targets have, by
// their indexes.
func (w *reducer) versions(stacks []*stack) {
	for _, t := range w.Targets {
		if t.Origin {
			continue
		}
		index := w.index(t)
		if index == nil {
			continue
		}
		family := distro.FamilyDebian
		if t.Family == "clear" {
			family = distro.FamilyClear
		}
		for _, s := range stacks {
			if s.component == "" {
				continue
			}
			v := index.Resolve(distro.Need{Kind: distro.SRPM, Name: s.component})
			if v.Version == "" || v.Verdict == finding.Missing || v.Confidence == finding.Low {
				continue
			}
			if s.versions == nil {
				s.versions = map[string]string{}
			}
			s.versions[t.ID] = distro.UpstreamVersion(family, v.Version)
		}
	}
}
