package distro

import (
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// relation resolves what Depends and Build-Depends fields hold between two
// commas: a name of Debian's own, with its version and alternatives. No rule is
// needed for it, and nothing is near.
func (d *debian) relation(text string) finding.DependencyVerdict {
	clauses, err := ParseDepends(text, "amd64")
	if err != nil {
		return unknown(err.Error())
	}
	if len(clauses) == 0 {
		return found(finding.NotNeeded, "", finding.High, "for another architecture or build profile")
	}
	for _, r := range clauses[0].Alternatives {
		if d.Meets(r) {
			return d.met(r)
		}
	}
	return d.unmet(clauses[0])
}

// met says what meets a relation: the package of the name, or what provides it.
func (d *debian) met(r Relation) finding.DependencyVerdict {
	if p, ok := d.Package(r.Name); ok && d.fits(p.Version, r) {
		v := found(finding.Present, p.Name, finding.High, "a package of that name")
		v.Version, v.Component = p.Version, p.Component
		return v
	}
	v := found(finding.ProvidedBy, "", finding.High, "it provides "+r.Name)
	for _, by := range d.Providers(r.Name) {
		if r.Op != "" && (by.Version == "" || !d.fits(by.Version, r)) {
			continue
		}
		p, _ := d.Package(by.Package)
		v.Name, v.Version, v.Component = by.Package, p.Version, p.Component
		break
	}
	return v
}

func (d *debian) fits(version string, r Relation) bool {
	return r.Op == "" || version != "" && fitsVersion(d.Family, version, r.Op, r.Version)
}

// unmet says what is wrong with a clause of which no alternative is met: a
// package that is there in another version is nearer than one that is not. What
// is there in a version that fits is not met for its architecture.
func (d *debian) unmet(c Clause) finding.DependencyVerdict {
	for _, r := range c.Alternatives {
		p, ok := d.Package(r.Name)
		if !ok || p.Version == "" || d.fits(p.Version, r) {
			continue
		}
		v := found(finding.TooOld, p.Name, finding.High, p.Version+" is older than what is asked for: "+c.Text)
		v.Version, v.Component = p.Version, p.Component
		if strings.HasPrefix(r.Op, "<") || r.Op == "=" && CompareIn(d.Family, p.Version, r.Version) > 0 {
			v.Verdict, v.Evidence = finding.Differs, p.Version+" is newer than what is asked for: "+c.Text
		}
		return v
	}
	if !d.complete(Binaries) {
		return unknown("the list of packages is not complete")
	}
	return found(finding.Missing, "", finding.High, d.Why(c))
}
