package scan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
)

// ownRules begin the ids of rules about what stxscan itself is told. No comment
// quiets them.
const ownRules = "STX-"

// ignored quiets the findings that comments in their files speak of, and reports
// comments that quiet nothing. It needs all findings of the workspace.
func ignored(r *reports.Report, p *Partial, o ReduceOptions) {
	at := map[fileKey][]int{}
	for i := range p.Files {
		if f := &p.Files[i]; len(f.Ignores) > 0 {
			at[fileKey{f.Repo, f.Path}] = []int{}
		}
	}
	if len(at) == 0 {
		return
	}
	for i := range r.Findings {
		key := fileKey{r.Findings[i].Repo, r.Findings[i].Path}
		if list, ok := at[key]; ok && !strings.HasPrefix(r.Findings[i].Rule, ownRules) {
			at[key] = append(list, i)
		}
	}
	j := ignorer{set: o.Set, applied: o.Rules, day: o.Time.UTC().Format(time.DateOnly)}
	judge := judge{set: o.Set, targets: o.Targets, known: map[verdictKey]map[string]finding.TargetEffect{}}
	for i := range p.Files {
		if f := &p.Files[i]; len(f.Ignores) > 0 {
			for _, own := range j.file(r, f, at[fileKey{f.Repo, f.Path}]) {
				own.Targets = judge.effects(analysis.Candidate{Finding: own, Reach: rules.AllPythons})
				r.Findings = append(r.Findings, own)
			}
		}
	}
	sortFindings(r.Findings)
}

type fileKey struct{ repo, path string }

// ignorer carries out comments.
type ignorer struct {
	set     *rules.Set
	applied []*rules.Rule
	day     string
}

// file carries out the comments of a file; list are its findings. It returns what
// is said of the comments themselves.
func (j *ignorer) file(r *reports.Report, f *FileResult, list []int) []finding.Finding {
	said := &analysis.Reduction{}
	said.Analyzer = &analysis.Analyzer{Name: commentsAnalyzer}
	for n := range f.Ignores {
		c := &f.Ignores[n]
		expired := c.Until != "" && c.Until < j.day
		for _, glob := range c.Rules {
			used := 0
			for _, i := range list {
				g := &r.Findings[i]
				if !c.About(g.Line, max(g.Line, g.EndLine)) || !analysis.FitsRule(glob, g.Rule) {
					continue
				}
				used++
				if !expired {
					g.Suppressed = &finding.Suppression{
						Kind: finding.Accepted, Reason: c.Reason, Until: c.Until, By: fmt.Sprintf("comment:%d", c.At.Line),
					}
				}
			}
			code, use := j.about(f, c, glob, used, expired)
			if rule := j.rule(code); rule != nil {
				said.Report(rule, c.At, analysis.Detail{Subject: glob, Use: use}, nil)
			}
		}
	}
	return said.Found()
}

// commentsAnalyzer is the name of the analyzer that reads the comments.
const commentsAnalyzer = "comments"

// about says what there is to say of a comment that names a glob: the code of the
// rule, "" if nothing, and how it goes on.
func (j *ignorer) about(f *FileResult, c *analysis.Ignore, glob string, used int, expired bool) (code, use string) {
	fits := func(r *rules.Rule) bool { return analysis.FitsRule(glob, r.ID) }
	switch {
	case !slices.ContainsFunc(j.set.Rules, fits):
		return "unknown-rule", ""
	case expired:
		return "expired", fmt.Sprintf("on %s, and %s again", c.Until, counts(used))
	case used > 0 || len(f.Unknowns) > 0:
		return "", "" // what was not seen may be what it is for
	}
	// A rule that was not applied may find something.
	for _, r := range j.set.Rules {
		if fits(r) && !slices.Contains(j.applied, r) {
			return "", ""
		}
	}
	return "unused", ""
}

func counts(n int) string {
	if n == 1 {
		return "1 finding counts"
	}
	return fmt.Sprintf("%d findings count", n)
}

// rule is the rule about comments that has a code, nil if it is not applied.
func (j *ignorer) rule(code string) *rules.Rule {
	if code == "" {
		return nil
	}
	i := slices.IndexFunc(j.applied, func(r *rules.Rule) bool { return r.Analyzer == commentsAnalyzer && r.Match.Code == code })
	if i < 0 {
		return nil
	}
	return j.applied[i]
}
