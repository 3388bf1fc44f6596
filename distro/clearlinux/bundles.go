// Package clearlinux reads what Clear Linux publishes as text: the definitions
// of its bundles, and lists of packages, which others write as well.
package clearlinux

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
)

// ErrNoBundles is what a folder is refused with that holds no definitions of
// bundles.
var ErrNoBundles = errors.New("no definitions of bundles: name a checkout of clr-bundles, which holds the folder bundles and the file packages")

// Bounds of what is read: a definition of 2025 has 10 kB, and there are 1,200.
const (
	maxFile    = 4 << 20
	maxBundles = 1 << 16
)

// Bundle is a bundle of Clear Linux: packages that are installed together.
type Bundle struct {
	Name, Title string
	// Packages are its own; those of the bundles that it includes come to
	// them. AlsoAdd are bundles that are installed as well, unless somebody
	// asks for none of them. All are sorted.
	Packages, Includes, AlsoAdd []string
}

// ReadBundles adds the packages of all bundles of a folder to an index, without
// versions, as there are none. They are those that a bundle lists, which are
// not all. It returns how many bundles there are.
func ReadBundles(b *distro.Builder, dir string) (bundles int, err error) {
	found, err := Bundles(dir)
	if err != nil {
		return 0, err
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		for _, pkg := range found[name].Packages {
			b.Add(distro.Package{Name: pkg})
		}
	}
	atLeast(b, distro.Binaries)
	return len(found), nil
}

// atLeast notes that an index has some of a kind of knowledge.
func atLeast(b *distro.Builder, kind string) {
	if known := b.Meta().Completeness; known[kind] == "" || known[kind] == distro.None {
		known[kind] = distro.Partial
	}
}

// Bundles reads the definitions of bundles: the files below bundles, each one
// bundle, and the file packages, each line of which is a package and the bundle
// of its name. The folder may also be the one with the definitions itself.
//
// Bundles that include each other, or some that are not there, are returned as
// they are: Problems tells of them.
func Bundles(dir string) (map[string]Bundle, error) {
	found := map[string]Bundle{}
	definitions, list := filepath.Join(dir, "bundles"), filepath.Join(dir, "packages")
	hasDefinitions, hasList := isFolder(definitions), isFile(list)
	var err error
	switch {
	case hasDefinitions:
		err = readFolder(found, definitions)
	case !hasList:
		// Without a title in any, this is a folder of something else.
		err = readFolder(found, dir)
		if !slices.ContainsFunc(slices.Collect(maps.Values(found)), func(b Bundle) bool { return b.Title != "" }) {
			err = errors.Join(fmt.Errorf("%s: %w", dir, ErrNoBundles), err)
		}
	}
	if err == nil && hasList {
		err = readPackages(found, list)
	}
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%s: %w", dir, ErrNoBundles)
	}
	if err != nil {
		return nil, err
	}
	return found, nil
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// readFolder reads each file of a folder as a bundle.
func readFolder(found map[string]Bundle, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name, path := entry.Name(), filepath.Join(dir, entry.Name())
		if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || isFolder(path) {
			continue // what editors and git leave
		}
		if !isName(name) {
			return fmt.Errorf("%s: %.100q is no name of a bundle", path, name)
		}
		text, err := readText(path)
		if err != nil {
			return err
		}
		bundle, err := parseBundle(name, text)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if found[name] = bundle; len(found) > maxBundles {
			return fmt.Errorf("%s: more than %d files: this is no folder of bundles", dir, maxBundles)
		}
	}
	return nil
}

// readText reads a file that is one, and text.
func readText(path string) (string, error) {
	if !isFile(path) {
		return "", fmt.Errorf("%s: no plain file: %w", path, fs.ErrInvalid)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return "", err
	}
	if len(text) > maxFile {
		return "", fmt.Errorf("%s: over %d MB long: this defines no bundle", path, maxFile>>20)
	}
	return string(text), nil
}

// parseBundle reads the definition of a bundle.
func parseBundle(name, text string) (Bundle, error) {
	bundle := Bundle{Name: name}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if title, ok := header(line, "TITLE"); ok && bundle.Title == "" {
			bundle.Title = title
		}
		word, err := withoutComment(line)
		if err != nil {
			return Bundle{}, fmt.Errorf("line %d: %w", n, err)
		}
		if word == "" {
			continue
		}
		macro, inner := directive(word)
		switch {
		case macro == "content": // a folder of the builder's own
		case macro == "include" && isName(inner):
			bundle.Includes = append(bundle.Includes, inner)
		case macro == "also-add" && isName(inner):
			bundle.AlsoAdd = append(bundle.AlsoAdd, inner)
		case isName(word):
			bundle.Packages = append(bundle.Packages, word)
		default:
			return Bundle{}, fmt.Errorf("line %d: %.100q is no name of a package, nor include(), also-add() or content()", n, word)
		}
	}
	for _, list := range []*[]string{&bundle.Packages, &bundle.Includes, &bundle.AlsoAdd} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return bundle, nil
}

// readPackages reads the list of packages that are bundles of their own. Such a
// bundle that is also defined has its package besides.
func readPackages(found map[string]Bundle, path string) error {
	text, err := readText(path)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		name, err := withoutComment(line)
		if err == nil && name != "" && !isName(name) {
			err = fmt.Errorf("%.100q is no name of a package", name)
		}
		if err != nil {
			return fmt.Errorf("%s: line %d: %w", path, n, err)
		}
		if name == "" {
			continue
		}
		bundle := found[name]
		bundle.Name = name
		if i, ok := slices.BinarySearch(bundle.Packages, name); !ok {
			bundle.Packages = slices.Insert(bundle.Packages, i, name)
		}
		found[name] = bundle
	}
	return nil
}
