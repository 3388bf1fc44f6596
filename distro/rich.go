package distro

import (
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// ResolveRich says what a target has for a rich dependency, of what it has for
// each of its names: leaf says that. Where it hangs on whether another package
// is installed, and where two packages would have to be one, it is unknown.
func ResolveRich(text string, leaf func(Need) finding.DependencyVerdict) finding.DependencyVerdict {
	list, err := ParseRequires(text, "x86_64")
	switch {
	case err != nil:
		return unknown(err.Error())
	case len(list) != 1:
		return unknown("not one dependency")
	}
	return (&richResolver{leaf}).resolve(&list[0])
}

type richResolver struct {
	leaf func(Need) finding.DependencyVerdict
}

func (r *richResolver) resolve(q *Requirement) finding.DependencyVerdict {
	if q.Join == "" {
		n := Need{Kind: RPM, Name: q.Name}
		if q.Op != "" {
			n.Constraints = []Constraint{{q.Op, q.Version}}
		}
		v := r.leaf(n)
		v.Evidence = q.Text + ": " + v.Evidence
		return v
	}
	parts := make([]finding.DependencyVerdict, len(q.Parts))
	for i := range q.Parts {
		parts[i] = r.resolve(&q.Parts[i])
	}
	switch q.Join {
	case joinOr:
		return anyOf(parts)
	case joinAnd:
		return allOf(parts)
	case joinWith:
		return both(parts)
	case joinWithout:
		return without(parts)
	}
	return hanging(q, parts)
}

// answerOf is a verdict as one of three.
func answerOf(v finding.DependencyVerdict) Answer {
	switch v.Verdict {
	case finding.Missing, finding.TooOld, finding.NotAllowed:
		return No
	case finding.PresenceUnknown:
		return Maybe
	}
	return Yes
}

// anyOf takes the first alternative that is there. Where none is, what is there
// in a wrong version or component tells more than what is not.
func anyOf(parts []finding.DependencyVerdict) finding.DependencyVerdict {
	best := parts[0]
	for _, v := range parts[1:] {
		a, b := answerOf(v), answerOf(best)
		if a > b || a == No && b == No && best.Verdict == finding.Missing {
			best = v
		}
	}
	if answerOf(best) != Yes {
		best.Evidence = evidenceOf(parts)
	}
	return best
}

// allOf is what the first part is that is not there, if all are the first.
func allOf(parts []finding.DependencyVerdict) finding.DependencyVerdict {
	worst := parts[0]
	for _, v := range parts[1:] {
		if answerOf(v) < answerOf(worst) {
			worst = v
		}
	}
	for _, v := range parts {
		worst.Confidence = min(worst.Confidence, v.Confidence)
	}
	worst.Evidence = evidenceOf(parts)
	return worst
}

// both asks that one package is all of them.
func both(parts []finding.DependencyVerdict) finding.DependencyVerdict {
	v := allOf(parts)
	if answerOf(v) != Yes {
		return v
	}
	for _, part := range parts[1:] {
		if part.Name == "" || part.Name != parts[0].Name {
			return unknown("whether one package is all of them; " + v.Evidence)
		}
	}
	return v
}

// without asks that a package is the first and none of the others.
func without(parts []finding.DependencyVerdict) finding.DependencyVerdict {
	if answerOf(parts[0]) != Yes {
		return parts[0]
	}
	for _, part := range parts[1:] {
		if answerOf(part) != No {
			return unknown("whether a package is the first and not the others; " + evidenceOf(parts))
		}
	}
	return parts[0]
}

// hanging is the verdict for if and unless.
func hanging(q *Requirement, parts []finding.DependencyVerdict) finding.DependencyVerdict {
	other := found(finding.NotNeeded, "", parts[1].Confidence, "")
	if len(parts) > 2 {
		other = parts[2]
	}
	evidence := evidenceOf(parts)
	then, condition := parts[0], q.Parts[1].Text
	if q.Join == joinUnless {
		then, other = other, then
	}
	switch {
	case answerOf(parts[1]) == No: // it is never installed
		other.Evidence = evidence
		return other
	case answerOf(then) == answerOf(other):
		if then.Verdict == finding.NotNeeded {
			then = other
		}
		then.Evidence = evidence
		return then
	}
	return unknown("it hangs on whether " + condition + " is installed; " + evidence)
}

func evidenceOf(parts []finding.DependencyVerdict) string {
	var list []string
	for _, v := range parts {
		if v.Evidence != "" {
			list = append(list, v.Evidence)
		}
	}
	return strings.Join(list, "; ")
}
