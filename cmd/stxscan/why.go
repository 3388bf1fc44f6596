package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/readiness"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/explain"
	"opendev.org/starlingx/stxscan/reports/terminal"
	"opendev.org/starlingx/stxscan/workspace"
)

func newWhy(w *world) *cobra.Command {
	var s reportSource
	c := &cobra.Command{
		Use:   "why PACKAGE [PATH]",
		Short: "What makes a package ready on a target: what comes first and what there is to do",
		Long: `why says how far a package is on a target, what that rests on, which packages
come first, and the smallest set of work items that makes it ready. PACKAGE is
NAME or REPO/NAME. PATH, the current folder if not given, is scanned; --from
takes an earlier report instead.`,
		Example: `  stxscan why sysinv --target clear ~/starlingx
  stxscan why config/sysinv --from report.json`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			s.where = args[1:]
			r, err := s.report(c, w)
			if err != nil {
				return err
			}
			pkg, err := findPackage(r, args[0])
			if err != nil {
				return err
			}
			list, err := findTargets(r, s.scan.targets)
			if err != nil {
				return err
			}
			for i, t := range list {
				if i > 0 {
					fmt.Fprintln(w.stdout)
				}
				if err := explain.Way(w.stdout, readiness.WayOf(r, pkg, t)); err != nil {
					return err
				}
			}
			return nil
		},
	}
	s.addFlags(c)
	c.Flags().StringSliceVar(&s.scan.targets, "target", nil, "speak of these targets (default: all port targets of the report)")
	return c
}

// findPackage returns the package that NAME or REPO/NAME means.
func findPackage(r *reports.Report, name string) (*reports.Package, error) {
	var same, near []*reports.Package
	for i := range r.Packages {
		p := &r.Packages[i]
		switch full := p.Repo + "/" + p.Name; {
		case full == name:
			return p, nil
		case p.Name == name:
			same = append(same, p)
		case p.Name != workspace.TreePackage && strings.Contains(strings.ToLower(full), strings.ToLower(name)):
			near = append(near, p)
		}
	}
	switch {
	case len(same) == 1:
		return same[0], nil
	case len(same) > 1:
		return nil, usageError("%s is several packages: say %s", name, packageNames(same, " or "))
	case len(near) > 0:
		return nil, usageError("there is no package %q: do you mean %s?", name, packageNames(near, " or "))
	}
	return nil, usageError("there is no package %q: 'stxscan scan -o table' lists them", name)
}

// packageNames lists the first few.
func packageNames(list []*reports.Package, between string) string {
	const most = 5
	var names []string
	for _, p := range list[:min(most, len(list))] {
		names = append(names, terminal.Clean(p.Repo+"/"+p.Name))
	}
	return strings.Join(names, between)
}

// findTargets returns the targets that are named, or all to port to.
func findTargets(r *reports.Report, names []string) ([]*reports.Target, error) {
	var list []*reports.Target
	if len(names) == 0 {
		for i := range r.Targets {
			if !r.Targets[i].Origin {
				list = append(list, &r.Targets[i])
			}
		}
		return list, nil
	}
	for _, name := range names {
		at := -1
		var ids []string
		for i := range r.Targets {
			ids = append(ids, r.Targets[i].ID)
			if r.Targets[i].ID == name {
				at = i
			}
		}
		if at < 0 {
			return nil, usageError("--target %s: the report has %s", name, strings.Join(ids, ", "))
		}
		list = append(list, &r.Targets[at])
	}
	return list, nil
}
