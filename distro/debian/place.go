package debian

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// find lists the files of an archive below a place, those of the wanted suites;
// others names the suites that it has beside them.
func find(place string, suites []string) (members []member, others []string, err error) {
	info, err := os.Stat(place)
	if err != nil {
		return nil, nil, err
	}
	if !info.IsDir() {
		m, ok := memberOf(place, filepath.Base(place))
		if !ok {
			return nil, nil, fmt.Errorf("%s: %w: the name of a single file has to begin with Packages, Sources or Contents", place, ErrNothing)
		}
		return []member{m}, nil, nil
	}
	skipped := map[string]bool{}
	err = filepath.WalkDir(place, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(place, name)
		m, ok := memberOf(name, filepath.ToSlash(rel))
		if !ok {
			return nil
		}
		if len(suites) > 0 && m.suite != "" && !isWanted(m.suite, suites) {
			skipped[m.suite] = true
			return nil
		}
		members = append(members, m)
		return nil
	})
	for suite := range skipped {
		others = append(others, suite)
	}
	slices.Sort(others)
	slices.SortFunc(members, func(a, b member) int { return cmp.Compare(a.name, b.name) })
	return onePerFile(members), others, err
}

// onePerFile leaves out what is there under several compressions.
func onePerFile(members []member) []member {
	seen := map[string]bool{}
	return slices.DeleteFunc(members, func(m member) bool {
		key := filepath.Dir(m.name) + "\x00" + m.suite + "\x00" + m.inSuite
		if seen[key] {
			return true
		}
		seen[key] = true
		return false
	})
}

func isWanted(suite string, suites []string) bool {
	return slices.ContainsFunc(suites, func(s string) bool {
		return suite == s || strings.HasPrefix(suite, s+"-") || strings.HasPrefix(suite, s+"/")
	})
}

// memberOf tells what a file is by its path below the place: as a mirror has it,
// as apt calls it, or by its name alone.
func memberOf(name, rel string) (member, bool) {
	m := member{name: name}
	base := path.Base(rel)
	if i := strings.LastIndex(base, "_dists_"); i >= 0 { // apt's list
		rest := strings.ReplaceAll(strings.ReplaceAll(base[i+len("_dists_"):], "_", "/"), "%5f", "_")
		return m, m.place(rest)
	}
	rel = "/" + rel
	if i := strings.LastIndex(rel, "/dists/"); i >= 0 {
		return m, m.place(rel[i+len("/dists/"):])
	}
	return m, m.place(strings.TrimPrefix(rel, "/"))
}

// place tells the parts of SUITE/COMPONENT/binary-ARCH/Packages and its like.
// What comes before the component is the suite, which may have several parts.
func (m *member) place(rest string) bool {
	rest = withoutEnding(rest)
	parts := strings.Split(rest, "/")
	base := parts[len(parts)-1]
	tail := 0 // how many parts are behind the component
	switch {
	case base == "InRelease" || base == "Release":
		m.kind, m.suite, m.inSuite = releaseFile, strings.Join(parts[:len(parts)-1], "/"), base
		return !strings.Contains(m.suite, "binary-") && !strings.HasSuffix(m.suite, "/source")
	case base == "Packages":
		m.kind, tail = packagesFile, 2
	case base == "Sources":
		m.kind, tail = sourcesFile, 2
	case strings.HasPrefix(base, "Contents-"):
		m.kind, tail = contentsFile, 1
		if strings.HasPrefix(base, "Contents-udeb") || base == "Contents-source" {
			return false
		}
	default:
		return false
	}
	m.inSuite = base
	if n := len(parts) - 1 - tail; n >= 0 {
		m.component = parts[n]
		m.suite = strings.Join(parts[:n], "/")
		m.inSuite = strings.Join(parts[n:], "/")
	} else if len(parts) > 1 {
		m.suite = strings.Join(parts[:len(parts)-1], "/")
	}
	if m.component == "main" {
		m.component = ""
	}
	for _, part := range parts {
		if arch, ok := strings.CutPrefix(part, "binary-"); ok && arch != "amd64" && arch != "all" {
			return false
		}
	}
	if arch, ok := strings.CutPrefix(base, "Contents-"); ok && arch != "amd64" && arch != "all" {
		return false
	}
	return true
}
