package patch

import "sort"

// Added is a run of consecutive added lines of one file. Lines that follow
// each other in the new file belong to one run although removed lines stand
// between them in the patch.
type Added struct {
	Diff *FileDiff
	// Text is the added lines, each with a newline.
	Text []byte
	// NewLine is the number of the first line in the new file.
	NewLine int

	lines []addedLine
}

// addedLine says where a line of Text starts in the patch file.
type addedLine struct{ text, source int }

// Offset turns an offset into Text into one into the patch file. Offsets
// outside of Text are brought to its nearest end.
func (a *Added) Offset(text int) int {
	text = min(max(text, 0), len(a.Text))
	i := sort.Search(len(a.lines), func(i int) bool { return a.lines[i].text > text }) - 1
	if text == len(a.Text) && i > 0 && a.lines[i].text == text {
		i--
	}
	return a.lines[i].source + text - a.lines[i].text
}

// Added returns the added lines of every file, in file order.
func (f *File) Added() []Added {
	var all []Added
	for i := range f.Files {
		d := &f.Files[i]
		for _, h := range d.Hunks {
			all = f.addHunk(all, d, h.Lines)
		}
	}
	return all
}

func (f *File) addHunk(all []Added, d *FileDiff, lines []Line) []Added {
	open := false
	for _, l := range lines {
		switch l.Op {
		case ' ':
			open = false
		case '+':
			if !open {
				all = append(all, Added{Diff: d, NewLine: l.NewLine})
				open = true
			}
			block := &all[len(all)-1]
			block.lines = append(block.lines, addedLine{len(block.Text), l.Start})
			block.Text = append(append(block.Text, f.src[l.Start:l.End]...), '\n')
		}
	}
	return all
}
