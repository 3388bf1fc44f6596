package facts

import "testing"

func TestIsNever(t *testing.T) {
	for condition, want := range map[string][2]bool{ // as it is, and negated
		`test "/etc/centos-release" = no`: {true, false},
		`[ yes = 'yes' ]`:                 {false, true},
		`[[ "a" != "b" ]]`:                {false, true},
		`[ "$x" = no ]`:                   {},
		`[ no = "$(x)" ]`:                 {},
		`[ -f /etc/centos-release ]`:      {},
		`test a = b -o c = d`:             {},
		`[ 1 -eq 2 ]`:                     {},
		"test \"`x`\" = no":               {},
		`[[ a == b* ]]`:                   {},
	} {
		if got := [2]bool{isNever(condition, false), isNever(condition, true)}; got != want {
			t.Errorf("%s: %v", condition, got)
		}
	}
}
