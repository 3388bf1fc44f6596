package policy

import (
	"reflect"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// UpdateOptions says how a baseline is brought up to date.
type UpdateOptions struct {
	// AcceptNew adds the findings and unknowns that the baseline does not
	// have. Without it a baseline only shrinks.
	AcceptNew bool
	// Applied says whether a rule was applied in the scan: what an entry of
	// another rule stands for was not looked for, so it is kept. Nil means all.
	Applied func(rule string) bool
	// Skipped and Renames are as for the gate.
	Skipped map[FileRef]string
	Renames Renames
}

// Update is what became of a baseline.
type Update struct {
	Baseline *Baseline
	// Kept and Moved count the entries that are still found, Dropped those
	// that are gone, Added the new ones that were accepted, Refused those that
	// were not.
	Kept, Moved, Dropped, Added, Refused int
	// Held counts entries that are not found and kept all the same: their
	// file, repo or rule was not looked at, so nobody can say.
	Held int
	// RefusedUnknowns counts the unknowns that were not accepted.
	RefusedUnknowns int
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
	base.Renames = o.Renames
	old := base.Findings
	m := Match(old, report.Findings, o.Renames)
	u := &Update{Baseline: emptyBaseline(report), Kept: len(m.Unchanged), Moved: len(m.Updated)}
	for _, pairs := range [][]Pair{m.Unchanged, m.Updated} {
		for _, p := range pairs {
			u.Baseline.add(&report.Findings[p.New], report.Targets)
		}
	}
	for _, i := range m.New {
		if o.AcceptNew {
			u.Baseline.add(&report.Findings[i], report.Targets)
			u.Added++
		} else {
			u.Refused++
		}
	}
	fresh := newUnknowns(base.Unknowns, report.Unknowns, o.Renames)
	u.unknowns(fresh, report, o)
	u.absent(old, m.Absent, newVeils(report.Unknowns, fresh, o.Skipped), report, o)
	u.keepInputs(b)
	u.Baseline.sort()
	return u
}

// unknowns keeps those that the baseline knew and that are still there.
func (u *Update) unknowns(fresh []finding.Unknown, report *reports.Report, o UpdateOptions) {
	refused := map[unknownKey]int{}
	if !o.AcceptNew {
		for i := range fresh {
			refused[keyOfUnknown(&fresh[i], nil)]++
			u.RefusedUnknowns++
		}
	}
	for i := range report.Unknowns {
		if k := keyOfUnknown(&report.Unknowns[i], nil); refused[k] > 0 {
			refused[k]--
			continue
		}
		u.Baseline.Unknowns = append(u.Baseline.Unknowns, baselineUnknown(&report.Unknowns[i]))
	}
}

// absent drops what is gone and holds what nobody could look at.
func (u *Update) absent(old []finding.Finding, absent []int, v veils, report *reports.Report, o UpdateOptions) {
	scanned := map[string]bool{}
	for _, in := range report.Inputs {
		scanned[in.Repo] = true
	}
	held := map[FileRef]bool{}
	for _, h := range hidden(old, absent, v, o.Renames) {
		held[h.FileRef] = true
	}
	for _, i := range absent {
		f := &old[i]
		at := FileRef{f.Repo, validText(f.Path)}
		if to, ok := o.Renames[at.Repo][at.Path]; ok {
			at.Path = to
		}
		if scanned[f.Repo] && !held[at] && (o.Applied == nil || o.Applied(f.Rule)) {
			u.Dropped++
			continue
		}
		u.Held++
		e := BaselineEntry{Rule: f.Rule, Subject: f.Subject, Fingerprint: f.Fingerprint, MatchKey: f.MatchKey}
		for _, t := range report.Targets {
			if f.Targets[t.ID].Effect == finding.Breaks {
				e.Blocks = append(e.Blocks, t.ID)
			}
		}
		u.Baseline.addEntry(FileRef{f.Repo, f.Path}, e)
	}
}

// keepInputs keeps the repos of which something is held and that were not
// scanned.
func (u *Update) keepInputs(old *Baseline) {
	scanned, needed := map[string]bool{}, map[string]bool{}
	for _, in := range u.Baseline.Inputs {
		scanned[in.Repo] = true
	}
	for _, f := range u.Baseline.Files {
		needed[f.Repo] = true
	}
	for _, in := range old.Inputs {
		if needed[in.Repo] && !scanned[in.Repo] {
			u.Baseline.Inputs = append(u.Baseline.Inputs, in)
		}
	}
}
