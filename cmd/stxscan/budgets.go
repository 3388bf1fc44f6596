package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/config"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
)

// policyOptions says what the gate fails for, by its flags and the configuration.
func (f *gateFlags) policyOptions(root string) (policy.Options, error) {
	o := policy.Options{}
	var err error
	if o.Severity, err = finding.ParseSeverity(f.severity); err != nil {
		return o, usageError("--severity: %w", err)
	}
	if o.Confidence, err = finding.ParseConfidence(f.confidence); err != nil {
		return o, usageError("--confidence: %w", err)
	}
	if f.top < 0 {
		return o, usageError("--top %d: want 0 for all, or more", f.top)
	}
	if list, given := f.conf.MustNot(); given {
		o.MustNotRegress = append([]string{}, list...)
	}
	if f.conf == nil {
		if f.lower {
			return o, usageError("--lower-budgets: there is no configuration with budgets")
		}
		return o, nil
	}
	set, err := f.load()
	if err != nil {
		return o, err
	}
	whole := f.whole(root)
	for _, b := range f.conf.Budgets {
		budget := policy.Budget{Concern: finding.Concern(b.Concern), Target: b.Target, Max: b.Max}
		if !whole {
			budget.Elsewhere = filepath.Dir(f.conf.File)
		}
		if budget.Partial, err = f.leftOut(set, budget.Concern); err != nil {
			return o, err
		}
		o.Budgets = append(o.Budgets, budget)
	}
	return o, nil
}

// whole reports whether the scan is of all that the configuration speaks of: of
// its own folder, or of what a file that was named is applied to.
func (f *gateFlags) whole(root string) bool {
	if f.configFlags.file != "" {
		return true
	}
	a, errA := os.Stat(root)
	b, errB := os.Stat(filepath.Dir(f.conf.File))
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// leftOut says which rules of a concern are not applied, "" if all are that are
// by default.
func (f *gateFlags) leftOut(set *rules.Set, concern finding.Concern) (string, error) {
	applied, err := f.rules(set)
	if err != nil {
		return "", err
	}
	var ids []string
	for _, r := range set.Rules {
		if r.Concern == concern && !r.Optional && !slices.Contains(applied, r) {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return "", nil
	}
	return fmt.Sprintf("%s not applied, such as %s", plural(len(ids), "rule of it was", "rules of it were"), ids[0]), nil
}

// judgeToo adds the targets that must not regress or have a budget to those that
// flags and configuration name: what is not judged is not kept.
func (f *gateFlags) judgeToo(o policy.Options) error {
	set, err := f.load()
	if err != nil {
		return err
	}
	if err := f.checkTargets(set); err != nil {
		return err
	}
	judged, err := f.judged(set)
	if err != nil {
		return err
	}
	ids := func() (list []string) {
		for _, t := range judged {
			list = append(list, t.ID)
		}
		return list
	}()
	wanted := slices.Clone(o.MustNotRegress)
	for _, b := range o.Budgets {
		wanted = append(wanted, b.Target)
	}
	added := false
	for _, id := range wanted {
		if set.Target(id) == nil {
			return usageError("%s: there is no target %.60q: want one of %s", f.conf.File, id, strings.Join(targetIDs(set), ", "))
		}
		if !slices.Contains(ids, id) {
			ids, added = append(ids, id), true
		}
	}
	if added {
		f.targets = ids
	}
	return nil
}

// lowerBudgets writes budgets that are higher than need be to the configuration.
func lowerBudgets(w *world, r *policy.Result, f gateFlags) error {
	lower := map[int]int{}
	for i, b := range r.Budgets {
		if b.Under() > 0 {
			lower[i] = b.Count
		}
	}
	if len(lower) == 0 {
		_, err := fmt.Fprintf(w.stderr, "%s: no budget can be lowered: nothing was written\n", clean(f.conf.File))
		return err
	}
	data, err := os.ReadFile(f.conf.File)
	if err != nil {
		return usageError("the configuration cannot be read: %w", err)
	}
	text, err := config.LowerBudgets(data, f.conf.File, lower)
	if err != nil {
		return usageError("%w", err)
	}
	err = reports.WriteFile(f.conf.File, func(out io.Writer) error {
		_, err := out.Write(text)
		return err
	})
	if err != nil {
		return usageError("the budgets were not written: %w", err)
	}
	_, err = fmt.Fprintf(w.stderr, "%s: %s lowered; commit it\n", clean(f.conf.File), plural(len(lower), "budget was", "budgets were"))
	return err
}
