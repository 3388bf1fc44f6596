package patches

import (
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// change is a line that a patch adds or removes.
type change struct {
	op   byte // '+' or '-'
	text string
}

// changesOf returns the changed lines of one file, in order.
func changesOf(src []byte, d *patch.FileDiff) []change {
	var list []change
	for _, h := range d.Hunks {
		for _, l := range h.Lines {
			if l.Op == '+' || l.Op == '-' {
				list = append(list, change{l.Op, string(src[l.Start:l.End])})
			}
		}
	}
	return list
}

// block is what one place of a file loses and what it gets.
type block struct{ removed, added []string }

// blocksOf returns the places that a patch changes: runs of changed lines
// without a line of context between them.
func blocksOf(src []byte, d *patch.FileDiff) []block {
	var list []block
	for _, h := range d.Hunks {
		open := false
		for _, l := range h.Lines {
			if l.Op != '+' && l.Op != '-' {
				open = open && l.Op == '\\'
				continue
			}
			if !open {
				list, open = append(list, block{}), true
			}
			b, text := &list[len(list)-1], string(src[l.Start:l.End])
			if l.Op == '+' {
				b.added = append(b.added, text)
			} else {
				b.removed = append(b.removed, text)
			}
		}
	}
	return list
}

// isDamaged reports whether lines of a patch cannot be told for sure.
func isDamaged(p *patch.File) bool {
	return slices.ContainsFunc(p.Malformed, func(e patch.Error) bool { return !e.Whole })
}

// all reports whether a patch changes lines, and every file is such. Files that
// are renamed or binary are not looked into and are no such files.
func all(p *patch.File, is func(d *patch.FileDiff) bool) bool {
	if isDamaged(p) {
		return false
	}
	changed := false
	for i := range p.Files {
		d := &p.Files[i]
		if d.Binary || d.Renamed || !is(d) {
			return false
		}
		for _, h := range d.Hunks {
			changed = changed || slices.ContainsFunc(h.Lines, func(l patch.Line) bool { return l.Op == '+' || l.Op == '-' })
		}
	}
	return changed
}

// squeezed returns a line without white space.
func squeezed(line string) string { return strings.Join(strings.Fields(line), "") }
