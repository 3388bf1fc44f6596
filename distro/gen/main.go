// Gen writes the tables that the program carries.
//
//	go run ./distro/gen bundles CHECKOUT > distro/data/clear-24761-bundles.tsv
//	go run ./distro/gen last distro/lists distro/data/clear-2025.idx
//	go run ./distro/gen small IMPORTED.idx distro/data/debian-12.idx
//
// bundles reads a checkout of clr-bundles: each package that a bundle lists, with
// the bundles that list it: os-core, which all have, and then those that bring the
// fewest packages first. last makes an index of the last lists of packages. small
// writes an index that stxscan index import made as small as it can be.
package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/clearlinux"
)

func main() {
	var err error
	switch args := os.Args[1:]; {
	case len(args) == 2 && args[0] == "bundles":
		err = writeBundles(os.Stdout, args[1])
	case len(args) == 3 && args[0] == "last":
		var x *distro.Index
		if x, err = lastLists(args[1]); err == nil {
			err = x.WriteSmall(args[2])
		}
	case len(args) == 3 && args[0] == "small":
		var x *distro.Index
		if x, err = distro.ReadFile(args[1]); err == nil {
			err = x.WriteSmall(args[2])
		}
	default:
		err = fmt.Errorf("want bundles CHECKOUT, last LISTS FILE, or small INDEX FILE")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// maxNamed bounds how many bundles of a package are named.
const maxNamed = 3

// writeBundles writes package, tab, bundles.
func writeBundles(w io.Writer, checkout string) error {
	bundles, err := clearlinux.Bundles(checkout)
	if err != nil {
		return err
	}
	listing := map[string][]string{}
	sizes := map[string]int{}
	for name, b := range bundles {
		sizes[name] = size(bundles, name)
		for _, pkg := range b.Packages {
			listing[pkg] = append(listing[pkg], name)
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(listing)) {
		names := listing[pkg]
		slices.SortFunc(names, func(a, b string) int {
			return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(sizes[a], sizes[b]), cmp.Compare(a, b))
		})
		if _, err := fmt.Fprintf(w, "%s\t%s\n", pkg, strings.Join(names[:min(len(names), maxNamed)], " ")); err != nil {
			return err
		}
	}
	return nil
}

// rank puts the bundle that every system has first, and those for building and
// testing Clear itself, and of what was kept for old software, last.
func rank(bundle string) int {
	switch {
	case bundle == "os-core":
		return 0
	case strings.HasPrefix(bundle, "os-testsuite"), strings.HasPrefix(bundle, "os-clr-on-clr"), strings.HasSuffix(bundle, "-legacy"):
		return 2
	}
	return 1
}

// size is how many packages a bundle brings with those that it includes.
func size(bundles map[string]clearlinux.Bundle, name string) int {
	seen, packages := map[string]bool{name: true}, map[string]bool{}
	for queue := []string{name}; len(queue) > 0; queue = queue[1:] {
		b := bundles[queue[0]]
		for _, pkg := range b.Packages {
			packages[pkg] = true
		}
		for _, inner := range b.Includes {
			if !seen[inner] {
				seen[inner] = true
				queue = append(queue, inner)
			}
		}
	}
	return len(packages)
}

// lastLists makes an index of the lists of source packages and of packages of
// bundles in a folder.
func lastLists(dir string) (*distro.Index, error) {
	b := distro.NewBuilder(distro.Meta{
		Target: "clear", Family: distro.FamilyClear, Date: "2025-07-11",
		Source:       "the last lists of Clear Linux: clearlinux/common c65c266, clr-bundles 14f60b8a",
		Completeness: map[string]string{distro.Sources: distro.Complete, distro.Binaries: distro.Partial},
	})
	sources, err := os.ReadFile(filepath.Join(dir, "clear-final-source-packages.txt"))
	if err != nil {
		return nil, err
	}
	for name := range strings.FieldsSeq(string(sources)) {
		b.AddSource(name, "")
	}
	packages, err := os.Open(filepath.Join(dir, "clear-final-bundle-packages.txt"))
	if err != nil {
		return nil, err
	}
	defer packages.Close()
	if _, err := clearlinux.ReadList(b, packages); err != nil {
		return nil, err
	}
	return b.Index()
}
