package upstream

import (
	"bytes"
	"errors"
	"slices"

	"opendev.org/starlingx/stxscan/git"
)

// mostBlob is the size of a file in bytes up to which it is looked into.
const mostBlob = 8 << 20

// contents reads files of revisions.
type contents struct {
	batch *git.BatchReader
	lines map[string]map[uint64]bool // of REVISION:PATH; nil if it is not there
}

// linesOf gives the hashes of the lines of a file, nil if there is none.
func (c *contents) linesOf(revision, name string) (map[uint64]bool, error) {
	at := revision + ":" + name
	if lines, ok := c.lines[at]; ok {
		return lines, nil
	}
	src, err := c.read(revision, name)
	if err != nil {
		return nil, err
	}
	var lines map[uint64]bool
	if src != nil {
		lines = map[uint64]bool{}
		for line := range bytes.Lines(src) {
			h, _ := lineHash(bytes.TrimSuffix(line, []byte("\n")))
			lines[h] = true
		}
	}
	c.lines[at] = lines
	return lines, nil
}

// read gives a file, nil if there is none or it is too large.
func (c *contents) read(revision, name string) ([]byte, error) {
	if bytes.ContainsAny([]byte(name), "\n\x00") {
		return nil, nil
	}
	src, err := c.batch.Read(revision+":"+name, mostBlob)
	if errors.Is(err, git.ErrMissing) || errors.Is(err, git.ErrTooLarge) {
		return nil, nil
	}
	return src, err
}

// mostPlaces bounds under how many paths a file is looked for.
const mostPlaces = 16

// present is the share of the added lines that the files have at a revision,
// or of the removed ones that they lack if nothing is added; -1 if no file is there.
func (c *contents) present(v *verdict, h *history, revision string) (float64, error) {
	return c.share(v, h, revision, func(k key) (counts, should bool) { return k.plus == (v.plus > 0), k.plus })
}

// restored is the share of the removed lines that the files have at a revision; -1
// if no file is there, 0 if nothing is removed.
func (c *contents) restored(v *verdict, h *history, revision string) (float64, error) {
	return c.share(v, h, revision, func(k key) (counts, should bool) { return !k.plus, true })
}

// share weighs the lines that count, and of them those that are at a revision as
// they should be: there, or not there.
func (c *contents) share(v *verdict, h *history, revision string, of func(key) (counts, should bool)) (float64, error) {
	have, total, some := 0., 0., false
	for f := range v.files {
		var sets []map[uint64]bool
		for _, name := range v.pathsOf(h, f) {
			lines, err := c.linesOf(revision, name)
			if err != nil {
				return 0, err
			}
			if lines != nil {
				sets = append(sets, lines)
			}
		}
		some = some || len(sets) > 0
		for i, k := range v.keys {
			counts, should := of(k)
			if k.file != f || k.weak || !counts {
				continue
			}
			total += v.weights[i]
			if slices.ContainsFunc(sets, func(lines map[uint64]bool) bool { return lines[k.line] == should }) {
				have += v.weights[i]
			}
		}
	}
	if !some {
		return -1, nil
	}
	return share(have, total), nil
}

// pathsOf are the paths that certainly are a file of the patch, those that the
// landing changed first.
func (v *verdict) pathsOf(h *history, f int) []string {
	var ids, rest []int32
	for _, c := range v.landed {
		for _, p := range c.record.paths {
			if v.places[f][p.path] == certain && !slices.Contains(ids, p.path) {
				ids = append(ids, p.path)
			}
		}
	}
	for id, where := range v.places[f] {
		if where == certain && !slices.Contains(ids, id) {
			rest = append(rest, id)
		}
	}
	slices.Sort(rest)
	var list []string
	for _, id := range append(ids, rest...) {
		if len(list) < mostPlaces {
			list = append(list, h.paths[id])
		}
	}
	return list
}

// around says whether a commit changed every hunk of the patch among the very
// lines that the patch has around it: what a patch-id compares.
// If the commit changes nothing else in its files, the nearest lines will do.
func (c *contents) around(v *verdict, h *history, landed *candidate) (bool, error) {
	r := landed.record
	if r.parent == "" {
		return false, nil
	}
	hunks := 0
	for i := range v.parsed.Files {
		d := &v.parsed.Files[i]
		f := slices.IndexFunc(v.files, func(own file) bool { return own.path == cleanPath(d.Path()) })
		if f < 0 || v.files[f].weak || d.New || d.Deleted {
			continue
		}
		ok := false
		for _, name := range v.pathsOf(h, f) {
			before, err := c.read(r.parent, name)
			if err != nil {
				return false, err
			}
			after, err := c.read(r.ID, name)
			if err != nil {
				return false, err
			}
			if before == nil || after == nil {
				continue
			}
			old, now := dense(before), dense(after)
			ok = ok || v.fits(d.Hunks, old, now, false) || landed.exact && v.fits(d.Hunks, old, now, true)
		}
		if !ok {
			return false, nil
		}
		hunks += len(d.Hunks)
	}
	return hunks > 0, nil
}

// dense is a text with its lines stripped of white space, each enclosed in
// newlines.
func dense(src []byte) []byte {
	out := append(make([]byte, 0, len(src)+1), '\n')
	for line := range bytes.Lines(src) {
		out = append(append(out, stripped(line)...), '\n')
	}
	return out
}
