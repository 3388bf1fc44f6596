package distro

import (
	"cmp"
	"strings"
)

// CompareVersions compares two versions, or two releases, as RPM does: runs of
// digits as numbers, runs of letters as text, digits being newer than letters;
// a tilde is older than the end of the version, a caret newer. It returns -1,
// 0 or 1.
func CompareVersions(a, b string) int {
	for {
		a, b = strings.TrimLeftFunc(a, isSeparator), strings.TrimLeftFunc(b, isSeparator)
		switch {
		case strings.HasPrefix(a, "~") || strings.HasPrefix(b, "~"):
			if a == "" || a[0] != '~' {
				return 1
			}
			if b == "" || b[0] != '~' {
				return -1
			}
			a, b = a[1:], b[1:]
			continue
		case strings.HasPrefix(a, "^") || strings.HasPrefix(b, "^"):
			switch {
			case a == "":
				return -1
			case b == "":
				return 1
			case a[0] != '^':
				return 1
			case b[0] != '^':
				return -1
			}
			a, b = a[1:], b[1:]
			continue
		case a == "" || b == "":
			return cmp.Compare(min(len(a), 1), min(len(b), 1))
		}
		digits := isDigit(a[0])
		x, restA := run(a, digits)
		y, restB := run(b, digits)
		if y == "" { // of the other kind: numbers are newer
			if digits {
				return 1
			}
			return -1
		}
		if digits {
			x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if c := cmp.Compare(len(x), len(y)); c != 0 {
				return c
			}
		}
		if c := strings.Compare(x, y); c != 0 {
			return c
		}
		a, b = restA, restB
	}
}

// run parts the leading digits, or letters, from the rest.
func run(s string, digits bool) (head, rest string) {
	n := 0
	for n < len(s) && (digits && isDigit(s[n]) || !digits && isLetter(s[n])) {
		n++
	}
	return s[:n], s[n:]
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isSeparator(r rune) bool {
	return r != '~' && r != '^' && !('0' <= r && r <= '9') && !('a' <= r && r <= 'z') && !('A' <= r && r <= 'Z')
}

// Constraint is a version that is asked for, such as >= 1.2. Op is =, ==, ===, <,
// <<, <=, >, >=, != or ~=.
type Constraint struct{ Op, Version string }

// upstream is the version without epoch and release, which each distribution
// counts on its own.
func upstream(version string) string {
	if _, rest, ok := strings.Cut(version, ":"); ok {
		version = rest
	}
	version, _, _ = strings.Cut(version, "-")
	return version
}

// older reports whether a version is older than every constraint allows.
func older(version string, constraints []Constraint) (string, bool) {
	if !isVersion(upstream(version)) {
		return "", false
	}
	for _, c := range constraints {
		want := upstream(c.Version)
		if !isVersion(want) {
			continue
		}
		order := CompareVersions(upstream(version), want)
		switch c.Op {
		case "=", "==", "===", ">=", "~=":
			if order < 0 {
				return want, true
			}
		case ">":
			if order < 0 || order == 0 && want == c.Version {
				return want, true
			}
		}
	}
	return "", false
}

// isVersion reports whether the text is a version at all: macros that were
// not expanded and wildcards are none.
func isVersion(version string) bool {
	return version != "" && len(version) <= maxName && isDigit(version[0]) && !strings.ContainsAny(version, "%*${}")
}
