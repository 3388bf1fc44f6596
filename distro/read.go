package distro

import (
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// maxName bounds names: no package has a longer one.
const maxName = 256

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// rows gives the fields of each line that is no comment. Rows with fewer
// fields than wanted, and those whose first is no name, are left out.
func rows(text []byte, fields int) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(string(text)) {
			line = strings.TrimRight(line, "\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			row := strings.Split(line, "\t")
			if len(row) < fields || !isName(row[0]) {
				continue
			}
			if !yield(row) {
				return
			}
		}
	}
}

// isName reports whether the text can name a package, a capability or a file.
// Names come out of scanned trees and are shown to people: what no package
// manager takes is refused.
func isName(s string) bool {
	if s == "" || len(s) > maxName || strings.IndexByte("-+)=~@", s[0]) >= 0 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !isDigit(c) && !isLetter(c) && strings.IndexByte("._+-:/()=~@", c) < 0 {
			return false
		}
	}
	return true
}

// addSources reads a list of source packages, a name a line.
func (x *clear) addSources(text []byte) {
	x.sources = map[string]bool{}
	for row := range rows(text, 1) {
		x.sources[row[0]] = true
	}
}

// addVersions reads source, version, release, commit, day, binaries, provides.
func (x *clear) addVersions(text []byte) {
	x.versions, x.binaries, x.provides = map[string]string{}, map[string]string{}, map[string]string{}
	for row := range rows(text, 7) {
		source := row[0]
		x.versions[source] = row[1]
		for name := range strings.FieldsSeq(row[5]) {
			if isName(name) {
				x.binaries[name] = source
			}
		}
		for group := range strings.SplitSeq(row[6], ";") {
			x.addProvides(source, strings.Fields(group))
		}
	}
}

// addProvides reads "a b = 1 c": names, some with a version.
func (x *clear) addProvides(source string, words []string) {
	for i, word := range words {
		if word == "=" || i > 0 && words[i-1] == "=" || !isName(word) {
			continue
		}
		if x.provides[word] == "" {
			x.provides[word] = source
		}
	}
}

// addBundles reads binary package, bundles that list it. Packages that are known
// from a spec keep their source.
func (x *clear) addBundles(text []byte) {
	x.bundles = map[string][]string{}
	for row := range rows(text, 2) {
		name := row[0]
		if _, ok := x.binaries[name]; !ok {
			x.binaries[name] = x.sourceOf(name)
		}
		x.bundles[name] = strings.Fields(row[1])
	}
}

// sourceOf finds the source of a binary package by its name: the longest source
// that begins it, up to a hyphen.
func (x *clear) sourceOf(name string) string {
	for name != "" {
		if x.sources[name] {
			return name
		}
		name = name[:max(0, strings.LastIndexByte(name, '-'))]
	}
	return ""
}

// addFiles reads binary package, kind, path.
func (x *clear) addFiles(text []byte) {
	x.files, x.sonames, x.perl = map[string][]file{}, map[string]file{}, map[string]string{}
	for row := range rows(text, 3) {
		f := file{pkg: row[0], kind: row[1], path: row[2]}
		base := f.path[strings.LastIndexByte(f.path, '/')+1:]
		x.files[base] = append(x.files[base], f)
		if stem, number, ok := strings.Cut(base, ".so."); ok && f.kind == "so" && !strings.Contains(number, ".") {
			x.sonames[stem] = f
		}
		if f.kind == "perl" {
			if module := perlModule(f.path); module != "" {
				x.perl[module] = f.pkg
			}
		}
	}
}

// perlModule returns the module of a path below Perl's trees, "" if there is
// none.
func perlModule(path string) string {
	path, ok := strings.CutPrefix(path, "/usr/lib/perl5/")
	if !ok {
		return ""
	}
	path, ok = strings.CutSuffix(path, ".pm")
	if !ok {
		return ""
	}
	parts := strings.Split(path, "/")
	for len(parts) > 1 && (parts[0] != "" && isDigit(parts[0][0]) || parts[0] == "site_perl" || parts[0] == "vendor_perl" || strings.HasPrefix(parts[0], "x86_64-")) {
		parts = parts[1:]
	}
	return strings.Join(parts, "::")
}

// pairs reads name TAB bundle. The first of a name counts.
func pairs(text []byte) map[string]string {
	m := map[string]string{}
	for row := range rows(text, 2) {
		if m[row[0]] == "" && isName(row[1]) {
			m[row[0]] = row[1]
		}
	}
	return m
}

// reviewed is a verdict that was settled by hand.
type reviewed struct {
	verdict  finding.Presence
	name     string
	evidence string
}

// addReviewed reads name, verdict, the target's name or "-", evidence.
func (x *clear) addReviewed(text []byte) {
	x.reviewed = map[string]reviewed{}
	for row := range rows(text, 4) {
		verdict := finding.Presence(row[1])
		if !slices.Contains(finding.Presences, verdict) {
			continue
		}
		name := row[2]
		if name == "-" {
			name = ""
		}
		if row[3] == "" || name != "" && !isName(name) {
			continue
		}
		x.reviewed[row[0]] = reviewed{verdict, name, row[3]}
	}
}
