package clearlinux

import (
	"fmt"
	"maps"
	"slices"
	"strings"
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

// cycles returns the bundles that include each other, by the algorithm of
// Tarjan: those that can be reached from each other are found together.
func cycles(bundles map[string]Bundle) [][]string {
	c := &component{bundles: bundles, index: map[string]int{}, low: map[string]int{}, waits: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(bundles)) {
		if c.index[name] == 0 {
			c.visit(name)
		}
	}
	return c.found
}

type component struct {
	bundles map[string]Bundle
	// index is the order in which bundles were seen, from 1; low is the first
	// that can be reached from one.
	index, low map[string]int
	stack      []string
	waits      map[string]bool // those on the stack
	found      [][]string
}

func (c *component) visit(name string) {
	c.index[name] = len(c.index) + 1
	c.low[name] = c.index[name]
	c.stack, c.waits[name] = append(c.stack, name), true
	includes := c.bundles[name].Includes
	for _, inner := range includes {
		if _, ok := c.bundles[inner]; !ok {
			continue
		}
		if c.index[inner] == 0 {
			c.visit(inner)
			c.low[name] = min(c.low[name], c.low[inner])
		} else if c.waits[inner] {
			c.low[name] = min(c.low[name], c.index[inner])
		}
	}
	if c.low[name] != c.index[name] {
		return
	}
	at := slices.Index(c.stack, name)
	group := slices.Sorted(slices.Values(c.stack[at:]))
	c.stack = c.stack[:at]
	for _, member := range group {
		delete(c.waits, member)
	}
	if len(group) > 1 || slices.Contains(includes, name) {
		c.found = append(c.found, group)
	}
}
