// Package ci says what the forms for continuous integration have in common:
// which findings and unknowns they show, how bad each is, and how all of it is
// counted in a sentence.
package ci

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// View is what of a report is shown. Suppressed findings are never in it.
type View struct {
	// Places are in the order of the report.
	Places []Place
	// Unknowns are those of the report, then files that hide known findings.
	Unknowns []Unknown
	// Known counts the findings that are left out because the base has them,
	// KnownUnknowns the unknowns, Suppressed those that somebody has quieted.
	Known, KnownUnknowns, Suppressed int
	// Compared is set for a report that was held against a base.
	Compared bool
}

// Place is a finding with what it means in a job.
type Place struct {
	*finding.Finding
	// File is the path from the folder that was scanned.
	File string
	// Level is the worst severity that it has on those of On and Origins, at
	// least Warning if the gate fails for it, and Info if it stands in nobody's way.
	Level finding.Severity
	// On are the port targets that it blocks, Origins those of the origin that it
	// breaks, in the order of the report. If the gate fails for it they are those
	// on which it does.
	On, Origins []string
	// Failing is set if the gate fails for it.
	Failing bool
}

// Unknown is what could not be told.
type Unknown struct {
	finding.Unknown
	// File is the path from the folder that was scanned: the file, the package or
	// the repo.
	File string
	// New is set for what the base could tell.
	New bool
}

// UnknownHidden is the kind of unknown of a file whose known findings can no
// longer be seen.
const UnknownHidden = "hidden"

// New returns what a job is about: of a report that was held against a base
// what is new, and what is known and now worse, else everything.
func New(r *reports.Report) *View {
	v := All(r)
	if !v.Compared {
		return v
	}
	v.Places = slices.DeleteFunc(v.Places, func(p Place) bool {
		known := !p.Failing && p.BaselineState != finding.BaselineNew
		if known {
			v.Known++
		}
		return known
	})
	v.Unknowns = slices.DeleteFunc(v.Unknowns, func(u Unknown) bool {
		if !u.New {
			v.KnownUnknowns++
		}
		return !u.New
	})
	return v
}

// All returns everything, whatever the base has of it.
func All(r *reports.Report) *View {
	v := &View{Compared: r.Delta != nil}
	dirs := Folders(r)
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Suppressed != nil {
			v.Suppressed++
			continue
		}
		v.Places = append(v.Places, NewPlace(r, f, dirs[f.Repo]))
	}
	fresh := map[finding.Unknown]bool{}
	if r.Delta != nil {
		for _, u := range r.Delta.NewUnknowns {
			fresh[u] = true
		}
	}
	packages := map[[2]string]string{}
	for i := range r.Packages {
		packages[[2]string{r.Packages[i].Repo, r.Packages[i].Name}] = r.Packages[i].Path
	}
	for _, u := range r.Unknowns {
		at := cmp.Or(u.Path, packages[[2]string{u.Repo, u.Package}])
		v.Unknowns = append(v.Unknowns, Unknown{u, path.Join(dirs[u.Repo], at), fresh[u]})
	}
	if r.Delta != nil {
		for _, h := range r.Delta.Hidden {
			v.Unknowns = append(v.Unknowns, Unknown{hidden(h), path.Join(dirs[h.Repo], h.Path), true})
		}
	}
	for i := range v.Unknowns {
		v.Unknowns[i].File = cmp.Or(v.Unknowns[i].File, ".")
	}
	return v
}

// hidden says of a file with known findings that it can no longer be seen.
func hidden(h reports.HiddenFile) finding.Unknown {
	return finding.Unknown{
		Kind: UnknownHidden, Repo: h.Repo, Path: h.Path,
		Message: terminal.Count(h.Findings, "known finding", "known findings") + " can no longer be seen: " + h.Why,
		Settle:  "make the file readable again",
	}
}

// Folders are the folders of the repos, as seen from the one that was scanned:
// "." for that one itself.
func Folders(r *reports.Report) map[string]string {
	dirs := map[string]string{}
	for _, in := range r.Inputs {
		dirs[in.Repo] = in.Dir
	}
	return dirs
}

// NewPlace says what a finding of a report means. dir is the folder of its repo.
func NewPlace(r *reports.Report, f *finding.Finding, dir string) Place {
	p := Place{Finding: f, File: path.Join(dir, f.Path), Failing: len(f.Fails) > 0}
	for _, t := range r.Targets {
		e := f.Targets[t.ID]
		switch {
		case p.Failing && !slices.Contains(f.Fails, t.ID):
			continue
		case t.Origin && (p.Failing || breaksOrigin(f, e)):
			p.Origins = append(p.Origins, t.ID)
		case !t.Origin && (p.Failing || f.Blocks(t.ID)):
			p.On = append(p.On, t.ID)
		default:
			continue
		}
		p.Level = max(p.Level, e.Severity)
	}
	if p.Failing {
		p.Level = max(p.Level, finding.Warning)
	}
	return p
}

// breaksOrigin reports whether a finding breaks the origin, where everything
// works today.
func breaksOrigin(f *finding.Finding, e finding.TargetEffect) bool {
	return e.Effect == finding.Breaks && e.Severity > finding.Info && f.Role.Blocks()
}

// Where names the targets that a finding is about: "clear, debian-12; breaks
// centos-7". It is empty if it stands in nobody's way.
func (p *Place) Where() string {
	text := strings.Join(p.On, ", ")
	if len(p.Origins) > 0 {
		text = strings.TrimPrefix(text+"; breaks ", "; ") + strings.Join(p.Origins, ", ")
	}
	return terminal.Clean(text)
}

// Text is the message with the targets behind it, clean for a terminal.
func (p *Place) Text() string {
	text := terminal.Clean(p.Message)
	if where := p.Where(); where != "" {
		text += " [" + where + "]"
	}
	if p.Failing && p.BaselineState != finding.BaselineNew {
		text += " (known, but it did not bite there before)"
	}
	return text
}

// Untold begins the text of an unknown where nothing else says that it is one.
const Untold = "could not be told: "

// Text is what could not be told with what would settle it, clean for a
// terminal.
func (u *Unknown) Text() string {
	return terminal.Clean(u.Message) + "; " + terminal.Clean(u.Settle)
}

// Count counts the places of each level, info first.
func (v *View) Count() (levels [3]int) {
	for i := range v.Places {
		levels[v.Places[i].Level]++
	}
	return levels
}

// Failing counts the places for which the gate fails.
func (v *View) Failing() int {
	n := 0
	for i := range v.Places {
		if v.Places[i].Failing {
			n++
		}
	}
	return n
}

// worse counts the places that the base has, where they did not bite.
func (v *View) worse() int {
	n := 0
	for i := range v.Places {
		if p := &v.Places[i]; p.Failing && p.BaselineState != finding.BaselineNew {
			n++
		}
	}
	return n
}

// Sentence counts what is shown and what is not, for the line that ends a form:
// "3 findings (1 error, 2 for information); 2 things could not be told".
func (v *View) Sentence() string {
	levels := v.Count()
	var parts []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{levels[finding.Error], "error", "errors"}, {levels[finding.Warning], "warning", "warnings"},
		{levels[finding.Info], "for information", "for information"},
	} {
		if part.n > 0 {
			parts = append(parts, terminal.Count(part.n, part.one, part.many))
		}
	}
	text := terminal.Count(len(v.Places), "finding", "findings")
	if v.Compared {
		worse := v.worse()
		text = terminal.Count(len(v.Places)-worse, "new finding", "new findings")
		if worse > 0 {
			text += " and " + terminal.Number(worse) + " known and now worse"
		}
	}
	if len(parts) > 0 {
		text += " (" + strings.Join(parts, ", ") + ")"
	}
	if n := v.Failing(); n > 0 {
		text += fmt.Sprintf("; the gate fails for %s", terminal.Number(n))
	}
	if v.Known > 0 {
		text += "; " + terminal.Number(v.Known) + " known"
	}
	if v.Suppressed > 0 {
		text += "; " + terminal.Number(v.Suppressed) + " suppressed"
	}
	return text + "; " + v.Untold()
}

// Untold counts what could not be told: "nothing is unknown".
func (v *View) Untold() string {
	fresh := 0
	for i := range v.Unknowns {
		if v.Unknowns[i].New {
			fresh++
		}
	}
	all := len(v.Unknowns) + v.KnownUnknowns
	switch {
	case all == 0:
		return "everything could be told"
	case fresh == all:
		return terminal.Count(all, "thing could not be told that the base could tell", "things could not be told that the base could tell")
	case fresh > 0:
		return terminal.Count(all, "thing could not be told", "things could not be told") + ", " + terminal.Number(fresh) + " of them new"
	}
	return terminal.Count(all, "thing could not be told", "things could not be told")
}
