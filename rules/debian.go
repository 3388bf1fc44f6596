package rules

import (
	"cmp"
	"strings"
)

// debianReleases number Debian's releases by their names, by
// https://www.debian.org/releases/.
var debianReleases = map[string]int{
	"stretch": 9, "buster": 10, "bullseye": 11, "bookworm": 12, "trixie": 13, "forky": 14,
}

// debianBelow is the release of Debian that a target is or was made from: each
// of Ubuntu's imports from the Debian of its day, by
// https://wiki.ubuntu.com/DebianImportFreeze.
var debianBelow = map[string]int{
	"debian-11": 11, "debian-12": 12, "debian-13": 13,
	"ubuntu-18.04": 10, "ubuntu-20.04": 11, "ubuntu-22.04": 12, "ubuntu-24.04": 13,
}

// DebianFolder returns the release of the folder debian/CODENAME that a file is
// in: a package has packaging of its own for each release that it is built for.
func DebianFolder(file string) (release int, ok bool) {
	parts := strings.Split(file, "/")
	for i, part := range parts[:len(parts)-1] {
		if n := debianReleases[part]; n > 0 && i > 0 && parts[i-1] == "debian" {
			return n, true
		}
	}
	return 0, false
}

// DebianServing chooses, of the releases that a package has packaging for, in
// order, the one that a target is built with: its own, or the newest that is
// older, or the oldest of all. There has to be one.
func (t *Target) DebianServing(releases []int) int {
	below := cmp.Or(debianBelow[t.ID], releases[len(releases)-1])
	chosen := releases[0]
	for _, n := range releases {
		if n <= below {
			chosen = n
		}
	}
	return chosen
}
