package finding

// Fix is the mechanical replacement of a finding, or why the place has none.
// Its edits are made together or not at all.
type Fix struct {
	// Edits are in the order of the file and do not overlap.
	Edits []Edit `json:"edits,omitempty"`
	// Shared are insertions that other findings of the file may need as well,
	// such as an import: they are made once.
	Shared []Edit `json:"shared,omitempty"`
	// Group, if set, names fixes of the file that are made together or not at
	// all.
	Group string `json:"group,omitempty"`
	// After is what the lines of Edits become, without what indents the first,
	// if that is short enough to show.
	After string `json:"after,omitempty"`
	// Without says why the rule's replacement was not worked out here; there
	// are no edits then.
	Without string `json:"without,omitempty"`
}

// Edit puts Text in the place of a range of the file. Lines and columns count
// from 1, columns in bytes; the end is the first place behind the range. An
// edit whose end is its beginning inserts.
type Edit struct {
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Text      string `json:"text"`
}

// Mends reports whether there is a replacement to make.
func (f *Fix) Mends() bool { return f != nil && f.Without == "" && len(f.Edits)+len(f.Shared) > 0 }
