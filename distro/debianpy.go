package distro

import (
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// python resolves a distribution by pip's name of it, or by what RPM makes of
// that name.
func (d *debian) python(name string, asked asked) finding.DependencyVerdict {
	key := pythonKey(name)
	if inStdlib[key] {
		return found(finding.InStdlib, "", finding.High, "Python 3 has it in its standard library")
	}
	if v, ok := d.names.verdict(d.Target, "python3dist("+key+")", RPM); ok {
		return d.stillThere(v)
	}
	variants := []string{key, "python-" + key, key + "-python", strings.TrimPrefix(key, "python-"), strings.TrimSuffix(key, "-python")}
	if asked != askedPip && !strings.HasPrefix(key, "py") {
		variants = append(variants, "py"+key) // RPM's python-xattr is pyxattr
	}
	for _, variant := range variants {
		if len(variant) == 0 {
			continue
		}
		if owners := d.Owners(Fact(Dist2, variant)); len(owners) > 0 && asked != askedAs3 {
			return found(finding.Renamed, best(owners, "python-"+variant), finding.High, "it has the distribution "+variant+" for Python 2")
		}
		if owners := d.Owners(Fact(Dist3, variant)); len(owners) > 0 {
			if variant == "py"+key || variant == strings.TrimPrefix(key, "python-") && asked == askedPip && variant != key {
				return d.for3(best(owners, "python3-"+variant), asked, finding.Medium, "it has a distribution "+variant)
			}
			return d.for3(best(owners, "python3-"+variant), asked, finding.High, "it has the distribution "+variant)
		}
	}
	for _, variant := range variants {
		if _, ok := d.Package("python3-" + variant); ok {
			return d.for3("python3-"+variant, asked, finding.High, "a package of that name")
		}
	}
	module := strings.ReplaceAll(key, "-", "_")
	if owners := d.Owners(Fact(Module3, module)); len(owners) > 0 && len(module) > 3 {
		return d.for3(best(owners, "python3-"+key), asked, finding.Medium, "it has a module "+module)
	}
	return d.noPython(key)
}

func (d *debian) for3(pkg string, asked asked, c finding.Confidence, evidence string) finding.DependencyVerdict {
	if asked == askedAs3 {
		return found(finding.Renamed, pkg, c, evidence)
	}
	return found(finding.Python3Only, pkg, c, evidence)
}

// noPython is the answer for a distribution that no package has: missing where
// all files are known and no name even contains its own.
func (d *debian) noPython(key string) finding.DependencyVerdict {
	if !d.complete(Files) {
		return unknown("the Python distributions of most packages are not known")
	}
	stem := strings.TrimSuffix(strings.TrimPrefix(key, "python-"), "-python")
	for line := range d.binary.from("python3-" + stem) {
		alike, _, _ := cut(line)
		return unknown("no distribution of that name; alike: " + alike)
	}
	return found(finding.Missing, "", finding.High, "no package has the distribution or a module of that name, by the complete list of files")
}
