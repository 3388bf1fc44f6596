package upstream

import (
	"path"
	"slices"
)

// mostBeyond bounds the files of a commit that are looked into beyond those whose names
// the patch has.
const mostBeyond = 40

// beyond are those of a patch's lines that a commit did something with in files of other
// names than the patch's; did is asked for each with whether a file has it before
// and after the commit. None if the commit has too many files or cannot be read: a
// person looks at it.
func (r *run) beyond(v *verdict, c *candidate, keys []int32, did func(k key, before, after bool) bool) []int32 {
	changes, err := r.repo.Changes(r.ctx, c.record.parent, c.record.ID)
	if err != nil || len(changes) > mostBeyond {
		return nil
	}
	var list []int32
	for _, change := range changes {
		if slices.ContainsFunc(v.files, func(f file) bool { return path.Base(f.path) == path.Base(change.Path) }) {
			continue
		}
		before, errBefore := r.contents.linesOf(c.record.parent, change.Path)
		after, errAfter := r.contents.linesOf(c.record.ID, change.Path)
		if errBefore != nil || errAfter != nil {
			return nil
		}
		for _, k := range keys {
			if line := v.keys[k].line; did(v.keys[k], before[line], after[line]) {
				list = append(list, k)
			}
		}
	}
	return unique(list)
}

// widen looks for what a commit seems to lack that the patch names as its source, or
// that names the patch so, in files of other names: code moves from file to file, and
// a backport has it where it was. Lines alone would prove nothing there.
func (r *run) widen(v *verdict) {
	if len(v.landed) == 0 || !v.landed[0].vouched {
		return
	}
	c := v.landed[0]
	have := union(append(slices.Clone(v.landed), v.again...))
	var missing []int32
	for i, k := range v.keys {
		if _, there := slices.BinarySearch(have, int32(i)); !k.weak && !there { //nolint:gosec // an index
			missing = append(missing, int32(i)) //nolint:gosec // the same
		}
	}
	found := r.beyond(v, c, missing, func(k key, before, after bool) bool { return before != after && after == k.plus })
	if all := unique(slices.Concat(c.sure, found)); len(found) > 0 && share(v.weight(all), v.total) >= enoughAlone {
		c.sure = all
		v.weigh(c)
		v.state, v.by, v.why, v.parts = Upstreamed, c.by, "", nil
		v.wholeness()
		v.measure()
	}
}
