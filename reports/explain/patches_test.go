package explain_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/readiness"
	"opendev.org/starlingx/stxscan/reports/explain"
	"opendev.org/starlingx/stxscan/reports/reporttest"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// TestPatches: why says what a package's patches amount to.
func TestPatches(t *testing.T) {
	r := reporttest.Sample()
	p := &r.Packages[0]
	stack := finding.PatchStack{
		Package: p.Name, Repo: p.Repo, Class: finding.StackCentOS, Kinds: []string{"configuration-only"}, Base: "4.2.6", Upstream: "https://example.org/ntp",
		Patches: []finding.StackPatch{
			{Path: "a.patch", Kind: "meta", State: "applied", Tags: []string{"configuration"}, Changes: []finding.PatchChange{{What: finding.ChangeFiles, Added: 1, Detail: []string{"+%config x"}}}},
			{Path: "b.patch", Kind: "meta", State: "applied", Changes: []finding.PatchChange{
				{What: finding.ChangeBuildOptions, Added: 7, Detail: []string{"+--without-ldap", "+2", "+3", "+4", "+5", "+6"}}, {What: finding.ChangeVersion, Added: 1, Detail: []string{"+Release: 2"}}}},
			{Path: "c.patch", Kind: "meta", State: "unlisted", Changes: []finding.PatchChange{{What: finding.ChangeRequires, Added: 1, Detail: []string{"+Requires: x"}}}},
		},
		Overlay: &finding.Overlay{Files: []finding.OverlayFile{{Path: "/etc/ntp.conf", Mode: "644", From: "x/a.patch"}}, Accounts: []string{"passwd ntp 38"}, Units: []string{"enable ntpd.service"}},
	}
	for i := range 30 {
		stack.Overlay.Files = append(stack.Overlay.Files, finding.OverlayFile{Path: fmt.Sprintf("/etc/\x1b[31m%d", i), From: "x/a.patch"})
	}
	r.PatchStacks = append(r.PatchStacks, stack)
	var out bytes.Buffer
	if err := explain.Way(&out, readiness.WayOf(r, p, &r.Targets[0])); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	for _, want := range []string{
		"Its 3 patches, 2 applied: configuration-only", "version 4.2.6, upstream https://example.org/ntp", "1 configuration",
		"Overlay     /etc/ntp.conf, mode 644 (a.patch)", "and 11 more: the report has them all", "passwd ntp 38", "enable ntpd.service",
		"Compare     build-options with the flags in debian/rules", "+--without-ldap", "and 1 more",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in\n%s", want, page)
		}
	}
	for _, not := range []string{"%config x", "Release: 2", "Requires: x"} {
		if strings.Contains(page, not) {
			t.Errorf("%q is in\n%s", not, page)
		}
	}
	for _, c := range page {
		if c != '\n' && terminal.Clean(string(c)) != string(c) {
			t.Errorf("%U is written", c)
		}
	}
}

// TestUpstreamedCut: a list that is cut says how much is left.
func TestUpstreamedCut(t *testing.T) {
	for count, want := range map[int]string{20: "", 21: "and 1 more: the report has them all", 33: "and 13 more: the report has them all"} {
		r := reporttest.Sample()
		p := &r.Packages[0]
		stack := finding.PatchStack{Package: p.Name, Repo: p.Repo, Class: finding.StackCentOS}
		for i := range count {
			stack.Patches = append(stack.Patches, finding.StackPatch{
				Path: fmt.Sprintf("%d.patch", i), Kind: "source", State: "applied", Upstreamed: &finding.Upstreamed{State: finding.UpstreamHas},
			}, finding.StackPatch{Path: "not.patch", Kind: "source", State: "applied", Upstreamed: &finding.Upstreamed{State: finding.UpstreamNot}})
		}
		r.PatchStacks = append(r.PatchStacks, stack)
		var out bytes.Buffer
		if err := explain.Way(&out, readiness.WayOf(r, p, &r.Targets[0])); err != nil {
			t.Fatal(err)
		}
		page := out.String()
		if n := strings.Count(page, ".patch: upstreamed"); n != min(count, 20) || strings.Contains(page, "the report has them all") != (want != "") || !strings.Contains(page, want) {
			t.Errorf("%d patches, %d shown:\n%s", count, n, page)
		}
	}
}
