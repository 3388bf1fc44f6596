// Package distro says what a target's repositories hold: which packages, in
// which versions, with which files. It resolves a need, written as RPM, pip or
// puppet name it, to what the target has for it.
//
// Three answers, not two: a need is there, it is missing, or nobody knows. A
// name is missing only where the index is complete for that kind of need and
// it is certain under which name it would be there.
package distro

import (
	"iter"
	"maps"

	"opendev.org/starlingx/stxscan/finding"
)

// The kinds of knowledge that an index may have.
const (
	Sources  = "source"
	Binaries = "binary"
	Versions = "versions"
	Provides = "provides"
	Files    = "files"
)

// How much of a kind an index has.
const (
	Complete = "complete"
	Partial  = "partial"
	None     = "none"
)

// The families of packages: how they are named and their versions compared.
const (
	FamilyDebian = "debian"
	FamilyRPM    = "rpm"
	FamilyClear  = "clear"
)

// Meta says what an index is of.
type Meta struct {
	// Target is the id of the target whose repositories it is of.
	Target string `json:"target"`
	Family string `json:"family"`
	// Suite is the release, as its metadata calls it, such as bookworm.
	Suite string `json:"suite,omitempty"`
	// Build is the target's build that it is of, empty for systems without.
	Build string `json:"build,omitempty"`
	// Date is the day of the metadata, YYYY-MM-DD; Digest is the SHA-256 of the
	// tables.
	Date   string `json:"date"`
	Digest string `json:"digest"`
	// Source says in a line where the metadata comes from.
	Source string `json:"source"`
	// Completeness maps each kind of knowledge to complete, partial or none.
	Completeness map[string]string `json:"completeness"`
}

// Describe returns what reports say of the index.
func (m *Meta) Describe() finding.Index {
	return finding.Index{Date: m.Date, Digest: m.Digest, Source: m.Source, Completeness: maps.Clone(m.Completeness)}
}

// about returns the description itself, for whoever embeds it.
func (m *Meta) about() *Meta { return m }

// Resolver says what a target has for needs.
type Resolver interface {
	Describe() finding.Index
	// Resolve says what the target has for a need, how sure that is and what it
	// rests on. It may be called by several goroutines.
	Resolve(Need) finding.DependencyVerdict
	// SonamesOf returns the libraries that a package of the target holds, or builds
	// against, such as libjson-c.so.5, in order; none where that is not known.
	SonamesOf(pkg string) []string
	about() *Meta
}

// Index is the metadata of a target's repositories, as tables. It is not
// changed once it is made, so several goroutines may ask it.
type Index struct {
	Meta
	// binary maps a name to version, source and component; source a name to
	// its version; provides a capability to package and version; files a fact
	// about a file to the package that has it.
	binary, source, provides, files table
}

// Package is a binary package.
type Package struct {
	Name, Version string
	// Source is the source package that it is built from, "" for one of its own
	// name; Component is the part of the archive, "" for main.
	Source, Component string
}

// Package returns a binary package. There is one of a name: the newest.
func (x *Index) Package(name string) (Package, bool) {
	for rest := range x.binary.rows(name) {
		p := Package{Name: name}
		p.Version, p.Source, p.Component = fields3(rest)
		return p, true
	}
	return Package{}, false
}

// SourceVersion returns the version of a source package.
func (x *Index) SourceVersion(name string) (string, bool) {
	for rest := range x.source.rows(name) {
		return rest, true
	}
	return "", false
}

// Provider is a package that provides a capability, in a version if one is
// given. Of a range the version is as in ">= 5".
type Provider struct{ Package, Version string }

// Providers returns the packages that provide a capability, in order of their
// names.
func (x *Index) Providers(capability string) []Provider {
	var list []Provider
	for rest := range x.provides.rows(capability) {
		pkg, version, _ := cut(rest)
		list = append(list, Provider{pkg, version})
	}
	return list
}

// Owners returns the packages that have what a fact about a file says, such as
// Fact(PkgConfig, "glib-2.0"), in order of their names.
func (x *Index) Owners(fact string) []string {
	var list []string
	for rest := range x.files.rows(fact) {
		list = append(list, rest)
	}
	return list
}

// Count returns how many binary and source packages, provides and facts about
// files there are.
func (x *Index) Count() (binary, source, provides, files int) {
	return x.binary.len(), x.source.len(), x.provides.len(), x.files.len()
}

// Packages yields all binary packages, in order of their names.
func (x *Index) Packages() iter.Seq[Package] {
	return func(yield func(Package) bool) {
		for i := range x.binary.len() {
			name, rest, _ := cut(x.binary.line(i))
			p := Package{Name: name}
			p.Version, p.Source, p.Component = fields3(rest)
			if !yield(p) {
				return
			}
		}
	}
}

// Tables yields the tables with their names, each as lines of fields with tabs
// between them.
func (x *Index) Tables() iter.Seq2[string, iter.Seq[string]] {
	return func(yield func(string, iter.Seq[string]) bool) {
		for i, t := range x.tables() {
			lines := func(yield func(string) bool) {
				for n := range t.len() {
					if !yield(t.line(n)) {
						return
					}
				}
			}
			if !yield(tableNames[i], lines) {
				return
			}
		}
	}
}
