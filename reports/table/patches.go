package table

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/divergence"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// written runs a writer of sections and returns its first error.
func written(w io.Writer, o Options, write func(*printer)) error {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	out := bufio.NewWriter(w)
	p := &printer{out: out, options: o}
	write(p)
	if p.err != nil {
		return p.err
	}
	return out.Flush()
}

func (p *printer) paragraph(text string) {
	p.printf("%s\n", strings.Join(terminal.Wrap(text, p.options.Width), "\n"))
}

// WriteDivergence writes what is carried on a target: a headline, the parts, every
// package. The error is that of w.
func WriteDivergence(w io.Writer, d *divergence.Divergence, o Options) error {
	return written(w, o, func(p *printer) {
		m := &d.Total
		if m.Source+m.Packaging+m.Unapplied == 0 {
			p.paragraph("No package has patches.")
			return
		}
		p.paragraph(fmt.Sprintf("%s %s of what they build, and %s of its packaging; nothing applies %s more. On %s: %s.",
			terminal.Count(m.Stacks, "package carries", "packages carry"), terminal.Count(m.Source, "patch", "patches"), terminal.Number(m.Packaging),
			terminal.Number(m.Unapplied), terminal.Clean(d.Target), adoptText(m.Adopt)))
		p.paragraph("Upstream: " + upstreamText(m) + ".")
		p.paragraph(leftOutText(m) + ".")
		if text := heldText(m); text != "" {
			p.paragraph(text + ".")
		}
		p.paragraph(sizeText(m) + "\n")
		p.divergenceGroups(d)
		p.divergencePackages(d)
	})
}

// heldText says what the target's own packaging has of what patches change in
// packaging, "" where no source of it was given.
func heldText(m *divergence.Metrics) string {
	total := 0
	var parts []string
	for _, state := range finding.PackagingStates {
		if n := m.Held[state]; n > 0 {
			total += n
			parts = append(parts, terminal.Number(n)+" "+string(state))
		}
	}
	if total == 0 {
		return ""
	}
	return fmt.Sprintf("Packaging: %s held against the target's own: %s; %s for an overlay, %s for a rebuild",
		terminal.Count(total, "change", "changes"), strings.Join(parts, ", "), terminal.Number(m.Overlay), terminal.Number(m.Rebuild))
}

// sizeText says how large the patches are that are left, how old they are, and what
// makes them hard to trace.
func sizeText(m *divergence.Metrics) string {
	var parts []string
	if n := m.Lines.N; n > 0 {
		parts = append(parts, fmt.Sprintf("Upstream is not known to have %s: half of them change at most %s, nine of ten at most %s.",
			terminal.Number(n), terminal.Count(m.Lines.Median, "line", "lines"), terminal.Number(m.Lines.P90)))
	}
	if n := m.Days.N; n > 0 {
		parts = append(parts, fmt.Sprintf("Half of %s with a date are %s old or older.", terminal.Number(n), years(m.Days.Median)))
	}
	parts = append(parts, fmt.Sprintf("Without a date: %s; without a header: %s; of several changes: %s; malformed: %s; without a word of where they are from: %s.",
		terminal.Number(m.Undated), terminal.Number(m.NoHeader), terminal.Number(m.RolledUp), terminal.Number(m.Malformed), terminal.Number(m.NoOrigin)))
	return strings.Join(parts, " ")
}

func years(days int) string {
	if days < 365 {
		return terminal.Count(days, "day", "days")
	}
	return fmt.Sprintf("%.1f years", float64(days)/365.25)
}

// adoptText counts the answers, the easiest first.
func adoptText(counts map[finding.Adopt]int) string {
	words := map[finding.Adopt]string{
		finding.AdoptAsIs: "as it is", finding.AdoptOverlay: "with an overlay", finding.AdoptDrop: "without the patches",
		finding.AdoptRebase: "with patches carried over", finding.AdoptDecide: "not known",
	}
	var parts []string
	for _, a := range finding.Adopts {
		if n := counts[a]; n > 0 {
			parts = append(parts, terminal.Number(n)+" "+words[a])
		}
	}
	if len(parts) == 0 {
		return "nobody asked whether its own packages can be used"
	}
	return "its own package can be used " + strings.Join(parts, ", ")
}

// upstreamText counts what upstream has, always of the patches that it was asked
// about.
func upstreamText(m *divergence.Metrics) string {
	var parts []string
	for _, s := range finding.UpstreamStates {
		if n := m.Upstream[s]; n > 0 {
			parts = append(parts, terminal.Number(n)+" "+string(s))
		}
	}
	asked := m.Source - m.NotAsked
	if asked == 0 {
		return "nobody asked about any patch: 'stxscan patches upstreams' says what to clone"
	}
	text := fmt.Sprintf("of %s asked about, %s; %s already in the base", terminal.Number(asked), strings.Join(parts, ", "), terminal.Number(m.InBase))
	if m.NotAsked > 0 {
		text += fmt.Sprintf("; nobody asked about the other %s", terminal.Number(m.NotAsked))
	}
	return text
}

// leftOutText counts what can be left out, of all patches: whether a version has a
// change already is seen without upstream too.
func leftOutText(m *divergence.Metrics) string {
	return fmt.Sprintf("Of all %s, %s in the target's version, %s that change nothing the program does",
		terminal.Number(m.Source), terminal.Number(m.Droppable), terminal.Number(m.Inert))
}

func (p *printer) divergenceGroups(d *divergence.Divergence) {
	p.section("By repo and kind", "")
	columns := []column{{title: "repo", least: 8}, {title: "kind", least: 8}, {title: "packages", number: true}, {title: "patches", number: true},
		{title: "droppable", number: true}, {title: "not\nupstream", number: true}, {title: "unknown", number: true}, {title: "conflict", number: true}}
	var rows [][]string
	for _, g := range d.Groups {
		m := &g.Metrics
		rows = append(rows, []string{terminal.Clean(g.Repo), terminal.Clean(string(g.Class)), terminal.Number(m.Stacks), terminal.Number(m.Source),
			terminal.Number(m.Droppable), terminal.Number(m.Upstream[finding.UpstreamNot]), terminal.Number(unknownOf(m)), terminal.Number(conflictsOf(m))})
	}
	p.grid(columns, rows)
}

// unknownOf are the patches of which nobody can say whether upstream has them.
func unknownOf(m *divergence.Metrics) int {
	return m.NotAsked + m.Upstream[finding.UpstreamUnknown] + m.Upstream[finding.UpstreamReview]
}

func conflictsOf(m *divergence.Metrics) int {
	return m.Applies[finding.ApplyConflict] + m.Applies[finding.ApplyNoFile]
}

func (p *printer) divergencePackages(d *divergence.Divergence) {
	list := slices.DeleteFunc(slices.Clone(d.Packages), func(one divergence.Package) bool { return one.Metrics.Source == 0 })
	count, note := p.shown(len(list))
	if count == 0 {
		return
	}
	p.section("Packages", note)
	columns := []column{{title: "package", least: 16}, {title: "base"}, {title: "target has"}, {title: "patches", number: true},
		{title: "adopt"}, {title: "effort"}, {title: "why", least: 24}}
	var rows [][]string
	for i := range list[:count] {
		one := &list[i]
		adopt, answer, effort := finding.Adoption{}, "not asked", "-"
		if one.Adopt != nil {
			adopt, answer = *one.Adopt, terminal.Clean(string(one.Adopt.Answer))
		}
		if adopt.Minutes > 0 {
			effort = reports.WorkTime(adopt.Minutes)
		}
		rows = append(rows, []string{terminal.Clean(one.ID), orDash(one.Base), orDash(adopt.Version), terminal.Number(one.Metrics.Source),
			answer, effort, orDash(adopt.Why)})
	}
	p.grid(columns, rows)
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return terminal.Clean(text)
}

// WriteUpstreams writes which repositories to clone. The error is that of w.
func WriteUpstreams(w io.Writer, list []divergence.Upstream, o Options) error {
	return written(w, o, func(p *printer) {
		count, note := p.shown(len(list))
		if count == 0 {
			p.paragraph("No package has patches.")
			return
		}
		p.section("Upstreams of what is patched", note)
		columns := []column{{title: "repository", least: 24}, {title: "patches", number: true}, {title: "asked", number: true}, {title: "packages", least: 20}}
		var rows [][]string
		for _, u := range list[:count] {
			name := terminal.Clean(u.Repository)
			if name == "" {
				name = "not known"
			}
			rows = append(rows, []string{name, terminal.Number(u.Patches), terminal.Number(u.Asked), fewNames(u.Packages)})
		}
		p.grid(columns, rows)
	})
}

// WriteQueue writes what could be proposed upstream. The error is that of w.
func WriteQueue(w io.Writer, list []divergence.Proposal, o Options) error {
	return written(w, o, func(p *printer) {
		count, note := p.shown(len(list))
		if count == 0 {
			p.paragraph("Nothing is known that could be proposed: 'stxscan patches upstreams' says what to clone, so that it is.")
			return
		}
		p.section("What could be proposed to upstream", note)
		columns := []column{{title: "package", least: 16}, {title: "lines", number: true}, {title: "applies"}, {title: "to"}, {title: "patch", least: 24}, {title: "what it does", least: 20}}
		var rows [][]string
		for _, one := range list[:count] {
			state := string(one.Applies)
			rows = append(rows, []string{terminal.Clean(one.Package), terminal.Number(one.Lines), orDash(state), orDash(one.Version), terminal.Clean(one.Path), orDash(one.Subject)})
		}
		p.grid(columns, rows)
	})
}
