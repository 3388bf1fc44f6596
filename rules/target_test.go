package rules

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// TestAliases holds that a unit may be ordered by an alias, and not be enabled by
// one.
func TestAliases(t *testing.T) {
	set, err := Load(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	debian := set.Target("debian-12")
	for id, want := range map[string]finding.Effect{"OS-011": finding.Works, "OS-010": finding.Changes} {
		if got := set.Rule(id).OnSubject(debian, AllPythons, finding.Warning, "chronyd", "").Effect; got != want {
			t.Errorf("%s: chronyd %s on Debian, want %s", id, got, want)
		}
	}
	for line, want := range map[string]string{"bits=$(rpm --eval %__isa_bits)": "what is asked", "rpm -qa": "dpkg-query"} {
		if got := set.Rule("RPM-001").OnSubject(debian, AllPythons, finding.Error, "rpm", line).Alternative; !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	if got := set.Rule("OS-011").OnSubject(debian, AllPythons, finding.Warning, "httpd", "").Effect; got != finding.Changes {
		t.Errorf("httpd, another name, %s", got)
	}
}
