package distro

import (
	"bytes"
	"embed"
	"sync"

	"opendev.org/starlingx/stxscan/finding"
)

//go:generate go run ./gen last lists data/clear-2025.idx

//go:embed data
var data embed.FS

// bases are the Debian releases between which an Ubuntu was made.
var bases = map[string][]string{
	"ubuntu-20.04": {"debian-11"},
	"ubuntu-22.04": {"debian-11", "debian-12"},
	"ubuntu-24.04": {"debian-12", "debian-13"},
}

// Embedded is what the program itself carries: it answers before anybody has
// brought an index. The zero value has no names that a person settled.
type Embedded struct {
	Names Names

	mu     sync.Mutex
	debian map[string]*debian
}

// NewEmbedded returns what the program carries, with the names of a table as
// ReadNames takes it.
func NewEmbedded(table []byte) (*Embedded, error) {
	names, err := ReadNames(bytes.NewReader(table), "table of names")
	if err != nil {
		return nil, err
	}
	return &Embedded{Names: names}, nil
}

// For returns what is carried of a target in a build of it, nil if there is
// nothing: another build's index would say what this one does not have.
func (e *Embedded) For(target, build string) Resolver {
	switch {
	case target == "clear" && build == clearIndex().Build:
		return clearIndex()
	case bases[target] != nil:
		var list []*debian
		for _, id := range bases[target] {
			list = append(list, e.debianOf(id))
		}
		return newInferred(Meta{Target: target}, list...)
	}
	if d := e.debianOf(target); d != nil {
		return d
	}
	return nil
}

// Later describes what the program knows of a target on a later day than that of
// its index: names alone, to tell what has gone. ok is false where it knows
// nothing.
func (e *Embedded) Later(target string) (later finding.Index, ok bool) {
	if target != clearIndex().Target {
		return later, false
	}
	content, err := data.ReadFile("data/" + lastOfClear)
	if err != nil {
		return later, false
	}
	x, err := Decode(content)
	if err != nil {
		panic(err) // it is in the program
	}
	return x.Describe(), true
}

// debianOf returns the embedded index of a release of Debian, nil if there is
// none.
func (e *Embedded) debianOf(target string) *debian {
	e.mu.Lock()
	defer e.mu.Unlock()
	if d, ok := e.debian[target]; ok {
		return d
	}
	if e.debian == nil {
		e.debian = map[string]*debian{}
	}
	content, err := data.ReadFile("data/" + target + ".idx")
	if err != nil {
		return nil
	}
	x, err := Decode(content)
	if err != nil {
		panic(err) // it is in the program
	}
	d := newDebian(x, e.Names)
	e.debian[target] = d
	return d
}

// New returns a resolver over an index that was brought.
func (e *Embedded) New(x *Index) Resolver {
	if x.Family == FamilyDebian {
		return newDebian(x, e.Names)
	}
	return newClear(x)
}

// Index returns the embedded index of a target, nil where what is carried of it
// is no index: inferred, or read from lists.
func (e *Embedded) Index(target string) *Index {
	if d := e.debianOf(target); d != nil {
		return d.Index
	}
	return nil
}
