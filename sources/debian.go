package sources

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// parts are where the program of a source package lies, and where its packaging does:
// the same file or folder, unless they come apart as Debian's do.
type parts struct{ program, packaging string }

var (
	orig      = regexp.MustCompile(`^([a-z0-9][a-z0-9+.-]*_[^_/]+)\.orig\.tar\.\w+$`)
	packed    = regexp.MustCompile(`^([a-z0-9][a-z0-9+.-]*_[^_/]+)-[^-_/]+\.debian\.tar\.\w+$`)
	nativeTar = regexp.MustCompile(`^[a-z0-9][a-z0-9+.-]*_[^_/]+\.tar\.\w+$`)
)

// partsOf finds the parts of what people named: a .dsc, the folder of 'apt-get source'
// with one, an .orig tarball or a .debian tarball with the other beside it, or anything
// else, which is both.
func partsOf(name string) (parts, error) {
	info, err := os.Stat(name)
	if err != nil {
		return parts{}, err
	}
	base := filepath.Base(name)
	switch {
	case info.IsDir():
		return ofFolder(name)
	case strings.HasSuffix(base, ".dsc"):
		return ofDsc(name)
	case orig.MatchString(base):
		if beside := newest(filepath.Dir(name), packed, orig.FindStringSubmatch(base)[1]); beside != "" {
			return parts{name, beside}, nil
		}
	case packed.MatchString(base):
		if beside := newest(filepath.Dir(name), orig, packed.FindStringSubmatch(base)[1]); beside != "" {
			return parts{beside, name}, nil
		}
		return parts{"", name}, nil // no program to apply patches to
	}
	return parts{name, name}, nil
}

// newest is the file of a folder that a form fits, and whose version is wanted: of
// several the last by name, "" if there is none.
func newest(dir string, form *regexp.Regexp, version string) string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	best := ""
	for _, e := range entries {
		if m := form.FindStringSubmatch(e.Name()); m != nil && m[1] == version && e.Type().IsRegular() {
			best = filepath.Join(dir, e.Name())
		}
	}
	return best
}

// ofFolder reads a folder: a source that is unpacked, or one with a .dsc in it.
func ofFolder(dir string) (parts, error) {
	if info, err := os.Stat(filepath.Join(dir, "debian")); err == nil && info.IsDir() {
		return parts{dir, dir}, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return parts{}, err
	}
	var found []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".dsc") && e.Type().IsRegular() {
			found = append(found, e.Name())
		}
	}
	switch len(found) {
	case 0:
		return parts{dir, dir}, nil
	case 1:
		return ofDsc(filepath.Join(dir, found[0]))
	}
	return parts{}, fmt.Errorf("the folder holds %d source packages: name one of %s", len(found), strings.Join(found[:min(len(found), 5)], ", "))
}

// ofDsc reads which files a source package is made of: dsc(5). They lie beside it.
func ofDsc(name string) (parts, error) {
	names, err := filesOfDsc(name)
	if err != nil {
		return parts{}, err
	}
	var p parts
	dir := filepath.Dir(name)
	for _, file := range names {
		place := filepath.Join(dir, file)
		switch {
		case orig.MatchString(file):
			p.program = place
		case packed.MatchString(file):
			p.packaging = place
		case nativeTar.MatchString(file) && p.program == "":
			p = parts{place, place}
		case strings.HasSuffix(file, ".diff.gz"):
			return parts{}, errors.New("it is of the form 1.0, a diff: unpack it with 'dpkg-source -x' and name the folder")
		}
	}
	if p.packaging == "" {
		return parts{}, errors.New("the .dsc names no packaging: no .debian tarball, and no one of all")
	}
	for _, place := range []string{p.program, p.packaging} {
		if place == "" {
			continue
		}
		if info, err := os.Stat(place); err != nil || !info.Mode().IsRegular() {
			return parts{}, fmt.Errorf("the .dsc names %s, which is not beside it: fetch it with 'apt-get source --download-only'", filepath.Base(place))
		}
	}
	return p, nil
}

// filesOfDsc returns the names of a .dsc's fields of files. Only such as lie in its own
// folder are returned.
func filesOfDsc(name string) ([]string, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	var names []string
	inside := false
	lines := bufio.NewScanner(file)
	for n := 0; lines.Scan() && n < 2000; n++ {
		text := lines.Text()
		if !strings.HasPrefix(text, " ") {
			inside = strings.HasPrefix(text, "Files:") || strings.HasPrefix(text, "Checksums-")
			continue
		}
		fields := strings.Fields(text)
		if inside && len(fields) == 3 && fields[2] == filepath.Base(fields[2]) && !strings.HasPrefix(fields[2], ".") && !slices.Contains(names, fields[2]) {
			names = append(names, fields[2])
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("the .dsc cannot be read: %w", err)
	}
	return names, nil
}
