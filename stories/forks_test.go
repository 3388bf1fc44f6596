package stories_test

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/stories"
	"opendev.org/starlingx/stxscan/storyboard/storyboardtest"
)

// forked is a report of a repo with forks and a patched package.
func forked(days int) *reports.Report {
	r := later(days)
	r.Inputs = append(r.Inputs, reports.Input{Repo: "integ"})
	r.Rules = append(r.Rules, reports.Rule{ID: "PATCH-001", Title: "A patch of a third-party package", Concern: finding.CentOSPatches})
	r.Packages = append(r.Packages,
		reports.Package{Repo: "integ", Name: "ceph", Path: "ceph/ceph", Origin: "fork", Built: true, Source: "$CGCS_BASE/git/ceph", Packaging: []string{"centos"}},
		reports.Package{Repo: "integ", Name: "qemu", Path: "virt/qemu", Origin: "fork", Source: "$CGCS_BASE/git/qemu"}, // not built
		reports.Package{Repo: "upstream", Name: "python-nova", Path: "openstack/python-nova", Origin: "fork", Built: true},
	)
	r.PatchStacks = append(r.PatchStacks,
		finding.PatchStack{Repo: "integ", Package: "rsync", Class: finding.StackCentOS, Kinds: []string{"versioning-only"}, Patches: []finding.StackPatch{{Path: "ceph/rsync/a.patch"}}})
	return r
}

// TestForks: what StarlingX changes in a fork are commits, of which a scan has no
// findings: it is a task all the same.
func TestForks(t *testing.T) {
	d := newDesk(t)
	d.file(forked(0), stories.PlanOptions{})
	s := d.titled("Patches to third-party packages: starlingx/integ, ceph")
	if n := len(d.server.Stories()); n != 1 || !strings.Contains(s.Description, "the RPM packaging, so that the system's own package does, where there is one: rsync.") ||
		!strings.Contains(s.Description, "builds 1 package of other projects from forks") {
		t.Errorf("%d stories: %s", n, s.Description)
	}
	if task := d.task(s.ID, "what the fork of ceph changes"); !strings.Contains(task.Link, "`ceph/ceph/centos/build_srpm.data`: the source is $CGCS\\_BASE/git/ceph") {
		t.Errorf("the notes are %s", task.Link)
	}
	// A scan that did not look at patches knows nothing of forks.
	blind := later(1)
	blind.Inputs = append(blind.Inputs, reports.Input{Repo: "integ"})
	d.file(blind, stories.PlanOptions{Close: true})
	if task := d.task(s.ID, "what the fork of ceph changes"); task.Status != "todo" {
		t.Errorf("the task is %s", task.Status)
	}
	d.server.EditTask(d.task(s.ID, "fork of ceph").ID, func(t *storyboardtest.Task) { t.Status = "merged" })
	d.file(forked(7), stories.PlanOptions{Close: true})
	if n := len(d.server.Tasks(s.ID)); n != 1 {
		t.Errorf("what was settled is there %d times", n)
	}
}
