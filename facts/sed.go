package facts

import "strings"

// replacements adds the absolute paths that a command of sed writes: those of the
// right sides of its substitutions. What is looked for is on the left.
func (s *source) replacements(args []word) {
	for _, w := range args {
		text := w.text
		if len(text) < 4 || text[0] != 's' || strings.IndexByte(":#|,;!@%^~+=", text[1]) < 0 {
			continue // with / for a mark, paths have to be read between backslashes
		}
		sides := strings.Split(text[2:], text[1:2])
		if len(sides) < 3 {
			continue
		}
		at := 2 + len(sides[0]) + 1
		for field := range strings.FieldsFuncSeq(sides[1], func(r rune) bool { return strings.ContainsRune(" \t\"'=,()", r) }) {
			start := at + strings.Index(text[at:], field)
			if isPath(field) {
				s.file.Paths = append(s.file.Paths, Path{
					Text: field, Span: Span{w.at(start), w.at(start+len(field)-1) + 1}, Via: "replacement", Guards: s.guards, Within: s.within,
				})
			}
			at = start + len(field)
		}
	}
}
