package distro

import (
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// capability resolves what is no package's name: files, libraries, and names
// with brackets. It reports whether the name is of such a form.
func (d *debian) capability(name string) (finding.DependencyVerdict, bool) {
	if strings.HasPrefix(name, "/") {
		return d.path(name), true
	}
	if m := soname.FindStringSubmatch(name); m != nil {
		return d.library(m[1], m[2]), true
	}
	kind, inner, ok := strings.Cut(name, "(")
	if !ok {
		return finding.DependencyVerdict{}, false
	}
	inner, ok = strings.CutSuffix(inner, ")")
	if !ok || inner == "" {
		return unknown("no rule maps this capability"), true
	}
	switch {
	case kind == "pkgconfig":
		return d.fact(PkgConfig, inner, "it has "+inner+".pc"), true
	case kind == "perl":
		return d.perl(inner), true
	case kind == "golang":
		return d.golang(inner), true
	case kind == "rubygem":
		return d.fact(Gem, inner, "it has the gem"), true
	case strings.HasPrefix(kind, "python3") && strings.HasSuffix(kind, "dist"):
		return d.python(inner, askedAs3), true
	case strings.HasPrefix(kind, "python") && strings.HasSuffix(kind, "dist"):
		return d.python(inner, askedAs2), true
	case kind == "rpmlib" || kind == "config" || kind == "bundled":
		return found(finding.NotNeeded, "", finding.High, "a matter between RPMs"), true
	}
	return unknown("no rule maps this capability"), true
}

// fact resolves what a file of a package says for certain.
func (d *debian) fact(kind FactKind, name, evidence string) finding.DependencyVerdict {
	if owners := d.Owners(Fact(kind, name)); len(owners) > 0 {
		return found(finding.ProvidedBy, best(owners, name), finding.High, evidence)
	}
	if d.complete(Files) {
		return found(finding.Missing, "", finding.High, "no package has it, by the complete list of files")
	}
	return unknown("the files of most packages are not known")
}

// best is the owner whose name is most like what is asked for, and else the
// shortest.
func best(owners []string, name string) string {
	letters, choice := lettersOf(name), owners[0]
	score := func(owner string) int {
		if strings.Contains(lettersOf(owner), letters) {
			return 1000 - len(owner)
		}
		return -len(owner)
	}
	for _, owner := range owners[1:] {
		if score(owner) > score(choice) {
			choice = owner
		}
	}
	return choice
}

// programFolders are those in which a program may be; Debian has merged /usr.
var programFolders = []string{"/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/"}

// path resolves a file. Of programs the index knows all, of other files none.
func (d *debian) path(path string) finding.DependencyVerdict {
	base := path[strings.LastIndexByte(path, '/')+1:]
	folder := path[:len(path)-len(base)]
	isProgram := false
	for _, f := range programFolders {
		isProgram = isProgram || f == folder
	}
	if !isProgram {
		return unknown("of files other than programs the index has none")
	}
	merged := strings.TrimPrefix(folder, "/usr")
	for _, f := range programFolders {
		if strings.TrimPrefix(f, "/usr") != merged {
			continue
		}
		if owners := d.Owners(Fact(Program, f+base)); len(owners) > 0 {
			return found(finding.ProvidedBy, best(owners, base), finding.High, "it has "+f+base)
		}
	}
	if owner, where := d.program(base); owner != "" {
		return found(finding.Differs, owner, finding.High, "it has "+where+", and not "+path)
	}
	if d.complete(Files) {
		return found(finding.Missing, "", finding.Medium, "no package has a program of that name; alternatives are not in the list of files")
	}
	return unknown("the files of most packages are not known")
}

// program returns who has a program, wherever it is.
func (d *debian) program(base string) (owner, where string) {
	for _, f := range programFolders {
		if owners := d.Owners(Fact(Program, f+base)); len(owners) > 0 {
			return best(owners, base), f + base
		}
	}
	return "", ""
}

// library resolves a soname. Where the library has another number, that is what
// is there: what needs it has to be built again.
func (d *debian) library(stem, number string) finding.DependencyVerdict {
	wanted := stem + ".so" + number
	if owners := d.Owners(Fact(Library, wanted)); len(owners) > 0 {
		return found(finding.ProvidedBy, best(owners, stem), finding.High, "it has "+wanted)
	}
	if owner, name := d.anyLibrary(stem); owner != "" {
		return found(finding.ABIChanged, owner, finding.High, "it has "+name+": what was built against the other has to be built again")
	}
	if d.complete(Files) {
		return found(finding.Missing, "", finding.High, "no package has the library under any number, by the complete list of files")
	}
	return unknown("the libraries of most packages are not known")
}

// anyLibrary returns the package that has the newest number of a library.
func (x *Index) anyLibrary(stem string) (owner, name string) {
	for line := range x.files.from(Fact(Library, stem+".so.")) {
		key, pkg, _ := cut(line)
		candidate := strings.TrimPrefix(key, string(Library)+":")
		if name == "" || CompareVersions(candidate[len(stem):], name[len(stem):]) > 0 {
			owner, name = pkg, candidate
		}
	}
	return owner, name
}

// perl resolves a module of Perl.
func (d *debian) perl(module string) finding.DependencyVerdict {
	if strings.HasPrefix(module, ":") { // :MODULE_COMPAT_5.16.3, :WITH_THREADS
		return found(finding.NotNeeded, "perl", finding.High, "Debian's packages depend on perlapi themselves")
	}
	v := d.fact(PerlFile, module, "it has the module")
	if v.Verdict == finding.ProvidedBy {
		// The interpreter brings many modules, of which packages are newer.
		for _, owner := range d.Owners(Fact(PerlFile, module)) {
			// What perl is made of is its own matter; packages depend on perl.
			if owner == "perl" || owner == "perl-base" || owner == "perl-modules" || strings.HasPrefix(owner, "perl-modules-") || strings.HasPrefix(owner, "libperl5.") {
				return found(finding.ProvidedBy, "perl", finding.High, "the module comes with the interpreter")
			}
		}
	}
	return v
}

// golang resolves an import path: the folder itself, or one below it.
func (d *debian) golang(path string) finding.DependencyVerdict {
	v := d.fact(Golang, path, "it has the code of that path")
	if v.Verdict != finding.Missing {
		return v
	}
	for line := range d.files.from(Fact(Golang, path) + "/") {
		_, pkg, _ := cut(line)
		return found(finding.ProvidedBy, pkg, finding.High, "it has code below that path")
	}
	if lower := strings.ToLower(path); lower != path {
		if owners := d.Owners(Fact(Golang, lower)); len(owners) > 0 {
			return found(finding.Renamed, best(owners, lower), finding.High, "the path is "+lower+" by now")
		}
	}
	return v
}
