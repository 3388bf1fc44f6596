package patches

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// The minutes that carrying a patch over takes, by how it applies: reading and
// testing it, and mending each hunk that does not fit. That one with conflicts takes
// hours is what porters of such stacks report; the figures are this project's own
// and compare packages with each other.
const (
	minutesRead     = 15
	minutesFuzz     = 30
	minutesHunk     = 30
	minutesNoFile   = 120
	minutesUntested = 60 // nobody tried whether it applies
)

// adopt says whether a target's own package can take the place of a stack's.
// Version is the target's, "" if it is not known.
func (s *stack) adopt(target, version string) finding.Adoption {
	a := finding.Adoption{Version: version}
	packaging := 0
	for i, p := range s.list.Patches {
		switch {
		case p.State != stateApplied || s.isRoutine(i):
		case p.Kind == kindMeta:
			packaging++
		default:
			s.weigh(&a, &p, target, version)
		}
	}
	carried := a.Drop + a.Rebase + a.Open
	switch {
	case s.list.Overlay != nil && carried+packaging > 0:
		a = finding.Adoption{Answer: finding.AdoptOverlay, Version: version,
			Why: fmt.Sprintf("only configuration is changed: %s beside the target's package", plural(len(s.list.Overlay.Files), "file", "files"))}
		return a
	case a.Open > 0:
		a.Answer = finding.AdoptDecide
	case a.Rebase > 0:
		a.Answer = finding.AdoptRebase
	case a.Drop > 0:
		a.Answer = finding.AdoptDrop
	default:
		a.Answer = finding.AdoptAsIs
	}
	a.Why = why(&a, packaging)
	return a
}

// leftOut are the tags of patches without which nothing that runs is lost.
var leftOut = []string{tagNaming, tagDebug, tagDocumentation, tagTests}

// weigh counts what becomes of one patch on a target.
func (s *stack) weigh(a *finding.Adoption, p *finding.StackPatch, target, version string) {
	at, tried := p.Applies[target]
	switch {
	case slices.ContainsFunc(p.Tags, func(tag string) bool { return slices.Contains(leftOut, tag) }):
		a.Drop++ // nothing that runs is lost
		return
	case has(p.Upstreamed, target):
		a.Drop++
		return
	case tried && at.State == finding.ApplyAlready:
		a.Drop++
		return
	case p.Upstreamed == nil || p.Upstreamed.State == finding.UpstreamUnknown || p.Upstreamed.State == finding.UpstreamReview:
		a.Open++
		return
	case p.Upstreamed.State == finding.UpstreamHas && version == "":
		a.Open++ // it may be in the target's version
		return
	}
	a.Rebase++
	a.Minutes += effort(at, tried)
}

// has reports whether the target's version has a change that upstream has.
func has(u *finding.Upstreamed, target string) bool {
	return u != nil && u.State == finding.UpstreamHas && (u.InBase || slices.Contains(u.In, target))
}

// onTargets lists the targets whose version is the first release that has a
// change, or a later one; those in known as well.
func (s *stack) onTargets(u *finding.Upstreamed, known []string) []string {
	var list []string
	for id, version := range s.versions {
		later := u.Release != "" && !olderThan(version, u.Release)
		if u.State == finding.UpstreamHas && (later || slices.Contains(known, version)) {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list
}

// effort is what it takes to carry a patch over, in minutes.
func effort(at finding.Applies, tried bool) int {
	if !tried {
		return minutesUntested
	}
	switch at.State {
	case finding.ApplyClean, finding.ApplyOffset:
		return minutesRead
	case finding.ApplyFuzz:
		return minutesFuzz
	case finding.ApplyConflict:
		return minutesFuzz + minutesHunk*max(at.Rejected, 1)
	case finding.ApplyNoFile:
		return minutesNoFile
	}
	return minutesUntested
}

func why(a *finding.Adoption, packaging int) string {
	var parts []string
	for _, c := range []struct {
		n    int
		text string
	}{{a.Drop, "can be left out"}, {a.Rebase, "to carry over"}, {a.Open, "not known whether upstream has"}} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.text))
		}
	}
	text := "no patch changes the program"
	if len(parts) > 0 {
		text = plural(a.Drop+a.Rebase+a.Open, "patch", "patches") + ": " + strings.Join(parts, ", ")
	}
	if packaging > 0 {
		text += "; " + plural(packaging, "change", "changes") + " of the packaging to look at"
	}
	return text
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// olderThan compares versions of upstream's by their numbers: v1.10 is newer than
// 1.9-rc1. Words before the first digit are of tags, such as release-.
func olderThan(a, b string) bool {
	x, y := numbers(a), numbers(b)
	if order := slices.Compare(x, y); order != 0 {
		return order < 0
	}
	return cmp.Less(unfinished(b), unfinished(a))
}

// numbers returns the leading numbers of a version, without zeros at their end.
func numbers(version string) []int {
	var list []int
	text := strings.TrimLeftFunc(version, func(r rune) bool { return r < '0' || r > '9' })
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '.' || r == '_' || r == '-' }) {
		n, digits := 0, 0
		for digits < len(part) && part[digits] >= '0' && part[digits] <= '9' && n < 1e8 {
			n = 10*n + int(part[digits]-'0')
			digits++
		}
		if digits == 0 {
			break
		}
		list = append(list, n)
		if digits < len(part) {
			break // 0rc1
		}
	}
	for len(list) > 0 && list[len(list)-1] == 0 {
		list = list[:len(list)-1]
	}
	return list
}

// unfinished is 1 for what comes before its release.
func unfinished(version string) int {
	for _, word := range []string{"rc", "alpha", "beta", "dev", ".0b", ".0a", "~"} {
		if strings.Contains(version, word) {
			return 1
		}
	}
	return 0
}
