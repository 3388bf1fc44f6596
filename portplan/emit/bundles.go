package emit

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/distro/clearlinux"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Bundles drafts a bundle for each list of the packages of an image, in the form
// that Clear's mixer reads. upstream are the bundles of Clear by name: those that
// bring a package which the list names are included, nil for not known. It fails
// where the report has no such list.
func Bundles(r *reports.Report, o Options, upstream map[string]clearlinux.Bundle) ([]File, error) {
	lists := imageLists(r)
	if len(lists) == 0 {
		return nil, errors.New("the report has no list of an image's packages")
	}
	b := &bundler{report: r, o: &o, own: NewAutospec(r, o).own, upstream: upstream}
	var files []File
	for _, key := range slices.SortedFunc(maps.Keys(lists), compareLists) {
		name := bundleName(key)
		for b.taken[name] {
			name += "-2"
		}
		if b.taken == nil {
			b.taken = map[string]bool{}
		}
		b.taken[name] = true
		files = append(files, File{Name: "bundles/" + name, Text: b.draft(name, key, lists[key])})
	}
	return files, nil
}

type listKey struct{ repo, path string }

func compareLists(a, b listKey) int {
	if c := strings.Compare(a.repo, b.repo); c != 0 {
		return c
	}
	return strings.Compare(a.path, b.path)
}

// imageLists are the names that lists and kickstarts install, by list. What puppet
// installs is no part of an image.
func imageLists(r *reports.Report) map[listKey][]*finding.Dependency {
	lists := map[listKey][]*finding.Dependency{}
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		if d.Need != finding.NeedImage || path.Ext(d.Path) == ".pp" {
			continue
		}
		key := listKey{d.Repo, d.Path}
		lists[key] = append(lists[key], d)
	}
	return lists
}

// bundleName is the name of a list's bundle: integ-iso-image.
func bundleName(key listKey) string {
	base := strings.TrimSuffix(path.Base(key.path), path.Ext(key.path))
	base = strings.TrimPrefix(base, "centos_")
	if dir := path.Base(path.Dir(key.path)); dir != "." && !strings.Contains(base, "_image") {
		base = dir + "-" + base
	}
	return strings.ToLower(strings.ReplaceAll(fileName("stx-"+key.repo+"-"+base), "_", "-"))
}

// bundler drafts bundles.
type bundler struct {
	report *reports.Report
	o      *Options
	own    map[string]clearName
	// upstream are Clear's own bundles, nil if they are not known.
	upstream map[string]clearlinux.Bundle
	taken    map[string]bool
}

// covering says which bundles bring packages that are wanted, and which package is of
// which bundle. A bundle is taken if all that it brings is wanted, or at least half if it
// is named after one of these; those first that bring the most.
func (b *bundler) covering(wanted map[string][]string) map[string]string {
	type candidate struct {
		name  string
		found []string
		size  int
	}
	var list []candidate
	for name := range b.upstream {
		brings := b.brings(name)
		c := candidate{name: name, size: len(brings)}
		for pkg := range brings {
			if wanted[pkg] != nil {
				c.found = append(c.found, pkg)
			}
		}
		// Those of headers are for builds, not for images.
		if strings.HasPrefix(name, "devpkg-") {
			continue
		}
		fits := len(c.found) == c.size || 2*len(c.found) >= c.size && slices.ContainsFunc(c.found, func(pkg string) bool {
			return name == pkg || strings.HasPrefix(name, pkg+"-")
		})
		if len(c.found) > 0 && fits && isClearName.MatchString(name) {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(len(b.found), len(a.found)), cmp.Compare(a.size, b.size), cmp.Compare(a.name, b.name))
	})
	covers := map[string]string{}
	for _, c := range list {
		isNew := slices.ContainsFunc(c.found, func(pkg string) bool { return covers[pkg] == "" })
		for _, pkg := range c.found {
			if isNew && covers[pkg] == "" {
				covers[pkg] = c.name
			}
		}
	}
	return covers
}

// brings returns the packages of a bundle and of those that it includes.
func (b *bundler) brings(name string) map[string]bool {
	packages, seen := map[string]bool{}, map[string]bool{}
	for next := []string{name}; len(next) > 0; {
		bundle := b.upstream[next[0]]
		next = next[1:]
		if seen[bundle.Name] {
			continue
		}
		seen[bundle.Name] = true
		for _, pkg := range bundle.Packages {
			packages[pkg] = true
		}
		next = append(next, bundle.Includes...)
	}
	return packages
}

func (b *bundler) draft(name string, key listKey, list []*finding.Dependency) string {
	var out strings.Builder
	for _, h := range [][2]string{
		{"TITLE", name}, {"DESCRIPTION", "Packages of StarlingX that " + clip(oneLine(key.repo+"/"+key.path), 120) + " names."}, {"STATUS", "WIP"},
		{"CAPABILITIES", ""}, {"MAINTAINER", b.o.maintainer()},
	} {
		out.WriteString(strings.TrimRight("# ["+h[0]+"]: "+h[1], " ") + "\n")
	}
	if b.upstream == nil {
		out.WriteString("# " + Unsure + ": which bundles of Clear bring some of these was not looked up: --bundles DIR\n")
	}
	includes, packages, doubts := map[string][]string{}, map[string][]string{}, []string{}
	for _, d := range list {
		pkg, doubt := b.resolve(d)
		if doubt != "" {
			doubts = append(doubts, doubt)
		}
		if pkg == "" {
			continue
		}
		packages[pkg] = append(packages[pkg], oneLine(d.Name))
	}
	for pkg, bundle := range b.covering(packages) {
		includes[bundle] = append(includes[bundle], pkg)
		delete(packages, pkg)
	}
	for _, bundle := range slices.Sorted(maps.Keys(includes)) {
		out.WriteString("# " + strings.Join(unique(includes[bundle]), ", ") + "\ninclude(" + bundle + ")\n")
	}
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		if names := unique(packages[pkg]); len(names) > 1 || names[0] != pkg {
			out.WriteString("# " + strings.Join(names, ", ") + "\n")
		}
		out.WriteString(pkg + "\n")
	}
	for _, doubt := range unique(doubts) {
		out.WriteString("# " + Unsure + ": " + oneLine(doubt) + "\n")
	}
	return out.String()
}

// resolve returns what Clear calls an entry of a list, "" for nothing, and what is
// in doubt of it.
func (b *bundler) resolve(d *finding.Dependency) (pkg, doubt string) {
	where := fmt.Sprintf("%s (line %d)", d.Name, d.Line)
	if own, ok := b.own[d.Name]; ok {
		return own.name, ""
	}
	v := onPython3(d.Verdicts[b.o.Target], d.Name, b.o.Look)
	if v.Verdict == finding.OwnPackage {
		own := v
		if b.o.Look != nil {
			v, _ = b.o.Look(d.Name)
		}
		if !isThere(v.Verdict) {
			return "", where + ": package " + own.Name + " of the workspace makes it, and what that is called here is not known"
		}
	}
	switch {
	case v.Verdict == finding.NotNeeded || v.Verdict == finding.InStdlib:
		return "", where + ": left out, " + string(v.Verdict) + reason(v.Evidence)
	case !isThere(v.Verdict) || !isClearName.MatchString(v.Name):
		verdict := string(v.Verdict)
		if verdict == "" {
			verdict = string(finding.PresenceUnknown)
		}
		return "", where + ": " + verdict + ": " + v.Evidence
	case v.Verdict == finding.TooOld || v.Confidence < finding.High:
		return v.Name, where + ": " + v.Name + ": " + v.Evidence
	case isLegacy(v.Name):
		return v.Name, where + ": " + v.Name + " is of Python 2, which Clear does not support"
	}
	return v.Name, ""
}
