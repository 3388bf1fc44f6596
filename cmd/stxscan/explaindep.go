package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/builtin"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/explain"
)

// explainDependency says of a need what every target has for it, what was tried
// and who needs it.
func explainDependency(c *cobra.Command, w *world, s reportSource, name string) error {
	r, err := s.report(c, w)
	if err != nil {
		return err
	}
	list := explain.Dependencies(r, name)
	if len(list) == 0 {
		return usageError("nothing needs %s: names are as specs, requirements and manifests write them, and 'dependencies' of the JSON report lists all", name)
	}
	r, err = onlyTargets(r, s.scan.targets)
	if err != nil {
		return err
	}
	set, err := s.scan.load()
	if err != nil {
		return err
	}
	embedded, err := builtin.Indexes()
	if err != nil {
		return err
	}
	store := indexes.Store{Dir: indexDir(s.scan.indexDir)}
	resolvers := map[string]distro.Resolver{}
	for _, asked := range r.Targets {
		if t := set.Target(asked.ID); t != nil {
			if resolvers[t.ID], err = store.Resolver(embedded, t.ID, t.Build); err != nil {
				fmt.Fprintf(w.stderr, "stxscan: %v\n", err)
			}
		}
	}
	look := func(target string, d *finding.Dependency) (tried, alike []string) {
		resolver := resolvers[target]
		if resolver == nil || d.Verdicts[target].Verdict == finding.OwnPackage {
			return nil, nil
		}
		trials, near := embedded.Tried(resolver, distro.Need{Kind: distro.KindOf(d), Name: d.Name})
		for _, trial := range trials {
			line := trial.What + ": "
			if trial.Verdict.Verdict == "" {
				line += "no"
			} else {
				line += strings.TrimSpace(string(trial.Verdict.Verdict) + " " + trial.Verdict.Name)
			}
			tried = append(tried, line)
		}
		return tried, near
	}
	return explain.Dependency(w.stdout, r, list, look)
}

// onlyTargets returns the report for some of its targets, all if none is named.
func onlyTargets(r *reports.Report, ids []string) (*reports.Report, error) {
	if len(ids) == 0 {
		return r, nil
	}
	copied := *r
	copied.Targets = nil
	for _, id := range ids {
		i := slices.IndexFunc(r.Targets, func(t reports.Target) bool { return t.ID == id })
		if i < 0 {
			return nil, usageError("the report is not of %s: scan with --target %s", id, id)
		}
		copied.Targets = append(copied.Targets, r.Targets[i])
	}
	return &copied, nil
}
