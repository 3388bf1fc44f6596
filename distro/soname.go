package distro

import (
	"regexp"
	"slices"
	"strings"
)

// ParseSoname takes apart what names a library: libjson-c.so.2, with or without
// what RPM writes behind it. The number is "" for the name that the linker uses,
// else it begins with a dot. ok is unset for what is no library.
func ParseSoname(name string) (stem, number string, ok bool) {
	m := soname.FindStringSubmatch(name)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

// numbered is what stands behind the name of a library that bears its interface
// in it: -2.0 of libevent-2.0, 12 of libpng12.
var numbered = regexp.MustCompile(`-?\d+(?:\.\d+)*$`)

// LibraryKey is the name of a library without the number of its interface, so
// that libevent-2.0.so.5 and libevent-2.1.so.7 have the same.
func LibraryKey(stem string) string {
	if bare := numbered.ReplaceAllString(stem, ""); len(bare) > len("lib") {
		return bare
	}
	return stem
}

// maxLibraries bounds what is told of one package: what has more holds plugins.
const maxLibraries = 12

// Sonames returns the libraries of every package, by the files that it has and by
// what it provides as RPM writes it. Of a library with several names the shortest
// counts, libz.so.1 of libz.so.1.2.13; a package for building has those that its
// link names stand for.
func (x *Index) Sonames() map[string][]string {
	list := map[string][]string{}
	shortest := map[string]string{} // of a package and stem, and of a stem
	for line := range x.files.from(Fact(Library, "lib")) {
		key, pkg, _ := cut(line)
		name := strings.TrimPrefix(key, string(Library)+":")
		stem, number, ok := ParseSoname(name)
		if !ok || number == "" {
			continue
		}
		if old := shortest[pkg+"\t"+stem]; old == "" || len(name) < len(old) {
			shortest[pkg+"\t"+stem] = name
		}
	}
	newest := map[string]string{}
	for key, name := range shortest {
		pkg, stem, _ := strings.Cut(key, "\t")
		list[pkg] = append(list[pkg], name)
		if old := newest[stem]; old == "" || CompareVersions(name[len(stem):], old[len(stem):]) > 0 {
			newest[stem] = name
		}
	}
	for line := range x.files.from(Fact(LinkName, "lib")) {
		key, pkg, _ := cut(line)
		stem := strings.TrimSuffix(strings.TrimPrefix(key, string(LinkName)+":"), ".so")
		if name := newest[stem]; name != "" {
			list[pkg] = append(list[pkg], name)
		}
	}
	for line := range x.provides.from("lib") {
		capability, rest, _ := cut(line)
		if stem, number, ok := ParseSoname(capability); ok && number != "" && strings.Contains(capability, "(") {
			pkg, _, _ := cut(rest)
			list[pkg] = append(list[pkg], stem+".so"+number)
		}
	}
	return tidy(list)
}

// tidy puts what each package has in order, once each.
func tidy(list map[string][]string) map[string][]string {
	for pkg, names := range list {
		slices.Sort(names)
		names = slices.Compact(names)
		list[pkg] = names[:min(len(names), maxLibraries)]
	}
	return list
}

// SonamesOf returns the libraries of a package.
func (d *debian) SonamesOf(pkg string) []string { return d.sonames()[pkg] }

// SonamesOf knows none: what is inferred is not certain to that point.
func (u *inferred) SonamesOf(string) []string { return nil }

// SonamesOf returns the libraries of a package, where its spec lists them. Clear
// keeps them in a part of their own, -lib.
func (x *clear) SonamesOf(pkg string) []string {
	list := x.libraries()[pkg]
	for _, part := range []string{"", "-dev"} {
		if stem, ok := strings.CutSuffix(pkg, part); ok && len(list) == 0 {
			list = x.libraries()[stem+"-lib"]
		}
	}
	return list
}

func (x *clear) librariesByPackage() map[string][]string {
	list := map[string][]string{}
	for name, files := range x.files {
		if _, number, ok := ParseSoname(name); !ok || number == "" || strings.Count(number, ".") > 1 {
			continue
		}
		for _, f := range files {
			if f.kind == "so" || f.kind == "lib" {
				list[f.pkg] = append(list[f.pkg], name)
			}
		}
	}
	return tidy(list)
}
