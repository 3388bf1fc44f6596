package distro

import (
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// TestBroughtClear resolves by an index of Clear that somebody brought.
func TestBroughtClear(t *testing.T) {
	b := NewBuilder(Meta{Target: "clear", Family: FamilyClear, Build: "24761", Date: "2018-09-21", Completeness: map[string]string{Sources: Complete, Binaries: Complete}})
	for _, p := range []Package{
		{Name: "openssl-dev", Version: "1.0.2p-5", Source: "openssl"}, {Name: "openssl-lib", Version: "1.0.2p-5", Source: "openssl"},
		{Name: "six-python3", Version: "1.11.0-30", Source: "six"},
	} {
		b.Add(p)
	}
	b.AddSource("openssl", "1.0.2p")
	b.AddSource("six", "1.11.0")
	b.AddProvides("openssl-api", "openssl-lib", "")
	b.AddFile("/usr/bin/openssl", "openssl-bin")
	b.AddFile("/usr/lib64/libssl.so.1.0.0", "openssl-lib")
	b.AddFile("/usr/lib64/pkgconfig/openssl.pc", "openssl-dev")
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	r := (&Embedded{}).New(x)
	for name, want := range map[string]string{
		"openssl-devel": "openssl-dev", "openssl-libs": "openssl-lib", "openssl-api": "openssl-lib", "/bin/openssl": "openssl-bin",
		"libssl.so.1.0.0": "openssl-lib", "pkgconfig(openssl)": "openssl-dev", "python3-six": "six-python3",
	} {
		if v := r.Resolve(Need{Kind: RPM, Name: name}); v.Name != want {
			t.Errorf("%s: %+v, want %s", name, v, want)
		}
	}
	if v := r.Resolve(Need{Kind: RPM, Name: "puppet-stdlib"}); v.Verdict != finding.Missing {
		t.Errorf("puppet-stdlib: %+v", v)
	}
	if v := r.Resolve(Need{Kind: RPM, Name: "nobody"}); v.Verdict != finding.PresenceUnknown {
		t.Errorf("nobody: %+v", v)
	}
	if d := r.Describe(); d.Date != "2018-09-21" {
		t.Errorf("described as %+v", d)
	}
}
