package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// warnStrangers tells of names in --upstream and --source that no package of the
// workspace has: what they name is not read. The configuration may serve several
// workspaces, so that its names may be of another.
func (f *patchedFlags) warnStrangers(out io.Writer, space *workspace.Workspace) {
	packages, upstreams := map[string]bool{}, map[string]bool{}
	for _, repo := range space.Repos {
		for _, p := range repo.Packages {
			if p.Name == workspace.TreePackage {
				continue
			}
			packages[p.Name] = true
			if u := rules.UpstreamOf(p.Name); u != nil {
				upstreams[u.Name()], upstreams[u.Owner()+"/"+u.Name()] = true, true
			}
			if p.Origin == workspace.OriginFork {
				upstreams[workspace.ForkRepo(p.Source)] = true
			}
		}
	}
	known := slices.Sorted(maps.Keys(packages))
	for _, text := range f.upstreams {
		if name, _, named := strings.Cut(text, "="); named && !packages[name] && !upstreams[name] {
			fmt.Fprintf(out, "warning: --upstream %s: no package or upstream has the name %s, so that it is not read%s\n", clean(text), clean(name), near(name, known))
		}
	}
	for _, text := range f.sources {
		name, _, _ := strings.Cut(text, "=")
		name, _, _ = strings.Cut(name, "@")
		if !packages[name] {
			fmt.Fprintf(out, "warning: --source %s: no package has the name %s, so that it is not read%s\n", clean(text), clean(name), near(name, known))
		}
	}
}

// near names the first few that hold a name, or are held by it.
func near(name string, known []string) string {
	const most, least = 5, 3
	var list []string
	name = strings.ToLower(name)
	for _, one := range known {
		lower := strings.ToLower(one)
		if len(list) < most && (strings.Contains(lower, name) || len(lower) >= least && strings.Contains(name, lower)) {
			list = append(list, clean(one))
		}
	}
	if len(list) == 0 {
		return ": 'stxscan patches list' has the names"
	}
	return ": do you mean " + strings.Join(list, " or ") + "?"
}
