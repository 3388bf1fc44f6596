package clearlinux

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/scc"
)

// Problems says which bundles name others that are not there, and which include
// each other: one line each, sorted.
func Problems(bundles map[string]Bundle) []string {
	var list []string
	for name, bundle := range bundles {
		for _, inner := range bundle.Includes {
			if _, ok := bundles[inner]; !ok {
				list = append(list, fmt.Sprintf("bundle %s includes %s, which is not there", name, inner))
			}
		}
		for _, inner := range bundle.AlsoAdd {
			if _, ok := bundles[inner]; !ok {
				list = append(list, fmt.Sprintf("bundle %s adds %s, which is not there", name, inner))
			}
		}
	}
	for _, names := range cycles(bundles) {
		if len(names) == 1 {
			list = append(list, fmt.Sprintf("bundle %s includes itself", names[0]))
		} else {
			list = append(list, fmt.Sprintf("bundles %s include each other", strings.Join(names, ", ")))
		}
	}
	slices.Sort(list)
	return list
}

// cycles returns the bundles that include each other, or themselves.
func cycles(bundles map[string]Bundle) [][]string {
	names := slices.Sorted(maps.Keys(bundles))
	number := make(map[string]int, len(names))
	for i, name := range names {
		number[name] = i
	}
	components := scc.Components(len(names), func(n int) []int {
		var inner []int
		for _, name := range bundles[names[n]].Includes {
			if i, ok := number[name]; ok {
				inner = append(inner, i)
			}
		}
		return inner
	})
	var found [][]string
	for _, component := range components {
		var group []string
		for _, n := range component {
			group = append(group, names[n])
		}
		if len(group) > 1 || slices.Contains(bundles[group[0]].Includes, group[0]) {
			found = append(found, group)
		}
	}
	return found
}
