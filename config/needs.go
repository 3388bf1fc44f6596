package config

import (
	"fmt"
	"maps"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// needKey is where a need is written: findings about needs have its name as
// their subject.
type needKey struct{ repo, pkg, path, name string }

// excuses remember, by need and target, who said that a need is not missing.
type excuses map[needKey]map[string]*Suppress

// add takes up that a finding is a false positive on the targets.
func (x excuses) add(f *finding.Finding, s *Suppress, targets ...string) {
	if f.Concern != finding.Dependencies && f.Concern != finding.VersionPins {
		return
	}
	key := needKey{f.Repo, f.Package, f.Path, f.Subject}
	if x[key] == nil {
		x[key] = map[string]*Suppress{}
	}
	for _, id := range targets {
		x[key][id] = s
	}
}

// apply takes the missing needs away that findings were wrong about: a verdict
// rests on the needs too, not only on the findings that tell of them.
func (x excuses) apply(r *reports.Report) {
	if len(x) == 0 {
		return
	}
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		cloned := false
		for id, s := range x[needKey{d.Repo, d.Package, d.Path, d.Name}] {
			v, judged := d.Verdicts[id]
			if !judged || v.Verdict != finding.Missing {
				continue
			}
			if !cloned { // equal needs may share their verdicts
				d.Verdicts, cloned = maps.Clone(d.Verdicts), true
			}
			v.Verdict, v.Confidence = finding.NotNeeded, finding.High
			v.Evidence = fmt.Sprintf("%s: %s (config:%d)", s.Kind, s.Reason, s.Line)
			d.Verdicts[id] = v
		}
	}
}
