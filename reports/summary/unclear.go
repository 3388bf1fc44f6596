package summary

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// gap is what one flag, input or repair would settle.
type gap struct {
	one, many string // what is unknown, in words
	settle    string
	count     int
}

// unclear says what could not be assessed and what would settle it.
func unclear(r *reports.Report) string {
	gaps := gaps(r)
	var parts []string
	rest := 0
	for i, g := range gaps {
		if i < most {
			parts = append(parts, fmt.Sprintf("%s (%s)", terminal.Count(g.count, g.one, g.many), terminal.Clean(g.settle)))
		} else {
			rest += g.count
		}
	}
	if rest > 0 {
		parts = append(parts, terminal.Number(rest)+" more in the report")
	}
	text := ""
	if len(parts) > 0 {
		text = "Not known, with what settles it: " + strings.Join(parts, "; ") + ". "
	}
	text = strings.TrimSpace(text + notLookedAt(r))
	if text == "" {
		return "Nothing: everything could be read, and every concern was looked at."
	}
	return text
}

// gaps groups the unknowns by what settles them, and with them the packages
// that cannot be assessed for a reason that no unknown gives. The largest
// groups come first.
func gaps(r *reports.Report) []gap {
	type key struct{ one, settle string }
	at := map[key]int{}
	var list []gap
	add := func(g gap) {
		k := key{g.one, g.settle}
		if _, ok := at[k]; !ok {
			at[k] = len(list)
			list = append(list, g)
		}
		list[at[k]].count++
	}
	explained := map[[2]string]bool{}
	for _, u := range r.Unknowns {
		explained[[2]string{u.Repo, u.Package}] = true
		g := gap{one: "thing unknown", many: "things unknown", settle: u.Settle}
		if words, ok := kinds[u.Kind]; ok {
			g.one, g.many = words[0], words[1]
		}
		add(g)
	}
	for _, p := range r.Packages {
		if reason := unexplained(r, p); reason != "" && !explained[[2]string{p.Repo, p.Name}] {
			add(gap{one: "package", many: "packages", settle: reason})
		}
	}
	slices.SortStableFunc(list, func(a, b gap) int { return cmp.Compare(b.count, a.count) })
	return list
}

// unexplained returns why a package cannot be assessed on some port target.
func unexplained(r *reports.Report, p reports.Package) string {
	for _, t := range r.Targets {
		v := p.Readiness[t.ID]
		if !t.Origin && v.Verdict == reports.NotAssessable {
			var texts []string
			for _, reason := range v.Reasons {
				texts = append(texts, reason.String())
			}
			return cmp.Or(strings.Join(texts, "; "), "no reason is given")
		}
	}
	return ""
}

// kinds says in words what the kinds of unknowns are, one and many.
var kinds = map[string][2]string{
	finding.UnknownSource:     {"package without its source", "packages without their source"},
	finding.UnknownUnreadable: {"unreadable file or folder", "unreadable files or folders"},
	finding.UnknownUnparsed:   {"place that could not be parsed", "places that could not be parsed"},
	finding.UnknownAnalyzer:   {"failure of an analyzer", "failures of an analyzer"},
	finding.UnknownInput:      {"missing input", "missing inputs"},
}
