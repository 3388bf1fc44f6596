package distro

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"

	debversion "github.com/knqyf263/go-deb-version"
)

// Builder gathers metadata for an index. It is filled by one goroutine.
type Builder struct {
	meta                     Meta
	binary, source, provides gathered
	facts                    map[FactKind]*gathered
	refused                  int
}

// NewBuilder begins an index. Date, source and completeness of the description
// may be set later, through Meta.
func NewBuilder(m Meta) *Builder {
	m.Completeness = maps.Clone(m.Completeness)
	if m.Completeness == nil {
		m.Completeness = map[string]string{}
	}
	return &Builder{meta: m, facts: map[FactKind]*gathered{}}
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
	b.binary.add(p.Name, p.Version, p.Source, p.Component)
}

// AddSource takes a source package. Of several versions the newest stays.
func (b *Builder) AddSource(name, version string) {
	if !isName(name) || !isField(version) {
		b.refused++
		return
	}
	b.source.add(name, version)
}

// AddProvides takes a capability that a package provides, in a version if that
// is not empty. Where an RPM provides a range, its operator and a blank stand
// ahead of the version: ">= 5".
func (b *Builder) AddProvides(capability, pkg, version string) {
	if !isField(capability) || capability == "" || !isName(pkg) || !isField(version) {
		b.refused++
		return
	}
	b.provides.add(capability, pkg, version)
}

// AddFile takes a file of a package, if it says something that mapping needs.
// It keeps nothing of what it is given.
func (b *Builder) AddFile(path, pkg string) {
	kind, name, ok := FactOf(path)
	if !ok || !isField(name) || !isName(pkg) {
		return
	}
	list := b.facts[kind]
	if list == nil {
		list = &gathered{}
		b.facts[kind] = list
	}
	list.add(name, pkg)
}

// AddFileOf is AddFile for bytes, which it does not change or keep.
func (b *Builder) AddFileOf(path, pkg []byte) { b.AddFile(stringOf(path), stringOf(pkg)) }

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
	if len(b.binary.ends)+len(b.source.ends) == 0 {
		if b.refused > 0 {
			return nil, fmt.Errorf("%w: all of %d entries have names that no package has", ErrEmpty, b.refused)
		}
		return nil, ErrEmpty
	}
	x := &Index{Meta: b.meta}
	digest := sha256.New()
	facts, whole := b.factsText()
	for i, t := range []struct {
		text  []byte
		whole bool
	}{
		{b.binary.appendNewest(nil, b.meta.Family), b.binary.whole()},
		{b.source.appendNewest(nil, b.meta.Family), b.source.whole()},
		{b.provides.appendAll(nil, ""), b.provides.whole()},
		{facts, whole},
	} {
		if !t.whole || len(t.text) > maxTable {
			return nil, fmt.Errorf("its table of %s is over %d MB", tableNames[i], maxTable>>20)
		}
		digest.Write(t.text)
		*x.tables()[i] = newTable(stringOf(t.text))
	}
	x.Digest = "sha256:" + hex.EncodeToString(digest.Sum(nil))
	for _, kind := range []string{Sources, Binaries, Versions, Provides, Files} {
		x.Completeness[kind] = cmp.Or(x.Completeness[kind], None)
	}
	return x, nil
}

// factsText is the table of all facts.
func (b *Builder) factsText() (text []byte, whole bool) {
	size := 0
	for kind, list := range b.facts {
		size += list.size(Fact(kind, ""))
	}
	text, whole = make([]byte, 0, size), true
	for _, kind := range slices.SortedFunc(maps.Keys(b.facts), func(a, b FactKind) int { return cmp.Compare(Fact(a, ""), Fact(b, "")) }) {
		list := b.facts[kind]
		text, whole = list.appendAll(text, Fact(kind, "")), whole && list.whole()
	}
	return text, whole
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
			return cmp.Compare(x.Compare(y), 0)
		}
	}
	return compareEVR(a, b, true)
}
