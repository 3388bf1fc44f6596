package distro

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// numbering is how a version counts. Versions of different numberings have no
// order between them.
type numbering string

const (
	counted  numbering = "numbers"   // 1.8.3, 219
	byYear   numbering = "year"      // 2018.2.22, 2018e
	byDay    numbering = "day"       // 20180911
	revision numbering = "revision"  // svn15878.0
	snapshot numbering = "snapshot"  // 0.git20120606: of no release
	mixed    numbering = "day after" // 3.20240312, 0.20221130: a day behind a number
	unread   numbering = "none"      // what is no version
)

// parsedVersion is a version of upstream's, taken apart.
type parsedVersion struct {
	text string
	kind numbering
	// parts are the leading numbers.
	parts []int
}

var (
	// snapshotMark is what stands behind the last release where a version is of a
	// commit after it, or behind nothing.
	snapshotMark = regexp.MustCompile(`[+~._-]?(?:git|svn|hg|bzr|cvs|snap)[\w.+~-]*$|[+~]\d{8}.*$`)
	// revisionMark begins a version that is one of a repository.
	revisionMark = regexp.MustCompile(`^(?:svn|r|git|hg|bzr)\d`)
	// leading are the numbers that a version begins with.
	leading = regexp.MustCompile(`^\d+(?:\.\d+)*`)
)

// Upstream is what a version says of the software itself: without epoch,
// release, and what distributions put behind it, such as +dfsg.
func Upstream(version string) string { return upstreamOf(version) }

// parseVersion takes a version of upstream's apart.
func parseVersion(text string) parsedVersion {
	v := parsedVersion{text: text, kind: unread}
	if revisionMark.MatchString(text) {
		v.kind = revision
		return v
	}
	if !isVersion(text) {
		return v
	}
	bare := snapshotMark.ReplaceAllString(text, "")
	for part := range strings.SplitSeq(leading.FindString(bare), ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			v.parts = nil
			break // no number at the front, or one that is longer than any
		}
		v.parts = append(v.parts, n)
	}
	day := slices.IndexFunc(v.parts, isDay)
	switch {
	case len(v.parts) == 0:
		if bare != text {
			v.kind = snapshot
		}
	case bare != text && !slices.ContainsFunc(v.parts, func(n int) bool { return n != 0 }):
		v.kind = snapshot
	case day == 0:
		v.kind = byDay
	case day > 0:
		v.kind = mixed
	case v.parts[0] >= 1970 && v.parts[0] < 2100:
		v.kind = byYear
	default:
		v.kind = counted
	}
	if bare != "" && v.kind != snapshot {
		v.text = bare
	}
	return v
}

// isDay reports whether a number is written like a day, 20180911.
func isDay(n int) bool {
	month, day := n/100%100, n%100
	return n >= 1970_01_01 && n < 2100_00_00 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// ordered reports whether two versions count the same way.
func ordered(a, b parsedVersion) bool {
	return a.kind == b.kind && a.kind != unread && a.kind != snapshot && a.kind != revision
}

// behind reports whether the numbers of one version are the last of the other's:
// 10.2 of 3.10.2, which has something ahead of them.
func behind(a, b parsedVersion) bool {
	return len(a.parts) > 1 && len(a.parts) < len(b.parts) && slices.Equal(a.parts, b.parts[len(b.parts)-len(a.parts):])
}

// sameMajor reports whether two versions of one numbering have the same first
// number that counts: the first, or the second where that is 0. What is numbered
// by days and years has none that would tell of an interface.
func sameMajor(a, b parsedVersion) bool {
	if a.kind == byDay || a.kind == byYear || a.kind == mixed && a.parts[0] == b.parts[0] {
		return true
	}
	if a.parts[0] != b.parts[0] {
		return false
	}
	return a.parts[0] != 0 || at(a.parts, 1) == at(b.parts, 1)
}

func at(parts []int, i int) int {
	if i < len(parts) {
		return parts[i]
	}
	return 0
}

// decimal is a version of Perl's modules, which are fractions: 1.19 comes before
// 1.2.
var decimal = regexp.MustCompile(`^\d+\.\d+$`)

// compareParsed orders two versions of one numbering. fractions says that both
// may be decimal fractions.
func compareParsed(a, b parsedVersion, fractions bool) int {
	if fractions && decimal.MatchString(a.text) && decimal.MatchString(b.text) {
		x, y := strings.SplitN(a.text, ".", 2), strings.SplitN(b.text, ".", 2)
		width := max(len(x[1]), len(y[1]))
		pad := func(s string) string { return s + strings.Repeat("0", width-len(s)) }
		return CompareVersions(x[0]+"."+pad(x[1]), y[0]+"."+pad(y[1]))
	}
	// 1.1 and 1.1.0 are one version, whatever RPM says.
	if len(a.parts)*len(b.parts) > 0 && leading.FindString(a.text) == a.text && leading.FindString(b.text) == b.text {
		for i := range max(len(a.parts), len(b.parts)) {
			if x, y := at(a.parts, i), at(b.parts, i); x != y {
				return map[bool]int{true: -1, false: 1}[x < y]
			}
		}
		return 0
	}
	return CompareVersions(a.text, b.text)
}
