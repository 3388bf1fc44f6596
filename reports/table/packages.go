package table

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// packageWork is a package with what its findings add up to.
type packageWork struct {
	reports.Package
	findings, blocking int
	// items are the work items that its blocking findings belong to.
	items map[string]bool
}

// packages shows those that take the most work.
func (p *printer) packages() {
	list := p.packageWork()
	count, note := p.shown(len(list))
	if count == 0 {
		return
	}
	if note != "" {
		note += ", those with the most work first"
	} else {
		note = "those with the most work first"
	}
	p.section("Packages with findings", note)
	columns := []column{
		{title: "package", least: 16}, {title: "origin"}, {title: "built"}, {title: "files", number: true},
		{title: "findings", number: true}, {title: "of them\nblocking", number: true},
		{title: "work\nitems", number: true}, {title: "worst verdict"},
	}
	var rows [][]string
	for _, w := range list[:count] {
		built := "no"
		if w.Built {
			built = "yes"
		}
		rows = append(rows, []string{
			terminal.Clean(w.Repo + "/" + w.Name), terminal.Clean(w.Origin), built, terminal.Number(w.Files),
			terminal.Number(w.findings), terminal.Number(w.blocking), terminal.Number(len(w.items)), p.worst(w.Package),
		})
	}
	p.grid(columns, rows)
}

func (p *printer) packageWork() []packageWork {
	type key struct{ repo, name string }
	sums := map[key]*packageWork{}
	for i := range p.report.Findings {
		f := &p.report.Findings[i]
		k := key{f.Repo, f.Package}
		if sums[k] == nil {
			sums[k] = &packageWork{items: map[string]bool{}}
		}
		sums[k].findings++
		if p.report.Blocks(f) {
			sums[k].blocking++
			sums[k].items[f.WorkItem] = true
		}
	}
	var list []packageWork
	for _, pkg := range p.report.Packages {
		if sum := sums[key{pkg.Repo, pkg.Name}]; sum != nil {
			sum.Package = pkg
			list = append(list, *sum)
		}
	}
	slices.SortStableFunc(list, func(a, b packageWork) int {
		return cmp.Or(cmp.Compare(b.blocking, a.blocking), cmp.Compare(b.findings, a.findings))
	})
	return list
}

// worst returns a package's worst verdict on a port target.
func (p *printer) worst(pkg reports.Package) string {
	worst := len(reports.Verdicts)
	for _, t := range p.report.Targets {
		if at := slices.Index(reports.Verdicts, pkg.Readiness[t.ID].Verdict); !t.Origin && at >= 0 {
			worst = min(worst, at)
		}
	}
	if worst == len(reports.Verdicts) {
		return "-"
	}
	return string(reports.Verdicts[worst])
}
