package analysis

import (
	"bytes"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// Fix is the replacement of one place, in byte offsets; see finding.Fix.
type Fix struct {
	// Edits must not overlap.
	Edits, Shared  []Edit
	Group, Without string
}

// Edit puts Text in the place of the span; an empty span inserts.
type Edit struct {
	Span
	Text string
}

// fix returns a fix as findings carry it.
func (f *File) fix(given *Fix) *finding.Fix {
	if given == nil {
		return nil
	}
	if f.host != nil {
		return &finding.Fix{Without: "it stands in code within a file of another kind, whose quotes an edit may break"}
	}
	slices.SortStableFunc(given.Edits, func(a, b Edit) int { return a.Start - b.Start })
	return &finding.Fix{
		Edits: f.edits(given.Edits), Shared: f.edits(given.Shared),
		Group: given.Group, Without: given.Without, After: f.after(given.Edits),
	}
}

func (f *File) edits(given []Edit) []finding.Edit {
	if len(given) == 0 {
		return nil
	}
	list := make([]finding.Edit, len(given))
	for i, e := range given {
		list[i].Text = e.Text
		list[i].Line, list[i].Column = f.Position(e.Start)
		list[i].EndLine, list[i].EndColumn = f.Position(e.End)
	}
	return list
}

// mostLines bounds what is shown of the lines that an edit changes.
const mostLines = 8

// after returns the lines of the edits with the edits made, "" if there are
// none or too many.
func (f *File) after(edits []Edit) string {
	if len(edits) == 0 {
		return ""
	}
	first, _ := f.Position(edits[0].Start)
	last, _ := f.Position(edits[len(edits)-1].End)
	if last-first >= mostLines {
		return ""
	}
	starts := f.lineStarts()
	end := len(f.Src)
	if last < len(starts) {
		end = starts[last]
	}
	if end-starts[first-1] > mostLines*maxSnippet {
		return ""
	}
	var b bytes.Buffer
	at := starts[first-1]
	for _, e := range edits {
		b.Write(f.Src[at:e.Start])
		b.WriteString(e.Text)
		at = e.End
	}
	b.Write(f.Src[at:end])
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(b.String())
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	if len(lines) > 2*mostLines {
		return ""
	}
	indent := lines[0][:len(lines[0])-len(strings.TrimLeft(lines[0], " \t"))]
	for i, line := range lines {
		line = strings.TrimPrefix(line, indent)
		blank := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		lines[i] = strings.TrimRight(strings.ReplaceAll(blank, "\t", "        ")+Snippet(line), " ")
	}
	return strings.Join(lines, "\n")
}

// LineStarts returns the offset at which every line begins, as Position counts
// them: a carriage return on its own ends a line too.
func LineStarts(src []byte) []int {
	starts := append(make([]int, 0, 1+bytes.Count(src, []byte{'\n'})), 0)
	for i, c := range src {
		if c == '\n' || c == '\r' && (i+1 == len(src) || src[i+1] != '\n') {
			starts = append(starts, i+1)
		}
	}
	return starts
}
