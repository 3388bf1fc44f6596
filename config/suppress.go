package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Notice is something about the file that a scan found out: an entry that has
// run out, or that fits nothing.
type Notice struct {
	Place
	Message string
}

// ApplySuppressions marks the findings that the file's entries fit, and takes
// notice of entries that ran out before today or fit nothing. Findings must
// have their targets; nothing is ever removed.
//
// The last entry that fits a finding decides, and one for all targets goes
// before those for one. An entry for one target makes a false positive work
// there; a finding whose targets are all dealt with so is suppressed as a whole.
// A need that is missing by a false positive alone is not.
func (c *Config) ApplySuppressions(r *reports.Report, today time.Time) []Notice {
	if c == nil || len(c.Suppress) == 0 {
		return nil
	}
	day := today.UTC().Format(time.DateOnly)
	used := make([]int, len(c.Suppress))
	needs := excuses{}
	memory := make([]pathMemory, len(c.Suppress))
	for i := range r.Findings {
		f := &r.Findings[i]
		targets := map[string]*Suppress{}
		var whole *Suppress
		for e := range c.Suppress {
			s := &c.Suppress[e]
			if !s.fits(f, &memory[e]) {
				continue
			}
			used[e]++
			switch {
			case s.expired(day):
			case s.Target != "":
				targets[s.Target] = s
			default:
				whole = s
			}
		}
		suppress(f, whole, targets, r.Targets)
		for id, s := range targets {
			if whole == nil && s.Kind == finding.FalsePositive {
				needs.add(f, s, id)
			}
		}
		if whole != nil && whole.Kind == finding.FalsePositive {
			needs.add(f, whole, slices.Collect(maps.Keys(f.Targets))...)
		}
	}
	needs.apply(r)
	return c.notices(r, used, day)
}

// notices says which entries ran out or fit nothing; used counts the findings
// that each fits.
func (c *Config) notices(r *reports.Report, used []int, day string) []Notice {
	var notices []Notice
	for e := range c.Suppress {
		s := &c.Suppress[e]
		switch {
		case s.expired(day):
			notices = append(notices, Notice{s.Places[""], fmt.Sprintf(
				"the suppression ran out on %s, and %s again: decide anew, or take it out", s.Until, count(used[e]))})
			r.Unknowns = append(r.Unknowns, finding.Unknown{
				Kind:    finding.UnknownExpired,
				Message: fmt.Sprintf("the suppression at config:%d ran out on %s: %s again", s.Line, s.Until, count(used[e])),
				Settle:  "a new decision: set another day, or take the entry out",
			})
		case used[e] == 0:
			notices = append(notices, Notice{s.Places[""], "the suppression fits nothing: take it out if its place was mended"})
		}
	}
	return notices
}

func count(n int) string {
	if n == 1 {
		return "1 finding counts"
	}
	return fmt.Sprintf("%d findings count", n)
}

// expired reports whether the entry's last day is past.
func (s *Suppress) expired(day string) bool { return s.Until != "" && s.Until < day }

// pathMemory is what an entry said of the last path: findings come by file.
type pathMemory struct {
	path        string
	known, fits bool
}

// fits reports whether all that the entry names is the finding's.
func (s *Suppress) fits(f *finding.Finding, last *pathMemory) bool {
	if !strings.HasPrefix(f.Fingerprint, s.Fingerprint) {
		return false
	}
	if s.Target != "" {
		if _, judged := f.Targets[s.Target]; !judged {
			return false
		}
	}
	if !s.repo.fits(f.Repo) || !s.pkg.fits(f.Package) || !s.rule.fits(f.Rule) {
		return false
	}
	if !last.known || last.path != f.Path {
		*last = pathMemory{f.Path, true, s.path.fits(f.Path)}
	}
	return last.fits
}

func (s *Suppress) suppression() *finding.Suppression {
	return &finding.Suppression{Kind: s.Kind, Reason: s.Reason, Until: s.Until, By: fmt.Sprintf("config:%d", s.Line)}
}

// suppress carries out what the entries say of a finding.
func suppress(f *finding.Finding, whole *Suppress, by map[string]*Suppress, targets []reports.Target) {
	if whole != nil {
		f.Suppressed = whole.suppression()
		return
	}
	if len(by) == 0 {
		return
	}
	// What every target on which it blocks is dealt with by; the entry for the
	// last of them speaks for all, a false positive never for the others.
	var last *Suppress
	covered := true
	for _, t := range targets {
		if t.Origin || !f.Blocks(t.ID) {
			continue
		}
		s := by[t.ID]
		if s == nil {
			covered = false
			break
		}
		if last == nil || last.Kind == finding.FalsePositive {
			last = s
		}
	}
	f.Targets = maps.Clone(f.Targets) // shared between findings
	for _, id := range slices.Sorted(maps.Keys(by)) {
		s, e := by[id], f.Targets[id]
		e.Note = fmt.Sprintf("%s: %s (config:%d)", s.Kind, s.Reason, s.Line)
		if s.Kind == finding.FalsePositive {
			e.Effect, e.Severity, e.Alternative = finding.Works, finding.Info, ""
		}
		f.Targets[id] = e
	}
	if covered && last != nil {
		f.Suppressed = last.suppression()
	}
}
