package python

import "bytes"

// mostComments is how many lines of comments in a row the grammar is given. It
// looks for the next statement's indent anew at each, so that a run costs the
// square of its length.
const mostComments = 64

// withoutRuns returns src, or a copy of the same length in which the lines of a
// run of comments beyond the first are blanks. Lines that may end a string are
// left alone, since the run may be in one.
func withoutRuns(src []byte) []byte {
	out, run, continued := src, 0, false
	for start := 0; start < len(src); {
		end := len(src)
		if i := bytes.IndexByte(src[start:], '\n'); i >= 0 {
			end = start + i
		}
		line := src[start:end]
		switch text := bytes.TrimLeft(line, " \t\f"); {
		case len(bytes.TrimRight(text, "\r")) == 0: // a blank line goes on with the run
		case text[0] != '#' || continued || bytes.Contains(text, []byte(`"""`)) || bytes.Contains(text, []byte("'''")):
			run = 0
		default:
			if run++; run <= mostComments {
				break
			}
			if len(out) > 0 && &out[0] == &src[0] {
				out = bytes.Clone(src)
			}
			for i := range bytes.TrimRight(line, "\r") {
				out[start+i] = ' '
			}
		}
		continued = bytes.HasSuffix(bytes.TrimRight(line, "\r"), []byte{'\\'})
		start = end + 1
	}
	return out
}
