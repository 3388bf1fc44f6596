package shell

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"

	"mvdan.cc/sh/v3/syntax"
)

// maxFrames bounds the parser's stack. Compound commands and substitutions
// take it 12 frames a level at most, so that MaxNesting fits.
const maxFrames = 16 * MaxNesting

var errNesting = errors.New("nested too deeply")

// guardedReader gives the parser its text a kilobyte at a time and stops it
// when its stack has become too deep. Counting brackets beforehand would be
// fooled by those in comments, quotes and here-documents; the stack is not.
type guardedReader struct {
	text  *bytes.Reader
	depth int // frames below the parser
}

func newGuardedReader(text []byte) *guardedReader {
	var frames [256]uintptr
	return &guardedReader{text: bytes.NewReader(text), depth: runtime.Callers(0, frames[:])}
}

func (g *guardedReader) Read(buffer []byte) (int, error) {
	var frame [1]uintptr
	if runtime.Callers(g.depth+maxFrames, frame[:]) > 0 {
		return 0, errNesting
	}
	return g.text.Read(buffer)
}

var _ io.Reader = (*guardedReader)(nil)

// parse runs the parser. Its panics, which it has had, count as errors.
func parse(text []byte) (tree *syntax.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			tree, err = nil, fmt.Errorf("the parser failed: %v", p)
		}
	}()
	guard := newGuardedReader(text)
	return syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(guard, "")
}

// position returns where in the text an error of the parser is, and what it is.
func position(err error) (offset int, message string) {
	var parse syntax.ParseError
	if errors.As(err, &parse) {
		return int(parse.Pos.Offset()), parse.Text
	}
	var lang syntax.LangError
	if errors.As(err, &lang) {
		return int(lang.Pos.Offset()), lang.Feature + " is not in Bash"
	}
	return 0, err.Error()
}
