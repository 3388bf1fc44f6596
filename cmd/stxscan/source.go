package main

import (
	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/readiness"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/workspace"
)

// reportSource is where a command takes the report from that it speaks of: a
// file, or a scan made for the purpose.
type reportSource struct {
	from  string
	scan  scanFlags
	where []string // the command's PATH, if it was given
}

func (s *reportSource) addFlags(c *cobra.Command) {
	c.Flags().StringVar(&s.from, "from", "", "speak of this JSON report instead of scanning; '-' is standard input")
	s.scan.configFlags.add(c)
	s.scan.items = readiness.MaxItems
	c.Flags().StringVar(&s.scan.rulesDir, "rules-dir", "", "read rules and targets of your own from this folder too")
	c.Flags().StringVar(&s.scan.indexDir, "index-dir", "", "the folder with package indexes of your own, see 'stxscan index --help'")
	c.Flags().StringArrayVar(&s.scan.rpms, "rpms", nil, "DIR: read the specs of the source RPMs below it that packages are made of; may be repeated")
	s.scan.patchedFlags.add(c.Flags())
	c.Flags().StringArrayVar(&s.scan.forks, "fork", nil, "NAME=DIR: the tree of a fork that packages are built from as git/NAME; may be repeated")
}

// report reads or makes the report.
func (s *reportSource) report(c *cobra.Command, w *world) (*reports.Report, error) {
	ctx := c.Context()
	if s.from != "" {
		if len(s.where) > 0 {
			return nil, usageError("--from names a report, so there is no %s to scan: leave one of the two out", s.where[0])
		}
		if len(s.scan.upstreams)+len(s.scan.sources) > 0 {
			return nil, usageError("--from names a report, in which nothing is compared any more: leave --upstream and --source out, or scan with them")
		}
		r, err := readReport(s.from)
		if err != nil {
			return nil, usageError("%s: %w", s.from, err)
		}
		return r, nil
	}
	root := rootOf(s.where)
	if err := s.scan.configure(c, root); err != nil {
		return nil, err
	}
	space, err := workspace.Open(ctx, workspace.Options{Root: root, Aliases: s.scan.aliases()})
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return nil, openError(root, err)
	}
	defer space.Close()
	if err := addSources(ctx, space, s.scan); err != nil {
		return nil, err
	}
	return makeReport(ctx, w, space, s.scan)
}

// reportFor reads or makes the report, and returns with it the ID of its target
// that is named, or of the first to port to if name is empty. A scan is made for
// the named target alone.
func (s *reportSource) reportFor(c *cobra.Command, w *world, name string) (*reports.Report, string, error) {
	var asked []string
	if name != "" {
		asked = []string{name}
	}
	if name != "" && s.from == "" {
		s.scan.targets = asked
	}
	r, err := s.report(c, w)
	if err != nil {
		return nil, "", err
	}
	targets, err := findTargets(r, asked)
	if err != nil {
		return nil, "", err
	}
	if len(targets) == 0 {
		return nil, "", usageError("the report has no target to port to")
	}
	return r, targets[0].ID, nil
}
