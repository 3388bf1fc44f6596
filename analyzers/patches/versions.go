package patches

import (
	"sync"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
)

// versions finds which version of what each stack patches the targets have, by
// their indexes. A damaged index is told by who resolves needs.
func (w *reducer) versions(stacks []*stack) {
	embedded, err := embeddedIndexes()
	if err != nil {
		return
	}
	store := indexes.Store{Dir: w.IndexDir}
	for _, t := range w.Targets {
		if t.Origin {
			continue
		}
		index, err := store.Resolver(embedded, t.ID, t.Build)
		if err != nil || index == nil {
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

// embeddedIndexes are those that the program carries.
var embeddedIndexes = sync.OnceValues(func() (*distro.Embedded, error) {
	return distro.NewEmbedded(rules.NameTable("debian"))
})
