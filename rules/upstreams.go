package rules

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"sync"
)

// Upstream is where the upstream of a package is.
type Upstream struct {
	// Package is a package's folder, or a glob of it.
	Package string
	// Repository is its URL, for git clone, and What says what it is.
	Repository, What string
}

// Name is the last part of the URL, without .git.
func (u *Upstream) Name() string { return strings.TrimSuffix(path.Base(u.Repository), ".git") }

// Owner is the part of the URL before the name.
func (u *Upstream) Owner() string { return path.Base(path.Dir(u.Repository)) }

// Upstreams are those of the packages that StarlingX patches, in the order of
// the table.
var Upstreams = sync.OnceValue(func() []Upstream {
	table, err := embedded.ReadFile("upstreams/upstreams.tsv")
	if err != nil {
		panic(err) // it is embedded
	}
	list, err := readUpstreams(table)
	if err != nil {
		panic(err) // a test reads it
	}
	return list
})

// UpstreamOf returns the upstream of a package by its folder's name, nil if none
// is known.
func UpstreamOf(name string) *Upstream {
	list := Upstreams()
	for i := range list {
		if ok, err := path.Match(list[i].Package, name); ok && err == nil {
			return &list[i]
		}
	}
	return nil
}

func readUpstreams(table []byte) ([]Upstream, error) {
	var list []Upstream
	n := 0
	for line := range bytes.Lines(table) {
		n++
		text := strings.TrimRight(string(line), "\n")
		if text == "" || text[0] == '#' {
			continue
		}
		fields := strings.Split(text, "\t")
		if len(fields) != 3 || fields[0] == "" || fields[2] == "" || !strings.HasPrefix(fields[1], "https://") {
			return nil, fmt.Errorf("upstreams.tsv:%d: want a package, a URL of https and what it is", n)
		}
		if _, err := path.Match(fields[0], ""); err != nil {
			return nil, fmt.Errorf("upstreams.tsv:%d: %q is no pattern", n, fields[0])
		}
		list = append(list, Upstream{fields[0], fields[1], fields[2]})
	}
	return list, nil
}
