package dot_test

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/portplan"
	"opendev.org/starlingx/stxscan/reports/dot"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

// sample is a plan with a chain, a cycle, and names that mean harm.
func sample() *portplan.Plan {
	p := &portplan.Plan{Target: "clear", Critical: portplan.Critical{Steps: []portplan.Step{{Packages: []string{"r/a"}}, {Packages: []string{"r/b"}}}}}
	p.Waves = []portplan.Wave{
		{Number: 0, Packages: []portplan.Package{{ID: "r/idle", State: portplan.Done}}},
		{Number: 1, Packages: []portplan.Package{
			{ID: "r/a", State: portplan.Work, Places: 2, Minutes: 90, Imports: []string{"r/idle"}},
			{ID: "r/lonely", State: portplan.Work, Places: 1, Minutes: 1}, {ID: "r/c", Cycle: 1, State: portplan.Unknown, Imports: []string{"r/d"}}, {ID: "r/d", Cycle: 1, State: portplan.Work, Places: 1, Minutes: 5, Imports: []string{"r/c"}},
		}},
		{Number: 2, Packages: []portplan.Package{{ID: "r/b", State: portplan.Work, Places: 1, Minutes: 5, Imports: []string{"r/a", "r/d"}, First: []string{"r/a", "r/d"}}}},
	}
	p.Cycles = []portplan.Cycle{{Edges: []portplan.Edge{{From: "r/c", To: "r/d"}, {From: "r/d", To: "r/c"}}}}
	return p
}

func written(t testing.TB, p *portplan.Plan) string {
	t.Helper()
	var b bytes.Buffer
	if err := dot.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWrite(t *testing.T) {
	reporttest.Golden(t, "plan.dot", []byte(written(t, sample())))
}

// TestGraphviz asks dot whether it reads what is written, and how many nodes and
// arrows it sees; names that mean harm are one node each.
func TestGraphviz(t *testing.T) {
	program := oracle.Program(t, "dot", "apt-get install graphviz")
	hostile := sample()
	for _, name := range append(reporttest.HostileNames, `a"]; x -> y; "`, `back\`, `\N`) {
		hostile.Waves[1].Packages = append(hostile.Waves[1].Packages, portplan.Package{ID: name, State: portplan.Work, Cycle: 2})
	}
	for _, c := range []struct {
		plan         *portplan.Plan
		nodes, edges int
	}{{sample(), 4, 4}, {hostile, 4 + len(reporttest.HostileNames) + 3, 4}, {&portplan.Plan{}, 0, 0}} {
		command := exec.Command(program, "-Tplain")
		command.Stdin = strings.NewReader(written(t, c.plan))
		out, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		nodes, edges := strings.Count("\n"+string(out), "\nnode "), strings.Count("\n"+string(out), "\nedge ")
		if nodes != c.nodes || edges != c.edges {
			t.Errorf("%d nodes and %d arrows, want %d and %d:\n%s", nodes, edges, c.nodes, c.edges, out)
		}
	}
}
