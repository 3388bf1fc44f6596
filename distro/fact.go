package distro

import "strings"

// FactKind is what a file says of its package.
type FactKind string

// The facts about files that mapping needs, a closed list.
const (
	Program   FactKind = "program"   // /usr/bin/rpm, of bin and sbin, with and without /usr
	Library   FactKind = "library"   // libjson-c.so.5, as the loader finds it
	LinkName  FactKind = "link"      // libjson-c.so, as the linker does
	PkgConfig FactKind = "pkgconfig" // json-c, of json-c.pc
	PerlFile  FactKind = "perl"      // File::Which
	Dist3     FactKind = "dist3"     // oslo-config, for Python 3, as pip compares names
	Module3   FactKind = "module3"   // oslo_config, for Python 3
	Dist2     FactKind = "dist2"     // the same for Python 2
	Module2   FactKind = "module2"
	Golang    FactKind = "golang" // github.com/pkg/errors
	Gem       FactKind = "gem"    // json
	PuppetMod FactKind = "puppet" // stdlib, of puppetlabs-stdlib as well
	UnitFile  FactKind = "unit"   // ssh.service
	Header    FactKind = "header" // json-c/json.h
)

// FactKinds lists every kind.
var FactKinds = []FactKind{
	Program, Library, LinkName, PkgConfig, PerlFile, Dist3, Module3, Dist2, Module2, Golang, Gem, PuppetMod, UnitFile,
}

// Fact is the key of a fact in an index.
func Fact(kind FactKind, name string) string { return string(kind) + ":" + name }

// FactOf returns what a path, with or without a slash ahead, says of its
// package; ok is false for most.
func FactOf(path string) (kind FactKind, name string, ok bool) {
	path = strings.TrimPrefix(path, "/")
	merged := strings.TrimPrefix(path, "usr/")
	slash := strings.IndexByte(merged, '/')
	if slash < 0 {
		return "", "", false
	}
	rest := merged[slash+1:]
	switch merged[:slash] {
	case "bin", "sbin":
		if strings.IndexByte(rest, '/') < 0 && rest != "" {
			return Program, "/" + path, true
		}
	case "lib", "lib64":
		return libFact(rest)
	case "share":
		if len(merged) != len(path) {
			return shareFact(rest)
		}
	}
	return "", "", false
}

// triplets are the folders of libraries of one architecture.
const triplet = "x86_64-linux-gnu"

// libFact looks below /lib, /usr/lib and their like.
func libFact(rest string) (kind FactKind, name string, ok bool) {
	if inner, found := strings.CutPrefix(rest, triplet+"/"); found {
		rest = inner
	}
	slash := strings.IndexByte(rest, '/')
	if slash < 0 {
		return libraryFact(rest)
	}
	switch head, tail := rest[:slash], rest[slash+1:]; {
	case head == "pkgconfig":
		return pkgconfigFact(tail)
	case head == "perl" || head == "perl5":
		return perlFact(tail, false)
	case strings.HasPrefix(head, "python"):
		return pythonFact(head, tail)
	case head == "systemd":
		if unit, found := strings.CutPrefix(tail, "system/"); found && strings.IndexByte(unit, '/') < 0 && strings.Contains(unit, ".") {
			return UnitFile, unit, true
		}
	}
	return "", "", false
}

func libraryFact(name string) (kind FactKind, key string, ok bool) {
	if !strings.HasPrefix(name, "lib") && !strings.HasPrefix(name, "ld-linux") {
		return "", "", false
	}
	i := strings.LastIndex(name, ".so")
	if i < 0 {
		return "", "", false
	}
	number := name[i+len(".so"):]
	if number == "" {
		return LinkName, name, true
	}
	for n := range len(number) {
		if c := number[n]; c != '.' && !isDigit(c) {
			return "", "", false
		}
	}
	return Library, name, true
}

func pkgconfigFact(tail string) (kind FactKind, key string, ok bool) {
	key, ok = strings.CutSuffix(tail, ".pc")
	return PkgConfig, key, ok && strings.IndexByte(key, '/') < 0
}

// perlFact takes the path below a tree of Perl for the module. core is set for
// trees whose first folder is always a version.
func perlFact(tail string, core bool) (kind FactKind, key string, ok bool) {
	module, ok := strings.CutSuffix(tail, ".pm")
	if !ok {
		return "", "", false
	}
	for {
		folder, rest, more := strings.Cut(module, "/")
		if !more || !core && !isPerlFolder(folder) {
			break
		}
		module, core = rest, false
	}
	return PerlFile, strings.ReplaceAll(module, "/", "::"), true
}

// isPerlFolder is set for folders that are no part of a module's name.
func isPerlFolder(name string) bool {
	return name != "" && isDigit(name[0]) || name == "site_perl" || name == "vendor_perl" || strings.HasPrefix(name, "x86_64-") || name == "auto"
}

// pythonFact looks below /usr/lib/pythonVERSION.
func pythonFact(head, tail string) (kind FactKind, key string, ok bool) {
	site, tail, found := strings.Cut(tail, "/")
	if !found || site != "dist-packages" && site != "site-packages" {
		return "", "", false
	}
	dist, module := Dist3, Module3
	if strings.HasPrefix(head, "python2") {
		dist, module = Dist2, Module2
	}
	top, _, inFolder := strings.Cut(tail, "/")
	for _, suffix := range []string{".dist-info", ".egg-info"} {
		if stem, found := strings.CutSuffix(top, suffix); found {
			name, _, _ := strings.Cut(stem, "-")
			return dist, pythonKey(name), name != ""
		}
	}
	if !inFolder {
		name, found := strings.CutSuffix(top, ".py")
		if !found {
			name, found = strings.CutSuffix(top, ".so")
			name, _, _ = strings.Cut(name, ".")
		}
		top, inFolder = name, found
	}
	return module, top, inFolder && isIdentifier(top)
}

func isIdentifier(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '_' && !isDigit(c) && !isLetter(c) {
			return false
		}
	}
	return s != "" && s != "__pycache__"
}

// shareFact looks below /usr/share.
func shareFact(rest string) (kind FactKind, name string, ok bool) {
	slash := strings.IndexByte(rest, '/')
	if slash < 0 {
		return "", "", false
	}
	switch head, tail := rest[:slash], rest[slash+1:]; head {
	case "pkgconfig":
		return pkgconfigFact(tail)
	case "perl5":
		return perlFact(tail, false)
	case "perl":
		return perlFact(tail, true)
	case "gocode":
		folder, found := strings.CutPrefix(tail, "src/")
		if i := strings.LastIndexByte(folder, '/'); found && i > 0 && strings.HasSuffix(folder, ".go") {
			return Golang, folder[:i], true
		}
	case "rubygems-integration", "gems":
		return gemFact(tail)
	case "puppet", "openstack-puppet":
		return puppetFact(tail)
	}
	return "", "", false
}

// gemFact takes specifications/NAME-VERSION.gemspec.
func gemFact(tail string) (kind FactKind, name string, ok bool) {
	i := strings.LastIndexByte(tail, '/')
	stem, found := strings.CutSuffix(tail[i+1:], ".gemspec")
	dash := strings.LastIndexByte(stem, '-')
	if !found || dash < 1 || i < 0 || !strings.HasSuffix(tail[:i], "specifications") {
		return "", "", false
	}
	return Gem, stem[:dash], true
}

// puppetFact takes modules/NAME/... for the module. Debian puts the maker before
// the name.
func puppetFact(tail string) (kind FactKind, name string, ok bool) {
	head, tail, found := strings.Cut(tail, "/")
	name, _, inside := strings.Cut(tail, "/")
	if !found || !inside || head != "modules" && head != "modules.available" || name == "" {
		return "", "", false
	}
	if i := strings.IndexByte(name, '-'); i >= 0 {
		name = name[i+1:]
	}
	return PuppetMod, name, true
}
