package policy

import "strings"

// VerdictGroup is packages of which the same became on the same targets.
type VerdictGroup struct {
	// What says what became of them.
	What string
	// Targets are in the order of the changes, Packages, as REPO/NAME, too.
	Targets  []string
	Packages []string
}

// VerdictGroups puts the packages together whose verdicts changed alike; what says
// how one changed, "" to leave it out.
func (d *Diff) VerdictGroups(what func(*VerdictChange) string) []VerdictGroup {
	type change struct{ what, pkg string }
	var order []change
	targets := map[change][]string{}
	for i := range d.Verdicts {
		v := &d.Verdicts[i]
		c := change{what(v), v.Repo + "/" + v.Package}
		if c.what == "" {
			continue
		}
		if targets[c] == nil {
			order = append(order, c)
		}
		targets[c] = append(targets[c], v.Target)
	}
	type key struct{ what, targets string }
	at := map[key]int{}
	var groups []VerdictGroup
	for _, c := range order {
		k := key{c.what, strings.Join(targets[c], "\n")}
		i, known := at[k]
		if !known {
			i = len(groups)
			at[k] = i
			groups = append(groups, VerdictGroup{What: c.what, Targets: targets[c]})
		}
		groups[i].Packages = append(groups[i].Packages, c.pkg)
	}
	return groups
}

// TurnedPlaces are the findings that block a target in one of the reports alone and
// that keep says yes to, each once.
func (d *Diff) TurnedPlaces(keep func(*Turn) bool) []FindingRef {
	type place struct {
		rule, repo, path, message string
		line, column              int
	}
	var list []FindingRef
	seen := map[place]bool{}
	for i := range d.Turned {
		t := &d.Turned[i]
		p := place{t.Rule, t.Repo, t.Path, t.Message, t.Line, t.Column}
		if !keep(t) || seen[p] {
			continue
		}
		seen[p] = true
		list = append(list, t.FindingRef)
	}
	return list
}
