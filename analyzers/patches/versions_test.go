package patches

import (
	"testing"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/finding"
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
