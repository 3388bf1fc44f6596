package main

import (
	"bytes"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/explain"
	"opendev.org/starlingx/stxscan/rules"
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
	names, err := distro.ReadNames(bytes.NewReader(rules.NameTable("debian")), "names")
	if err != nil {
		return err
	}
	embedded := &distro.Embedded{Names: names}
	look := func(target string, d *finding.Dependency) (tried, alike []string) {
		t := set.Target(target)
		if t == nil || d.Verdicts[target].Verdict == finding.OwnPackage {
			return nil, nil
		}
		resolver := embedded.For(t.ID, t.Build)
		if x, err := (indexes.Store{Dir: indexDir(s.scan.indexDir)}).Load(t.ID, t.Build); err == nil && x != nil {
			resolver = embedded.New(x)
		}
		if resolver == nil {
			return nil, nil
		}
		trials, near := embedded.Tried(resolver, distro.Need{Kind: kindOf(d.Need), Name: d.Name})
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

// kindOf is how a need is looked up.
func kindOf(n finding.Need) distro.Kind {
	switch n {
	case finding.NeedPython:
		return distro.Python
	case finding.NeedPuppet:
		return distro.Puppet
	}
	return distro.RPM
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
