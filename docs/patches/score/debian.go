package main

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analyzers/patches/upstream"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// debianPart begins the names of the parts of the labels whose patches are Debian's: the
// release of such a row is the version of a source package without its epoch, the repo
// its name.
const debianPart = "debian"

// apart gives the labels of Debian's patches, and the others.
func apart(labels []label) (debian, others []label) {
	for _, l := range labels {
		if strings.HasPrefix(l.split, debianPart) {
			debian = append(debian, l)
		} else {
			others = append(others, l)
		}
	}
	return debian, others
}

// readDebian reads the stacks of the source packages that the labels name from
// PACKAGE_VERSION/debian/patches below dir, in the order of their series.
func readDebian(dir string, labels []label) ([]stack, error) {
	if dir == "" {
		return nil, fmt.Errorf("%d labels are of Debian's patches: set STXSCAN_DEBIAN to a folder with PACKAGE_VERSION/debian/patches of each", len(labels))
	}
	type source struct{ name, version string }
	var sources []source
	for _, l := range labels {
		if s := (source{l.repo, l.release}); !slices.Contains(sources, s) {
			sources = append(sources, s)
		}
	}
	var list []stack
	for _, s := range sources {
		at := filepath.Join(dir, s.name+"_"+s.version)
		names, err := readSeries(filepath.Join(at, "debian", "patches", "series"))
		if err != nil {
			return nil, err
		}
		one := stack{ids: map[string]bool{}}
		for _, name := range names {
			src, err := os.ReadFile(filepath.Join(at, "debian", "patches", filepath.FromSlash(name)))
			if err != nil {
				return nil, err
			}
			id := s.version + " " + s.name + " " + path.Join("debian/patches", name)
			one.ids[id] = true
			one.patches = append(one.patches, upstream.Patch{ID: id, Parsed: patch.Parse(src), Src: src})
		}
		list = append(list, one)
	}
	return list, nil
}

// readSeries gives the names of a quilt series, without options and comments.
func readSeries(file string) ([]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var names []string
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		if f := strings.Fields(line); len(f) > 0 && filepath.IsLocal(f[0]) {
			names = append(names, f[0])
		}
	}
	return names, nil
}

// strip leaves nothing of patches but their diffs: no message, date or commit.
func (all *stacks) strip() {
	for _, s := range all.list {
		for i, p := range s.patches {
			var src bytes.Buffer
			for _, f := range p.Parsed.Files {
				src.Write(p.Src[f.Start:f.End])
			}
			s.patches[i] = upstream.Patch{ID: p.ID, Src: src.Bytes(), Parsed: patch.Parse(src.Bytes())}
		}
	}
}
