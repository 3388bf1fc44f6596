package rpmdeps

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
)

// The rules about needs. What they say is in rules/dependencies.
const (
	ruleMissing    = "DEP-001"
	ruleRenamed    = "DEP-002"
	ruleTooOld     = "DEP-003"
	rulePython3    = "DEP-004"
	ruleUnknown    = "DEP-005"
	rulePins       = "DEP-010"
	ruleExactPin   = "DEP-011"
	ruleDiffers    = "DEP-006"
	ruleSoname     = "DEP-007"
	ruleNotAllowed = "DEP-008"
	ruleDead       = "DEP-012"
	ruleBound      = "DEP-013"
)

// codes are the detectors that rules may name, with the id that each is for.
var codes = map[string]string{
	codePackageFile: "RPM-007", codeBindings: "RPM-008", codeYumConfig: "RPM-009", codeMockConfig: "RPM-014", codeMetadata: "RPM-015", codeKernelQuery: "RPM-016",
	"need-missing": ruleMissing, "need-renamed": ruleRenamed, "need-too-old": ruleTooOld,
	"need-python3-only": rulePython3, "need-unknown": ruleUnknown,
	"need-differs": ruleDiffers, "need-other-soname": ruleSoname, "need-not-allowed": ruleNotAllowed,
	"dead-entries": ruleDead, "mirror-pins": rulePins, "exact-pin": ruleExactPin, "need-bound": ruleBound,
}

// ruleOf says which rule tells of a presence, and what it means there.
var ruleOf = map[finding.Presence]struct {
	rule     string
	effect   finding.Effect
	severity finding.Severity
}{
	finding.Missing:         {ruleMissing, finding.Breaks, finding.Error},
	finding.Differs:         {ruleDiffers, finding.Changes, finding.Warning},
	finding.ABIChanged:      {ruleSoname, finding.Changes, finding.Warning},
	finding.NotAllowed:      {ruleNotAllowed, finding.Changes, finding.Warning},
	finding.Split:           {ruleRenamed, finding.Changes, finding.Info},
	finding.Renamed:         {ruleRenamed, finding.Changes, finding.Info},
	finding.ProvidedBy:      {ruleRenamed, finding.Changes, finding.Info},
	finding.InStdlib:        {ruleRenamed, finding.Changes, finding.Info},
	finding.NotNeeded:       {ruleRenamed, finding.Changes, finding.Info},
	finding.TooOld:          {ruleTooOld, finding.Breaks, finding.Warning},
	finding.Python3Only:     {rulePython3, finding.Changes, finding.Info},
	finding.PresenceUnknown: {ruleUnknown, finding.EffectUnknown, finding.Info},
}

// report is a finding in the making: one for a rule, a file and a name.
type report struct {
	rule  string
	at    analysis.Place
	need  need
	d     *finding.Dependency
	names []string // of what is not known, all of a package's
}

// note takes up what is to be reported of a need. A file that needs a name in
// several places has one finding, in the first place without a condition.
func (r *resolution) note(at analysis.Place, n need, d *finding.Dependency) {
	verdicts := *d
	for _, t := range r.Targets {
		v, ok := d.Verdicts[t.ID]
		if !ok || v.Verdict == finding.Present || v.Verdict == finding.OwnPackage || v.Verdict == finding.LikelyPresent {
			continue
		}
		rule := ruleOf[v.Verdict].rule
		// Files and capabilities are provided by some package everywhere.
		if v.Verdict == finding.ProvidedBy && strings.ContainsAny(n.Name, "/(") {
			continue
		}
		if rule == ruleUnknown {
			r.noteUnknown(at, n)
			continue
		}
		r.once(report{rule: rule, at: at, need: n, d: &verdicts})
	}
	if len(n.Wants) == 0 {
		return
	}
	// A pin or bound is the version; the name is what the other rules speak of.
	if i := strings.LastIndex(at.Text, n.Wants[0].Version); i+1 > at.Column {
		at.Column = i + 1
	}
	if broken := r.brokenBounds(d); len(broken) > 0 && !isOwn(d) {
		r.once(report{rule: ruleBound, at: at, need: n, d: &verdicts})
	}
	if exact(n) && r.Rule(ruleExactPin) != nil && (!isOwn(d) || n.Kind == facts.NeedPython && r.breaksOwn(n, &verdicts)) {
		r.once(report{rule: ruleExactPin, at: at, need: n, d: &verdicts})
	}
}

// breaksOwn reports whether a pin asks for another version than the one of a package
// that the workspace makes, and puts that version into its verdicts.
func (r *resolution) breaksOwn(n need, d *finding.Dependency) bool {
	d.Verdicts = maps.Clone(d.Verdicts)
	breaks := false
	for target, v := range d.Verdicts {
		version := r.own.versions[v.Name]
		if v.Verdict != finding.OwnPackage || version == "" {
			continue
		}
		for _, w := range n.Wants {
			if isExact(w) && w.Version != version && !strings.ContainsAny(w.Version, "*+") {
				v.Version, v.Unmet, breaks = version, append(slices.Clip(v.Unmet), w.Op+" "+w.Version), true
			}
		}
		d.Verdicts[target] = v
	}
	return breaks
}

func (r *resolution) once(next report) {
	key := strings.Join([]string{next.rule, next.at.Repo, next.at.Path, next.need.Name}, "\x00")
	old := r.bySubject[key]
	if old == nil {
		r.bySubject[key] = &next
		r.reported = append(r.reported, &next)
	} else if old.need.Condition != "" && next.need.Condition == "" {
		*old = next
	}
}

// noteUnknown takes up a name that no index knows: one finding a package.
func (r *resolution) noteUnknown(at analysis.Place, n need) {
	key := at.Repo + "/" + at.Package
	p := r.byPackage[key]
	if p == nil {
		p = &report{rule: ruleUnknown, at: at, need: n}
		r.byPackage[key] = p
		r.reported = append(r.reported, p)
	}
	key += "\x00" + n.Name
	if r.bySubject[key] == nil {
		r.bySubject[key] = p
		p.names = append(p.names, n.Name)
	}
}

func isOwn(d *finding.Dependency) bool {
	for _, v := range d.Verdicts {
		if v.Verdict == finding.OwnPackage {
			return true
		}
	}
	return false
}

// exact reports whether a need asks for one version and no other. Macros are
// the spec's own version and move with it.
func exact(n need) bool {
	if n.Kind != facts.NeedRPM && n.Kind != facts.NeedPython {
		return false
	}
	for _, w := range n.Wants {
		if isExact(w) {
			return true
		}
	}
	return false
}

func isExact(w wants) bool {
	return (w.Op == "=" || w.Op == "==" || w.Op == "===") && !strings.Contains(w.Version, "%")
}

// write reports one finding with what it means on every target.
func (r *resolution) write(f *report) {
	rule := r.Rule(f.rule)
	if rule == nil {
		return
	}
	d := analysis.Detail{Subject: f.need.Name}
	if f.rule == ruleUnknown {
		d.Subject = few(f.names)
		r.Report(rule, f.at, d, r.effects(f))
		return
	}
	if v, ok := r.verdictFor(f); ok {
		d.Use, d.Confidence = useOf(v), &v.Confidence
		if f.rule == ruleTooOld {
			d.Subject = f.need.Name
			d.Use = v.Name + " " + v.Version + ", " + f.need.constraint() + " is asked for"
		}
	}
	switch f.rule {
	case ruleExactPin:
		d.Use = f.need.constraint()
	case ruleBound:
		d.Use = strings.Join(r.brokenBounds(f.d), ", ")
	}
	effects := r.effects(f)
	severity := finding.Info
	for _, e := range effects {
		severity = max(severity, e.Severity)
	}
	d.Severity = &severity
	r.Report(rule, f.at, d, effects)
}

// verdictFor returns the first verdict that the finding's rule tells of.
func (r *resolution) verdictFor(f *report) (finding.DependencyVerdict, bool) {
	for _, t := range r.Targets {
		if v, ok := f.d.Verdicts[t.ID]; ok && ruleOf[v.Verdict].rule == f.rule {
			return v, true
		}
	}
	return finding.DependencyVerdict{}, false
}

// useOf says what stands for a need on the target.
func useOf(v finding.DependencyVerdict) string {
	switch v.Verdict {
	case finding.InStdlib:
		return "in Python's standard library"
	case finding.NotNeeded:
		return "not needed"
	}
	return v.Name
}

// effects says what a finding means on every target.
func (r *resolution) effects(f *report) map[string]finding.TargetEffect {
	list := make(map[string]finding.TargetEffect, len(r.Targets))
	for _, t := range r.Targets {
		switch {
		case t.Origin:
			list[t.ID] = finding.TargetEffect{Effect: finding.Works}
		case r.indexes[t.ID] == nil:
			list[t.ID] = finding.TargetEffect{Effect: finding.EffectUnknown, Note: "no index of " + t.ID}
		default:
			list[t.ID] = r.effect(f, t.ID)
		}
	}
	return list
}

// effect says what a finding means on a target with an index. What depends on
// a condition may never be needed there.
func (r *resolution) effect(f *report, target string) finding.TargetEffect {
	if f.rule == ruleUnknown {
		return finding.TargetEffect{Effect: finding.EffectUnknown, Note: "not known to the index"}
	}
	v := f.d.Verdicts[target]
	means := ruleOf[v.Verdict]
	switch f.rule {
	case ruleExactPin:
		return pinned(f, v)
	case ruleBound:
		return bounded(f, v)
	}
	if means.rule != f.rule {
		return finding.TargetEffect{Effect: finding.Works}
	}
	e := finding.TargetEffect{Effect: means.effect, Severity: means.severity, Alternative: useOf(v), Note: v.Evidence}
	if _, ok := library(f.need.Name); ok && v.Verdict == finding.Renamed {
		// Another number of a library's is another interface.
		e.Severity = finding.Warning
	}
	if f.need.Condition != "" {
		e.Effect, e.Severity = finding.EffectUnknown, finding.Info
		e.Note = "needed under a condition: " + f.need.Condition
	}
	return e
}

// few lists names, the first ten of many.
func few(names []string) string {
	const most = 10
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// plural writes a number of things, as words that take an s.
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
