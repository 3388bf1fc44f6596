package readiness

import (
	"fmt"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// call is a finding about a command in a function.
func call(path, within, command string, role finding.Role) finding.Finding {
	f := found(role, finding.Breaks, finding.Error)
	f.Rule, f.Concern, f.Subject, f.Call, f.Within, f.Path = "RPM-001", finding.RPMCalls, "rpm", command, within, path
	return f
}

// TestSeams: a seam lists what its places ask for, and their functions by how
// many of their places block.
func TestSeams(t *testing.T) {
	r := sample(reports.Package{Built: true}, []finding.Finding{
		call("patch.py", "Patch.read", "rpm -qp a.rpm", finding.RoleTest),
		call("patch.py", "Patch.read", "rpm -qp b.rpm", finding.RoleTest),
		call("agent.py", "query", "rpm -qa", finding.RoleRuntime),
		call("agent.py", "query", "rpm -q bash", finding.RoleRuntime),
		call("agent.py", "query", "rpm -q sed", finding.RoleRuntime),
		call("agent.py", "", "rpm --showrc", finding.RoleRuntime),
		found(finding.RoleRuntime, finding.Breaks, finding.Error),
	}, nil)
	WorkItems(r, embedded(t), 0)
	if len(r.Seams) != 1 {
		t.Fatalf("%d seams: %+v", len(r.Seams), r.Seams)
	}
	s := r.Seams[0]
	var b strings.Builder
	for _, o := range s.Interface {
		fmt.Fprintf(&b, "%s %d\n", o.Name, o.Findings)
	}
	for _, f := range s.Functions {
		fmt.Fprintf(&b, "%s:%s %d/%d %s\n", f.Path, f.Name, f.Blocking, f.Findings, strings.Join(f.Operations, ","))
	}
	want := "describe 2\nlist 1\ninstalled 2\nother 1\n" +
		"agent.py:query 3/3 installed,list\nagent.py: 1/1 other\npatch.py:Patch.read 0/2 describe\n"
	if b.String() != want {
		t.Errorf("the seam has\n%swant\n%s", b.String(), want)
	}
	if s.ID != "answer:package-queries" || s.Findings != 6 || s.Blocking != 4 || s.FunctionsTotal != 3 {
		t.Errorf("%+v", s)
	}
}

// TestSeamFunctionsAreBounded: what is left out is counted.
func TestSeamFunctionsAreBounded(t *testing.T) {
	var list []finding.Finding
	for i := range reports.MaxSeamFunctions + 5 {
		list = append(list, call("agent.py", fmt.Sprintf("f%d", i), "rpm -qa", finding.RoleRuntime))
	}
	r := sample(reports.Package{Built: true}, list, nil)
	WorkItems(r, embedded(t), 0)
	if s := r.Seams[0]; len(s.Functions) != reports.MaxSeamFunctions || s.FunctionsTotal != len(list) {
		t.Errorf("%d functions of %d", len(s.Functions), s.FunctionsTotal)
	}
}
