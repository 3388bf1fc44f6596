package rpmdeps

import (
	"cmp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// brokenBounds are the bounds of a need that the version of some target breaks:
// those that are too low for it, and those that rule it out. One exact version is
// told by a rule of its own.
func (r *resolution) brokenBounds(d *finding.Dependency) []string {
	var list []string
	for _, t := range r.Targets {
		for _, bound := range bounds(d.Verdicts[t.ID].Unmet) {
			if !slices.Contains(list, bound) {
				list = append(list, bound)
			}
		}
	}
	return list
}

// bounds are those of broken constraints that are no exact versions.
func bounds(unmet []string) []string {
	var list []string
	for _, constraint := range unmet {
		if !strings.HasPrefix(constraint, "=") {
			list = append(list, constraint)
		}
	}
	return list
}

// bounded says what a bound means on a target.
func bounded(f *report, v finding.DependencyVerdict) finding.TargetEffect {
	broken := bounds(v.Unmet)
	switch {
	case len(broken) > 0:
		e := versionEffect(f, v, finding.Breaks)
		e.Note = "it has " + versionOf(v) + ", and " + strings.Join(broken, ", ") + " is asked for"
		return e
	case v.Version == "":
		return finding.TargetEffect{Effect: finding.EffectUnknown, Note: "the target's version is not known"}
	}
	return finding.TargetEffect{Effect: finding.Works, Note: "the target has " + v.Version}
}

// pinned says what an exact pin means where the target's version is known.
func pinned(f *report, v finding.DependencyVerdict) finding.TargetEffect {
	switch {
	case v.Version == "" && len(v.Unmet) == 0:
		return finding.TargetEffect{Effect: finding.EffectUnknown, Note: "the target's version is not known"}
	case v.Verdict != finding.TooOld && len(v.Unmet) == 0:
		return finding.TargetEffect{Effect: finding.Works, Note: "the target has that version"}
	}
	e := versionEffect(f, v, finding.Changes)
	e.Note = "the target has " + versionOf(v)
	if v.Verdict == finding.OwnPackage {
		e.Note = "StarlingX itself builds " + v.Version
	}
	return e
}

// versionOf names the version that breaks a constraint. That of an inferred target is
// not known, and newer than what all that it is made from would allow.
func versionOf(v finding.DependencyVerdict) string {
	return cmp.Or(v.Version, "a newer one, by inference")
}

// versionEffect is the effect of a version that does not fit. What depends on a
// condition may never be needed there.
func versionEffect(f *report, v finding.DependencyVerdict, effect finding.Effect) finding.TargetEffect {
	e := finding.TargetEffect{Effect: effect, Severity: finding.Warning, Alternative: strings.TrimSpace(v.Name + " " + v.Version)}
	if f.need.Condition != "" {
		e.Effect, e.Severity = finding.EffectUnknown, finding.Info
	}
	return e
}
