package distro

import (
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// FloatOf says how a pinned version stands to what the target has for it: v is
// the verdict for the need, pinned the version as the list has it. doubted is set
// where that speaks against the verdict itself: a package that is not the
// counterpart for certain, and older than plausible, is another one.
func FloatOf(n Need, pinned string, v finding.DependencyVerdict) (f finding.Float, doubted bool) {
	f = finding.Float{Pinned: Upstream(pinned)}
	switch v.Verdict {
	case finding.Missing:
		f.Class = finding.FloatGone
		return f, false
	case finding.InStdlib, finding.NotNeeded:
		f.Class = finding.FloatDropped
		return f, false
	case finding.PresenceUnknown:
		f.Class, f.Note = finding.FloatUnknown, "what stands for it is not known"
		return f, false
	}
	f.Class = finding.FloatUnknown
	perl := strings.HasPrefix(n.Name, "perl-")
	switch {
	case v.Version == "":
		f.Note = "the target's version is not known"
		return f, false
	case perl && v.Name == "perl":
		f.Note = "it comes with the interpreter, in a version of its own"
		return f, false
	}
	f.Target = Upstream(v.Version)
	a, b := parseVersion(f.Pinned), parseVersion(f.Target)
	if f.Pinned == f.Target {
		f.Class = finding.FloatSame
		return f, false
	}
	order := compareParsed(a, b, perl)
	if !ordered(a, b) || order > 0 && behind(a, b) {
		f.Note = "they are numbered in different ways"
		return f, false
	}
	near := sameMajor(a, b)
	if perl {
		near = a.parts[0] == b.parts[0]
	}
	switch {
	case order == 0:
		f.Class = finding.FloatSame
	case order < 0 && near:
		f.Class = finding.FloatNewer
	case order < 0:
		f.Class = finding.FloatMajor
	case v.Confidence < finding.High && !near:
		f.Note = v.Name + " " + f.Target + " is older than the pinned " + f.Pinned + ": likely another software"
		return f, true
	default:
		f.Class = finding.FloatOlder
	}
	return f, false
}
