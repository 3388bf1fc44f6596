package upstream

import (
	"cmp"
	"slices"
	"strings"
)

// Release is a tag that names a version.
type Release struct {
	Tag    string `json:"tag"`
	Commit string `json:"commit"`
	// Pre says that it is a candidate, an alpha, a beta or a snapshot.
	Pre bool `json:"pre,omitempty"`

	version version
}

// version is a version that a tag or an option names.
type version struct {
	numbers []int
	letters string // of 1.0.2k and 8.0p1
	level   int    // dev < alpha < beta < preview < candidate < release < patch
	step    int    // the number after the level
}

// The levels that words in a version stand for.
const (
	levelDev = iota
	levelAlpha
	levelBeta
	levelPreview
	levelCandidate
	levelRelease
	levelPatch
)

var levels = map[string]int{
	"dev": levelDev, "devel": levelDev, "snapshot": levelDev, "git": levelDev, "nightly": levelDev,
	"a": levelAlpha, "alpha": levelAlpha, "b": levelBeta, "beta": levelBeta, "test": levelBeta,
	"c": levelCandidate, "rc": levelCandidate, "pre": levelPreview, "preview": levelPreview, "m": levelBeta,
	"p": levelPatch, "pl": levelPatch, "patch": levelPatch, "post": levelPatch, "final": levelRelease, "ga": levelRelease,
	"release": levelRelease, "stable": levelRelease, "": levelRelease,
}

// parseVersion reads 1.2.3, v1.2, name-1.2.3, release_1_2, 1.0.0rc1, 1.7-dev3,
// 10.0.0.0b2 and 8.0p1. Words that say nothing of a version (1.2-eol, debian/1.2-3)
// make it none.
func parseVersion(tag string) (version, bool) {
	v := version{level: levelRelease}
	rest, ok := withoutName(tag)
	if !ok {
		return v, false
	}
	for rest != "" && isDigit(rest[0]) && v.level == levelRelease {
		n := digits(rest)
		number, ok := atoi(rest[:n])
		if !ok || len(v.numbers) == 8 {
			return v, false
		}
		v.numbers = append(v.numbers, number)
		rest = rest[n:]
		if len(rest) > 1 && strings.IndexByte("._-", rest[0]) >= 0 && isDigit(rest[1]) {
			rest = rest[1:]
			continue
		}
		break
	}
	return v, v.suffix(rest)
}

// suffix reads what stands after the numbers.
func (v *version) suffix(rest string) bool {
	rest = strings.ToLower(strings.TrimLeft(rest, "._-~+"))
	n := 0
	for n < len(rest) && rest[n] >= 'a' && rest[n] <= 'z' {
		n++
	}
	word, tail := rest[:n], strings.TrimLeft(rest[n:], "._-")
	if d := digits(tail); d > 0 {
		v.step, _ = atoi(tail[:d])
		tail = tail[d:]
	}
	level, known := levels[word]
	switch {
	case !known && len(word) == 1 && tail == "" && v.step == 0, (word == "a" || word == "b" || word == "c" || word == "m") && v.step == 0 && len(v.numbers) > 2 && tail == "":
		v.letters = word // OpenSSL's 1.0.2k
		return true
	case !known:
		return false
	}
	v.level = level
	// 10.0.0.0b2: OpenStack counts its betas after a fourth number.
	return tail == "" || strings.HasPrefix(tail, ".dev") || level < levelRelease && strings.Trim(tail, ".-_0123456789") == ""
}

// withoutName takes a project's name and a "v" away.
func withoutName(tag string) (string, bool) {
	at := strings.IndexFunc(tag, func(r rune) bool { return r >= '0' && r <= '9' })
	if at < 0 {
		return "", false
	}
	name := strings.ToLower(tag[:at])
	for _, packaging := range []string{"debian", "ubuntu", "fedora", "centos", "upstream/", "rhel", "import"} {
		if strings.Contains(name, packaging) {
			return "", false
		}
	}
	bare := strings.TrimSuffix(name, "v")
	if bare != "" && strings.IndexByte("-_/.", bare[len(bare)-1]) < 0 && bare != "r" && bare != "release" && bare != "version" {
		return "", false // a word that a digit ends, such as ipv6
	}
	return tag[at:], true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// atoi reads digits; none or too many are no number.
func atoi(s string) (n int, ok bool) {
	if s == "" || len(s) > 15 {
		return 0, false
	}
	for i := range len(s) {
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// Older says whether a version, or the tag of one, is older than another; known is
// false if one of them is none that can be read.
func Older(a, b string) (older, known bool) {
	x, okX := parseVersion(a)
	y, okY := parseVersion(b)
	return okX && okY && x.compare(y) < 0, okX && okY
}

func (v version) compare(o version) int {
	for i := range max(len(v.numbers), len(o.numbers)) {
		if c := cmp.Compare(at(v.numbers, i), at(o.numbers, i)); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(v.level, o.level), cmp.Compare(v.letters, o.letters), cmp.Compare(v.step, o.step))
}

func at(numbers []int, i int) int {
	if i < len(numbers) {
		return numbers[i]
	}
	return 0
}

// releasesOf picks the tags that name versions, sorted by version.
func releasesOf(tags map[string]string) []Release {
	var list []Release
	for tag, commit := range tags {
		if v, ok := parseVersion(tag); ok {
			list = append(list, Release{Tag: tag, Commit: commit, Pre: v.level < levelRelease, version: v})
		}
	}
	slices.SortFunc(list, func(a, b Release) int {
		return cmp.Or(a.version.compare(b.version), cmp.Compare(a.Tag, b.Tag))
	})
	all := slices.Clone(list)
	return slices.DeleteFunc(list, func(r Release) bool { return rebuilt(r.Tag, all) })
}

// rebuilt says whether a tag is a later build of a release that has a tag itself, such as
// v239-45.3 beside v239 and name-4.4.0-1 beside 4.4.0, most of them a distribution's: it
// has what that adds. In 3-3-1 beside 3-3 the sign parts the version's own numbers.
func rebuilt(tag string, all []Release) bool {
	at := strings.LastIndexByte(tag, '-')
	if at <= 0 || strings.Trim(tag[at+1:], "0123456789.") != "" {
		return false
	}
	bare, ok := withoutName(tag[:at])
	if !ok || strings.Contains(bare, "-") {
		return false
	}
	_, release := tagOf(all, tag[:at])
	return release
}

// tagOf finds the release that a version names: the same numbers and level,
// whatever is written around them.
func tagOf(releases []Release, asked string) (Release, bool) {
	want, ok := parseVersion(asked)
	if !ok {
		return Release{}, false
	}
	for _, r := range releases {
		if r.version.compare(want) == 0 {
			return r, true
		}
	}
	return Release{}, false
}
