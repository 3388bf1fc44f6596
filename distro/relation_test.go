package distro

import (
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// TestRelation holds relations of debian/control against the embedded index of
// Debian 12: dash 0.5.12, libhwloc-dev 2.9.0, and default-mta, which several
// packages provide.
func TestRelation(t *testing.T) {
	d := (&Embedded{Names: tableOf(t)}).For("debian-12", "")
	for _, c := range []struct {
		text     string
		verdict  finding.Presence
		name     string
		evidence string
	}{
		{"dash", finding.Present, "dash", "a package of that name"},
		{"perl:any (>= 5)", finding.Present, "perl", "a package of that name"},
		{"dash:any (>= 0.5)", finding.Missing, "", "dash is there in 0.5.12-2, and not marked Multi-Arch: allowed"},
		{"nobody-knows-this | dash", finding.Present, "dash", "a package of that name"},
		{"dash [arm64]", finding.NotNeeded, "", "for another architecture or build profile"},
		{"dash <cross>", finding.NotNeeded, "", "for another architecture or build profile"},
		{"dash (>= 9)", finding.TooOld, "dash", "0.5.12-2 is older than what is asked for: dash (>= 9)"},
		{"libhwloc-dev (<< 2)", finding.Differs, "libhwloc-dev", "2.9.0-1 is newer than what is asked for: libhwloc-dev (<< 2)"},
		{"libhwloc-dev (= 1.0)", finding.Differs, "libhwloc-dev", "2.9.0-1 is newer than what is asked for: libhwloc-dev (= 1.0)"},
		{"libhwloc-dev (= 9.0)", finding.TooOld, "libhwloc-dev", "2.9.0-1 is older than what is asked for: libhwloc-dev (= 9.0)"},
		{"debhelper-compat (= 13)", finding.ProvidedBy, "debhelper", "it provides debhelper-compat"},
		{"debhelper-compat (= 99)", finding.Missing, "", "debhelper-compat is provided by debhelper, in no version that fits"},
		{"dash:i386", finding.Missing, "", "dash is asked for on i386, and the index is of one architecture"},
		{"dash:i386 (>= 0.5)", finding.Missing, "", "dash is asked for on i386, and the index is of one architecture"},
		{"dash:i386 (>= 9)", finding.TooOld, "dash", "0.5.12-2 is older than what is asked for: dash:i386 (>= 9)"},
		{"dash:i386 | libhwloc-dev (<< 2)", finding.Differs, "libhwloc-dev", "2.9.0-1 is newer than what is asked for: dash:i386 | libhwloc-dev (<< 2)"},
		{"nobody-knows-this, dash", finding.Missing, "", "there is no nobody-knows-this"},
		{"dash (0.5)", finding.PresenceUnknown, "", `"dash (0.5)" is no relation: "" is no comparison`},
	} {
		v := d.Resolve(Need{Kind: Debian, Name: c.text})
		if v.Verdict != c.verdict || v.Name != c.name || v.Evidence != c.evidence {
			t.Errorf("%s: %s %s: %s", c.text, v.Verdict, v.Name, v.Evidence)
		}
		if (v.Name == "") != (v.Version == "") {
			t.Errorf("%s: %s in version %q", c.text, v.Name, v.Version)
		}
	}
	if v := clearIndex().Resolve(Need{Kind: Debian, Name: "bash"}); v.Verdict != finding.PresenceUnknown {
		t.Errorf("Clear on a name of Debian's: %+v", v)
	}
	if v := (&Embedded{Names: tableOf(t)}).For("ubuntu-24.04", "").Resolve(Need{Kind: Debian, Name: "dash"}); v.Verdict != finding.LikelyPresent {
		t.Errorf("Ubuntu by inference: %+v", v)
	}
}

// TestRelationAny: a package that is not marked is missing for :any, whatever its
// version.
func TestRelationAny(t *testing.T) {
	b := NewBuilder(Meta{Family: FamilyDebian, Target: "debian-12", Completeness: map[string]string{Binaries: Complete, Provides: Complete}})
	b.Add(Package{Name: "marked", Version: "2"})
	b.AddAny("marked", "marked", "2")
	b.Add(Package{Name: "plain", Version: "2"})
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	d := newDebian(x, Names{})
	for _, c := range []struct {
		text    string
		verdict finding.Presence
		name    string
		why     string
	}{
		{"marked:any", finding.Present, "marked", "a package of that name"},
		{"plain:any", finding.Missing, "", "plain is there in 2, and not marked Multi-Arch: allowed"},
		{"plain:any (>= 1)", finding.Missing, "", "plain is there in 2, and not marked Multi-Arch: allowed"},
		{"plain:any (>= 3)", finding.TooOld, "plain", "2 is older than what is asked for: plain:any (>= 3)"},
	} {
		if v := d.relation(c.text); v.Verdict != c.verdict || v.Name != c.name || v.Evidence != c.why {
			t.Errorf("%s: %s %s: %s", c.text, v.Verdict, v.Name, v.Evidence)
		}
	}
}
