package distro

import "strings"

// unmet returns the constraints that a version breaks other than by being too
// old, each as it is written: the upper bounds, the exact versions and those that
// are ruled out. Constraints without a version to compare with are not broken.
func unmet(version string, constraints []Constraint) []string {
	have := upstream(version)
	if !isVersion(have) {
		return nil
	}
	var list []string
	for _, c := range constraints {
		if breaks(have, c) {
			list = append(list, c.Op+" "+c.Version)
		}
	}
	return list
}

// breaks reports whether a version is too new for a constraint, or ruled out.
// ~= 1.4.2 asks for 1.4.x, and a trailing .* stands for any end.
func breaks(have string, c Constraint) bool {
	want := upstream(c.Version)
	stem, any := strings.CutSuffix(want, ".*")
	if any {
		want = stem
	}
	if !isVersion(want) {
		return false
	}
	order := compareParsed(parseVersion(have), parseVersion(want), false)
	series := startsWith(have, want)
	switch c.Op {
	case "=", "==", "===":
		return order > 0 && !(any && series)
	case "!=":
		return order == 0 && !any || any && series
	case "<", "<<":
		return order >= 0
	case "<=":
		return order > 0
	case "~=":
		i := strings.LastIndexByte(want, '.')
		return i > 0 && order > 0 && !startsWith(have, want[:i])
	}
	return false
}

// startsWith reports whether a version is of a series: 1.4.2 of 1.4, 1.40 not.
func startsWith(version, series string) bool {
	rest, ok := strings.CutPrefix(version, series)
	return ok && (rest == "" || !isDigit(rest[0]))
}
