package stories

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// TestFate: what becomes of a patch is said by what is known of it, the surest first.
func TestFate(t *testing.T) {
	s := &Story{targets: []string{"clear", "debian-12"}}
	stack := &finding.PatchStack{Repo: "integ"}
	c := &composer{routine: map[string]bool{"integ/meta/version.patch": true}, names: map[string]string{"clear": "Clear Linux", "debian-12": "Debian 12"}}
	for _, test := range []struct {
		patch finding.StackPatch
		want  string
	}{
		{finding.StackPatch{State: "dead", Cites: "0123456789abcdef"}, "nothing applies it, drop it"},
		{finding.StackPatch{State: "applied", Path: "meta/version.patch", Kind: "meta"}, "goes with the RPM packaging, nothing to carry over"},
		{finding.StackPatch{State: "applied", Tags: []string{"debug"}}, "changes what is logged alone, can be left out"},
		{finding.StackPatch{State: "applied", Cites: "0123456789abcdef"}, "taken from upstream's commit 0123456789ab, drop it where the version has that"},
		{finding.StackPatch{State: "applied", Cites: "short"}, "taken from upstream's commit short, drop it where the version has that"},
		{finding.StackPatch{State: "applied", Cites: "v4.10.17"}, "taken from upstream's v4.10.17, drop it where the version is that or later"},
		{finding.StackPatch{State: "applied", Tags: []string{"centos", "backport"}}, "its header, or that of the patch which adds it, speaks of what CentOS 7 has, look whether the version needs it at all"},
		{finding.StackPatch{State: "applied", Tags: []string{"taken-over"}}, "came with the source package that StarlingX took over, and is none of its own: look whether the system's own package has it"},
		{finding.StackPatch{State: "applied", Kind: "meta", Tags: []string{"configuration", "undone"}}, "a later patch of the package takes it back, nothing to carry over"},
		{finding.StackPatch{State: "applied", Kind: "meta", Tags: []string{"configuration", "undoes"}}, "takes back what an earlier patch of the package does, nothing to carry over"},
		{finding.StackPatch{State: "applied", Tags: []string{"configuration"}, Leaves: []string{"install /etc/motd with mode 644"}}, "changes configuration (install /etc/motd with mode 644), a package of configuration can bring it"},
		{finding.StackPatch{State: "applied", Tags: []string{"configuration"}, Leaves: []string{"install /etc/sysconfig/iptables with mode 600"}},
			"changes configuration (install /etc/sysconfig/iptables with mode 600), a package of configuration can bring it in the files and units that each system has for it: the folder is CentOS's"},
		{finding.StackPatch{State: "applied", Tags: []string{"configuration"}, Leaves: []string{"install /etc/init.d/haproxy with mode 755"}},
			"changes configuration (install /etc/init.d/haproxy with mode 755), a package of configuration can bring it in the units that each system has for it: Debian's package can have an init script of that name itself, and Clear Linux has none"},
		{finding.StackPatch{State: "applied", Kind: "meta", Tags: []string{"configuration"}, Leaves: []string{"sshd.service: +6 -5 lines"}},
			"changes configuration (sshd.service: +6 -5 lines), a package of configuration can bring it in the units that each system has for it"},
		{finding.StackPatch{State: "applied", Kind: "meta", Leaves: []string{"a", "b", "c", "d", "e", "f", "g"}}, "changes the packaging (a; b; c; d; e; and 2 more), look whether the system's own does the like"},
		{finding.StackPatch{State: "applied", Tags: []string{"new-files"}}, "adds files and changes none: a package of StarlingX's own can bring them, where the version has nothing like it"},
		{finding.StackPatch{State: "applied", Tags: []string{"others"}}, "its author is not of StarlingX, look whether the version has it"},
		{finding.StackPatch{State: "applied", Tags: []string{"product"}}, "names what is StarlingX's own, so that upstream does not have it as it is: carry over, or do it without a patch"},
		{finding.StackPatch{State: "applied", Tags: []string{"configuration"}}, "changes configuration, a package of configuration can bring it"},
		{finding.StackPatch{State: "applied", Kind: "meta", Changes: []finding.PatchChange{{What: "files", Added: 1}, {What: "build-options", Added: 3}}}, "changes the packaging (build options and files), look whether the system's own does the like"},
		{finding.StackPatch{State: "applied", Tags: []string{"backport"}}, "its header speaks of upstream, look whether the version has it"},
		{finding.StackPatch{State: "applied"}, "carry over, unless the version has it"},
		{finding.StackPatch{State: "applied", Upstreamed: &finding.Upstreamed{State: "merged", Commits: []finding.UpstreamCommit{{ID: "abc"}}, Release: "v2", In: []string{"debian-12"}, NotIn: []string{"clear"}}}, "upstream: merged, commit abc, since v2, in Debian 12, not in Clear Linux"},
	} {
		if got := c.fate(s, stack, &test.patch); got != test.want {
			t.Errorf("%+v: %q, want %q", test.patch, got, test.want)
		}
	}
}

// TestRefusals: lines that a target refuses are named where a patch brings them, in
// itself or in a file that it installs, and nowhere else.
func TestRefusals(t *testing.T) {
	s := &Story{targets: []string{"clear", "debian-12"}}
	stack := &finding.PatchStack{Repo: "integ", Package: "pam"}
	c := &composer{targets: s.targets, names: map[string]string{"clear": "Clear Linux", "debian-12": "Debian 12"}, refused: map[string][]*finding.Finding{}}
	place := func(file, subject string, role finding.Role, effects map[string]finding.Effect) *finding.Finding {
		f := &finding.Finding{Rule: "OS-315", Concern: finding.SecurityStack, Package: "pam", Subject: subject, Role: role, Targets: map[string]finding.TargetEffect{}}
		f.Repo, f.Path, f.Line = "integ", file, 13
		for id, effect := range effects {
			f.Targets[id] = finding.TargetEffect{Effect: effect, Severity: finding.Error}
		}
		return f
	}
	breaks := map[string]finding.Effect{"debian-12": finding.Breaks, "clear": finding.Works}
	quiet := place("base/pam/files/common-auth", "pam_quiet.so", finding.RoleRuntime, breaks)
	quiet.Suppressed = &finding.Suppression{}
	managed := place("base/pam/files/common-auth", "pamd", finding.RoleRuntime, breaks)
	managed.Rule = ruleManaged
	for _, f := range []*finding.Finding{
		place("base/pam/files/common-auth", "pam_tally2.so", finding.RoleRuntime, breaks),
		place("base/pam/files/other", "pam_other.so", finding.RoleRuntime, breaks),
		place("base/pam/files/common-auth", "pam_moved.so", finding.RoleRuntime, map[string]finding.Effect{"debian-12": finding.EffectUnknown}),
		place("base/pam/centos/patches/limits.patch", "hmac", finding.RolePatch, breaks),
		quiet, managed,
	} {
		c.refuse(f)
	}
	for _, test := range []struct {
		patch finding.StackPatch
		want  string
	}{
		{finding.StackPatch{State: "applied", Path: "base/pam/centos/meta_patches/a.patch", Leaves: []string{"install /etc/pam.d/common-auth with mode 644"}},
			"; not as it is, since this fails there or means something else: on Debian 12 pam\\_tally2.so (`base/pam/files/common-auth:13`)"},
		{finding.StackPatch{State: "dead", Path: "base/pam/centos/patches/limits.patch"}, ""},
		{finding.StackPatch{State: "applied", Tags: []string{"undone"}, Path: "base/pam/centos/patches/limits.patch"}, ""},
		{finding.StackPatch{State: "applied", Path: "base/pam/centos/patches/limits.patch"},
			"; not as it is, since this fails there or means something else: on Debian 12 hmac (line 13)"},
		{finding.StackPatch{State: "applied", Path: "base/pam/centos/meta_patches/b.patch", Leaves: []string{"install /etc/pam.d/system-auth with mode 644", "need other"}}, ""},
	} {
		if got := c.refusals(s, stack, &test.patch); got != test.want {
			t.Errorf("%s: %q, want %q", test.patch.Path, got, test.want)
		}
	}
}

// TestRefusalsByTarget: places are told by the targets that refuse them, a few of each.
func TestRefusalsByTarget(t *testing.T) {
	s := &Story{targets: []string{"clear", "debian-12"}}
	stack := &finding.PatchStack{Repo: "integ", Package: "agent"}
	c := &composer{targets: s.targets, names: map[string]string{"clear": "Clear Linux", "debian-12": "Debian 12"}, refused: map[string][]*finding.Finding{}}
	for i := range 6 {
		f := &finding.Finding{Rule: "SH-001", Concern: finding.Shell, Package: "agent", Subject: "bash", Role: finding.RolePatch, Targets: map[string]finding.TargetEffect{"debian-12": {Effect: finding.Breaks, Severity: finding.Error}}}
		if i == 5 {
			f.Subject = "print"
			f.Targets["clear"] = finding.TargetEffect{Effect: finding.Changes, Severity: finding.Warning}
		}
		f.Repo, f.Path, f.Line = "integ", "a.patch", i+1
		c.refuse(f)
	}
	want := "; not as it is, since this fails there or means something else: on Debian 12 bash (line 1), bash (line 2), bash (line 3) and 2 more; on Clear Linux and Debian 12 print (line 6)"
	if got := c.refusals(s, stack, &finding.StackPatch{State: "applied", Path: "a.patch"}); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestOtherForms: what systems have in the place of a package is said once, of all that
// have the same.
func TestOtherForms(t *testing.T) {
	s := &Story{targets: []string{"clear", "debian-12", "debian-13"}}
	c := &composer{names: map[string]string{"clear": "Clear Linux", "debian-12": "Debian 12", "debian-13": "Debian 13"}, stacks: map[string]*finding.PatchStack{
		"integ/dhcp": {Adopt: map[string]finding.Adoption{"clear": {}, "debian-12": {As: "isc-dhcp-server: its unit"}, "debian-13": {As: "isc-dhcp-server: its unit"}}},
	}}
	if got := c.otherForms(s, &Task{pkg: "integ/dhcp"}); len(got) != 1 || got[0] != "Debian 12 and Debian 13: isc-dhcp-server: its unit" {
		t.Errorf("%q", got)
	}
}

// TestCopies: a patch that is applied from two folders is one; a copy that nothing
// applies is there to be dropped.
func TestCopies(t *testing.T) {
	stack := &finding.PatchStack{Patches: []finding.StackPatch{
		{Path: "files/a.patch", Kind: "loose", State: "dead", Added: 1},
		{Path: "patches/a.patch", Kind: "source", State: "applied", Added: 1},
		{Path: "old/a.patch", Kind: "loose", State: "applied", Added: 1},
		{Path: "meta_patches/a.patch", Kind: "meta", State: "applied", Added: 1},
		{Path: "patches/b.patch", Kind: "source", State: "applied", Added: 1},
		{Path: "files/b.patch", Kind: "files", State: "applied", Added: 2},
	}}
	var paths []string
	for _, p := range distinct(stack) {
		paths = append(paths, p.Path)
	}
	if got := strings.Join(paths, " "); got != "files/a.patch patches/a.patch meta_patches/a.patch patches/b.patch files/b.patch" {
		t.Errorf("what is left is %q", got)
	}
}
