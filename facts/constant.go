package facts

import "regexp"

// constants is a test of Shell's that compares two words which nothing is put
// into: what is left of a name that a program once filled in.
var constants = regexp.MustCompile("^\\s*(?:test|\\[\\[?)\\s+(?:\"([^\"$`]*)\"|'([^']*)'|([\\w./-]+))\\s+(==?|!=)\\s+(?:\"([^\"$`]*)\"|'([^']*)'|([\\w./-]+))\\s*\\]?\\]?\\s*$")

// isNever reports whether a condition, or what is done where it fails, is never
// reached.
func isNever(condition string, negated bool) bool {
	m := constants.FindStringSubmatch(condition)
	if m == nil {
		return false
	}
	holds := (m[1]+m[2]+m[3] == m[5]+m[6]+m[7]) == (m[4] != "!=")
	return holds == negated
}
