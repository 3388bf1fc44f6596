package patches

import (
	"opendev.org/starlingx/stxscan/analyzers/patches/upstream"
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
			if s.presence == nil {
				s.presence = map[string]finding.Presence{}
			}
			s.presence[t.ID] = v.Verdict
			if v.Version == "" || v.Confidence == finding.Low || v.Verdict != finding.Present && v.Verdict != finding.Renamed {
				continue // what stands in for it is another program, with versions of its own
			}
			version := distro.UpstreamVersion(family, v.Version)
			if older, _ := upstream.Older(version, s.list.Base); older {
				s.presence[t.ID] = finding.PresenceUnknown
				continue // no distribution goes back: another program has the name
			}
			if s.versions == nil {
				s.versions = map[string]string{}
			}
			s.versions[t.ID] = version
		}
	}
}
