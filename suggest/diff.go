package suggest

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// context is how many lines are shown around a change.
const contextLines = 3

// block is a run of lines that changes: the lines from..to, counted from 0, of
// the old file become others.
type block struct {
	from, to int
	now      [][]byte
}

// WriteDiff writes the changes of one file as a unified diff that git apply
// takes. name is the file's path, separated by slashes.
func WriteDiff(w io.Writer, name string, src []byte, changes []Change) error {
	lines := split(src)
	blocks := blocksOf(src, lines, changes)
	if len(blocks) == 0 {
		return nil
	}
	var b bytes.Buffer
	old, now := quoted("a/"+name), quoted("b/"+name)
	fmt.Fprintf(&b, "diff --git %s %s\n--- %s\n+++ %s\n", old, now, afterName(old), afterName(now))
	shift := 0
	for len(blocks) > 0 {
		n := 1
		for n < len(blocks) && blocks[n].from-blocks[n-1].to <= 2*contextLines {
			n++
		}
		shift = writeHunk(&b, lines, blocks[:n], shift)
		blocks = blocks[n:]
	}
	_, err := w.Write(b.Bytes())
	return err
}

// afterName ends a name with blanks in it as git does, so that they are not
// taken for a date.
func afterName(name string) string {
	if strings.ContainsRune(name, ' ') && name[0] != '"' {
		return name + "\t"
	}
	return name
}

// quoted is a name as git writes it.
func quoted(name string) string {
	plain := true
	for i := range len(name) {
		c := name[i]
		plain = plain && c >= ' ' && c < 0x7f && c != '"' && c != '\\'
	}
	if plain {
		return name
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(name) {
		switch c := name[i]; {
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(rune(c)))
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// split returns the lines with their ends, as git counts them: by line feeds.
func split(src []byte) [][]byte {
	lines := bytes.SplitAfter(src, []byte{'\n'})
	if n := len(lines); len(lines[n-1]) == 0 {
		lines = lines[:n-1]
	}
	return lines
}

// blocksOf gathers the changes by the lines that they touch.
func blocksOf(src []byte, lines [][]byte, changes []Change) []block {
	starts := make([]int, len(lines)+1)
	for i, line := range lines {
		starts[i+1] = starts[i] + len(line)
	}
	lineAt := func(offset int) int {
		i, found := slices.BinarySearch(starts, offset)
		if !found || i > 0 && i == len(lines) && !bytes.HasSuffix(lines[i-1], []byte{'\n'}) {
			i--
		}
		return i
	}
	var list []block
	for i := 0; i < len(changes); {
		from := lineAt(changes[i].Start)
		to, end := from, i
		for ; end < len(changes) && (end == i || lineAt(changes[end].Start) < to); end++ {
			to = max(to, min(lineAt(lastOf(changes[end], starts))+1, len(lines)))
		}
		b := block{from, to, split(apply(src, changes[i:end], starts[from], starts[to]))}
		switch last := len(list) - 1; {
		case !b.trim(lines):
		case last >= 0 && list[last].to == b.from:
			// Without a line between them they are one: what goes comes first.
			list[last].to = b.to
			list[last].now = append(list[last].now, b.now...)
		default:
			list = append(list, b)
		}
		i = end
	}
	return list
}

// lastOf is an offset in the last line that a change touches: the one behind
// it too, where the end of a line goes and what is left of it joins the next.
func lastOf(c Change, starts []int) int {
	if c.End == c.Start {
		return c.End
	}
	_, atStart := slices.BinarySearch(starts, c.Start)
	_, atEnd := slices.BinarySearch(starts, c.End)
	if atEnd && !strings.HasSuffix(c.Text, "\n") && (c.Text != "" || !atStart) {
		return c.End
	}
	return c.End - 1
}

// trim leaves out the lines at both ends that stay; it reports whether any are
// left.
func (b *block) trim(lines [][]byte) bool {
	for b.from < b.to && len(b.now) > 0 && bytes.Equal(lines[b.from], b.now[0]) {
		b.from++
		b.now = b.now[1:]
	}
	for b.from < b.to && len(b.now) > 0 && bytes.Equal(lines[b.to-1], b.now[len(b.now)-1]) {
		b.to--
		b.now = b.now[:len(b.now)-1]
	}
	return b.from < b.to || len(b.now) > 0
}

// writeHunk writes blocks that are near one another. shift is by how many lines
// the new file is longer so far; it returns the shift behind the hunk.
func writeHunk(b *bytes.Buffer, lines [][]byte, blocks []block, shift int) int {
	from := max(0, blocks[0].from-contextLines)
	to := min(len(lines), blocks[len(blocks)-1].to+contextLines)
	grown := 0
	for _, one := range blocks {
		grown += len(one.now) - (one.to - one.from)
	}
	fmt.Fprintf(b, "@@ -%s +%s @@\n", extent(from, to-from), extent(from+shift, to-from+grown))
	at := from
	for _, one := range blocks {
		for ; at < one.from; at++ {
			writeLine(b, ' ', lines[at])
		}
		for ; at < one.to; at++ {
			writeLine(b, '-', lines[at])
		}
		for _, line := range one.now {
			writeLine(b, '+', line)
		}
	}
	for ; at < to; at++ {
		writeLine(b, ' ', lines[at])
	}
	return shift + grown
}

// extent is the beginning and the length of one side of a hunk.
func extent(from, length int) string {
	if length > 0 {
		from++ // lines count from 1; where there are none, it is the line before
	}
	if length == 1 {
		return strconv.Itoa(from)
	}
	return strconv.Itoa(from) + "," + strconv.Itoa(length)
}

func writeLine(b *bytes.Buffer, sign byte, line []byte) {
	b.WriteByte(sign)
	b.Write(line)
	if !bytes.HasSuffix(line, []byte{'\n'}) {
		b.WriteString("\n\\ No newline at end of file\n")
	}
}
