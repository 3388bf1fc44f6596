package facts

import (
	"bytes"
	"path"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// maxHunks bounds the hunks that are read of one patch.
const maxHunks = 20000

// readPatch adds the Python and the shell code that a patch adds: of each hunk what is
// there once it is applied, with the lines around it.
func readPatch(f *File, src []byte) {
	left := maxHunks
	parsed := patch.Parse(src)
	for i := range parsed.Files {
		d := &parsed.Files[i]
		script := patchedScript{path: d.Path(), shell: knownShell(d.Path())}
		for n := range d.Hunks {
			if left--; left < 0 {
				return
			}
			text, added := afterHunk(src, d.Hunks[n].Lines)
			script.read(f, text, added, n == 0 && d.Hunks[n].NewStart <= 1)
			if len(added) == 0 || !mayHoldPython(src, d, &d.Hunks[n]) {
				continue
			}
			complete := len(d.Hunks) == 1 && (d.New || d.OldPath == "/dev/null" || d.Hunks[n].OldCount == 0 && d.Hunks[n].NewStart <= 1)
			f.readHunk(d, text, added, complete)
		}
	}
}

// mayHoldPython is a quick look at whether a hunk is worth the pains.
func mayHoldPython(src []byte, d *patch.FileDiff, h *patch.Hunk) bool {
	switch path.Ext(d.Path()) {
	case ".py":
		return true
	case "", ".sh":
		return len(h.Lines) > 0 && bytes.Contains(src[h.Lines[0].Start:h.Lines[len(h.Lines)-1].End], []byte("python"))
	}
	return false
}

// afterHunk returns the lines of a hunk as they are when it is applied, and
// which ranges of them it adds.
func afterHunk(src []byte, lines []patch.Line) (*text, []Span) {
	t := &text{offsets: []int{}}
	var added []Span
	for _, l := range lines {
		if l.Op != ' ' && l.Op != '+' {
			continue
		}
		start := len(t.bytes)
		for at := l.Start; at < l.End; at++ {
			t.add(src[at], at)
		}
		t.add('\n', l.End)
		if l.Op == '+' && l.End > l.Start {
			added = append(added, Span{start, len(t.bytes)})
		}
	}
	return t, added
}

// readHunk adds a hunk of a Python file, or what a new script for a shell runs.
func (f *File) readHunk(d *patch.FileDiff, t *text, added []Span, complete bool) {
	e := embedding{via: ViaPatch, depth: 1}
	name, isPython := shebangInterpreter(t.bytes)
	switch {
	case isPython:
	case path.Ext(d.Path()) == ".py":
		name = "python"
	default:
		f.readHunkScript(t, added, e)
		return
	}
	f.Programs = append(f.Programs, Program{
		Interpreter: name, Via: e.via, Src: t.bytes, At: t.at, Fragment: !complete, Added: added,
	})
}

// readHunkScript adds the Python code within a hunk of a script.
func (f *File) readHunkScript(t *text, added []Span, e embedding) {
	script := &File{}
	readShell(script, t.bytes, whole, e)
	for _, p := range script.Programs {
		at := p.At
		hunk := Program{Added: added}
		start := 0
		for line := range bytes.Lines(p.Src) {
			end := start + len(line)
			if hunk.Adds(at(start), at(end-1)+1) {
				p.Added = append(p.Added, Span{start, end})
			}
			start = end
		}
		p.At = func(i int) int { return t.at(at(i)) }
		if p.Added != nil {
			f.Programs = append(f.Programs, p)
		}
	}
}
