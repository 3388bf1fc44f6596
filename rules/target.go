package rules

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// Target is an operating system to port to: the facts that rules are judged
// by. Every fact names what it was read from in Sources.
type Target struct {
	ID   string `yaml:"id" json:"id"`
	Name string `yaml:"name" json:"name"`
	// Family is centos, clear or debian.
	Family string `yaml:"family" json:"family"`
	// Build is the dated build the facts are of, for a rolling system.
	Build string `yaml:"build,omitempty" json:"build,omitempty"`
	// Origin marks the system that StarlingX comes from: always evaluated,
	// never a port target.
	Origin bool `yaml:"origin,omitempty" json:"origin,omitempty"`
	// Default targets are scanned for when none is named.
	Default       bool    `yaml:"default,omitempty" json:"default,omitempty"`
	PackageFormat string  `yaml:"package_format" json:"package_format"`
	PackageTool   string  `yaml:"package_tool" json:"package_tool"`
	Python2       Python2 `yaml:"python2" json:"python2"`
	// Python3 is the version of the system's python3, such as "3.12".
	Python3 string `yaml:"python3" json:"python3"`
	// Shell is what /bin/sh is: bash or dash.
	Shell    string `yaml:"shell" json:"shell"`
	Init     string `yaml:"init" json:"init"`
	UsrMerge bool   `yaml:"usr_merge" json:"usr_merge"`
	// Multiarch is the triplet below /usr/lib, empty where libraries are in lib64.
	Multiarch string `yaml:"multiarch,omitempty" json:"multiarch,omitempty"`
	Network   string `yaml:"network" json:"network"`
	Boot      string `yaml:"boot" json:"boot"`
	Security  string `yaml:"security" json:"security"`
	// Units maps units of CentOS 7, without .service, to what they are called
	// here: the same name, another, or none. Aliases are those of them that
	// systemd knows as another name of the unit, once that is enabled.
	Units   map[string]string `yaml:"units,omitempty" json:"units,omitempty"`
	Aliases []string          `yaml:"aliases,omitempty" json:"aliases,omitempty"`
	// Components are the parts of the archive that may be used, such as main;
	// empty for all.
	Components []string `yaml:"components,omitempty" json:"components,omitempty"`
	// MovesAsOne is set where all packages are of one build and are updated
	// together, so that none can be held back in a version.
	MovesAsOne bool `yaml:"moves_as_one,omitempty" json:"moves_as_one,omitempty"`
	// Scriptless is set where packages come without scripts of their own that run as
	// they are installed or removed.
	Scriptless bool `yaml:"scriptless,omitempty" json:"scriptless,omitempty"`
	// Standards is the version of Debian's policy that the target has, such as
	// 4.6.2, Debhelper the highest level of debhelper that is meant to be used;
	// empty and 0 for other families, and where it is not known.
	Standards string   `yaml:"standards_version,omitempty" json:"standards_version,omitempty"`
	Debhelper int      `yaml:"debhelper_compat,omitempty" json:"debhelper_compat,omitempty"`
	Sources   []string `yaml:"sources" json:"sources"`

	File string `yaml:"-" json:"-"`
}

// Python2 is what a target offers of Python 2.
type Python2 struct {
	// Status is supported, legacy (some packages are left, the system does
	// not support it) or absent.
	Status string `yaml:"status" json:"status"`
	// Version is the interpreter's, such as "2.7", where there is one.
	Version string `yaml:"version,omitempty" json:"version,omitempty"`
	// Packages names what is left where the status is legacy.
	Packages []string `yaml:"packages,omitempty" json:"packages,omitempty"`
	Note     string   `yaml:"note,omitempty" json:"note,omitempty"`
}

// The states of Python 2 on a target.
const (
	Python2Supported = "supported"
	Python2Legacy    = "legacy"
	Python2Absent    = "absent"
)

// selects reports whether the match takes the target.
func (m TargetMatch) selects(t *Target) bool {
	in := func(list []string, value string) bool {
		return len(list) == 0 || slices.Contains(list, value)
	}
	return in(m.ID, t.ID) && in(m.Family, t.Family) &&
		in(m.PackageFormat, t.PackageFormat) && in(m.Shell, t.Shell) && in(m.Network, t.Network) &&
		(m.UsrMerge == nil || *m.UsrMerge == t.UsrMerge)
}

// On says what a finding of the rule means on the target. reach is the set of
// Pythons under which the place runs at all (AllPythons for other rules),
// severity the finding's own.
func (r *Rule) On(t *Target, reach Pythons, severity finding.Severity) finding.TargetEffect {
	return r.onTarget(t, reach, severity, "", "")
}

func (r *Rule) onTarget(t *Target, reach Pythons, severity finding.Severity, subject, line string) finding.TargetEffect {
	if r.IsPython() {
		return r.onPythons(t, reach, severity)
	}
	for _, rule := range r.Targets {
		if !rule.When.selects(t) {
			continue
		}
		effect := finding.TargetEffect{Effect: rule.Effect, Alternative: rule.Use}
		if c := rule.caseOf(subject, line); c != nil {
			effect.Alternative, effect.Effect = c.Use, cmp.Or(c.Effect, rule.Effect)
		}
		if effect.Effect == finding.Breaks || effect.Effect == finding.Changes {
			effect.Severity = severity
		}
		return effect
	}
	return finding.TargetEffect{Effect: finding.EffectUnknown, Note: "no rule says what holds here"}
}

// NoUnit is the name of a unit that a target does not have.
const NoUnit = "none"

// BySubject reports whether it matters to OnSubject what was found.
func (r *Rule) BySubject() bool {
	return r.By != "" || slices.ContainsFunc(r.Targets, func(t TargetRule) bool { return len(t.Cases) > 0 })
}

// ByLine reports whether it matters to OnSubject where it was found.
func (r *Rule) ByLine() bool {
	return slices.ContainsFunc(r.Targets, func(t TargetRule) bool {
		return slices.ContainsFunc(t.Cases, func(c UseCase) bool { return len(c.In) > 0 })
	})
}

// OnSubject is On for what was found, and the line and command that it stands in: a
// name that the target has a table for, or something that another thing is used for
// than for the rest.
func (r *Rule) OnSubject(t *Target, reach Pythons, severity finding.Severity, subject, line string) finding.TargetEffect {
	if r.By != UnitTable || t.Origin {
		return r.onTarget(t, reach, severity, subject, line)
	}
	name, ok := t.Units[subject]
	switch {
	case !ok:
		return finding.TargetEffect{Effect: finding.EffectUnknown, Note: "what " + subject + " is called there was not verified"}
	case name == subject:
		return finding.TargetEffect{Effect: finding.Works, Note: "it has the same name there"}
	case slices.Contains(t.Aliases, subject) && r.Alias:
		return finding.TargetEffect{Effect: finding.Works, Note: "an alias of " + name + ", which its package enables, and does as well"}
	case slices.Contains(t.Aliases, subject):
		return finding.TargetEffect{
			Effect: finding.Changes, Severity: min(severity, finding.Warning), Alternative: name,
			Note: "an alias of " + name + ": it can be started by that name, not enabled",
		}
	case name == NoUnit && r.Alias:
		return finding.TargetEffect{Effect: finding.Works, Note: "there is no such unit: nothing is to be in order with it"}
	case name == NoUnit:
		return finding.TargetEffect{Effect: finding.Breaks, Severity: severity, Note: "there is no such unit"}
	}
	effect := finding.TargetEffect{Effect: finding.Breaks, Severity: severity, Alternative: name}
	if severity < finding.Error {
		effect.Effect = finding.Changes
	}
	return effect
}

func (r *Rule) onPythons(t *Target, reach Pythons, severity finding.Severity) finding.TargetEffect {
	if t.Python2.Status == Python2Supported {
		return finding.TargetEffect{
			Effect: finding.Works,
			Note:   "Python " + t.Python2.Version + " is still there: debt, not a blocker",
		}
	}
	version, err := ParsePython(t.Python3)
	if err != nil {
		return finding.TargetEffect{Effect: finding.EffectUnknown, Note: "the target's Python 3 is not known"}
	}
	bites := Since(r.sinceVersion()) & version
	if bites == 0 {
		return finding.TargetEffect{Effect: finding.Works, Note: "bites only from Python " + r.Since + " on"}
	}
	if reach&bites == 0 {
		return finding.TargetEffect{Effect: finding.Works, Note: "guarded"}
	}
	effect := finding.TargetEffect{Effect: finding.Breaks, Severity: severity}
	switch {
	case severity == finding.Info:
		effect.Effect = finding.Works
	case r.Means == Changes || severity == finding.Warning:
		effect.Effect = finding.Changes
	}
	if t.Python2.Status == Python2Legacy && effect.Effect != finding.Works {
		effect.Note = t.Python2.Note
	}
	return effect
}

func (r *Rule) sinceVersion() string {
	if r.Since == "" {
		return "3.0"
	}
	return r.Since
}
