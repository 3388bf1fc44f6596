package patches

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/builtin"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// TestSourceOrPackage: what no source package has the name of is looked up as what
// is installed, and what neither knows stays unknown.
func TestSourceOrPackage(t *testing.T) {
	clear := (&distro.Embedded{}).For("clear", "24761")
	for name, want := range map[string]finding.Presence{
		"bash": finding.Present, "haproxy": finding.Present, "shadow-utils": finding.Renamed, "python-psycopg2": finding.Renamed,
		"python-django": finding.Python3Only, "collectd": finding.Missing, "puppet-stdlib": finding.Missing,
		"nobody-has-it": finding.PresenceUnknown,
	} {
		if v := sourceOrPackage(clear, name); v.Verdict != want {
			t.Errorf("%s is %s (%s), want %s", name, v.Verdict, v.Evidence, want)
		}
	}
}

// TestDiffers: of what a target has in another form it is kept which package that is,
// and how it differs; what has only another name, or another Python, is none.
func TestDiffers(t *testing.T) {
	embedded, err := builtin.Indexes()
	if err != nil {
		t.Fatal(err)
	}
	debian := embedded.For("debian-12", "")
	for name, want := range map[string]string{
		"dhcp": "isc-dhcp-server", "python-keyring": "python3-keyring", "bash": "", "python-psycopg2": "", "nobody-has-it": "",
	} {
		s := &stack{}
		s.differs("debian-12", debian.Resolve(distro.Need{Kind: distro.RPM, Name: name}))
		got, _, _ := strings.Cut(s.as["debian-12"], ":")
		if got != want {
			t.Errorf("%s is %q there, want %q", name, s.as["debian-12"], want)
		}
	}
}

// TestForkByItsName: a fork whose spec has another name is looked up by its own.
func TestForkByItsName(t *testing.T) {
	for name, want := range map[string]finding.Presence{"qemu": finding.Present, "nobody-has-it": finding.PresenceUnknown} {
		s := &stack{component: "nobody-has-this", pkg: &workspace.Package{Name: name, Origin: workspace.OriginFork}}
		w := &reducer{Reduction: &analysis.Reduction{Targets: []*rules.Target{{ID: "clear", Family: "clear"}}}, indexes: map[string]distro.Resolver{"clear": (&distro.Embedded{}).For("clear", "24761")}}
		w.versions([]*stack{s})
		if got := s.presence["clear"]; got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
