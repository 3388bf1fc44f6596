package apply

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// The names that a diff gives to its file.
const (
	oldName = iota
	newName
	indexName
	names
)

// Absent says what the header of a diff tells of a file that is not there.
type absent int

const (
	present absent = iota
	empty          // the range begins at line 0: empty, or not there
	gone           // and the name or the time says that it is not there
)

// change is a diff of one file as patch reads it.
type change struct {
	names  [names]string
	absent [2]absent // of the old and of the new file
	// modes in octal digits, "" where nothing is said.
	modes           [2]string
	git             bool
	renamed, copied bool
	binary          bool
	hunks           []hunk
	unread          int // hunks that patch passes over
	line            int // in the patch, from 1
	// broken is where patch gives up while it reads the diff.
	broken *Failure
}

// hunk is a hunk as patch takes it.
type hunk struct {
	line        int // in the patch, from 1
	first       [2]int
	sides       [2][][]byte // the old and the new lines, with their newlines
	edits       []edit
	prefix, end int // lines of context before the first and after the last change
}

// edit is a line of a hunk.
type edit struct {
	op   byte // ' ', '-' or '+'
	text []byte
}

// reading is a patch file as patch reads it.
type reading struct {
	changes []change
	// refused is set if nothing of the file may be applied.
	refused *Failure
	// unread is the first place that patch passes over without a word.
	unread *Failure
}

// broken is where patch gives up, nil if it reads to the end.
func (r *reading) broken() *Failure {
	for i := range r.changes {
		if b := r.changes[i].broken; b != nil {
			return b
		}
	}
	return nil
}

// reader turns parsed diffs into what patch makes of them.
type reader struct {
	src []byte
	// headers are where hunk headers stand that cannot be read.
	headers []int
	at      int // where lines were counted last
	line    int
}

// scriptLine tells the commands of an ed script.
var scriptLine = regexp.MustCompile(`(?m)^[0-9]+(,[0-9]+)?[acd]\r?$`)

// readPatch reads a file as patch does. Where its counts are wrong, patch goes by
// the counts; the parser of patches goes by the lines and says so.
func readPatch(src []byte, file *patch.File) *reading {
	r := &reader{src: src, line: 1}
	read := &reading{}
	for _, e := range file.Malformed {
		switch rest := src[min(e.Offset, len(src)):]; {
		case bytes.HasPrefix(rest, []byte("*** ")):
			read.refused = &Failure{Line: e.Line, Why: "a context diff: only unified diffs are applied; make it anew with diff -u"}
			return read
		case bytes.HasPrefix(rest, []byte("diff --c")):
			read.refused = &Failure{Line: e.Line, Why: e.Message}
			return read
		case bytes.HasPrefix(rest, []byte("@@")) && strings.HasSuffix(e.Message, "is no hunk header"):
			r.headers = append(r.headers, e.Offset)
		}
	}
	if len(file.Files) == 0 {
		read.refused = &Failure{Line: 1, Why: "there is no diff in the file"}
		if at := scriptLine.FindIndex(src); at != nil {
			read.refused = &Failure{Line: r.lineOf(at[0]), Why: "an ed script: only unified diffs are applied; make it anew with diff -u"}
		}
		return read
	}
	for i := range file.Files {
		end := len(src)
		if i+1 < len(file.Files) {
			end = file.Files[i+1].Start
		}
		r.diff(read, &file.Files[i], end)
	}
	return read
}

// lineOf is the number of the line at an offset. Offsets mostly grow.
func (r *reader) lineOf(offset int) int {
	if offset < r.at {
		r.at, r.line = 0, 1
	}
	r.line += bytes.Count(r.src[r.at:offset], []byte("\n"))
	r.at = offset
	return r.line
}

// diff reads one diff, whose text ends before end at the latest.
func (r *reader) diff(read *reading, d *patch.FileDiff, end int) {
	c := change{git: d.Git(), renamed: d.Renamed, copied: d.Copied, binary: d.Binary, modes: [2]string{d.OldMode, d.NewMode}, line: r.lineOf(d.Start)}
	c.names[oldName], c.names[newName], c.names[indexName] = d.Names()
	if c.names == [names]string{} {
		// Hunks without any name are text to patch.
		if len(d.Hunks) > 0 {
			read.passedOver(r.lineOf(d.Hunks[0].Start), len(d.Hunks))
		}
		return
	}
	at := -1
	for i := range d.Hunks {
		h := &d.Hunks[i]
		if i > 0 && h.Start != at {
			c.unread = len(d.Hunks) - i
			read.passedOver(r.lineOf(h.Start), c.unread)
			break
		}
		one, next, why := r.hunk(h)
		if why != "" {
			c.broken = &Failure{Path: d.Path(), Hunk: i + 1, Line: one.line, Why: why}
			break
		}
		c.hunks = append(c.hunks, one)
		if at = next; at < 0 && read.unread == nil {
			read.unread = &Failure{Path: d.Path(), Hunk: i + 1, Line: one.line, Why: "it has more lines than it says, so that patch passes over the last ones without a word"}
		}
	}
	r.header(&c, d, at, end)
	if len(c.hunks) == 0 && c.broken == nil && !c.binary && !extended(d) {
		return // names alone are text to patch
	}
	c.sayAbsent(d)
	read.changes = append(read.changes, c)
}

// extended reports whether git says anything of the file below its names.
func extended(d *patch.FileDiff) bool {
	return d.Git() && (d.New || d.Deleted || d.Renamed || d.Copied || d.OldMode+d.NewMode+d.OldID+d.NewID != "")
}

// passedOver notes hunks that patch does not see.
func (r *reading) passedOver(line, n int) {
	if r.unread == nil {
		r.unread = &Failure{Line: line, Why: fmt.Sprintf("the lines before it end the diff, so that patch passes over %d hunks without a word", n)}
	}
}

// header finds a hunk header that cannot be read where patch would read it.
func (r *reader) header(c *change, d *patch.FileDiff, at, end int) {
	if c.broken != nil || c.unread > 0 {
		return
	}
	for _, offset := range r.headers {
		if offset >= d.Start && offset < end && (offset == at || at < 0) {
			c.broken = &Failure{Path: d.Path(), Hunk: len(c.hunks) + 1, Line: r.lineOf(offset), Why: "it is no hunk header"}
			return
		}
	}
}

// sayAbsent notes which file the header says is not there.
func (c *change) sayAbsent(d *patch.FileDiff) {
	if len(d.Hunks) > 0 {
		c.absent[oldName] = absence(d.Hunks[0].OldStart, d.OldEpoch)
		c.absent[newName] = absence(d.Hunks[0].NewStart, d.NewEpoch)
		return
	}
	c.absent = [2]absent{ofID(d.OldID), ofID(d.NewID)}
	if d.New {
		c.absent[oldName] = gone
	}
	if d.Deleted {
		c.absent[newName] = gone
	}
}

func absence(start int, epoch bool) absent {
	switch {
	case start != 0:
		return present
	case epoch:
		return gone
	}
	return empty
}

// emptyBlob is what git calls a file without content.
const emptyBlob = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"

// ofID tells what git's name of a content says.
func ofID(id string) absent {
	switch {
	case len(id) < 4:
		return present
	case strings.Trim(id, "0") == "":
		return gone
	case strings.HasPrefix(emptyBlob, id):
		return empty
	}
	return present
}

// mostBlank is how many blank lines at the end of a patch may have been lost.
const mostBlank = 3

// hunk takes the lines that the counts promise. It tells where the hunk ends, and
// why patch refuses it.
func (r *reader) hunk(h *patch.Hunk) (one hunk, end int, why string) {
	one = hunk{line: r.lineOf(h.Start), first: [2]int{h.OldStart, h.NewStart}, prefix: -1}
	if h.OldCount == 0 {
		one.first[oldName]++
	}
	if h.NewCount == 0 {
		one.first[newName]++
	}
	old, own, context := h.OldCount, h.NewCount, 0
	end = h.End
	for i, l := range h.Lines {
		if l.Op == '\\' {
			continue
		}
		if old <= 0 && own <= 0 {
			end = -1 // lines follow that patch takes for text
			break
		}
		if l.Op != '+' {
			old--
		}
		if l.Op != '-' {
			own--
		}
		if old < 0 || own < 0 {
			return one, 0, fmt.Sprintf("its lines do not add up to the %d old and %d new ones that it says", h.OldCount, h.NewCount)
		}
		complete := i+1 >= len(h.Lines) || h.Lines[i+1].Op != '\\'
		context = one.take(edit{l.Op, r.text(l, complete)}, context)
	}
	if old == own && old > 0 && old <= mostBlank && h.End == len(r.src) {
		for range old {
			context = one.take(edit{' ', []byte("\n")}, context)
		}
		old, own = 0, 0
	}
	if old > 0 || own > 0 {
		return one, 0, fmt.Sprintf("it ends before the %d old and %d new lines that it says", h.OldCount, h.NewCount)
	}
	if one.prefix < 0 {
		return one, 0, "it changes nothing"
	}
	one.end = context
	return one, end, ""
}

// text is a line with its newline, if it is complete.
func (r *reader) text(l patch.Line, complete bool) []byte {
	switch {
	case !complete:
		return r.src[l.Start:l.End:l.End]
	case l.End < len(r.src) && r.src[l.End] == '\n':
		return r.src[l.Start : l.End+1 : l.End+1]
	}
	return append(r.src[l.Start:l.End:l.End], '\n')
}

// take adds a line, and counts the lines of context since the last change.
func (h *hunk) take(e edit, context int) int {
	h.edits = append(h.edits, e)
	if e.op != '+' {
		h.sides[oldName] = append(h.sides[oldName], e.text)
	}
	if e.op != '-' {
		h.sides[newName] = append(h.sides[newName], e.text)
	}
	if e.op == ' ' {
		return context + 1
	}
	if h.prefix < 0 {
		h.prefix = context
	}
	return 0
}
