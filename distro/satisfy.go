package distro

import (
	"fmt"
	"slices"
	"strings"
)

// Answer is what an index says of a dependency.
type Answer int

// The answers, so that the least of several is that of all of them, and the
// greatest that of any.
const (
	No Answer = iota
	Maybe
	Yes
)

// providers are the packages that fit, sorted, and whether the index knows of
// all of them.
type providers struct {
	names []string
	whole bool
}

func (p providers) answer() Answer {
	switch {
	case len(p.names) > 0:
		return Yes
	case p.whole:
		return No
	}
	return Maybe
}

// Satisfies says whether the index has what an RPM requires, each dependency by
// itself. Where it hangs on whether another package is installed, as with
// (a if b), and the answers differ, that is Maybe; so is what the index has no
// complete knowledge of.
func (x *Index) Satisfies(r Requirement) Answer {
	switch r.Join {
	case joinAnd:
		answer := Yes
		for _, part := range r.Parts {
			answer = min(answer, x.Satisfies(part))
		}
		return answer
	case joinOr:
		answer := No
		for _, part := range r.Parts {
			answer = max(answer, x.Satisfies(part))
		}
		return answer
	case joinIf, joinUnless:
		return conditional(r, x.Satisfies(r.Parts[0]), x.Satisfies(r.Parts[1]), x.otherwise(r))
	}
	return x.fitting(r).answer()
}

// Fitting returns the packages of which any one satisfies a dependency, in order
// of their names. With and, if and unless in it that is no matter of one
// package, and there are none.
func (x *Index) Fitting(r Requirement) []string { return x.fitting(r).names }

// otherwise is the answer for what follows else: without it nothing is needed.
func (x *Index) otherwise(r Requirement) Answer {
	if len(r.Parts) < 3 {
		return Yes
	}
	return x.Satisfies(r.Parts[2])
}

// conditional is the answer for (then if condition else other), or with unless
// for the turned round.
func conditional(r Requirement, then, condition, other Answer) Answer {
	if r.Join == joinUnless {
		then, other = other, then
	}
	switch {
	case condition == No: // it is never installed
		return other
	case then == other:
		return then
	}
	return Maybe
}

// fitting looks for the packages that satisfy a dependency. Version and release are held against each
// other as RPM does: a release counts where both sides have one, an epoch that
// is not said is 0, and what is provided without a version fits any.
func (x *Index) fitting(r Requirement) providers {
	switch r.Join {
	case joinOr, joinWith, joinWithout:
	case "":
		return x.providersOf(r)
	default:
		return providers{}
	}
	list := x.fitting(r.Parts[0])
	for _, part := range r.Parts[1:] {
		other := x.fitting(part)
		list.whole = list.whole && other.whole
		switch r.Join {
		case joinOr:
			list.names = append(list.names, other.names...)
		default:
			list.names = slices.DeleteFunc(list.names, func(name string) bool {
				return slices.Contains(other.names, name) == (r.Join == joinWithout)
			})
		}
	}
	slices.Sort(list.names)
	list.names = slices.Compact(list.names)
	return list
}

// providersOf looks a capability up. RPM itself answers for rpmlib(X).
func (x *Index) providersOf(r Requirement) providers {
	if strings.HasPrefix(r.Name, "rpmlib(") {
		return providers{names: []string{"rpm"}, whole: true}
	}
	var list []string
	if p, ok := x.Package(r.Name); ok && overlaps(p.Version, r) {
		list = append(list, p.Name)
	}
	for _, p := range x.Providers(r.Name) {
		if overlaps(p.Version, r) {
			list = append(list, p.Package)
		}
	}
	whole := x.Completeness[Binaries] == Complete && x.Completeness[Provides] == Complete
	if strings.HasPrefix(r.Name, "/") {
		// Of files the index knows programs, each by its whole path.
		kind, _, known := FactOf(r.Name)
		whole = whole && known && kind == Program && x.Completeness[Files] == Complete
		if known && kind == Program {
			list = append(list, x.Owners(Fact(Program, r.Name))...)
		}
	}
	slices.Sort(list)
	return providers{names: slices.Compact(list), whole: whole}
}

// overlaps reports whether a version that is provided, which may have an
// operator ahead, is among those that are asked for.
func overlaps(provided string, r Requirement) bool {
	if r.Op == "" || provided == "" {
		return true
	}
	op := "="
	if before, version, ok := strings.Cut(provided, " "); ok {
		op, provided = before, version
	}
	less, equal, greater := strings.Contains(r.Op, "<"), strings.Contains(r.Op, "="), strings.Contains(r.Op, ">")
	theirLess, theirEqual, theirGreater := strings.Contains(op, "<"), strings.Contains(op, "="), strings.Contains(op, ">")
	switch order := compareEVR(provided, r.Version, false); {
	case order < 0:
		return theirGreater || less
	case order > 0:
		return theirLess || greater
	}
	return equal && theirEqual || less && theirLess || greater && theirGreater
}

// compareEVR compares two versions of RPM, epoch:version-release. An epoch that
// is not there is 0. A release that is missing on one side is older than any if
// whole is set, and else fits any.
func compareEVR(a, b string, whole bool) int {
	epochA, versionA, releaseA := splitEVR(a)
	epochB, versionB, releaseB := splitEVR(b)
	if order := CompareVersions(epochA, epochB); order != 0 {
		return order
	}
	if order := CompareVersions(versionA, versionB); order != 0 || !whole && (releaseA == "" || releaseB == "") {
		return order
	}
	return CompareVersions(releaseA, releaseB)
}

func splitEVR(text string) (epoch, version, release string) {
	epoch = "0"
	if before, after, ok := strings.Cut(text, ":"); ok {
		text = after
		if before != "" {
			epoch = before
		}
	}
	if i := strings.LastIndexByte(text, '-'); i >= 0 {
		return epoch, text[:i], text[i+1:]
	}
	return epoch, text, ""
}

// WhyNot says in a few words why the answer for a dependency is not Yes: what
// there is of each of its names.
func (x *Index) WhyNot(r Requirement) string {
	if r.Join != "" {
		return x.whyNotRich(r)
	}
	p, there := x.Package(r.Name)
	switch list := x.Providers(r.Name); {
	case there:
		return r.Name + " is there in " + p.Version
	case len(list) > 0:
		return fmt.Sprintf("%s is provided by %s in %s", r.Name, list[0].Package, list[0].Version)
	case x.Satisfies(r) == Maybe && strings.HasPrefix(r.Name, "/"):
		return "of files the index knows programs only, and not " + r.Name
	case x.Satisfies(r) == Maybe:
		return "the index is not complete, and has no " + r.Name
	}
	return "there is no " + r.Name
}

func (x *Index) whyNotRich(r Requirement) string {
	asked := r.Parts
	if r.Join == joinWithout {
		asked = asked[:1] // the others are better not there
	}
	var parts []string
	for _, part := range asked {
		if x.Satisfies(part) != Yes {
			parts = append(parts, x.WhyNot(part))
		}
	}
	if (r.Join == joinIf || r.Join == joinUnless) && x.Satisfies(r) == Maybe && x.Satisfies(r.Parts[1]) == Yes {
		parts = append(parts, "it hangs on whether "+r.Parts[1].Text+" is installed")
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, ", ")
	case r.Join == joinWithout:
		var others []string
		for _, part := range r.Parts[1:] {
			others = append(others, part.Text)
		}
		return "every package that is " + r.Parts[0].Text + " is " + strings.Join(others, " or ") + " too"
	}
	return "no package is both"
}
