package rpmmd

import (
	"bytes"
	"cmp"
	"io"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
)

// importer adds what it reads to an index.
type importer struct {
	b       *distro.Builder
	report  Report
	current Repository
	// sources are the source packages that are there, built the versions of
	// those that binary packages say they were built from.
	sources map[string]bool
	built   map[string]string
	others  map[string]int // packages of other architectures
	// allFiles is set while each repository has its lists of files; sqlite
	// when one of them has nothing but databases.
	allFiles, sqlite bool
}

func newImporter(b *distro.Builder) *importer {
	return &importer{b: b, allFiles: true, sources: map[string]bool{}, built: map[string]string{}, others: map[string]int{}}
}

// isOurs reports whether packages of an architecture can be installed on
// x86_64.
func isOurs(arch string) bool { return arch == "x86_64" || arch == "noarch" || arch == "i686" }

func (im *importer) primary(file *source) error {
	return file.read(func(in io.Reader) error { return readPrimary(in, im.add) })
}

func (im *importer) filelists(file *source) error {
	pkg := ""
	begin := func(name, arch string) bool {
		pkg = name
		return isOurs(arch)
	}
	add := func(path []byte) {
		if mayMatter(path) {
			im.b.AddFile(string(path), pkg)
		}
	}
	return file.read(func(in io.Reader) error { return readFilelists(in, begin, add) })
}

// add takes a package into the index.
func (im *importer) add(p *pkg) {
	v := p.version.String()
	switch {
	case p.arch == "src" || p.arch == "nosrc":
		im.current.Sources++
		im.sources[p.name] = true
		im.b.AddSource(p.name, v)
		return
	case !isOurs(p.arch):
		im.others[p.arch]++
		return
	}
	im.current.Packages++
	source, sourceVersion := sourceOf(p.source)
	im.b.Add(distro.Package{Name: p.name, Version: v, Source: source})
	if source != "" {
		if sourceVersion == (version{ver: p.version.ver, rel: p.version.rel}).String() {
			sourceVersion = v // the name of the file has no epoch
		}
		if old, ok := im.built[source]; !ok || distro.CompareIn(distro.FamilyRPM, old, sourceVersion) < 0 {
			im.built[source] = sourceVersion
		}
	}
	for _, entry := range p.provides {
		if strings.HasPrefix(entry.name, "rpmlib(") || strings.HasPrefix(entry.name, "config(") {
			continue
		}
		v := ""
		switch op, ok := rangeOf[entry.flags]; {
		case entry.flags == "EQ":
			v = entry.version.String()
		case ok:
			v = op + " " + entry.version.String()
		}
		im.b.AddProvides(entry.name, p.name, v)
	}
	for _, f := range p.files {
		if !f.dir {
			im.b.AddFile(f.path, p.name)
		}
	}
}

// rangeOf is what the flags of an entry are called that is no single version.
var rangeOf = map[string]string{"LT": "<", "LE": "<=", "GE": ">=", "GT": ">"}

// sourceOf takes the file of a source package apart: NAME-VERSION-RELEASE.src.rpm.
func sourceOf(file string) (name, version string) {
	stem, ok := strings.CutSuffix(file, ".src.rpm")
	if !ok {
		if stem, ok = strings.CutSuffix(file, ".nosrc.rpm"); !ok {
			return "", ""
		}
	}
	release := strings.LastIndexByte(stem, '-')
	if release < 0 {
		return "", ""
	}
	at := strings.LastIndexByte(stem[:release], '-')
	if at < 1 {
		return "", ""
	}
	return stem[:at], stem[at+1:]
}

// sourcesOfPackages adds the source packages that are known only from what was
// built of them.
func (im *importer) sourcesOfPackages() {
	for name, version := range im.built {
		if !im.sources[name] {
			im.b.AddSource(name, version)
		}
	}
}

// complete notes how much of each kind of knowledge there is. An index that
// others add to as well is as complete as the least of them.
func (im *importer) complete() {
	if im.report.Packages+im.report.Sources == 0 {
		return
	}
	all := distro.Complete
	if im.sqlite {
		all = distro.Partial // the packages of a whole repository are not known
	}
	// Source packages are all there if each binary package has its own.
	sources := all
	for name := range im.built {
		if !im.sources[name] {
			sources = distro.Partial
		}
	}
	if len(im.sources)+len(im.built) > 0 {
		im.note(distro.Sources, sources)
	}
	if im.report.Packages == 0 {
		return // source packages say nothing of binary ones
	}
	files := all
	if !im.allFiles {
		files = distro.Partial
	}
	im.note(distro.Binaries, all)
	im.note(distro.Versions, all)
	im.note(distro.Provides, all)
	im.note(distro.Files, files)
}

func (im *importer) note(kind, much string) {
	known := im.b.Meta().Completeness
	if cmp.Or(known[kind], distro.None) != distro.Partial {
		known[kind] = much
	}
}

// passedOver are folders whose files say nothing that mapping needs and that
// hold most of all files.
var passedOver = [][]byte{
	[]byte("doc/"), []byte("man/"), []byte("locale/"), []byte("icons/"), []byte("licenses/"), []byte("help/"),
	[]byte("javadoc/"), []byte("texlive/"), []byte("zoneinfo/"), []byte("fonts/"), []byte("info/"),
}

// mayMatter passes over most files by where they are.
func mayMatter(path []byte) bool {
	rest, ok := bytes.CutPrefix(path, []byte("/usr/"))
	if !ok {
		return !bytes.HasPrefix(path, []byte("/etc/")) && !bytes.HasPrefix(path, []byte("/var/")) && !bytes.HasPrefix(path, []byte("/opt/"))
	}
	if bytes.HasPrefix(rest, []byte("src/")) || bytes.HasPrefix(rest, []byte("lib/.build-id/")) {
		return false
	}
	if inner, ok := bytes.CutPrefix(rest, []byte("share/")); ok {
		for _, folder := range passedOver {
			if bytes.HasPrefix(inner, folder) {
				return false
			}
		}
	}
	return true
}
