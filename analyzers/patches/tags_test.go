package patches

import "testing"

// TestCites: headers say in many ways which commit of upstream's a patch is; a commit
// that the text speaks of is none of them.
func TestCites(t *testing.T) {
	const id = "6dbf5cea05a7098a69f294c96b6d76f08562cae5"
	for body, want := range map[string]string{
		"[commit\t" + id + " from linux-stable ]\n":                             id,
		"text\n[ commit " + id + " from linux-stable ]":                         id,
		"Commit " + id + " upstream":                                            id,
		"commit " + id + " upstream.\n\nThe driver":                             id,
		"(cherry picked from commit 6DBF5CEA05A7)":                              "6dbf5cea05a7",
		"Upstream commit: " + id:                                                id,
		"Had to revert commit " + id + ":\nsomething":                           "",
		"After commit 9908859acaa9 (cpuidle/menu: add per CPU)":                 "",
		"commit " + id + " broke this":                                          "",
		"Fixes: 9908859acaa9 (cpuidle/menu)":                                    "",
		"Original source code from tag v4.10.17 in Linux stable tree for:\na.c": "v4.10.17",
		"It was tested with kernel 4.10.17":                                     "",
		"":                                                                      "",
	} {
		if got := cites(body); got != want {
			t.Errorf("%q cites %q, want %q", body, got, want)
		}
	}
}

// TestMakers: whose patch it is tells whether upstream may have it, where the address
// says so.
func TestMakers(t *testing.T) {
	for email, others := range map[string]bool{
		"tglx@linutronix.de": true, "hare@suse.com": true, "a.developer@linaro.org": true,
		"a.developer@windriver.com": false, "root@yow-cgts4-lx.wrs.com": false, "a@b.intel.com": false, "someone@gmail.com": false,
		"systemd-maint@redhat.com": false, "root@localhost.localdomain": false, "build": false, "": false,
	} {
		if got := !makers.MatchString(email); got != others {
			t.Errorf("%q: others %t", email, got)
		}
	}
}

// TestTitles: the first line of a header without fields is a title if it reads like one.
func TestTitles(t *testing.T) {
	for body, want := range map[string]string{
		"backends/rpm: remove creation of /var/tmp\n\nThis doesn't appear to be needed.": "backends/rpm: remove creation of /var/tmp",
		"Add exclude-packages flag support":                                              "Add exclude-packages flag support",
		"The first line of a text\nthat goes on":                                         "", "oneword": "", "": "", "---\n a | 2 +-": "", "=====\n": "",
	} {
		if got := titleOf(body); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}
