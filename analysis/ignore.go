package analysis

import "path"

// Ignore is a comment that quiets findings of its file. Which, the engine knows
// when it has all of them.
type Ignore struct {
	// Rules are ids of rules or globs, in upper case.
	Rules []string
	// Line is the line that it speaks of, 0 for the whole file.
	Line int
	// Until is the last day on which it applies, empty for no end.
	Until, Reason string
	// At is where the comment stands.
	At Place
}

// FitsRule reports whether a glob takes a rule.
func FitsRule(glob, rule string) bool {
	ok, err := path.Match(glob, rule)
	return err == nil && ok
}

// About reports whether the comment speaks of what stands on the lines: it may be
// behind the first or the last of them.
func (i *Ignore) About(first, last int) bool {
	return i.Line == 0 || i.Line == first || i.Line == last
}

// Ignore adds a comment that quiets findings.
func (p *Pass) Ignore(rules []string, line int, until, reason string, at Span) {
	first, column := p.File.Position(at.Start)
	place := Place{Package: p.File.Package.Name, Role: p.File.Role, Text: p.File.Line(first)}
	place.Repo, place.Path = p.File.Repo.ID, p.File.Path
	place.Line, place.Column, place.EndLine = first, column, first
	p.ignores = append(p.ignores, Ignore{Rules: rules, Line: line, Until: until, Reason: Snippet(reason), At: place})
}

// Ignores returns the comments that were added.
func (p *Pass) Ignores() []Ignore { return p.ignores }
