package apply

import (
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// none stands for no name of a diff.
const none = -1

// stripped gives the names of a diff as files of the source: without the leading
// folders that the strip level counts. A name that has fewer, or that would lead out
// of the source, is none.
func (c *change) stripped(level int) [names]string {
	var own [names]string
	for i, name := range c.names {
		own[i] = strip(name, level)
	}
	// The Index: line counts only where the two others say nothing.
	if own[oldName] != "" || own[newName] != "" {
		own[indexName] = ""
	}
	return own
}

func strip(name string, level int) string {
	if name == "/dev/null" {
		return ""
	}
	for range level {
		_, rest, ok := strings.Cut(name, "/")
		if !ok {
			return ""
		}
		name = strings.TrimLeft(rest, "/")
	}
	if strings.HasPrefix(name, "/") || strings.ContainsRune(name, 0) || slices.Contains(strings.Split(name, "/"), "..") {
		return ""
	}
	if name = path.Clean(name); name == "." {
		return ""
	}
	return name
}

// best is the name that patch takes of those that are not ruled out: that with the
// fewest folders, of these that with the shortest last part, then the shortest, then
// the first.
func best(own [names]string, out func(i int) bool) int {
	found := none
	for i, name := range own {
		if name == "" || out(i) {
			continue
		}
		if found == none || slices.Compare(weight(name), weight(own[found])) < 0 {
			found = i
		}
	}
	return found
}

func weight(name string) []int {
	return []int{strings.Count(name, "/"), len(path.Base(name)), len(name)}
}

// detectStrip finds the strip level with which the files to be changed are there:
// 1, else 0, 2 or 3, whichever finds the most.
func detectStrip(tree *Tree, read *reading) int {
	level, most := DefaultStrip, -1
	for _, try := range []int{1, 0, 2, 3} {
		found := 0
		for i := range read.changes {
			own := read.changes[i].stripped(try)
			if slices.ContainsFunc(own[:], func(name string) bool { return name != "" && tree.look(name).Kind == Regular }) {
				found++
			}
		}
		if found > most {
			level, most = try, found
		}
	}
	return level
}

// Candidates are the names that a stack may change or look at, sorted: all that its
// patches give to files, at the strip levels that they may have. A source that is read
// once keeps these.
func Candidates(stack []Patch) []string {
	var all []string
	for _, p := range stack {
		for _, d := range patch.Parse(p.Text).Files {
			var c change
			c.names[oldName], c.names[newName], c.names[indexName] = d.Names()
			levels := []int{p.Strip}
			if p.Strip < 0 {
				levels = []int{0, 1, 2, 3}
			}
			for _, level := range levels {
				for _, name := range c.names {
					if name = strip(name, level); name != "" {
						all = append(all, name)
					}
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
