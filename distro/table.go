package distro

import (
	"cmp"
	"iter"
	"strings"
	"unsafe"
)

// table is lines of fields with tabs between them, in order of their bytes. The
// first field is the key; several lines may have the same. The text is kept as
// it is in the file, so that loading makes nothing but the places of the lines.
type table struct {
	text  string
	lines []uint32 // where each line begins, and the end of the text
}

// newTable finds the lines of a text, each of which ends with a newline.
func newTable(text string) table {
	t := table{text: text, lines: make([]uint32, 0, strings.Count(text, "\n")+1)}
	for at := 0; at < len(text); {
		t.lines = append(t.lines, uint32(at)) //nolint:gosec // tables are below maxTable
		at += strings.IndexByte(text[at:], '\n') + 1
	}
	t.lines = append(t.lines, uint32(len(text))) //nolint:gosec // tables are below maxTable
	return t
}

func (t *table) len() int { return max(0, len(t.lines)-1) }

func (t *table) line(i int) string { return t.text[t.lines[i] : t.lines[i+1]-1] }

// find returns the first line whose key is not before the one asked for.
func (t *table) find(key string) int {
	low, high := 0, t.len()
	for low < high {
		middle := int(uint(low+high) >> 1)
		if compareKey(t.line(middle), key) < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// compareKey compares a line's key with one that is asked for.
func compareKey(line, key string) int {
	if strings.HasPrefix(line, key) && (len(line) == len(key) || line[len(key)] == '\t') {
		return 0
	}
	head, _, _ := strings.Cut(line, "\t")
	return cmp.Compare(head, key)
}

// rows yields what follows a key on each of its lines.
func (t *table) rows(key string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := t.find(key); i < t.len() && compareKey(t.line(i), key) == 0; i++ {
			if !yield(strings.TrimPrefix(t.line(i)[len(key):], "\t")) {
				return
			}
		}
	}
}

// from yields the lines whose key begins with a prefix.
func (t *table) from(prefix string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := t.find(prefix); i < t.len() && strings.HasPrefix(t.line(i), prefix); i++ {
			if !yield(t.line(i)) {
				return
			}
		}
	}
}

// cut returns what is before and after the first tab.
func cut(s string) (before, after string, found bool) { return strings.Cut(s, "\t") }

// fields3 returns three fields; those that are not there are empty.
func fields3(s string) (a, b, c string) {
	a, s, _ = cut(s)
	b, s, _ = cut(s)
	c, _, _ = cut(s)
	return a, b, c
}

// stringOf makes a string of bytes that nobody changes any more.
func stringOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// bytesOf gives the bytes of a string to those who only read them.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
