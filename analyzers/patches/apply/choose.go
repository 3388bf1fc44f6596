package apply

import (
	"bytes"
	"path"
	"strings"
)

// choose finds the file that a diff is about, as patch does, or why it is left out.
func (r *run) choose(c *change) target {
	own := c.stripped(r.strip)
	var info [names]Info
	last := none
	for i, name := range own {
		if name != "" {
			info[i], last = r.look(name), i
		}
	}
	chosen := best(own, func(i int) bool { return info[i].Kind == Nothing })
	t := target{}
	if last != none && (chosen == none || info[chosen].Kind == c.kind()) {
		named := chosen
		if named == none {
			named = last
		}
		if r.madeAlready(c, own[named], info[named], &t) {
			chosen = named
		}
	}
	if chosen == none && c.absent[oldName] != present {
		chosen = r.fewestFolders(own)
	}
	if chosen == none {
		return c.notFound(own, t)
	}
	t.in, t.file = own[chosen], info[chosen]
	t.out = t.in
	if (c.renamed || c.copied) && chosen == oldName {
		if own[newName] == "" {
			return t.refuse(Missing, "the diff renames or copies, but does not give both names")
		}
		t.out = own[newName]
	}
	return r.mayWrite(c, t)
}

// notFound says that no file of a diff is there.
func (c *change) notFound(own [names]string, t target) target {
	t.out = own[newName]
	if t.out == "" {
		t.out = own[oldName]
	}
	if t.out == "" {
		t.out = strings.TrimPrefix(c.names[newName], "/")
		return t.refuse(Missing, "no name of the diff is a file of the source at this strip level")
	}
	return t.refuse(Missing, "the file is not there")
}

func (t target) refuse(s State, why string) target {
	if !t.skip {
		t.skip, t.state, t.why = true, s, why
	}
	return t
}

// mayWrite refuses what patch does not write to.
func (r *run) mayWrite(c *change, t target) target {
	switch kind := t.file.Kind; {
	case kind == Unreadable:
		return t.unknown()
	case kind != Nothing && kind != c.kind() && !t.skip:
		return t.refuse(Conflict, "what is there is "+string(kind)+", and patch changes nothing but files")
	}
	for dir := path.Dir(t.out); dir != "."; dir = path.Dir(dir) {
		if kind := r.tree.look(dir).Kind; kind == Regular || kind == Special {
			return t.refuse(Conflict, "a folder of its path is a file")
		}
	}
	return t
}

func (t target) unknown() target {
	t.skip, t.state, t.why = true, Unknown, t.file.Why
	return t
}

// madeAlready tells a diff that would create what is there, or remove what is not.
// Such a diff is left out.
func (r *run) madeAlready(c *change, name string, info Info, t *target) bool {
	nothing := info.Kind == Nothing
	void := nothing || info.Size == 0
	switch {
	case void && (c.knownEmpty(nothing) || c.absent[newName] == present),
		!void && c.absent[oldName] != gone:
		return false
	}
	t.skip, t.state = true, Already
	switch {
	case nothing:
		t.why = "the file that it removes is not there"
	case void:
		t.why = "the file that it empties is empty"
	default:
		t.why = "the file that it creates is there"
		if data, err := r.tree.read(name); err == nil && !bytes.Equal(data, made(c.hunks)) {
			t.state, t.why = Conflict, "the file that it creates is there, with other content"
		}
	}
	return true
}

// knownEmpty tells a diff of git that creates or removes a file without content.
func (c *change) knownEmpty(nothing bool) bool {
	from, to := oldName, newName
	if nothing {
		from, to = newName, oldName
	}
	return c.absent[from] == empty && c.absent[to] == gone
}

// fewestFolders is the name of a file to be created for which the fewest folders
// have to be made.
func (r *run) fewestFolders(own [names]string) int {
	var folders [names]int
	fewest := none
	for i, name := range own {
		if name == "" {
			continue
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if r.tree.look(dir).Kind == Nothing {
				folders[i]++
			}
		}
		if fewest == none || folders[i] < fewest {
			fewest = folders[i]
		}
	}
	return best(own, func(i int) bool { return folders[i] > fewest })
}
