package workspace

import (
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// TestShellTests: a script that is named as the tests of another is one.
func TestShellTests(t *testing.T) {
	for name, want := range map[string]bool{"utils_tests.sh": true, "utils.sh": false, "tests_utils.sh": false} {
		f := &File{Path: "mirror-tools/" + name, Language: Shell, Package: &Package{}, Repo: &Repo{}}
		if role, why := roleByPath(f); (role == finding.RoleTest) != want {
			t.Errorf("%s is %s: %s", name, role, why)
		}
	}
}
