package divergence

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/reports"
)

// UpstreamsSchema names the form of the list's JSON. Within a major version fields
// are only added.
const UpstreamsSchema = "stxscan-patches-upstreams/1.0"

// UpstreamList is the list as JSON.
type UpstreamList struct {
	Schema    string     `json:"schema"` // UpstreamsSchema
	Upstreams []Upstream `json:"upstreams"`
}

// Upstream is a repository to clone, so that patches can be compared with it.
type Upstream struct {
	// Repository is its URL, "" for packages whose upstream is not known.
	Repository string   `json:"repository"`
	Packages   []string `json:"packages"` // REPO/NAME
	// Patches counts the source patches of them, Asked those of which a clone of it
	// told something.
	Patches int `json:"patches"`
	Asked   int `json:"asked"`
}

// Upstreams lists the upstreams of what is patched, those of the most patches
// first, and last the packages whose upstream is not known.
func Upstreams(r *reports.Report) []Upstream {
	at, list := map[string]int{}, []Upstream{}
	for i := range r.PatchStacks {
		s := &r.PatchStacks[i]
		patches, asked := 0, 0
		for j := range s.Patches {
			if p := &s.Patches[j]; p.Kind != "meta" {
				patches++
				if p.Upstreamed != nil {
					asked++
				}
			}
		}
		if patches == 0 {
			continue
		}
		n, ok := at[s.Upstream]
		if !ok {
			n = len(list)
			at[s.Upstream] = n
			list = append(list, Upstream{Repository: s.Upstream})
		}
		u := &list[n]
		u.Packages = append(u.Packages, s.Repo+"/"+s.Package)
		u.Patches += patches
		u.Asked += asked
	}
	slices.SortStableFunc(list, func(a, b Upstream) int {
		return cmp.Or(compareBool(a.Repository == "", b.Repository == ""), cmp.Compare(b.Patches, a.Patches), cmp.Compare(a.Repository, b.Repository))
	})
	return list
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
