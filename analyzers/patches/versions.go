package patches

import (
	"strings"

	"opendev.org/starlingx/stxscan/analyzers/patches/upstream"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
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
			v := sourceOrPackage(index, s.component)
			if v.Verdict == finding.PresenceUnknown && s.pkg.Origin == workspace.OriginFork {
				v = sourceOrPackage(index, s.pkg.Name) // as the project is called, where the spec is another's
			}
			p := index.Resolve(distro.Need{Kind: distro.RPM, Name: s.component})
			s.differs(t.ID, p)
			if p.Verdict == finding.Missing {
				if s.partial == nil {
					s.partial = map[string]string{}
				}
				s.partial[t.ID] = distro.UpstreamVersion(family, v.Version)
				v = p // a source package of the name makes something else of it
			}
			if s.presence == nil {
				s.presence = map[string]finding.Presence{}
			}
			s.presence[t.ID] = v.Verdict
			if v.Inferred == finding.Differs || v.Inferred == finding.ProvidedBy {
				s.presence[t.ID] = v.Inferred // another program stands in for it here too
			}
			if isPython2(s.component) && strings.HasPrefix(v.Name, "python3") {
				s.presence[t.ID] = finding.Missing // a version 3 is no later one of it
				continue
			}
			if v.Version == "" || v.Confidence == finding.Low || !sameProgram(v.Verdict) {
				continue // what stands in for it is another program, with versions of its own
			}
			version := distro.UpstreamVersion(family, v.Version)
			if older, _ := upstream.Older(version, s.list.Base); older {
				// No distribution goes back: versions are counted in another way, or
				// another program has the name.
				if v.Verdict == finding.Present {
					continue
				}
				s.presence[t.ID] = finding.PresenceUnknown
				if p.Verdict == finding.Differs {
					s.presence[t.ID] = p.Verdict
				}
				continue
			}
			if s.versions == nil {
				s.versions = map[string]string{}
			}
			s.versions[t.ID] = version
		}
	}
	w.likely(stacks)
}

// differs keeps what a target has for a package in another form.
func (s *stack) differs(target string, v finding.DependencyVerdict) {
	if v.Name == "" || v.Verdict != finding.Differs && v.Verdict != finding.Split {
		return
	}
	if s.as == nil {
		s.as = map[string]string{}
	}
	s.as[target] = v.Name + ": " + v.Evidence
}

// likely takes back that a target which is made from another likely has a package, where
// that other has something else under its name, or parts of it alone.
func (w *reducer) likely(stacks []*stack) {
	for _, t := range w.Targets {
		for _, of := range w.Targets {
			if of == t || of.PackageFormat != t.PackageFormat || of.Origin {
				continue
			}
			for _, s := range stacks {
				if s.presence[t.ID] != finding.LikelyPresent {
					continue
				}
				switch p := s.presence[of.ID]; p {
				case finding.Differs, finding.ProvidedBy:
					s.presence[t.ID] = p
				case finding.Missing:
					s.presence[t.ID] = finding.PresenceUnknown
				}
			}
		}
	}
}

// sourceOrPackage looks up a source package, and where none has the name what is
// installed under it: a library of Python is one of the other as RPMs call it.
func sourceOrPackage(index distro.Resolver, name string) finding.DependencyVerdict {
	v := index.Resolve(distro.Need{Kind: distro.SRPM, Name: name})
	if v.Verdict != finding.PresenceUnknown {
		return v
	}
	if p := index.Resolve(distro.Need{Kind: distro.RPM, Name: name}); p.Verdict != finding.PresenceUnknown {
		return p
	}
	return v
}

// isPython2 reports whether a source package is the interpreter of Python 2, which no
// version of Python 3 can be held against.
func isPython2(name string) bool {
	return name == "python" || strings.HasPrefix(name, "python-2") || name == "python2"
}

// sameProgram reports whether what a target has is what was asked for, so that its
// version can be held against ours.
func sameProgram(p finding.Presence) bool {
	return p == finding.Present || p == finding.Renamed || p == finding.Python3Only
}
