package stories

import (
	"cmp"
	"maps"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// awaited is a decision or a seam that other work may wait for.
type awaited struct {
	title string
	// files are those that a decision is about, as REPO/PATH; packages are those
	// whose own fate rests on it, by name.
	files    map[string]bool
	packages []string
}

// awaited are the decisions and seams among the stories, by their titles.
func (c *composer) awaited() []awaited {
	var list []awaited
	for _, s := range c.stories {
		if s.answer == nil {
			continue
		}
		w := awaited{title: c.titleOf(s), files: map[string]bool{}, packages: s.answer.Packages}
		for _, f := range s.places {
			if s.answer.Kind == "decision" {
				w.files[f.Repo+"/"+f.Path] = true
			}
		}
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b awaited) int { return cmp.Compare(a.title, b.title) })
	return list
}

// waitsShare bounds from below how much of a story a decision has to touch to be
// named in it: a twentieth of its places.
const waitsShare = 20

// waitsFor says which decisions the work of a story waits for: those about the same
// files, and those that the fate of its packages rests on.
func (c *composer) waitsFor(s *Story) []string {
	var lines []string
	for _, w := range c.waits {
		if w.title == s.Title {
			continue
		}
		packages, places := map[string]bool{}, 0
		for _, f := range s.places {
			if w.files[f.Repo+"/"+f.Path] || slices.Contains(w.packages, f.Package) {
				places++
				packages[inRepo(f.Repo, f.Package)] = true
			}
		}
		if places*waitsShare < len(s.places) || places == 0 {
			continue
		}
		then := "do what is in " + md(terminal.List(slices.Sorted(maps.Keys(packages)))) + " after it"
		if s.answer != nil && s.answer.Kind == "decision" {
			then = "both are about " + md(terminal.List(slices.Sorted(maps.Keys(packages)))) + ", decide them together"
		}
		lines = append(lines, md(w.title)+": "+then+".")
	}
	return append(lines, c.adoptFirst(s)...)
}

// adoptFirst says of packages that carry patches that their packaging, and what is
// packaged with them, only matters where the target's own is not adopted.
func (c *composer) adoptFirst(s *Story) []string {
	if s.topic.id != "packaging" && s.topic.id != "shell" {
		return nil
	}
	packages := map[string]bool{}
	for _, f := range s.places {
		if stack := c.stacks[f.Repo+"/"+f.Package]; stack != nil && stack.Class == finding.StackCentOS {
			packages[f.Package] = true
		}
	}
	if len(packages) == 0 {
		return nil
	}
	names := md(terminal.Few(slices.Sorted(maps.Keys(packages)), maxAdopted, terminal.Clean))
	return []string{"The stories about patches to third-party packages: where a system's own package is adopted in place of " + names + ", nothing is left to do here."}
}

// maxAdopted is how many packages a line names that may be adopted.
const maxAdopted = 12

// offers lists what the module of a seam has to do for the places of a story, as
// the report says of the functions that they are in.
func (c *composer) offers(s *Story) []string {
	if s.answer == nil {
		return nil
	}
	at := slices.IndexFunc(c.report.Seams, func(seam reports.Seam) bool { return seam.ID == reports.AnswerPrefix+s.answer.ID })
	if at < 0 {
		return nil
	}
	seam := &c.report.Seams[at]
	asked := map[string]bool{}
	for _, f := range seam.Functions {
		for _, name := range f.Operations {
			asked[name] = asked[name] || f.Blocking > 0
		}
	}
	var lines []string
	for _, o := range seam.Interface {
		if o.Name == reports.SeamOther {
			continue
		}
		if known := asked[o.Name]; known || seam.FunctionsTotal > len(seam.Functions) {
			lines = append(lines, md(o.Name)+": "+md(o.Does))
		}
	}
	return lines
}
