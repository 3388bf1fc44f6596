package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Wholeness says whether a text is commands as a whole.
type Wholeness int

// What a text may be.
const (
	Whole      Wholeness = iota // Bash reads it
	Unfinished                  // it goes on: a block, a here-document or a quoted text has no end
	Broken                      // whatever follows, Bash does not read it
)

// Check says whether Bash would read a text, and if not, whether more of it might
// help. Nothing is run.
func Check(text string) Wholeness {
	_, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), "")
	switch {
	case err == nil:
		return Whole
	case syntax.IsIncomplete(err):
		return Unfinished
	}
	return Broken
}
