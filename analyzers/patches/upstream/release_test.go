package upstream

import (
	"slices"
	"testing"
)

func TestReleases(t *testing.T) {
	tags := map[string]string{}
	want := []string{"0.9", "v1.0-dev1", "1.0.0a1", "1.0.0b2", "v1.0-pre3", "v1.0-rc1", "v1.0rc2", "pkg-1.0", "1.0.2", "OpenSSL_1_0_2k",
		"v1.2.9", "release_1_10", "r2-3", "r2-3-1", "7.0.9-1", "7.0.9-2", "8.0p1", "10.0.0.0b1", "10.0.0.0rc1", "10.0.0", "2015.1.0"}
	for _, tag := range append([]string{"zed-eol", "2023.1-eom", "liberty-em", "debian/1.0-1", "start", "ipv6", "upstream/1.0", "1.2-windows", "", "v1.2.9-4.2", "10.0.0-1", "other-8.0p1-3", "v2015.1-7"}, want...) {
		tags[tag] = "c"
	}
	var got []string
	for _, r := range releasesOf(tags) {
		got = append(got, r.Tag)
		if pre := slices.Contains([]string{"v1.0-dev1", "1.0.0a1", "1.0.0b2", "v1.0-pre3", "v1.0-rc1", "v1.0rc2", "10.0.0.0b1", "10.0.0.0rc1"}, r.Tag); r.Pre != pre {
			t.Errorf("%s: candidate %v", r.Tag, r.Pre)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	list := releasesOf(tags)
	for asked, tag := range map[string]string{"1.0": "pkg-1.0", "v1.0.0": "pkg-1.0", "1.0.0.0rc2": "v1.0rc2", "1.0.2k": "OpenSSL_1_0_2k",
		"10.0": "10.0.0", "3": "", "": "", "HEAD": "", "99999999999999999999": ""} {
		if r, _ := tagOf(list, asked); r.Tag != tag {
			t.Errorf("%q is %q, not %q", asked, r.Tag, tag)
		}
	}
}

func TestStableBranches(t *testing.T) {
	for branch, want := range map[string]bool{
		"stable/pike": true, "2.0-stable": true, "release-1.2": true, "release/1.2": true, "v1.x": true, "maint": true, "maint-2.1": true,
		"branch-0.9": true, "unmaintained/2023.1": true, "1.5.x": true,
		"feature/stable": false, "users/me/stable/1": false, "vlan": false, "test": false, "unstable": false, "": false,
	} {
		if isStable(branch) != want {
			t.Errorf("%q is stable: %v", branch, !want)
		}
	}
}

func TestOlder(t *testing.T) {
	for _, c := range []struct {
		a, b         string
		older, known bool
	}{
		{"1.9", "1.10", true, true}, {"v1.10", "1.9", false, true}, {"1.0", "1.0.0", false, true}, {"2.0.0.0rc1", "2.0.0", true, true},
		{"release-3.1", "3.0.9", false, true}, {"1.0.2j", "1.0.2k", true, true}, {"9.2p1", "V_9_2_P2", true, true}, {"4.4.3", "4.4.3-P1", true, true},
		{"", "1", false, false}, {"1", "", false, false}, {"nonsense", "1", false, false},
	} {
		if older, known := Older(c.a, c.b); older != c.older || known != c.known {
			t.Errorf("%s older than %s: %v, known %v", c.a, c.b, older, known)
		}
	}
}

// TestEnded: where OpenStack ends a stable branch, a tag keeps its last commit.
func TestEnded(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.sh(`git checkout -q -b stable/pike`)
	w.commit("Validate", "src/x.py", changed)
	w.sh(`git tag pike-eol; git checkout -q master; git branch -q -D stable/pike`)
	if a := only(t, w.match(Options{}, fix(t)), Upstreamed); a.FirstRelease != "" {
		t.Errorf("an end is no release: %+v", a)
	}
	w.sh(`git tag nightly-eolian pike-eol; git tag -d pike-eol`)
	only(t, w.match(Options{}, fix(t)), NotFound)
}

// FuzzVersion holds that versions are ordered, whatever tags say.
func FuzzVersion(f *testing.F) {
	f.Add("v1.2-rc1", "pkg-1.2.0", "1_2k")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		x, okX := parseVersion(a)
		y, okY := parseVersion(b)
		z, okZ := parseVersion(c)
		if !okX || !okY || !okZ {
			return
		}
		if x.compare(y) != -y.compare(x) || x.compare(x) != 0 {
			t.Errorf("%q and %q have no order", a, b)
		}
		if x.compare(y) <= 0 && y.compare(z) <= 0 && x.compare(z) > 0 {
			t.Errorf("%q, %q, %q go round", a, b, c)
		}
	})
}
