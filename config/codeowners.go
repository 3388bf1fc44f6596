package config

import (
	"bytes"
	"regexp"
	"strings"
)

// CodeOwnersFiles are the places of a CODEOWNERS file within a repo, in
// GitHub's order: the first that is there counts.
var CodeOwnersFiles = []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}

// MaxCodeOwners is the largest CODEOWNERS file that GitHub reads, in bytes.
const MaxCodeOwners = 3 << 20

// maxCodeOwnerRules bounds the patterns of a file: every path may be held
// against each.
const maxCodeOwnerRules = 20000

// CodeOwners is a CODEOWNERS file.
type CodeOwners struct{ rules []codeOwnersRule }

type codeOwnersRule struct {
	glob   *pathGlob
	owners string // empty: nobody's, on purpose
}

// codeOwner is a user, a team or an e-mail address.
var codeOwner = regexp.MustCompile(`\A(?:@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?|[^@\s]+@[^@\s]+\.[^@\s]+)\z`)

// ParseCodeOwners reads a CODEOWNERS file as GitHub does: the last pattern
// that fits decides, a line that is wrong is left out, and [ ] and ! mean
// nothing in patterns. A pattern without owners makes its paths nobody's.
func ParseCodeOwners(content []byte) *CodeOwners {
	c := &CodeOwners{}
	if len(content) > MaxCodeOwners {
		return c
	}
	for line := range bytes.Lines(bytes.TrimPrefix(content, []byte("\ufeff"))) {
		if rule, ok := parseCodeOwnersLine(string(line)); ok {
			c.rules = append(c.rules, rule)
		}
		if len(c.rules) == maxCodeOwnerRules {
			break
		}
	}
	return c
}

func parseCodeOwnersLine(line string) (codeOwnersRule, bool) {
	var none codeOwnersRule
	pattern, rest := cutPattern(strings.TrimSpace(line))
	if pattern == "" || len(pattern) > maxGlob || strings.HasPrefix(pattern, "!") || strings.ContainsAny(pattern, `[]\`) {
		return none, false
	}
	var owners []string
	for _, word := range strings.Fields(rest) {
		if strings.HasPrefix(word, "#") {
			break
		}
		if !codeOwner.MatchString(word) {
			return none, false
		}
		owners = append(owners, word)
	}
	glob, err := compilePath(pattern)
	if err != nil {
		return none, false
	}
	return codeOwnersRule{glob, strings.Join(owners, " ")}, true
}

// cutPattern splits a line behind its pattern, in which "\ " is a blank. A
// comment has no pattern.
func cutPattern(line string) (pattern, rest string) {
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '#' && i == 0:
			return b.String(), ""
		case c == ' ' || c == '\t':
			return b.String(), line[i:]
		case c == '\\' && i+1 < len(line) && line[i+1] == ' ':
			b.WriteByte(' ')
			i++
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), ""
}

// Of returns the owners of a path, separated by blanks, and whether a pattern
// fits it at all.
func (c *CodeOwners) Of(path string) (owners string, fits bool) {
	return c.last(func(g *pathGlob) bool { return g.fits(path) })
}

// OfFolder returns the owners of what is directly in a folder, "" for the
// repo's own, by patterns that do not ask for a file's name.
func (c *CodeOwners) OfFolder(dir string) (owners string, fits bool) {
	return c.last(func(g *pathGlob) bool { return g.fitsFolder(dir) })
}

func (c *CodeOwners) last(fits func(*pathGlob) bool) (string, bool) {
	if c == nil {
		return "", false
	}
	for i := len(c.rules) - 1; i >= 0; i-- {
		if fits(c.rules[i].glob) {
			return c.rules[i].owners, true
		}
	}
	return "", false
}
