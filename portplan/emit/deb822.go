package emit

import (
	"regexp"
	"slices"
	"strings"
)

// stanza is a paragraph of a control file in the making.
type stanza struct{ b strings.Builder }

// comment writes a comment; it may stand between and within fields.
func (s *stanza) comment(text string) {
	for _, line := range wrap(oneLine(text), 76) {
		s.b.WriteString("# " + line + "\n")
	}
}

// unsure writes a comment that somebody has to look at.
func (s *stanza) unsure(text string) { s.comment(Unsure + ": " + text) }

// field writes a field of one line; one without a value is left out.
func (s *stanza) field(name, value string) {
	if value = oneLine(value); value != "" {
		s.b.WriteString(name + ": " + value + "\n")
	}
}

// entry is one of the comma separated values of a field.
type entry struct {
	text string
	// unsure are the reasons for which somebody has to look at it.
	unsure []string
}

// list writes a field of one value a line, with what is to be said of each above
// it, and what is left out after them.
func (s *stanza) list(name string, entries []entry, after []string) {
	if len(entries) == 0 {
		for _, text := range after {
			s.comment(name + ": " + text)
		}
		return
	}
	s.b.WriteString(name + ":\n")
	for _, e := range entries {
		for _, reason := range e.unsure {
			s.unsure(reason)
		}
		s.b.WriteString(" " + oneLine(e.text) + ",\n")
	}
	s.comments(after)
}

func (s *stanza) comments(lines []string) {
	for _, line := range lines {
		s.comment(line)
	}
}

// description writes Description: a synopsis, and text wrapped to 79 columns whose
// empty lines are a dot.
func (s *stanza) description(synopsis, text string) {
	s.b.WriteString("Description: " + oneLine(synopsis) + "\n")
	for _, line := range folded(text) {
		if line == "" {
			line = "."
		}
		s.b.WriteString(" " + line + "\n")
	}
}

// folded returns the lines of a description: paragraphs are wrapped, lists and
// what is indented keep their lines. An empty line is one between paragraphs.
func folded(text string) []string {
	var lines, paragraph []string
	flush := func() {
		if len(paragraph) > 0 {
			lines = append(lines, wrap(strings.Join(paragraph, " "), 78)...)
			paragraph = nil
		}
	}
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		shown := oneLine(line)
		indented := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
		switch {
		case shown == "":
			flush()
			if len(lines) > 0 && lines[len(lines)-1] != "" {
				lines = append(lines, "")
			}
		case indented || isItem.MatchString(shown):
			flush()
			// One blank more than the others: it is shown as it stands.
			lines = append(lines, " "+clip(shown, 200))
		default:
			paragraph = append(paragraph, shown)
		}
	}
	flush()
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// isItem tells a line of a list.
var isItem = regexp.MustCompile(`^(?:[-*+o•]|\d{1,2}[.)])\s`)

// wrap breaks a line at blanks so that no part is longer than width, if it can be.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// articles are what a synopsis does not start with.
var articles = regexp.MustCompile(`(?i)^(?:an?|the)\s+`)

// maxSynopsis is what Debian's tools accept, in bytes.
const maxSynopsis = 80

// synopsis makes the first line of a description of a summary: no article, no full
// stop, at most 80 bytes. cut says that it was longer.
func synopsis(summary string) (text string, cut bool) {
	text = strings.TrimRight(oneLine(summary), ". ")
	if rest := articles.ReplaceAllString(text, ""); rest != "" {
		text = rest
	}
	if len(text) <= maxSynopsis {
		return text, false
	}
	if sentence, _, ok := strings.Cut(text, ". "); ok && len(sentence) <= maxSynopsis {
		return sentence, true
	}
	return wrap(clip(text, maxSynopsis-1), maxSynopsis-4)[0], true
}

// sortEntries puts the entries in order and unites those of one text.
func sortEntries(list []entry) []entry {
	slices.SortStableFunc(list, func(a, b entry) int { return strings.Compare(a.text, b.text) })
	var out []entry
	for _, e := range list {
		if n := len(out); n > 0 && out[n-1].text == e.text {
			out[n-1].unsure = append(out[n-1].unsure, e.unsure...)
			continue
		}
		out = append(out, e)
	}
	return out
}
