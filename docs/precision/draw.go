package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strconv"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// beside are the roles of files that stand beside the work: what is found there
// is shown apart, and blocks nothing.
var beside = []finding.Role{finding.RoleTest, finding.RoleDoc, finding.RoleExample, finding.RoleUnused, finding.RoleVendored, finding.RoleGenerated}

// poolOf returns the findings that take part: those of the concerns, of one of
// the rules and of the severity, in files that count, that nobody has quieted.
func poolOf(r *reports.Report, concerns, globs []string, least finding.Severity) ([]*finding.Finding, error) {
	var pool []*finding.Finding
	for i := range r.Findings {
		f := &r.Findings[i]
		if !slices.Contains(concerns, string(f.Concern)) || f.Severity < least || f.Suppressed != nil || slices.Contains(beside, f.Role) {
			continue
		}
		for _, glob := range globs {
			ok, err := path.Match(glob, f.Rule)
			if err != nil {
				return nil, fmt.Errorf("%q: %w", glob, err)
			}
			if ok {
				pool = append(pool, f)
				break
			}
		}
	}
	return pool, nil
}

// draw takes n findings of the pool. What of tells groups them by, families or
// rules, take turns until there are enough, so that one with thousands of
// findings does not hide the others: whatever is wrong with one shows, and the
// result is the harder one, as those with the most findings are the simplest
// to get right. Within one chance decides.
func draw(pool []*finding.Finding, of func(rule string) string, n int, seed uint64) []*finding.Finding {
	families := map[string][]*finding.Finding{}
	for _, f := range pool {
		families[of(f.Rule)] = append(families[of(f.Rule)], f)
	}
	names := slices.Sorted(maps.Keys(families))
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // has to be repeatable
	for _, name := range names {
		list := families[name]
		// The order of the report must not matter.
		slices.SortFunc(list, byPlace)
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	var drawn []*finding.Finding
	for turn := 0; len(drawn) < min(n, len(pool)); turn++ {
		for _, name := range names {
			if list := families[name]; turn < len(list) && len(drawn) < n {
				drawn = append(drawn, list[turn])
			}
		}
	}
	slices.SortFunc(drawn, byPlace)
	return drawn
}

func byPlace(a, b *finding.Finding) int {
	return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint))
}

// columns are those of sheets and verdicts.
var columns = []string{"repo", "path", "line", "rule", "fingerprint", "severity", "claim", "verdict", "reason"}

// writeSheet writes the drawn findings for a judge, with the claims where
// wanted.
func writeSheet(out io.Writer, r *reports.Report, drawn []*finding.Finding, claims bool) error {
	titles := map[string]string{}
	for _, rule := range r.Rules {
		titles[rule.ID] = rule.Title
	}
	if _, err := fmt.Fprintln(out, strings.Join(columns, "\t")); err != nil {
		return err
	}
	for _, f := range drawn {
		claim := f.Message
		if title := titles[f.Rule]; title != "" && title != f.Message {
			claim = title + ": " + f.Message
		}
		if !claims {
			claim = ""
		}
		row := []string{f.Repo, f.Path, strconv.Itoa(f.Line), f.Rule, f.Fingerprint, f.Severity.String(), claim, "", ""}
		for i, cell := range row {
			row[i] = strings.Join(strings.Fields(cell), " ")
		}
		if _, err := fmt.Fprintln(out, strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	return nil
}
