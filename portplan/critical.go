package portplan

import "slices"

// Critical is the chain of packages, each needed by the next, that takes the
// longest if they are ported one after the other. Of what is decided or built once
// for many, its minutes hold the packages' share alone, so they bound nothing.
type Critical struct {
	Minutes int `json:"minutes"`
	// Unknowns counts what is not known of its packages.
	Unknowns int    `json:"unknowns"`
	Steps    []Step `json:"steps"`
}

// Step is a package of the chain, or packages that need each other.
type Step struct {
	Packages []string `json:"packages"`
	State    State    `json:"state"`
	Minutes  int      `json:"minutes"`
	Unknowns int      `json:"unknowns"`
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
			step := Step{Packages: g.ids(c.nodes), State: g.state(c), Minutes: g.minutes(c), Unknowns: g.unknowns(c)}
			path.Steps = append(path.Steps, step)
			path.Unknowns += step.Unknowns
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

func (g *graph) unknowns(c *component) int {
	total := 0
	for _, n := range c.nodes {
		total += g.nodes[n].unknowns
	}
	return total
}

// state is Work if one of the packages has some, and Done if all are.
func (g *graph) state(c *component) State {
	state := Done
	for _, n := range c.nodes {
		switch g.nodes[n].state() {
		case Work:
			return Work
		case Unknown:
			state = Unknown
		}
	}
	return state
}
