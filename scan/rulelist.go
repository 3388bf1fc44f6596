package scan

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
)

// ruleList is what the applied rules say, for the report: by ID, with what they
// advise on each target.
func ruleList(o ReduceOptions) []reports.Rule {
	list := make([]reports.Rule, 0, len(o.Rules))
	for _, r := range o.Rules {
		out := reports.Rule{
			ID: r.ID, Title: r.Title, Work: r.Work, Concern: r.Concern, Severity: r.Severity, Confidence: r.Confidence,
			Means: string(r.Means), Whole: r.Whole, Fix: string(r.Fix), Sources: r.Sources,
			Why: strings.TrimSpace(r.Why), Before: strings.TrimRight(r.Before, "\n"), After: strings.TrimRight(r.After, "\n"),
			Docs: ruleDocs(r), Analyzer: r.Analyzer, Digest: ruleDigest(r),
		}
		for _, t := range o.Targets {
			if use := r.On(t, rules.AllPythons, r.Severity).Alternative; use != "" {
				if out.Alternatives == nil {
					out.Alternatives = map[string]string{}
				}
				out.Alternatives[t.ID] = use
			}
		}
		if a := o.Set.Answer(r.Answer); a != nil {
			out.Answer = &reports.Answer{
				ID: a.ID, Kind: string(a.Kind), Title: a.Title, Why: strings.TrimSpace(a.Why),
				First: a.First, Then: a.Then, Done: strings.TrimSpace(a.Done), Packages: a.Packages,
			}
		}
		list = append(list, out)
	}
	slices.SortFunc(list, func(a, b reports.Rule) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// ruleDigest identifies a rule by what it finds and says of the targets. Wording,
// prices and sources are left out: they make no finding come or go.
func ruleDigest(r *rules.Rule) string {
	c := *r
	c.Title, c.Work, c.Message, c.Why, c.Before, c.After = "", "", "", "", "", ""
	c.Judged, c.Effort, c.Sources = nil, rules.Effort{}, nil
	return digestOf(&c)
}

// ruleDocs is the page that is generated for a rule of ours. Rules of a team's
// own folder have none.
func ruleDocs(r *rules.Rule) string {
	if _, err := fs.Stat(rules.Embedded(), r.File); err != nil {
		return ""
	}
	return "docs/rules/" + r.ID + ".md"
}
