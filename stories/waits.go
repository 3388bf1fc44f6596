package stories

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// awaited is a decision or a seam that other work may wait for.
type awaited struct {
	title string
	// files are those that a decision is about, as REPO/PATH; packages are those
	// whose own fate rests on it, by name. touched are the files of a seam too.
	files    map[string]int // with how many places each
	touched  map[string]bool
	packages []string
}

// awaited are the decisions and seams among the stories, by their titles.
func (c *composer) awaited() []awaited {
	var list []awaited
	for _, s := range c.stories {
		if s.answer == nil {
			continue
		}
		w := awaited{title: c.titleOf(s), files: map[string]int{}, touched: map[string]bool{}, packages: s.answer.Packages}
		for _, f := range s.places {
			w.touched[f.Repo+"/"+f.Path] = true
			if s.answer.Kind == "decision" {
				w.files[f.Repo+"/"+f.Path]++
			}
		}
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b awaited) int { return cmp.Compare(a.title, b.title) })
	return list
}

// waitsShare bounds from below how much of a story a decision has to touch to be
// named in it: two places, and one in 25 of all.
const waitsShare = 25

// waitsFor says which decisions the work of a story waits for: those about the same
// files, and those that the fate of its packages rests on.
func (c *composer) waitsFor(s *Story) []string {
	var lines []string
	own := map[string]int{}
	for _, f := range s.places {
		own[f.Repo+"/"+f.Path]++
	}
	for _, w := range c.waits {
		if w.title == s.Title {
			continue
		}
		packages, places, named := map[string]bool{}, 0, false
		for _, f := range s.places {
			file := f.Repo + "/" + f.Path
			fate := s.topic.id != "shell" && slices.Contains(w.packages, f.Package)
			// A file with few places of the decision is not what it is about.
			if fate || w.files[file] >= own[file] {
				places++
				packages[inRepo(f.Repo, f.Package)] = true
				named = named || fate
			}
		}
		if !named && (places < 2 || places*waitsShare < len(s.places)) {
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

// beside names the decisions and seams that have places in the files of a story about
// what takes CentOS for granted, and that its work does not wait for.
func (c *composer) beside(s *Story) string {
	files := map[string]int{}
	for _, f := range s.places {
		files[f.Repo+"/"+f.Path]++
	}
	first := strings.Join(c.waitsFor(s), "\n")
	var titles []string
	for _, w := range c.waits {
		if title := md(w.title); w.touches(files) && !strings.Contains(first, title+":") {
			titles = append(titles, title)
		}
	}
	if len(titles) == 0 {
		return ""
	}
	return "\nOther places of the same files are in " + list(titles) + ": they are done there.\n"
}

// touches reports whether some files have places of a decision or a seam.
func (w *awaited) touches(files map[string]int) bool {
	for file := range files {
		if w.touched[file] {
			return true
		}
	}
	return false
}

// adoptFirst says of other projects' packages that what is done for them only matters
// where the target's own is not adopted, and of drivers that the target's kernel may
// have them.
func (c *composer) adoptFirst(s *Story) []string {
	if s.answer != nil || s.patched() || s.topic.id == "pins" {
		return nil
	}
	others, patched, drivers := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, f := range s.places {
		id := f.Repo + "/" + f.Package
		switch {
		case c.origins[id] == "kernel-module" && s.topic.id == "packaging":
			drivers[f.Package] = true
		case c.isOthers(id):
			others[f.Package] = true
			if c.settled[id] {
				patched[f.Package] = true
			}
		}
	}
	names := func(list map[string]bool) string {
		return md(terminal.Few(slices.Sorted(maps.Keys(list)), maxAdopted, terminal.Clean))
	}
	var lines []string
	if len(others) > 0 {
		line := "Whether the system's own package is adopted in place of " + names(others) + ": then only what StarlingX keeps of its own for it is left to do here."
		switch {
		case len(patched) == len(others):
			line += " The stories about patches to third-party packages settle that."
		case len(patched) > 0:
			line += " The stories about patches to third-party packages settle that for " + names(patched) + "; of the others whoever takes the task asks the team first."
		default:
			line += " No story settles that: whoever takes the task asks the team first."
		}
		lines = append(lines, line)
	}
	if len(drivers) > 0 {
		lines = append(lines, "Whether the kernel of the system has the driver itself, in a version that does, in place of "+names(drivers)+".")
	}
	return lines
}

// isOthers reports whether a package is another project's software: a fork, a source
// RPM that is rebuilt, or one whose patches are applied.
func (c *composer) isOthers(id string) bool {
	if ownForks[id[strings.LastIndexByte(id, '/')+1:]] {
		return false
	}
	switch c.origins[id] {
	case "patched", "rebuild", "fork":
		return true
	}
	stack := c.stacks[id]
	return stack != nil && stack.Class == finding.StackCentOS && !slices.Contains(stack.Kinds, "unapplied") && stack.Upstream != ""
}

// ownForks are packages that are built from git/NAME as forks are, and are StarlingX's
// own: the repos distcloud and distcloud-client.
var ownForks = map[string]bool{"distributedcloud": true, "distributedcloud-client": true}

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
	files, asked := map[string]bool{}, map[string]bool{}
	for _, f := range s.places {
		files[f.Repo+"/"+f.Path] = true
	}
	for _, f := range seam.Functions {
		if !files[f.Repo+"/"+f.Path] {
			continue // what only tools of the build ask for
		}
		for _, name := range f.Operations {
			asked[name] = asked[name] || f.Blocking > 0
		}
	}
	// Those that block the most come first, so that what was cut off blocks nothing
	// if the last of the list does not.
	cut := seam.FunctionsTotal > len(seam.Functions) && len(seam.Functions) > 0 && seam.Functions[len(seam.Functions)-1].Blocking > 0
	var lines []string
	for _, o := range seam.Interface {
		if o.Name == reports.SeamOther {
			continue
		}
		if asked[o.Name] || cut {
			lines = append(lines, md(o.Name)+": "+md(o.Does))
		}
	}
	return lines
}

// servedPlace is a function of a file, or the file's own code, with places of a seam.
type servedPlace struct{ answer, repo, path, within string }

// serves notes the functions whose places a seam does nothing for: what they call
// is none of its operations.
func (c *composer) serves(seam *reports.Seam) {
	answer := strings.TrimPrefix(seam.ID, reports.AnswerPrefix)
	for _, f := range seam.Functions {
		if len(f.Operations) == 1 && f.Operations[0] == reports.SeamOther {
			c.unserved[servedPlace{answer, f.Repo, f.Path, f.Name}] = true
		}
	}
}
