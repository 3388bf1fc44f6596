package explain

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// mostShown bounds the lines of each list: why is read on a screen.
const mostShown = 20

// patches writes what a package's patches amount to: their classes, what an
// overlay package would carry, and what of the packaging there is to compare.
func (p *page) patches(s *finding.PatchStack, target string) {
	if s == nil {
		return
	}
	applied, classes := 0, map[string]int{}
	for _, one := range s.Patches {
		if one.State == "applied" {
			applied++
			for _, tag := range one.Tags {
				classes[tag]++
			}
		}
	}
	text := fmt.Sprintf("Its %s, %d applied", terminal.Count(len(s.Patches), "patch", "patches"), applied)
	if len(s.Kinds) > 0 {
		text += ": " + strings.Join(s.Kinds, ", ")
	}
	fmt.Fprintf(p, "\n%s\n", terminal.Clean(text))
	p.origin(s)
	if a, ok := s.Adopt[target]; ok {
		p.field("Adopt", adoptText(&a))
	}
	p.upstreamed(s)
	var words []string
	for _, class := range classWords {
		if n := classes[class]; n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, class))
		}
	}
	if len(words) > 0 {
		p.field("Classes", strings.Join(words, ", "))
	}
	p.overlay(s.Overlay)
	p.packaging(s, target)
	p.toCompare(s, target)
}

// classWords are the tags that say what a patch changes, as they are counted.
var classWords = []string{
	"versioning", "configuration", "product-naming", "documentation", "tests", "debug", "packaging", "config-giant", "rollup", "malformed",
}

func (p *page) origin(s *finding.PatchStack) {
	var from []string
	if s.Base != "" {
		from = append(from, "version "+s.Base)
	}
	if s.Upstream != "" {
		from = append(from, "upstream "+s.Upstream)
	}
	if len(from) > 0 {
		p.field("Of", strings.Join(from, ", "))
	}
}

// adoptText says whether the target's own package can be used.
func adoptText(a *finding.Adoption) string {
	text := string(a.Answer) + ": " + a.Why
	if a.Version != "" {
		text += "; the target has " + a.Version
	}
	if a.Minutes > 0 {
		text += ", about " + reports.WorkTime(a.Minutes) + " to carry over"
	}
	return text
}

// upstreamed writes what upstream has of the patches, a line for each that it has.
func (p *page) upstreamed(s *finding.PatchStack) {
	counts, asked := map[finding.UpstreamState]int{}, 0
	for i := range s.Patches {
		if u := s.Patches[i].Upstreamed; u != nil {
			counts[u.State]++
			asked++
		}
	}
	if asked == 0 {
		return
	}
	var words []string
	for _, state := range finding.UpstreamStates {
		if n := counts[state]; n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, state))
		}
	}
	p.field("Upstream", strings.Join(words, ", "))
	shown, left := 0, 0
	for i := range s.Patches {
		one := &s.Patches[i]
		u := one.Upstreamed
		if u == nil || u.State == finding.UpstreamNot {
			continue
		}
		if shown == mostShown {
			left++
			continue
		}
		shown++
		text := path.Base(one.Path) + ": " + string(u.State)
		if u.Release != "" {
			text += " since " + u.Release
		}
		if len(u.Commits) > 0 {
			text += fmt.Sprintf(" (%.12s %s)", u.Commits[0].ID, u.Commits[0].Subject)
		}
		p.line("  %s", terminal.Clean(text))
	}
	if left > 0 {
		p.line("  and %d more: the report has them all", left)
	}
}

// overlay writes what a package of configuration carries.
func (p *page) overlay(o *finding.Overlay) {
	if o == nil {
		return
	}
	label := "Overlay"
	list := func(words []string) {
		for i, word := range words {
			if i == mostShown {
				word = fmt.Sprintf("and %d more: the report has them all", len(words)-i)
			}
			p.field(label, word)
			if label = ""; i == mostShown {
				return
			}
		}
	}
	var files []string
	for _, f := range o.Files {
		text := f.Path
		if f.Mode != "" {
			text += ", mode " + f.Mode
		}
		files = append(files, text+" ("+path.Base(f.From)+")")
	}
	list(files)
	if len(o.Accounts) > 0 {
		p.field("Accounts", strings.Join(o.Accounts, ", "))
	}
	if len(o.Units) > 0 {
		p.field("Units", strings.Join(o.Units, ", "))
	}
}

// packagingLabels are the states as headings, what is to be done first.
var packagingLabels = []struct {
	state finding.PackagingState
	label string
}{
	{finding.PackagingLacks, "Has not"}, {finding.PackagingDiffers, "Differs"}, {finding.PackagingUnknown, "Not known"}, {finding.PackagingHas, "Has"},
}

// packaging writes what the target's own packaging has of the changes that patches of
// the packaging make.
func (p *page) packaging(s *finding.PatchStack, target string) {
	for _, l := range packagingLabels {
		label, n := l.label, 0
		for i := range s.Patches {
			for _, a := range s.Patches[i].Packaging[target] {
				if a.State != l.state {
					continue
				}
				if n++; n > mostShown {
					continue
				}
				text := a.Change + ": " + a.Why
				if a.At != "" {
					text += " (" + a.At + ")"
				}
				if a.Step != "" {
					text += "; " + string(a.Step)
				}
				p.field(label, text)
				label = ""
			}
		}
		if n > mostShown {
			p.line("  and %d more: the report has them all", n-mostShown)
		}
	}
}

// toCompare writes which parts of the packaging patches change that are neither
// routine nor configuration, and where a target has the like, of patches that its own
// packaging was not held against: no index says whether it has the same.
func (p *page) toCompare(s *finding.PatchStack, target string) {
	type part struct {
		kind  finding.ChangeKind
		lines []string
	}
	var parts []part
	for _, kind := range finding.ChangeKinds {
		found := part{kind: kind}
		for _, one := range s.Patches {
			if one.State != "applied" || slices.Contains(one.Tags, "configuration") || len(one.Packaging[target]) > 0 {
				continue
			}
			for _, c := range one.Changes {
				if c.What == kind {
					found.lines = append(found.lines, c.Detail...)
				}
			}
		}
		if len(found.lines) > 0 && kind.Check() != "" {
			parts = append(parts, found)
		}
	}
	for _, found := range parts {
		p.field("Compare", string(found.kind)+" with "+found.kind.Check())
		for i, line := range found.lines {
			if i == mostDetails {
				p.line("  and %d more", len(found.lines)-i)
				break
			}
			p.line("  %s", line)
		}
	}
}

// mostDetails bounds the lines that are shown of a part.
const mostDetails = 5
