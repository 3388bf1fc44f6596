package distro

import (
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// soname is a shared library as RPM names it: libx.so.1, libx.so.1()(64bit).
var soname = regexp.MustCompile(`^(lib[A-Za-z0-9._+-]*?|ld-linux-x86-64)\.so(\.[0-9.]+)?(?:\([A-Za-z0-9_.]*\))*$`)

// capability resolves what is no package's name: files, libraries,
// pkgconfig(x), perl(x) and python distributions. It reports whether the name
// is of such a form.
func (x *clear) capability(name string) (finding.DependencyVerdict, bool) {
	if strings.HasPrefix(name, "/") {
		return x.path(name), true
	}
	if m := soname.FindStringSubmatch(name); m != nil {
		return x.library(m[1], m[2]), true
	}
	kind, inner, ok := strings.Cut(name, "(")
	if !ok {
		return finding.DependencyVerdict{}, false
	}
	inner, ok = strings.CutSuffix(inner, ")")
	if !ok || inner == "" {
		return unknown("no rule maps this capability"), true
	}
	switch kind {
	case "pkgconfig":
		return x.pkgconfig(inner), true
	case "perl":
		return x.perlCapability(inner), true
	case "python3dist", "python3.6dist", "python3.7dist":
		return x.pythonDistribution(inner, askedAs3), true
	case "python2dist", "python2.7dist", "python-dist", "pythondist":
		return x.pythonDistribution(inner, askedAs2), true
	}
	if source, ok := x.provides[name]; ok {
		return found(finding.ProvidedBy, source, finding.High, "its spec provides the name"), true
	}
	return unknown("no rule maps this capability"), true
}

// path resolves a file. Clear has one tree of programs, /usr/bin.
func (x *clear) path(path string) finding.DependencyVerdict {
	base := path[strings.LastIndexByte(path, '/')+1:]
	dir := strings.TrimPrefix(path[:len(path)-len(base)], "/usr")
	program := dir == "/bin/" || dir == "/sbin/"
	for _, f := range x.files[base] {
		if f.path == path || program && f.kind == "bin" {
			return found(finding.ProvidedBy, f.pkg, finding.High, "its spec lists "+f.path)
		}
	}
	if source, ok := x.provides[path]; ok {
		return found(finding.ProvidedBy, source, finding.High, "its spec provides the path")
	}
	if bundle := x.commands[base]; program && bundle != "" {
		v := found(finding.ProvidedBy, bundle, finding.Medium, "a command of this bundle on 2018-12-12")
		v.Bundles = []string{bundle}
		return v
	}
	return unknown("the files of most packages are not known")
}

// library resolves a soname. Where its package holds another number of the
// same library, that is what is there: what needs it has to be built again.
func (x *clear) library(stem, number string) finding.DependencyVerdict {
	wanted := stem + ".so" + number
	for _, f := range x.files[wanted] {
		if f.kind == "so" || f.kind == "lib" {
			return found(finding.ProvidedBy, f.pkg, finding.High, "its spec lists "+f.path)
		}
	}
	if f, ok := x.sonames[stem]; ok && number != "" {
		return found(finding.ABIChanged, f.pkg, finding.Medium, "it has "+f.path[strings.LastIndexByte(f.path, '/')+1:]+": what was built against the other has to be built again")
	}
	return unknown("the libraries of most packages are not known")
}

// pkgconfig resolves pkgconfig(x) by the .pc files that specs list, else by
// Clear's own map of a later day where the package was there before.
func (x *clear) pkgconfig(name string) finding.DependencyVerdict {
	for _, f := range x.files[name+".pc"] {
		if f.kind == "pc" {
			return found(finding.ProvidedBy, f.pkg, finding.High, "its spec lists "+f.path)
		}
	}
	if bundle, ok := strings.CutPrefix(x.pc["pkgconfig("+name+")"], "devpkg-"); ok {
		if _, ok := x.binaries[bundle+"-dev"]; ok {
			return found(finding.ProvidedBy, bundle+"-dev", finding.Medium, "Clear's pkgconfig map of 2025-07-01 names it, and the package was there")
		}
	}
	return unknown("the .pc files of most packages are not known")
}

// perlCapability resolves perl(X::Y): by file, by CPAN's name of the package,
// or by what perl itself says it provides.
func (x *clear) perlCapability(module string) finding.DependencyVerdict {
	if pkg := x.perl[module]; pkg != "" {
		return found(finding.ProvidedBy, pkg, finding.High, "its spec lists the module")
	}
	name := "perl-" + strings.ReplaceAll(module, "::", "-")
	if x.has(name) {
		return found(finding.ProvidedBy, name, finding.High, "a package named after the module")
	}
	if source, ok := x.provides["perl("+module+")"]; ok {
		return found(finding.ProvidedBy, source, finding.Medium, "its spec says that it provides the module")
	}
	return unknown("the modules of most packages are not known")
}
