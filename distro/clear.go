package distro

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"

	"opendev.org/starlingx/stxscan/finding"
)

// clear resolves needs on Clear Linux. It is not changed once it is made, so
// several goroutines may ask it.
type clear struct {
	Meta

	sources  map[string]bool
	versions map[string]string   // source -> version
	binaries map[string]string   // binary -> source, "" where that is not known
	provides map[string]string   // capability -> source
	files    map[string][]file   // last component -> files
	sonames  map[string]file     // library, without .so and number -> one of its files
	perl     map[string]string   // module -> binary
	commands map[string]string   // command -> bundle
	pc       map[string]string   // pkgconfig name -> bundle
	reviewed map[string]reviewed // name -> verdict by hand
	bundles  map[string][]string // binary -> bundles that list it
	later    *laterLists         // nil where nothing later is known
	python   map[string]pythonPackage
	letters  string          // the names of all packages in letters and digits, a line each
	stems    map[string]bool // the same, each
	// libraries are the libraries of each package, made when first asked for.
	libraries func() map[string][]string
}

// file is a file of a package.
type file struct{ pkg, kind, path string }

var clearIndex = sync.OnceValue(func() *clear {
	hash := sha256.New()
	read := func(name string) []byte {
		text, err := data.ReadFile("data/" + name)
		if err != nil {
			panic(err) // it is in the program
		}
		hash.Write(text)
		return text
	}
	x := &clear{Meta: Meta{
		Target: "clear", Family: FamilyClear, Build: "24761", Date: "2018-09-20",
		Source: "Clear Linux build 24761: clearlinux/common 797f6c0, clr-bundles e72ebaef, specs of clearlinux-pkgs",
		Completeness: map[string]string{
			Sources: Complete, Binaries: Partial, Versions: Partial, Provides: Partial, Files: Partial,
		},
	}}
	x.addSources(read("clear-24761-source-packages.txt"))
	x.addVersions(read("clear-24761-versions.tsv"))
	x.addBundles(read("clear-24761-bundles.tsv"))
	x.addFiles(read("clear-24761-files.tsv"))
	x.commands = pairs(read("clear-201812-commands.tsv"))
	x.pc = pairs(read("clear-pkgconfig-map.txt"))
	x.addReviewed(read("clear-reviewed.tsv"))
	x.finish()
	x.later = newLaterLists(read(lastOfClear))
	x.Digest = "sha256:" + hex.EncodeToString(hash.Sum(nil))
	return x
})

// finish derives what is looked up from what was read.
func (x *clear) finish() {
	x.addPython()
	x.stems = map[string]bool{}
	var b strings.Builder
	for _, name := range append(sorted(x.sources), sorted(x.binaries)...) {
		letters := lettersOf(name)
		x.stems[letters] = true
		b.WriteString(letters + "\n")
	}
	x.letters = b.String()
	x.libraries = sync.OnceValue(x.librariesByPackage)
}

// newClear makes a resolver of an index that was brought. What a person settled
// for the build that the program carries counts where the package is there.
func newClear(index *Index) *clear {
	x := &clear{
		Meta: index.Meta, sources: map[string]bool{}, versions: map[string]string{}, binaries: map[string]string{},
		provides: map[string]string{}, files: map[string][]file{}, sonames: map[string]file{}, perl: map[string]string{},
		reviewed: map[string]reviewed{},
	}
	for i := range index.source.len() {
		name, version, _ := cut(index.source.line(i))
		x.sources[name] = true
		if version != "" {
			x.versions[name] = version
		}
	}
	for p := range index.Packages() {
		source := p.Source
		if source == "" {
			source = x.sourceOf(p.Name)
		}
		x.binaries[p.Name] = source
		if p.Version != "" && source != "" && x.versions[source] == "" {
			x.versions[source] = upstream(p.Version)
		}
	}
	for i := range index.provides.len() {
		capability, rest, _ := cut(index.provides.line(i))
		if pkg, _, _ := cut(rest); x.provides[capability] == "" {
			x.provides[capability] = pkg
		}
	}
	for i := range index.files.len() {
		fact, pkg, _ := cut(index.files.line(i))
		kind, name, _ := strings.Cut(fact, ":")
		x.addFact(FactKind(kind), name, pkg)
	}
	for name, r := range clearIndex().reviewed {
		if r.name == "" && r.verdict != finding.Missing || r.name != "" && x.has(r.name) {
			x.reviewed[name] = r
		}
	}
	x.finish()
	return x
}

// addFact takes over what a file says of its package.
func (x *clear) addFact(kind FactKind, name, pkg string) {
	switch kind {
	case Program:
		base := name[strings.LastIndexByte(name, '/')+1:]
		x.files[base] = append(x.files[base], file{pkg, "bin", name})
	case Library:
		f := file{pkg, "so", "/usr/lib64/" + name}
		x.files[name] = append(x.files[name], f)
		if stem, number, ok := strings.Cut(name, ".so."); ok && !strings.Contains(number, ".") {
			x.sonames[stem] = f
		}
	case PkgConfig:
		x.files[name+".pc"] = append(x.files[name+".pc"], file{pkg, "pc", "/usr/lib64/pkgconfig/" + name + ".pc"})
	case PerlFile:
		x.perl[name] = pkg
	}
}
