package distro

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"strings"

	debversion "github.com/knqyf263/go-deb-version"
)

// Builder gathers metadata for an index. It is filled by one goroutine.
type Builder struct {
	meta     Meta
	packages map[string]Package
	sources  map[string]string
	provides []string
	// facts are those about files; all are kept once.
	facts   map[string]struct{}
	refused int
}

// NewBuilder begins an index. Date, source and completeness of the description
// may be set later, through Meta.
func NewBuilder(m Meta) *Builder {
	m.Completeness = maps.Clone(m.Completeness)
	if m.Completeness == nil {
		m.Completeness = map[string]string{}
	}
	return &Builder{meta: m, packages: map[string]Package{}, sources: map[string]string{}, facts: map[string]struct{}{}}
}

// Meta is the description of the index in the making.
func (b *Builder) Meta() *Meta { return &b.meta }

// Add takes a binary package. Of several versions the newest stays. Names that
// no package has are left out.
func (b *Builder) Add(p Package) {
	if !isName(p.Name) || !isField(p.Version) || !isField(p.Component) || p.Source != "" && !isName(p.Source) {
		b.refused++
		return
	}
	if p.Source == p.Name {
		p.Source = ""
	}
	if old, ok := b.packages[p.Name]; ok && CompareIn(b.meta.Family, old.Version, p.Version) >= 0 {
		return
	}
	b.packages[p.Name] = p
}

// AddSource takes a source package. Of several versions the newest stays.
func (b *Builder) AddSource(name, version string) {
	if !isName(name) || !isField(version) {
		b.refused++
		return
	}
	if old, ok := b.sources[name]; !ok || CompareIn(b.meta.Family, old, version) < 0 {
		b.sources[name] = version
	}
}

// AddProvides takes a capability that a package provides, in a version if that
// is not empty. Where an RPM provides a range, its operator and a blank stand
// ahead of the version: ">= 5".
func (b *Builder) AddProvides(capability, pkg, version string) {
	if !isField(capability) || capability == "" || !isName(pkg) || !isField(version) {
		b.refused++
		return
	}
	line := capability + "\t" + pkg
	if version != "" {
		line += "\t" + version
	}
	b.provides = append(b.provides, line)
}

// AddFile takes a file of a package, if it says something that mapping needs.
func (b *Builder) AddFile(path, pkg string) {
	kind, name, ok := FactOf(path)
	if ok && isField(name) && isName(pkg) {
		b.facts[Fact(kind, name)+"\t"+pkg] = struct{}{}
	}
}

// isField reports whether a text can stand in a table.
func isField(s string) bool {
	if len(s) > maxName {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return false
		}
	}
	return true
}

// ErrEmpty is what an index without any package is refused with.
var ErrEmpty = errors.New("it has no package in it")

// Index makes the index. The builder may not be used after that.
func (b *Builder) Index() (*Index, error) {
	if len(b.packages)+len(b.sources) == 0 {
		if b.refused > 0 {
			return nil, fmt.Errorf("%w: all of %d entries have names that no package has", ErrEmpty, b.refused)
		}
		return nil, ErrEmpty
	}
	binary := make([]string, 0, len(b.packages))
	for _, p := range b.packages {
		binary = append(binary, strings.TrimRight(p.Name+"\t"+p.Version+"\t"+p.Source+"\t"+p.Component, "\t"))
	}
	source := make([]string, 0, len(b.sources))
	for name, version := range b.sources {
		source = append(source, strings.TrimRight(name+"\t"+version, "\t"))
	}
	facts := make([]string, 0, len(b.facts))
	for line := range b.facts {
		facts = append(facts, line)
	}
	x := &Index{Meta: b.meta}
	digest := sha256.New()
	for i, lines := range [][]string{binary, source, b.provides, facts} {
		text := sortedText(lines)
		if len(text) > maxTable {
			return nil, fmt.Errorf("its table of %s is over %d MB", tableNames[i], maxTable>>20)
		}
		digest.Write([]byte(text))
		*x.tables()[i] = newTable(text)
	}
	x.Digest = "sha256:" + hex.EncodeToString(digest.Sum(nil))
	for _, kind := range []string{Sources, Binaries, Versions, Provides, Files} {
		x.Completeness[kind] = cmp.Or(x.Completeness[kind], None)
	}
	return x, nil
}

// tables are those of an index, in the order of tableNames.
func (x *Index) tables() []*table { return []*table{&x.binary, &x.source, &x.provides, &x.files} }

var tableNames = []string{"binary packages", "source packages", "provides", "files"}

// CompareIn compares two versions as the packages of a family do: with epoch and
// release. It returns -1, 0 or 1. Versions that dpkg refuses are compared as RPM
// does, so that any two have an order.
func CompareIn(family, a, b string) int {
	if a == b {
		return 0
	}
	if family == FamilyDebian {
		x, errX := debversion.NewVersion(a)
		y, errY := debversion.NewVersion(b)
		if errX == nil && errY == nil {
			return x.Compare(y)
		}
	}
	return compareEVR(a, b, true)
}
