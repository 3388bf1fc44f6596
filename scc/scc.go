// Package scc finds the strongly connected components of graphs: the groups of
// nodes that can all be reached from each other.
package scc

import "slices"

// Components returns the strongly connected components of a graph with so many
// nodes, which are numbered from 0. next gives the nodes that edges of a node lead
// to. Each node is in one component; most are of one node. The nodes of each are
// sorted, and a component comes behind all others that it leads to. It takes time
// linear in nodes and edges, after Tarjan, Depth-first search and linear graph
// algorithms, 1972.
func Components(nodes int, next func(node int) []int) [][]int {
	s := search{next: next, index: make([]int, nodes), low: make([]int, nodes), open: make([]bool, nodes)}
	for n := range nodes {
		if s.index[n] == 0 {
			s.from(n)
		}
	}
	return s.found
}

type search struct {
	next func(int) []int
	// index is the order in which nodes were seen, from 1, and 0 for those that
	// were not; low is the first node in that order that one can reach.
	count      int
	index, low []int
	open       []bool // is on the stack
	stack      []int
	path       []step
	found      [][]int
}

// step is a node that is being visited, and those that it leads to and that were
// not looked at. Steps stand in a list of their own, so that no graph is too deep.
type step struct {
	node int
	rest []int
}

func (s *search) from(n int) {
	s.enter(n)
	for len(s.path) > 0 {
		at := &s.path[len(s.path)-1]
		if len(at.rest) == 0 {
			s.leave(at.node)
			continue
		}
		to := at.rest[0]
		at.rest = at.rest[1:]
		if s.index[to] == 0 {
			s.enter(to)
		} else if s.open[to] {
			s.low[at.node] = min(s.low[at.node], s.index[to])
		}
	}
}

func (s *search) enter(n int) {
	s.count++
	s.index[n], s.low[n], s.open[n] = s.count, s.count, true
	s.stack = append(s.stack, n)
	s.path = append(s.path, step{n, s.next(n)})
}

func (s *search) leave(n int) {
	s.path = s.path[:len(s.path)-1]
	if len(s.path) > 0 {
		before := s.path[len(s.path)-1].node
		s.low[before] = min(s.low[before], s.low[n])
	}
	if s.low[n] != s.index[n] {
		return
	}
	at := len(s.stack) - 1
	for s.stack[at] != n {
		at--
	}
	component := slices.Sorted(slices.Values(s.stack[at:]))
	s.stack = s.stack[:at]
	for _, member := range component {
		s.open[member] = false
	}
	s.found = append(s.found, component)
}
