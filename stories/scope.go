package stories

import (
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// scope is what a scan looked at: of what it did not look at, nothing is said.
type scope struct {
	repos, rules, families map[string]bool
	// unread are packages, as REPO/NAME, with files that could not be read whole.
	unread map[string]bool
}

func newScope(r *reports.Report) scope {
	s := scope{repos: map[string]bool{}, rules: map[string]bool{}, families: map[string]bool{}, unread: map[string]bool{}}
	for _, in := range r.Inputs {
		s.repos[in.Repo] = true
	}
	for _, rule := range r.Rules {
		s.rules[rule.ID] = true
	}
	for _, t := range r.Targets {
		if !t.Origin {
			s.families[t.ID], s.families[family(t.ID)] = true, true
		}
	}
	for _, u := range r.Unknowns {
		if slices.Contains([]string{finding.UnknownUnreadable, finding.UnknownUnparsed, finding.UnknownAnalyzer}, u.Kind) {
			s.unread[u.Repo+"/"+u.Package] = true
		}
	}
	return s
}

// covers says whether the scan looked for what a task is about, and if not why.
func (s *scope) covers(a about) (ok bool, why string) {
	switch {
	case a == about{}:
		return false, "its notes no longer say what it is about"
	case a.target != "" && !s.families[a.target]:
		return false, "the scan did not judge by " + a.target
	}
	for repo := range strings.SplitSeq(a.repo, ",") {
		if repo != "" && !s.repos[repo] {
			return false, "the scan did not see " + repo
		}
	}
	for rule := range strings.SplitSeq(a.rule, ",") {
		if rule != "" && !s.rules[rule] {
			return false, "the scan did not apply " + rule
		}
	}
	if a.pkg != "" && s.unread[a.repo+"/"+a.pkg] {
		return false, "files of " + a.pkg + " could not be read whole"
	}
	return true, ""
}
