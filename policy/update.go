package policy

import (
	"cmp"
	"reflect"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// UpdateOptions says how a baseline is brought up to date.
type UpdateOptions struct {
	// Accept says why what is new may stay, and adds it: findings and unknowns
	// that the baseline does not have, and targets on which one did not bite.
	// Empty, a baseline only shrinks.
	Accept string
	// Applied says whether a rule was applied in the scan: what an entry of
	// another rule stands for was not looked for, so it is kept. Nil means all.
	Applied func(rule string) bool
	// Skipped and Renames are as for the gate.
	Skipped map[FileRef]string
	Renames Renames
}

// Stale is what a baseline has of equal findings and the source no longer has:
// those of one rule and subject in one file are counted together.
type Stale struct {
	FileRef
	Rule, Subject string
	// Gone of All are gone.
	Gone, All int
}

// Update is what became of a baseline.
type Update struct {
	Baseline *Baseline
	// Kept and Moved count the entries that are still found, Dropped those
	// that are gone, Added the new ones that were accepted, Refused those that
	// were not.
	Kept, Moved, Dropped, Added, Refused int
	// Stale names what was dropped, by place.
	Stale []Stale
	// Worse counts entries that bite on targets where they did not; Widened those
	// of them that were accepted.
	Worse, Widened int
	// Held counts entries that are not found and kept all the same: their
	// file, repo or rule was not looked at, so nobody can say.
	Held int
	// RefusedUnknowns counts the unknowns that were not accepted.
	RefusedUnknowns int

	options UpdateOptions
	report  *reports.Report
	old     *Baseline
	entries []BaselineEntry // of old, in the order of its base's findings
}

// Changed reports whether the new baseline says anything else than the old one
// but which commits were scanned: a file that lies in the repository should not
// change with every commit.
func (u *Update) Changed(old *Baseline) bool {
	a, b := *old, *u.Baseline
	a.Inputs, b.Inputs = nil, nil
	return !reflect.DeepEqual(a, b)
}

// UpdateBaseline brings a baseline up to date with a report.
func UpdateBaseline(b *Baseline, report *reports.Report, o UpdateOptions) *Update {
	base := b.Base("")
	old := base.Findings
	m := Match(old, report.Findings, o.Renames)
	u := &Update{Baseline: emptyBaseline(report), Kept: len(m.Unchanged), Moved: len(m.Updated), options: o, report: report, old: b}
	for _, file := range b.Files {
		u.entries = append(u.entries, file.Findings...)
	}
	for _, pairs := range [][]Pair{m.Unchanged, m.Updated} {
		for _, p := range pairs {
			u.keep(&u.entries[p.Old], &report.Findings[p.New])
		}
	}
	for _, i := range m.New {
		if o.Accept == "" {
			u.Refused++
			continue
		}
		f := &report.Findings[i]
		e := entryOf(f, report.Targets)
		e.Accepted = validText(o.Accept)
		u.Baseline.addEntry(FileRef{f.Repo, validText(f.Path)}, e)
		u.Added++
	}
	fresh := newUnknowns(base.Unknowns, report.Unknowns, o.Renames)
	u.unknowns(fresh)
	u.absent(old, m.Absent, newVeils(report.Unknowns, fresh, o.Skipped))
	u.targets()
	u.keepInputs()
	u.Baseline.sort()
	return u
}

// keep takes an entry over that is still found. Where it bites now and did not,
// that has to be accepted as a new one has; on targets that were not judged
// nobody can say that it no longer bites.
func (u *Update) keep(old *BaselineEntry, f *finding.Finding) {
	e := entryOf(f, u.report.Targets)
	e.Accepted = old.Accepted
	wider := slices.ContainsFunc(e.Blocks, func(id string) bool { return !slices.Contains(old.Blocks, id) })
	switch {
	case wider && u.options.Accept == "":
		u.Worse++
		e.Blocks = slices.DeleteFunc(e.Blocks, func(id string) bool { return !slices.Contains(old.Blocks, id) })
	case wider:
		u.Worse++
		u.Widened++
		e.Accepted = validText(u.options.Accept)
	}
	for _, id := range old.Blocks {
		if !judgedOn(u.report, id) {
			e.Blocks = append(e.Blocks, id)
		}
	}
	u.Baseline.addEntry(FileRef{f.Repo, validText(f.Path)}, e)
}

// targets says of which targets the entries speak. Without acceptance none comes
// to them.
func (u *Update) targets() {
	list := append([]string{}, u.old.Targets...)
	for _, id := range u.Baseline.Targets {
		if u.options.Accept != "" && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	u.Baseline.Targets = list
}

// unknowns keeps those that the baseline knew and that are still there.
func (u *Update) unknowns(fresh []finding.Unknown) {
	isNew, reasons := map[unknownKey]int{}, map[unknownKey]string{}
	for i := range fresh {
		isNew[keyOfUnknown(&fresh[i], nil)]++
	}
	base := u.old.Base("")
	for i := range base.Unknowns {
		reasons[keyOfUnknown(&base.Unknowns[i], u.options.Renames[base.Unknowns[i].Repo])] = u.old.Unknowns[i].Accepted
	}
	for i := range u.report.Unknowns {
		k := keyOfUnknown(&u.report.Unknowns[i], nil)
		entry := baselineUnknown(&u.report.Unknowns[i])
		entry.Accepted = reasons[k]
		if isNew[k] > 0 {
			isNew[k]--
			if u.options.Accept == "" {
				u.RefusedUnknowns++
				continue
			}
			entry.Accepted = validText(u.options.Accept)
		}
		u.Baseline.Unknowns = append(u.Baseline.Unknowns, entry)
	}
}

// absent drops what is gone and holds what nobody could look at.
func (u *Update) absent(old []finding.Finding, absent []int, v veils) {
	scanned := map[string]bool{}
	for _, in := range u.report.Inputs {
		scanned[in.Repo] = true
	}
	held := map[FileRef]bool{}
	for _, h := range hidden(old, absent, v, u.options.Renames) {
		held[h.FileRef] = true
	}
	var dropped []int
	for _, i := range absent {
		f := &old[i]
		at := FileRef{f.Repo, validText(f.Path)}
		if to, ok := u.options.Renames[at.Repo][at.Path]; ok {
			at.Path = to
		}
		if scanned[f.Repo] && !held[at] && (u.options.Applied == nil || u.options.Applied(f.Rule)) {
			dropped = append(dropped, i)
			continue
		}
		u.Held++
		u.Baseline.addEntry(FileRef{f.Repo, f.Path}, u.entries[i])
	}
	u.Dropped = len(dropped)
	u.Stale = staleOf(old, dropped)
}

// staleOf counts what was dropped by file, rule and subject.
func staleOf(old []finding.Finding, dropped []int) []Stale {
	of := func(f *finding.Finding) Stale {
		return Stale{FileRef: FileRef{f.Repo, f.Path}, Rule: f.Rule, Subject: f.Subject}
	}
	all, gone := map[Stale]int{}, map[Stale]int{}
	for i := range old {
		all[of(&old[i])]++
	}
	for _, i := range dropped {
		gone[of(&old[i])]++
	}
	list := []Stale{}
	for s, n := range gone {
		s.Gone, s.All = n, all[s]
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Stale) int {
		return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Subject, b.Subject))
	})
	return list
}

// keepInputs keeps the repos that were not scanned: they may have nothing that
// is known, and the gate has to know that. Those that the baseline does not know come in by acceptance alone.
func (u *Update) keepInputs() {
	scanned, needed, known := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, in := range u.old.Inputs {
		known[in.Repo] = true
	}
	for _, f := range u.Baseline.Files {
		needed[f.Repo] = true
	}
	if u.options.Accept == "" {
		u.Baseline.Inputs = slices.DeleteFunc(u.Baseline.Inputs, func(in BaselineInput) bool { return !known[in.Repo] && !needed[in.Repo] })
	}
	for _, in := range u.Baseline.Inputs {
		scanned[in.Repo] = true
	}
	for _, in := range u.old.Inputs {
		if !scanned[in.Repo] {
			u.Baseline.Inputs = append(u.Baseline.Inputs, in)
		}
	}
}
