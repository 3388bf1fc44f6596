package scc

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestComponents(t *testing.T) {
	for name, c := range map[string]struct {
		graph [][]int
		want  [][]int
	}{
		"nothing":       {nil, nil},
		"alone":         {[][]int{nil, nil}, [][]int{{0}, {1}}},
		"to itself":     {[][]int{{0}}, [][]int{{0}}},
		"a chain":       {[][]int{{1}, {2}, nil}, [][]int{{2}, {1}, {0}}},
		"a ring":        {[][]int{{2}, {0}, {1}}, [][]int{{0, 1, 2}}},
		"rings in line": {[][]int{{1}, {0, 2}, {3}, {2, 4}, nil}, [][]int{{4}, {2, 3}, {0, 1}}},
		"twice":         {[][]int{{1, 1}, {0, 0}}, [][]int{{0, 1}}},
	} {
		if got := Components(len(c.graph), func(n int) []int { return c.graph[n] }); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// reachable tells for each two nodes whether one leads to the other.
func reachable(graph [][]int) [][]bool {
	all := make([][]bool, len(graph))
	for from := range graph {
		all[from] = make([]bool, len(graph))
		all[from][from] = true
		for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
			for _, to := range graph[queue[0]] {
				if !all[from][to] {
					all[from][to] = true
					queue = append(queue, to)
				}
			}
		}
	}
	return all
}

// TestComponentsRandom holds the components of graphs by chance against who
// reaches whom, and their order against the edges.
func TestComponentsRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 1))
	for range 300 {
		graph := make([][]int, 1+random.IntN(12))
		for range random.IntN(2 * len(graph)) {
			from := random.IntN(len(graph))
			graph[from] = append(graph[from], random.IntN(len(graph)))
		}
		of := make([]int, len(graph))
		count := 0
		for i, component := range Components(len(graph), func(n int) []int { return graph[n] }) {
			for _, n := range component {
				of[n] = i
				count++
			}
		}
		if count != len(graph) {
			t.Fatalf("%v: %d nodes in components", graph, count)
		}
		all := reachable(graph)
		for a := range graph {
			for b := range graph {
				if (of[a] == of[b]) != (all[a][b] && all[b][a]) || all[a][b] && of[b] > of[a] {
					t.Fatalf("%v: %d is in component %d, %d in %d", graph, a, of[a], b, of[b])
				}
			}
		}
	}
}

// TestComponentsDeep holds that a long chain is no matter.
func TestComponentsDeep(t *testing.T) {
	const nodes = 1_000_000
	got := Components(nodes, func(n int) []int {
		if n+1 == nodes {
			return nil
		}
		return []int{n + 1}
	})
	if len(got) != nodes || got[0][0] != nodes-1 {
		t.Errorf("%d components", len(got))
	}
}
