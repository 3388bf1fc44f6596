package rpmdeps

import (
	"slices"
	"testing"
)

// TestProvidesTypes: a package that is built for the real-time kernel too has a name
// of its own there.
func TestProvidesTypes(t *testing.T) {
	src := "%if \"%{?_tis_build_type}\" == \"rt\"\n%define bt_ext -rt\n%else\n%undefine bt_ext\n%endif\n" +
		"Name: fastnic%{?bt_ext}\nVersion: 1\nRelease: 1\nSummary: s\nLicense: GPL\n%package -n kmod-fastnic%{?bt_ext}\nSummary: k\n%description\nd\n"
	got, _ := provides([]byte(src))
	for _, want := range []string{"fastnic", "fastnic-rt", "kmod-fastnic", "kmod-fastnic-rt"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not made: %v", want, got)
		}
	}
}
