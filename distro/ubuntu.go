package distro

import (
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// inferred resolves needs on a system that takes most of its packages from
// others, by what those have. What all of them have is likely; nothing is
// certain, and nothing is missing.
type inferred struct {
	Meta
	bases []*debian // the oldest first
}

func newInferred(m Meta, bases ...*debian) *inferred {
	newest := bases[len(bases)-1]
	m.Family, m.Date, m.Digest = FamilyDebian, newest.Date, newest.Digest
	var names []string
	for _, b := range bases {
		names = append(names, b.Source)
	}
	m.Source = "inferred from " + strings.Join(names, " and ")
	m.Completeness = maps.Clone(newest.Completeness)
	for kind := range m.Completeness {
		m.Completeness[kind] = None
	}
	return &inferred{m, bases}
}

// Resolve asks all bases. Where they agree that something is there, it is
// likely here; what is not needed, or in the standard library, is so as well.
func (u *inferred) Resolve(n Need) finding.DependencyVerdict {
	if IsRich(n.Name) && n.Kind == RPM {
		return ResolveRich(n.Name, u.Resolve)
	}
	var list []finding.DependencyVerdict
	there, nowhere := 0, 0
	for _, b := range u.bases {
		v := b.Resolve(n)
		list = append(list, v)
		switch v.Verdict {
		case finding.Missing:
			nowhere++
		case finding.PresenceUnknown, finding.TooOld, finding.ABIChanged:
		default:
			there++
		}
	}
	newest := list[len(list)-1]
	switch {
	case there == len(list) && (newest.Verdict == finding.InStdlib || newest.Verdict == finding.NotNeeded):
		newest.Confidence = min(newest.Confidence, finding.Medium)
		newest.Evidence = u.in() + ": " + newest.Evidence
		return newest
	case there == len(list):
		return finding.DependencyVerdict{
			Verdict: finding.LikelyPresent, Name: newest.Name, Confidence: finding.Medium,
			Evidence: string(newest.Verdict) + " in " + u.versions(list) + ", and by inference here: " + newest.Evidence,
			Unmet:    allBreak(list), Inferred: newest.Verdict,
		}
	case nowhere == len(list):
		return unknown("missing in " + u.in() + ": " + newest.Evidence)
	case there > 0:
		for i, v := range list {
			if v.Name != "" {
				return unknown("in " + u.bases[i].Target + " as " + v.Name + ", not in all of " + u.in())
			}
		}
	}
	return unknown(string(newest.Verdict) + " in " + u.in() + ": " + newest.Evidence)
}

// allBreak are the constraints that the versions of all bases are too new for: what
// lies between them is so too. A version that is ruled out tells nothing.
func allBreak(list []finding.DependencyVerdict) []string {
	var broken []string
	for _, c := range list[0].Unmet {
		if !strings.HasPrefix(c, "!=") && !slices.ContainsFunc(list, func(v finding.DependencyVerdict) bool { return !slices.Contains(v.Unmet, c) }) {
			broken = append(broken, c)
		}
	}
	return broken
}

// versions names the bases with what each has: the package's name where it is
// another than that of the newest, and its version. The version here is not known.
func (u *inferred) versions(list []finding.DependencyVerdict) string {
	newest := list[len(list)-1]
	var parts []string
	for i, v := range list {
		part := u.bases[i].title()
		if v.Name != newest.Name {
			part += " as " + v.Name
		}
		if v.Version != "" {
			part += " (" + v.Version + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " and ")
}

// title is the name of a release of Debian.
func (d *debian) title() string { return "Debian " + strings.TrimPrefix(d.Target, "debian-") }

// in names the bases.
func (u *inferred) in() string {
	var names []string
	for _, b := range u.bases {
		names = append(names, b.title())
	}
	return strings.Join(names, " and ")
}
