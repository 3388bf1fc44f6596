package patches

import (
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analyzers/patches/upstream"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
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
	minutesOption   = 15 // an option of the build, set in the target's packaging
)

// adopt says whether a target's own package can take the place of a stack's. Of one
// that the target is not known to have nothing can be taken, whatever becomes of the
// patches.
func (s *stack) adopt(t *rules.Target) finding.Adoption {
	a := s.adoptIts(t)
	a.Presence, a.As = s.presence[t.ID], s.as[t.ID]
	if len(a.Packaging) > 0 {
		return a // its source was given
	}
	switch a.Presence {
	case finding.Missing:
		a.Answer, a.Version = finding.AdoptDecide, s.partial[t.ID]
		a.Why = "the target does not have the package: it is packaged for it, replaced or left out; " + a.Why
	case finding.Differs, finding.ProvidedBy:
		a.Answer = finding.AdoptDecide
		a.Why = "another program stands in for it on the target, with files of its own; " + a.Why
	case finding.PresenceUnknown:
		a.Answer = finding.AdoptDecide
		a.Why = "the target has no package of the name, and may have it under another; " + a.Why
	}
	return a
}

// adoptIts is adopt for a target that has the package, or may have it.
func (s *stack) adoptIts(t *rules.Target) finding.Adoption {
	target, version := t.ID, s.versions[t.ID]
	a := finding.Adoption{Version: version}
	packaging := 0
	for i, p := range s.list.Patches {
		switch {
		case p.State != stateApplied || s.isRoutine(i) || !s.serves(p.Path, t):
		case p.Kind == kindMeta && len(p.Packaging[target]) == 0:
			packaging++
		case p.Kind == kindMeta:
			countPackaging(&a, p.Packaging[target])
		default:
			s.weigh(&a, &p, target)
		}
	}
	carried := a.Drop + a.Rebase + a.Open
	missing, known := a.Overlay+a.Rebuild, len(a.Packaging) > 0
	switch {
	case s.list.Overlay != nil && carried+packaging+missing+a.Packaging[finding.PackagingUnknown] > 0:
		a.Answer = finding.AdoptOverlay
		a.Why = fmt.Sprintf("only configuration is changed: %s beside the target's package", plural(len(s.list.Overlay.Files), "file", "files"))
		if known {
			a.Why += "; " + packagingWhy(&a)
		}
		if slices.ContainsFunc(s.list.Patches, func(p finding.StackPatch) bool {
			return p.State == stateApplied && slices.Contains(p.Tags, tagAccounts)
		}) {
			a.Answer = finding.AdoptDecide
			a.Why += "; among them are the lists of accounts, which no package of the target may own"
		}
		return a
	case a.Open > 0:
		a.Answer = finding.AdoptDecide
	case a.Rebase > 0 || a.Rebuild > 0:
		a.Answer = finding.AdoptRebase
	case a.Overlay > 0:
		a.Answer = finding.AdoptOverlay
	case packaging > 0:
		a.Answer = finding.AdoptDecide // what the packaging does may be missing there
	case a.Drop > 0:
		a.Answer = finding.AdoptDrop
	default:
		a.Answer = finding.AdoptAsIs
	}
	a.Why = why(&a, packaging)
	return a
}

// serves reports whether a patch is of the packaging that a target would be built
// with: of several releases of Debian one is.
func (s *stack) serves(file string, t *rules.Target) bool {
	n, is := rules.DebianFolder(file)
	return !is || n == t.DebianServing(s.releases())
}

// releases are the releases of Debian that the stack has packaging for, in order.
func (s *stack) releases() []int {
	var list []int
	for _, p := range s.list.Patches {
		if n, is := rules.DebianFolder(p.Path); is {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// weigh counts what becomes of one patch on a target.
func (s *stack) weigh(a *finding.Adoption, p *finding.StackPatch, target string) {
	at, tried := p.Applies[target]
	switch {
	case p.Inert() != "":
		a.Drop++ // nothing that runs is lost
		return
	case has(p.Upstreamed, target), carries(p, target):
		a.Drop++
		return
	case tried && at.State == finding.ApplyAlready:
		a.Drop++
		return
	case p.Upstreamed == nil || p.Upstreamed.State == finding.UpstreamUnknown || p.Upstreamed.State == finding.UpstreamReview:
		a.Open++
		return
	case p.Upstreamed.State == finding.UpstreamHas && !slices.Contains(p.Upstreamed.NotIn, target):
		a.Open++ // it may be in the target's version
		return
	}
	a.Rebase++
	a.Minutes += effort(at, tried)
}

// has reports whether the target's version has a change that upstream has.
func has(u *finding.Upstreamed, target string) bool {
	return u != nil && u.State == finding.UpstreamHas && slices.Contains(u.In, target)
}

// locate says which targets' versions have a change that upstream has. What the
// history says of a version decides; where it has no tag of it, the order of
// versions does: the first release that has it, or the base, or what came later.
func (s *stack) locate(u *finding.Upstreamed, having, lacking []string) {
	if u.State != finding.UpstreamHas {
		return
	}
	for id, version := range s.versions {
		later := u.Release != "" && notOlder(version, u.Release) || u.InBase && notOlder(version, s.list.Base)
		switch {
		case slices.Contains(having, version), later && !slices.Contains(lacking, version):
			u.In = append(u.In, id)
		case slices.Contains(lacking, version), u.Release != "":
			u.NotIn = append(u.NotIn, id)
		}
	}
	slices.Sort(u.In)
	slices.Sort(u.NotIn)
}

// notOlder reports whether a version is certainly not older than another.
func notOlder(version, than string) bool {
	older, known := upstream.Older(version, than)
	return known && !older
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
	if len(a.Packaging) > 0 {
		text += "; " + packagingWhy(a)
	}
	if packaging > 0 {
		text += "; " + plural(packaging, "change", "changes") + " of the packaging to look at"
	}
	return text
}

// countPackaging counts what the target's packaging has of one patch's changes.
func countPackaging(a *finding.Adoption, list []finding.PackagingAnswer) {
	for _, one := range list {
		if a.Packaging == nil {
			a.Packaging = map[finding.PackagingState]int{}
		}
		a.Packaging[one.State]++
		switch one.Step {
		case finding.StepOverlay:
			a.Overlay++
		case finding.StepRebuild:
			a.Rebuild++
			a.Minutes += minutesOption
		}
	}
}

// packagingWhy says what the target's packaging has of the changes.
func packagingWhy(a *finding.Adoption) string {
	total := 0
	var parts []string
	for _, state := range finding.PackagingStates {
		n := a.Packaging[state]
		total += n
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, packagingWords[state]))
		}
	}
	text := plural(total, "change", "changes") + " of the packaging: " + strings.Join(parts, ", ")
	if a.Overlay > 0 {
		text += fmt.Sprintf(", %d for an overlay", a.Overlay)
	}
	if a.Rebuild > 0 {
		text += fmt.Sprintf(", %d for a rebuild", a.Rebuild)
	}
	return text
}

var packagingWords = map[finding.PackagingState]string{
	finding.PackagingHas: "the target has", finding.PackagingLacks: "it lacks", finding.PackagingDiffers: "it has otherwise",
	finding.PackagingUnknown: "that cannot be told",
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
