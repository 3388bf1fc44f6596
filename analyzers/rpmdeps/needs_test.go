package rpmdeps_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// small is a workspace with needs of every kind.
const small = `
-- stx-config/.gitreview --
[gerrit]
project=starlingx/config.git
-- stx-config/centos_pkg_dirs --
agent
tools
-- stx-config/agent/centos/build_srpm.data --
TIS_PATCH_VER=1
-- stx-config/agent/centos/agent.spec --
Name: agent
Version: 1.0
Release: 1
Requires: bash, tools-libs, own-capability
Requires: agent-libs%{?_isa} = %{version}
Requires: python-oslo-config
BuildRequires: python-oslo-config
Requires: libagenttools.so.1()(64bit)
%if 0%{?with_firewall}
Requires: puppet-firewall
%endif
Requires: puppet-stdlib
Requires: nobody-knows-this
%package libs
Summary: Libraries
-- stx-config/agent/agent/requirements.txt --
six>=1.10,<2,!=1.11
PyYAML==3.13
nobody-knows-this
-- stx-config/agent/agent/test-requirements.txt --
croniter
-- stx-config/agent/agent/upper-constraints.txt --
pecan===1.2.1
-- stx-config/agent/agent/modules/agent/manifests/init.pp --
class agent {
  include ::agent::params
  include ::firewall
  include ::firewall::linux
  package { 'ntp': ensure => present }
  package { $agent::params::name: ensure => present }
  package { 'gone': ensure => absent }
}
-- stx-config/tools/centos/build_srpm.data --
TIS_PATCH_VER=1
-- stx-config/tools/centos/tools.spec --
Name: tools
Version: 1.0
Release: 1
Provides: own-capability = 2
%package libs
Summary: Libraries
%package -n agent-tools
Summary: More
-- stx-config/tools/opensuse/tools.spec --
Name: tools
Requires: python-of-suse
-- stx-config/tools/centos/tools.spec.unmodified --
Name: tools
Requires: copy-of-it
-- stx-integ/.gitreview --
[gerrit]
project=starlingx/integ.git
-- stx-integ/puppet-stdlib/centos/build_srpm.data --
TIS_PATCH_VER=1
-- stx-integ/puppet-stdlib/centos/srpm_path --
mirror:Source/puppet-stdlib-4.12.0-1.el7.src.rpm
-- stx-integ/centos_iso_image.inc --
# comment
agent-libs
bash
rsyslog  # logs
-- stx-tools/.gitreview --
[gerrit]
project=starlingx/tools.git
-- stx-tools/centos-mirror-tools/rpms_centos.lst --
# comment
bash-4.2.46-30.el7.x86_64.rpm
bash-4.2.46-30.el7.x86_64.rpm
systemd-219-57.el7.src.rpm
perl-DBI-1.627-4.el7.x86_64.rpm#http://example.com/perl-DBI-1.627-4.el7.x86_64.rpm
not a package
`

// lay writes an archive's files and returns their folder.
func lay(t testing.TB, archive string) string {
	t.Helper()
	root := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(root, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// needsOf lists "NEED NAME CONSTRAINT? -> VERDICT NAME on clear".
func needsOf(r *reports.Report, package_ string) []string {
	var list []string
	for _, d := range r.Dependencies {
		if d.Repo+"/"+d.Package != package_ {
			continue
		}
		v := d.Verdicts["clear"]
		line := fmt.Sprintf("%d %s %s", d.Line, d.Need, d.Name)
		for _, more := range []string{d.Constraint, d.Condition} {
			if more != "" {
				line += " [" + more + "]"
			}
		}
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s -> %s %s", line, v.Verdict, v.Name)))
	}
	return list
}

func TestNeeds(t *testing.T) {
	r := scanned(t, lay(t, small))
	for package_, want := range map[string][]string{
		"config/agent": {
			"2 puppet agent -> own config/agent",
			"3 puppet firewall -> missing",
			"5 image ntp -> unknown",
			"6 image $agent::params::name -> unknown",
			"1 python six [>= 1.10, < 2, != 1.11] -> present six-legacypython",
			"2 python PyYAML [== 3.13] -> present PyYAML-legacypython",
			"3 python nobody-knows-this -> missing",
			"1 python croniter [for tests only] -> missing",
			"1 pin pecan [=== 1.2.1] -> python3-only pecan-python3",
			"4 run bash -> present bash",
			"4 run own-capability -> own config/tools",
			"4 run tools-libs -> own config/tools",
			"5 run agent-libs(x86-64) [= 1.0] -> own config/agent",
			"6 run python-oslo-config -> python3-only oslo.config-python3",
			"7 build python-oslo-config -> python3-only oslo.config-python3",
			"8 run libagenttools.so.1()(64bit) -> own config/tools",
			"10 run puppet-firewall [%if 0%{?with_firewall}] -> missing",
			"12 run puppet-stdlib -> own integ/puppet-stdlib",
			"13 run nobody-knows-this -> unknown",
		},
		"config/tools": nil,
		"integ/(tree)": {"2 image agent-libs -> own config/agent", "3 image bash -> present bash", "4 image rsyslog -> missing"},
		"tools/(tree)": {"2 pin bash [= 4.2.46] -> present bash", "4 pin systemd [= 219] -> present systemd", "5 pin perl-DBI [= 1.627] -> present perl-DBI"},
	} {
		got := needsOf(r, package_)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", package_, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
	for _, target := range r.Targets {
		if want := target.ID != "centos-7" && target.ID != "ubuntu-18.04"; (target.Index != nil) != want {
			t.Errorf("%s: index %+v", target.ID, target.Index)
		}
	}
	for _, d := range r.Dependencies {
		if v, ok := d.Verdicts["ubuntu-18.04"]; ok && v.Verdict != finding.OwnPackage {
			t.Errorf("%s on ubuntu-18.04: %+v without an index", d.Name, v)
		}
		if _, ok := d.Verdicts["centos-7"]; ok {
			t.Errorf("%s: a verdict for the system that StarlingX comes from", d.Name)
		}
	}
}

// TestFindings: one for a rule, a file and a name, in its place, and with what
// it means on every target.
func TestFindings(t *testing.T) {
	r := scanned(t, lay(t, small))
	var got []string
	for _, f := range r.Findings {
		if strings.HasPrefix(f.Rule, "DEP-") {
			e := f.Targets["clear"]
			got = append(got, fmt.Sprintf("%s %s:%d %s: %s %s", f.Rule, filepath.Base(f.Path), f.Line, f.Subject, e.Effect, e.Severity))
			if f.Targets["centos-7"].Effect != finding.Works {
				t.Errorf("%s %s on centos-7: %+v", f.Rule, f.Subject, f.Targets["centos-7"])
			}
			if other := f.Targets["ubuntu-18.04"]; f.Rule != "DEP-010" && other.Effect != finding.EffectUnknown {
				t.Errorf("%s %s on ubuntu-18.04: %+v", f.Rule, f.Subject, other)
			}
			if f.Snippet == "" || f.Message == "" || strings.ContainsAny(f.Message, "{}") && !strings.Contains(f.Subject, "{") {
				t.Errorf("%s %s: %q %q", f.Rule, f.Subject, f.Message, f.Snippet)
			}
		}
	}
	slices.Sort(got)
	want := []string{
		"DEP-001 agent.spec:10 puppet-firewall: unknown info", // depends on a condition
		"DEP-001 centos_iso_image.inc:4 rsyslog: breaks error",
		"DEP-001 init.pp:3 firewall: breaks error",
		"DEP-001 requirements.txt:3 nobody-knows-this: breaks error",
		"DEP-001 test-requirements.txt:1 croniter: unknown info",
		"DEP-002 agent.spec:10 puppet-firewall: works info", // by the names that Debian has
		"DEP-002 agent.spec:12 puppet-stdlib: works info",
		"DEP-002 init.pp:3 firewall: works info",
		"DEP-002 requirements.txt:1 six: works info",
		"DEP-004 agent.spec:6 python-oslo-config: changes info",
		"DEP-004 requirements.txt:1 six: works info",
		"DEP-004 requirements.txt:2 PyYAML: works info",
		"DEP-004 test-requirements.txt:1 croniter: works info",
		"DEP-005 init.pp:5 ntp, $agent::params::name, nobody-knows-this: unknown info",
		"DEP-006 init.pp:5 ntp: works info",
		"DEP-010 rpms_centos.lst:2 rpms_centos.lst: changes warning",
		"DEP-010 upper-constraints.txt:1 upper-constraints.txt: changes warning",
		"DEP-011 requirements.txt:2 PyYAML: works info",
		"DEP-013 requirements.txt:1 six: breaks warning",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestHostile: names of any length and bytes are bounded, and resolved to
// unknown.
func TestHostile(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	root := lay(t, "-- a/.gitreview --\n[gerrit]\nproject=starlingx/a.git\n")
	write := func(name, text string) {
		name = filepath.Join(root, "a", name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var many strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&many, "Requires: python-%s-%d\n", strings.Repeat("ab-", 40), i)
	}
	write("p/centos/build_srpm.data", "TIS_PATCH_VER=1\n")
	write("p/centos/p.spec", "Name: p\nVersion: 1\nRequires: "+long+"\nRequires: \x1b[31mred\nRequires: $(reboot) = 1\nRequires: (((a or\n"+many.String())
	write("p/p/requirements.txt", long+"\na==\xff\xfe\nb=="+long+"\n")
	write("rpms_x.lst", long+"-1-1.noarch.rpm\n\x1b-1-1.noarch.rpm\n----.src.rpm\n")
	write("centos_iso_image.inc", long+"\n\x00\n../../etc/passwd\n")
	r := scanned(t, root)
	if len(r.Dependencies) > 6000 {
		t.Errorf("%d needs were kept", len(r.Dependencies))
	}
	for _, d := range r.Dependencies {
		if len(d.Name) > 256 || len(d.Constraint) > 2000 {
			t.Errorf("a name of %d bytes, a constraint of %d", len(d.Name), len(d.Constraint))
		}
		if v := d.Verdicts["clear"]; v.Verdict != finding.PresenceUnknown && !strings.HasPrefix(d.Name, "python-ab-") {
			t.Errorf("%q: %+v", d.Name, v)
		}
	}
	for _, f := range r.Findings {
		if len(f.Message) > 4000 || len(f.Subject) > 4000 {
			t.Errorf("%s: a message of %d bytes", f.Rule, len(f.Message))
		}
	}
}
