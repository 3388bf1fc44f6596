// Package distro says what a target's repositories hold: which packages, in
// which versions, with which files. It resolves a need, written as RPM, pip or
// puppet name it, to what the target has for it.
//
// Three answers, not two: a need is there, it is missing, or nobody knows. A
// name is missing only where the index is complete for that kind of need and
// it is certain under which name it would be there.
package distro

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"maps"
	"strings"
	"sync"

	"opendev.org/starlingx/stxscan/finding"
)

//go:embed data
var data embed.FS

// The kinds of knowledge that an index may have, and how much of it.
const (
	Sources  = "source"
	Binaries = "binary"
	Versions = "versions"
	Provides = "provides"
	Files    = "files"

	Complete = "complete"
	Partial  = "partial"
	None     = "none"
)

// Index is what is known of a target's repositories. It is not changed once it
// is made, so several goroutines may ask it.
type Index struct {
	Target string
	// Build is the target's build that it is of, empty for systems without.
	Build string
	// Date is the day of the metadata, Digest that of its content.
	Date, Digest string
	Source       string
	// Completeness maps each kind of knowledge to complete, partial or none.
	Completeness map[string]string

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
	python   map[string]pythonPackage
	letters  string          // the names of all packages in letters and digits, a line each
	stems    map[string]bool // the same, each
}

// file is a file of a package.
type file struct{ pkg, kind, path string }

// For returns the index that the program carries of a target, nil if it
// carries none.
func For(target string) *Index {
	if target != "clear" {
		return nil
	}
	return clearIndex()
}

var clearIndex = sync.OnceValue(func() *Index {
	hash := sha256.New()
	read := func(name string) []byte {
		text, err := data.ReadFile("data/" + name)
		if err != nil {
			panic(err) // it is in the program
		}
		hash.Write(text)
		return text
	}
	x := &Index{
		Target: "clear", Build: "24761", Date: "2018-09-20",
		Source: "Clear Linux build 24761: clearlinux/common 797f6c0, clr-bundles e72ebaef, specs of clearlinux-pkgs",
		Completeness: map[string]string{
			Sources: Complete, Binaries: Partial, Versions: Partial, Provides: Partial, Files: Partial,
		},
	}
	x.addSources(read("clear-24761-source-packages.txt"))
	x.addVersions(read("clear-24761-versions.tsv"))
	x.addBinaries(read("clear-24761-bundle-packages.txt"))
	x.addFiles(read("clear-24761-files.tsv"))
	x.commands = pairs(read("clear-201812-commands.tsv"))
	x.pc = pairs(read("clear-pkgconfig-map.txt"))
	x.addReviewed(read("clear-reviewed.tsv"))
	x.finish()
	x.Digest = "sha256:" + hex.EncodeToString(hash.Sum(nil))
	return x
})

// Describe returns what reports say of the index.
func (x *Index) Describe() finding.Index {
	return finding.Index{
		Date: x.Date, Digest: x.Digest, Source: x.Source, Completeness: maps.Clone(x.Completeness),
	}
}

// finish derives what is looked up from what was read.
func (x *Index) finish() {
	x.addPython()
	x.stems = map[string]bool{}
	var b strings.Builder
	for _, name := range append(sorted(x.sources), sorted(x.binaries)...) {
		letters := lettersOf(name)
		x.stems[letters] = true
		b.WriteString(letters + "\n")
	}
	x.letters = b.String()
}
