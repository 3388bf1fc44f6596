package portplan

import "slices"

// Critical is the chain of packages, each needed by the next, that takes the
// longest: with however many people, the port takes no less.
type Critical struct {
	Minutes int    `json:"minutes"`
	Steps   []Step `json:"steps"`
}

// Step is a package of the chain, or packages that need each other.
type Step struct {
	Packages []string `json:"packages"`
	Minutes  int      `json:"minutes"`
}

// critical finds the chain with the most minutes. What needs no work is left out
// of it.
func (g *graph) critical() Critical {
	best, before := make([]int, len(g.components)), make([]int, len(g.components))
	last := -1
	for i, c := range g.components { // those that are needed come before
		before[i] = -1
		for _, d := range c.imports {
			if before[i] < 0 || best[d] > best[before[i]] {
				before[i] = d
			}
		}
		if before[i] >= 0 {
			best[i] = best[before[i]]
		}
		best[i] += g.minutes(c)
		if best[i] > 0 && (last < 0 || best[i] > best[last]) {
			last = i
		}
	}
	path := Critical{Steps: []Step{}}
	if last < 0 {
		return path
	}
	path.Minutes = best[last]
	for i := last; i >= 0; i = before[i] {
		if c := g.components[i]; !g.isDone(c) {
			path.Steps = append(path.Steps, Step{Packages: g.ids(c.nodes), Minutes: g.minutes(c)})
		}
	}
	slices.Reverse(path.Steps)
	return path
}

func (g *graph) minutes(c *component) int {
	total := 0
	for _, n := range c.nodes {
		total += g.nodes[n].minutes()
	}
	return total
}
