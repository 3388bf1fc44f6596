// Package openstack holds facts about OpenStack: to which release a version of a
// component belongs, how far two releases are apart, and which components are
// not clean on Python 3. The tables name what they were read from.
package openstack

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed releases.tsv
var releasesTable string

//go:embed python3.tsv
var python3Table string

// version is what series begin with: major and minor.
type version struct{ major, minor int }

func (v version) less(w version) bool {
	return v.major < w.major || v.major == w.major && v.minor < w.minor
}

// series are the first versions of a component's releases, in their order, with
// the first behind them all. ok is unset where there was no release.
type series struct {
	first []version
	ok    []bool
	end   version
}

type tables struct {
	releases   []string
	components map[string]series
	python3    []Python3
}

var facts = sync.OnceValue(func() *tables {
	t, err := parse(releasesTable, python3Table)
	if err != nil {
		panic(err) // it is in the program
	}
	return t
})

// Releases lists the releases that are known, in their order: ocata, pike, ...
// zed, 2023.1, ... Each is called as https://releases.openstack.org does.
func Releases() []string { return slices.Clone(facts().releases) }

// Project returns the name of OpenStack's own for a package: nova of
// openstack-nova, horizon of python-django-horizon, puppet-nova of
// puppet-module-nova. ok is unset for what is none of its components.
func Project(pkg string) (name string, ok bool) {
	if module, is := strings.CutPrefix(pkg, "puppet-"); is {
		module = strings.TrimPrefix(module, "module-")
		_, known := facts().components[module]
		// puppet-placement counts on its own.
		known = known && module != "placement" || module == "openstacklib" || module == "oslo"
		return "puppet-" + module, known
	}
	for _, prefix := range []string{"openstack-", "python-django-", "python-"} {
		pkg = strings.TrimPrefix(pkg, prefix)
	}
	_, ok = facts().components[pkg]
	return pkg, ok && pkg != puppet
}

// puppet is the row of the modules of Puppet, which go together.
const puppet = "puppet"

// ReleaseOf returns the release that a version of a package belongs to, "" if
// the package is none of OpenStack's or the version of no known release. The
// version is upstream's, without epoch and revision.
func ReleaseOf(pkg, upstream string) string {
	name, ok := Project(pkg)
	v, is := parseVersion(upstream)
	if !ok || !is {
		return ""
	}
	if strings.HasPrefix(name, "puppet-") {
		name = puppet
	}
	s := facts().components[name]
	if !v.less(s.end) {
		return ""
	}
	for i := len(s.first) - 1; i >= 0; i-- {
		if s.ok[i] && !v.less(s.first[i]) {
			return facts().releases[i]
		}
	}
	return ""
}

// Between returns how many releases the second is behind the first: pike and
// rocky are 2 apart. It is below 0 where the second is the older one; ok is
// unset for releases that are not known.
func Between(from, to string) (n int, ok bool) {
	a, b := slices.Index(facts().releases, from), slices.Index(facts().releases, to)
	return b - a, a >= 0 && b >= 0
}

// Python3 says of a component that it is not clean on Python 3 in a release.
type Python3 struct {
	Component, Release string
	// Declared is the first release whose packaging says that it runs there.
	Declared string
	// Note says in a sentence what is so, Source where that was read.
	Note, Source string
}

// NotPython3 returns what is known of a package that is not clean on Python 3 in
// a release. What it says nothing of is not known to be clean.
func NotPython3(pkg, release string) (Python3, bool) {
	name, _ := Project(pkg)
	for _, p := range facts().python3 {
		if p.Component == name && p.Release == release {
			return p, true
		}
	}
	return Python3{}, false
}

// parse reads both tables: fields with tabs between them, # for comments.
func parse(releases, python3 string) (*tables, error) {
	t := &tables{components: map[string]series{}}
	for i, fields := range rows(releases) {
		if i == 0 {
			if len(fields) < 3 {
				return nil, fmt.Errorf("releases: the head has %d fields", len(fields))
			}
			t.releases = fields[1 : len(fields)-1]
			continue
		}
		if len(fields) != len(t.releases)+2 {
			return nil, fmt.Errorf("releases: %s has %d fields, the head has %d", fields[0], len(fields), len(t.releases)+2)
		}
		s, err := parseSeries(fields[1:])
		if err != nil {
			return nil, fmt.Errorf("releases: %s: %w", fields[0], err)
		}
		t.components[fields[0]] = s
	}
	for _, fields := range rows(python3) {
		if len(fields) != 5 || !slices.Contains(t.releases, fields[1]) || !slices.Contains(t.releases, fields[2]) {
			return nil, fmt.Errorf("python3: %q is no row", fields)
		}
		t.python3 = append(t.python3, Python3{fields[0], fields[1], fields[2], fields[3], fields[4]})
	}
	return t, nil
}

func rows(table string) [][]string {
	var list [][]string
	for line := range strings.Lines(table) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			list = append(list, strings.Split(line, "\t"))
		}
	}
	return list
}

func parseSeries(fields []string) (series, error) {
	s := series{}
	last := version{}
	for i, field := range fields {
		v, ok := parseVersion(field)
		if !ok && field != "-" {
			return s, fmt.Errorf("%q is no version", field)
		}
		if ok && !last.less(v) {
			return s, fmt.Errorf("%s does not come after the one before", field)
		}
		if ok {
			last = v
		}
		if i == len(fields)-1 {
			s.end = v
			continue
		}
		s.first, s.ok = append(s.first, v), append(s.ok, ok)
	}
	return s, nil
}

// parseVersion reads MAJOR or MAJOR.MINOR, whatever comes behind.
func parseVersion(text string) (version, bool) {
	first, rest, _ := strings.Cut(text, ".")
	second, _, _ := strings.Cut(rest, ".")
	major, ok := number(first)
	if !ok {
		return version{}, false
	}
	minor, _ := number(second)
	return version{major, minor}, true
}

// number reads a part of a version.
func number(digits string) (n int, ok bool) {
	if digits == "" || len(digits) > 4 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}
