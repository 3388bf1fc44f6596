package config

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxGlob bounds a glob's length, in bytes.
const maxGlob = 500

// nameGlob matches names: * is any text, ? one character.
type nameGlob struct {
	glob string
	fold bool // deaf to case
}

// newNameGlob reads a glob of names; fold makes it deaf to case.
func newNameGlob(glob string, fold bool) (nameGlob, error) {
	if err := checkGlob(glob); err != nil {
		return nameGlob{}, err
	}
	if fold {
		glob = strings.ToUpper(glob)
	}
	return nameGlob{glob, fold}, nil
}

// fits reports whether a name matches; no glob fits every name.
func (g nameGlob) fits(name string) bool {
	if g.fold {
		name = strings.ToUpper(name)
	}
	return g.glob == "" || g.glob == name || wildcards(g.glob, name)
}

// wildcards matches by going back to the last * only, which is enough, and
// takes no more than the product of the two lengths.
func wildcards(glob, name string) bool {
	star, from := -1, 0
	g, n := 0, 0
	for n < len(name) {
		_, size := utf8.DecodeRuneInString(name[n:])
		switch {
		case g < len(glob) && glob[g] == '*':
			star, from = g, n
			g++
		case g < len(glob) && glob[g] == '?':
			g++
			n += size
		case g < len(glob) && glob[g] == name[n]:
			g++
			n++
		case star >= 0:
			_, skip := utf8.DecodeRuneInString(name[from:])
			from += skip
			g, n = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(glob[g:], "*") == ""
}

// checkGlob refuses what other tools have and this one does not.
func checkGlob(glob string) error {
	switch {
	case strings.TrimSpace(glob) == "":
		return errors.New("an empty glob: leave the key out to match everything")
	case len(glob) > maxGlob:
		return fmt.Errorf("a glob of %d bytes: at most %d", len(glob), maxGlob)
	case strings.ContainsAny(glob, "[]{}"):
		return fmt.Errorf("%q: [ ] and { } are not read in globs: write an entry for each, or use * or ?", glob)
	case strings.HasPrefix(glob, "!"):
		return fmt.Errorf("%q: ! is not read in globs: add a later entry for the exception", glob)
	case strings.Contains(glob, `\`):
		return fmt.Errorf(`%q: \ is not read in globs: paths are separated by /`, glob)
	}
	return nil
}

// globText is a glob as part of a regular expression.
func globText(glob, many, one string) string {
	var b strings.Builder
	for _, c := range glob {
		switch c {
		case '*':
			b.WriteString(many)
		case '?':
			b.WriteString(one)
		default:
			b.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	return b.String()
}

// pathGlob matches paths as the patterns of CODEOWNERS do: without a slash
// before its end it fits at any depth, ** is any number of folders, what fits
// a folder fits all below it, and DIR/* fits what is directly in DIR.
type pathGlob struct {
	re *regexp.Regexp
	// Most paths differ in what the pattern begins with, and are told apart
	// without the expression.
	prefix string
}

// newPathGlob reads a glob of paths.
func newPathGlob(glob string) (*pathGlob, error) {
	if err := checkGlob(glob); err != nil {
		return nil, err
	}
	return compilePath(glob)
}

func compilePath(glob string) (*pathGlob, error) {
	switch {
	case strings.Contains(glob, "***"):
		return nil, fmt.Errorf("%q: *** means nothing: ** is any number of folders", glob)
	case strings.Contains(glob, "//"):
		return nil, fmt.Errorf("%q: an empty folder between slashes", glob)
	case glob == "/":
		return nil, fmt.Errorf("%q matches nothing: * matches everything", glob)
	}
	anchored := strings.Contains(strings.TrimSuffix(glob, "/"), "/")
	parts := strings.Split(strings.TrimPrefix(glob, "/"), "/")
	if !anchored && parts[0] != "**" {
		parts = append([]string{"**"}, parts...)
	}
	last := len(parts) - 1
	if parts[last] == "" { // a folder and all below it
		parts[last] = "**"
	}
	re, err := regexp.Compile(`(?s)\A` + pathText(parts) + `\z`)
	if err != nil { // too long when repeated; the bound on the length keeps it off
		return nil, err
	}
	g := &pathGlob{re: re}
	if first := parts[0]; !strings.ContainsAny(first, "*?") {
		g.prefix = first
	}
	return g, nil
}

// pathText is the components of a pattern as a regular expression.
func pathText(parts []string) string {
	var b strings.Builder
	slash := false // whether a slash must come before the next component
	last := len(parts) - 1
	for i, part := range parts {
		switch {
		case part == "**" && last == 0:
			b.WriteString(`.+`)
		case part == "**" && i == 0:
			b.WriteString(`(?:.+/)?`)
		case part == "**" && i == last:
			if !slash { // **/ is in some folder
				b.WriteString(`[^/]+`)
			}
			b.WriteString(`/.+`)
		case part == "**":
			b.WriteString(`(?:/.+)?`)
		default:
			if slash {
				b.WriteString(`/`)
			}
			if part == "*" {
				b.WriteString(`[^/]+`)
			} else {
				b.WriteString(globText(part, `[^/]*`, `[^/]`))
				if i == last { // it may be a folder
					b.WriteString(`(?:/.*)?`)
				}
			}
			slash = true
		}
	}
	return b.String()
}

// fits reports whether a path matches; no glob fits every path.
func (g *pathGlob) fits(path string) bool {
	return g == nil || strings.HasPrefix(path, g.prefix) && g.re.MatchString(path)
}

// folderFile stands for a file directly in a folder whose name no pattern but
// * can know.
const folderFile = "\x00"

// fitsFolder reports whether files directly in a folder match, whatever they
// are called.
func (g *pathGlob) fitsFolder(dir string) bool {
	if dir != "" {
		dir += "/"
	}
	return g.fits(dir + folderFile)
}
