package apply

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
)

// run applies one patch. What it changes is written as patch writes it: what a diff
// of git changes at the end, so that later diffs of the same patch copy and rename
// what was there before; removed files go last of all.
type run struct {
	tree   *Tree
	strip  int
	fuzz   int
	budget int
	// queue are the files to be written, queued their paths and those that they
	// were made from.
	queue  []write
	queued map[string]bool
	// removed are the files that go at the end; names no longer find them.
	removed map[string]bool
}

type write struct {
	path string
	file node
}

// target is what a diff is about.
type target struct {
	in, out string // the file that is read, and the one that is written
	file    Info   // of in
	skip    bool
	state   State
	why     string
}

// look says what is at a path for a diff of this patch.
func (r *run) look(name string) Info {
	if r.removed[name] {
		return Info{}
	}
	return r.tree.look(name)
}

// change applies one diff.
func (r *run) change(c *change) FileResult {
	if !c.git {
		r.flush()
	}
	t := r.choose(c)
	result := FileResult{Path: t.out, State: t.state, Why: t.why}
	if t.in != t.out {
		result.From = t.in
	}
	switch {
	case c.broken != nil:
		result.State, result.Why = Malformed, c.broken.Why
		result.Hunks = ignore(c.hunks)
	case t.skip:
		result.Hunks = ignore(c.hunks)
	case c.binary && len(c.hunks) == 0:
		result.State, result.Why = Unknown, "a binary change: patch cannot apply it, and whether it would fit is not known"
	default:
		r.edit(c, t, &result)
	}
	for range c.unread {
		result.Hunks = append(result.Hunks, HunkResult{Outcome: Unread})
	}
	return result
}

// edit changes the content of a file that was found.
func (r *run) edit(c *change, t target, result *FileResult) {
	if c.git && r.queued[t.out] {
		r.flush()
		t.file = r.look(t.in)
	}
	var data []byte
	if t.file.Kind != Nothing {
		var err error
		if data, err = r.tree.read(t.in); err != nil {
			result.State, result.Why, result.Hunks = Unknown, unreadable(err), ignore(c.hunks)
			return
		}
	}
	e := newEditor(data, r.fuzz, &r.budget)
	var reversed bool
	result.Hunks, reversed = e.apply(c.hunks)
	switch {
	case r.budget < 0:
		result.State, result.Why, result.Hunks = Unknown, "to look for its hunks takes more steps than any real patch needs: given up", ignore(c.hunks)
		return
	case reversed:
		result.State, result.Why = Already, "what it makes is there"
		return
	}
	result.State = stateOf(result.Hunks)
	r.store(c, t, e, result)
}

func unreadable(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "the file is gone since the source was listed: read the source anew"
	}
	return "the file cannot be read: " + err.Error()
}

// stateOf is the state of a file by its hunks.
func stateOf(hunks []HunkResult) State {
	state := Clean
	for _, h := range hunks {
		own := Clean
		switch {
		case h.Outcome == Failed:
			own = Conflict
		case h.Fuzz > 0:
			own = Fuzz
		case h.Offset != 0:
			own = Offset
		}
		if rank(own) > rank(state) {
			state = own
		}
	}
	return state
}

// store writes what came out.
func (r *run) store(c *change, t target, e *editor, result *FileResult) {
	data := e.result()
	failed := 0
	for _, h := range result.Hunks {
		if h.Outcome == Failed {
			failed++
		}
	}
	if c.absent[newName] == gone {
		if len(data) == 0 {
			r.remove(t.out)
			return
		}
		result.State = Conflict
		if failed == 0 {
			result.Why = "the file is to be removed, but has more than the patch says, and stays"
		}
	}
	sets := c.modes[newName] != "" && c.modes[newName] != c.modes[oldName]
	moves := c.renamed || c.copied
	if failed >= len(result.Hunks) && !sets && !moves {
		return
	}
	file := node{kind: Regular, executable: t.file.Executable, data: data}
	if sets {
		file.executable = isExecutable(c.modes[newName])
	}
	if c.kind() == Link {
		file.kind = Link
	}
	r.write(c, t, file)
}

// isExecutable reports whether octal digits of a mode let anybody execute.
func isExecutable(mode string) bool {
	return len(mode) >= 3 && strings.ContainsAny(mode[len(mode)-3:], "1357")
}

// kind is what the diff says that its file is.
func (c *change) kind() Kind {
	for _, mode := range []string{c.modes[newName], c.modes[oldName]} {
		if strings.HasPrefix(mode, "120") {
			return Link
		}
	}
	return Regular
}

// write stores a file, at once or at the end.
func (r *run) write(c *change, t target, file node) {
	delete(r.removed, t.out)
	if c.git && c.absent[oldName] != gone {
		if r.queued == nil {
			r.queued = map[string]bool{}
		}
		if r.look(t.out).Kind != Nothing {
			r.queued[t.out] = true
		}
		r.queue = append(r.queue, write{t.out, file})
	} else {
		r.tree.write(t.out, file)
	}
	if c.renamed && t.in != t.out {
		r.remove(t.in)
	}
}

func (r *run) remove(name string) {
	if r.removed == nil {
		r.removed = map[string]bool{}
	}
	r.removed[name] = true
}

// flush writes what waits. A file that was to go and is written anew stays.
func (r *run) flush() {
	for _, w := range r.queue {
		r.tree.write(w.path, w.file)
		delete(r.removed, w.path)
	}
	r.queue, r.queued = nil, nil
}

// finish writes what waits, and removes files unless patch gave up before.
func (r *run) finish(whole bool) {
	r.flush()
	if !whole {
		return
	}
	for name := range r.removed {
		r.tree.write(name, node{})
	}
}

// made is the file that hunks make of nothing.
func made(hunks []hunk) []byte {
	var b bytes.Buffer
	for i := range hunks {
		for _, line := range hunks[i].sides[newName] {
			b.Write(line)
		}
	}
	return b.Bytes()
}
