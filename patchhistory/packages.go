package patchhistory

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports"
)

// ref is a package of a report.
type ref struct{ repo, name string }

func (r ref) String() string { return r.repo + "/" + r.name }

func refOf(c *carried) ref { return ref{c.Repo, c.Package} }

// packages says which package of the later report took the place of which of the
// earlier one.
type packages struct {
	old, new map[ref]*reports.Package
	repos    map[string]bool // of the later report
	now, was map[ref]ref
	bases    map[ref]string // that the stacks of the later report name
	// configs are the packages of configuration that only the later report has.
	configs map[string]*reports.Package
}

// version is what ends the name of a package's folder: puppet-nova-11.4.0.
var version = regexp.MustCompile(`-v?\d+(\.\d+)+([-_.~+]?[0-9a-z]+)*$`)

// stem is a package's name without a version, and without what names differ in
// between packagings: python2-x and python3-x are python-x.
func stem(name string) string {
	name = version.ReplaceAllString(strings.ToLower(name), "")
	for _, prefix := range []string{"python2-", "python3-"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			name = "python-" + rest
		}
	}
	return name
}

// mapPackages pairs packages by repo and name, by repo and path, by name in
// another repo, and by name without version, in this order. A name that several
// packages have decides nothing.
func mapPackages(old, new *reports.Report) *packages {
	p := &packages{old: byRef(old), new: byRef(new), repos: map[string]bool{}, now: map[ref]ref{}, was: map[ref]ref{},
		bases: map[ref]string{}, configs: map[string]*reports.Package{}}
	for _, in := range new.Inputs {
		p.repos[in.Repo] = true
	}
	for i := range new.PatchStacks {
		s := &new.PatchStacks[i]
		p.bases[ref{s.Repo, s.Package}] = s.Base
	}
	p.findConfigs(old, new)
	for _, key := range []func(*reports.Package) ref{
		func(k *reports.Package) ref { return ref{k.Repo, k.Name} },
		func(k *reports.Package) ref { return ref{k.Repo, k.Path} },
		func(k *reports.Package) ref { return ref{"", k.Name} },
		func(k *reports.Package) ref { return ref{k.Repo, stem(k.Name)} },
		func(k *reports.Package) ref { return ref{"", stem(k.Name)} },
	} {
		p.pairBy(key, old, new)
	}
	return p
}

func byRef(r *reports.Report) map[ref]*reports.Package {
	all := map[ref]*reports.Package{}
	for i := range r.Packages {
		k := &r.Packages[i]
		all[ref{k.Repo, k.Name}] = k
	}
	return all
}

// isTree says that it is no package, but what of a repo is in none.
func isTree(k *reports.Package) bool { return k.Name == "(tree)" }

func (p *packages) pairBy(key func(*reports.Package) ref, old, new *reports.Report) {
	left, right := map[ref][]ref{}, map[ref][]ref{}
	gather := func(to map[ref][]ref, r *reports.Report, done map[ref]ref) {
		for i := range r.Packages {
			k := &r.Packages[i]
			if _, has := done[ref{k.Repo, k.Name}]; has || isTree(k) && key(k).repo == "" {
				continue
			}
			to[key(k)] = append(to[key(k)], ref{k.Repo, k.Name})
		}
	}
	gather(left, old, p.now)
	gather(right, new, p.was)
	for k, from := range left {
		if to := right[k]; len(from) == 1 && len(to) == 1 {
			p.now[from[0]], p.was[to[0]] = to[0], from[0]
		}
	}
}

// learn pairs packages that no name tells by where their patches went.
func (p *packages) learn(m *matching) {
	votes := map[ref]map[ref]int{}
	for _, c := range m.old {
		from := refOf(c)
		if _, known := p.now[from]; known || c.mate == nil {
			continue
		}
		if votes[from] == nil {
			votes[from] = map[ref]int{}
		}
		votes[from][refOf(c.mate)]++
	}
	order := slices.SortedFunc(maps.Keys(votes), func(a, b ref) int { return strings.Compare(a.String(), b.String()) })
	for _, from := range order {
		count := votes[from]
		var best ref
		for to, n := range count {
			if n > count[best] || n == count[best] && to.String() < best.String() {
				best = to
			}
		}
		p.now[from] = best
		if _, has := p.was[best]; !has {
			p.was[best] = from
		}
	}
}

// follows reports whether the package of a patch took the place of another's.
func (p *packages) follows(a, b *carried) bool {
	if a.Repo == b.Repo && a.Package == b.Package {
		return true
	}
	to, ok := p.now[refOf(a)]
	return ok && to == refOf(b)
}

// successor returns the package of the later report that took a package's place,
// nil if there is none.
func (p *packages) successor(of ref) *reports.Package {
	to, ok := p.now[of]
	if !ok {
		return nil
	}
	return p.new[to]
}

// pair are the patches without a mate of a package and its successor.
type pair struct{ old, new []*carried }

// mostPairs bounds how many pairs of patches of one package are compared.
const mostPairs = 1 << 20

// pairs lists them for every package, in the order of the earlier report.
func (p *packages) pairs(m *matching) []pair {
	now := map[ref][]*carried{}
	for _, c := range m.new {
		if c.mate == nil {
			now[refOf(c)] = append(now[refOf(c)], c)
		}
	}
	was := map[ref][]*carried{}
	var order []ref
	for _, c := range m.old {
		if c.mate != nil {
			continue
		}
		if was[refOf(c)] == nil {
			order = append(order, refOf(c))
		}
		was[refOf(c)] = append(was[refOf(c)], c)
	}
	var list []pair
	for _, from := range order {
		one := pair{was[from], now[p.now[from]]}
		if len(one.old)*len(one.new) > mostPairs {
			m.tooMany = true
			continue
		}
		list = append(list, one)
	}
	return list
}

// findConfigs lists the packages of configuration that are new.
func (p *packages) findConfigs(old, new *reports.Report) {
	had := map[string]bool{}
	for i := range old.Packages {
		had[old.Packages[i].Name] = true
	}
	for i := range new.Packages {
		k := &new.Packages[i]
		if strings.HasSuffix(k.Name, "-config") && !had[k.Name] && p.configs[k.Name] == nil {
			p.configs[k.Name] = k
		}
	}
}

// overlay returns the package of configuration that is new for a package, such as
// ntp-config for ntp; nil if there is none.
func (p *packages) overlay(of ref) *reports.Package {
	if k := p.configs[of.name+"-config"]; k != nil {
		return k
	}
	return p.configs[stem(of.name)+"-config"]
}

// baseOf says what version a package patches: what its stack says, else that of
// its source package's file name; "" if nothing does.
func baseOf(k *reports.Package, said string) string {
	if said != "" || k == nil {
		return said
	}
	file := strings.TrimSuffix(path.Base(k.SRPM), ".src.rpm")
	parts := strings.Split(file, "-")
	if k.SRPM == "" || len(parts) < 3 {
		return ""
	}
	return strings.Join(parts[len(parts)-2:], "-")
}
