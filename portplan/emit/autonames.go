package emit

import (
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// clearNames are names in the making, with what is to be said of them.
type clearNames struct{ found, comments []string }

func (n *clearNames) lines() []string {
	return append(unique(n.comments), unique(n.found)...)
}

// names translates relations of some kinds to Clear's names. Versions are left out:
// Clear updates as a whole.
func (d *autospecDraft) names(list []finding.SpecRelation, kinds ...string) *clearNames {
	out := &clearNames{}
	for i := range list {
		rel := &list[i]
		if !slices.Contains(kinds, rel.Kind) || isSoname.MatchString(rel.Name) {
			continue
		}
		d.addName(out, rel)
	}
	return out
}

func (d *autospecDraft) addName(out *clearNames, rel *finding.SpecRelation) {
	comment := func(format string, args ...any) {
		out.comments = append(out.comments, unsureLine("%s (line %d of the spec): %s", rel.Name, rel.Line, fmt.Sprintf(format, args...)))
	}
	if rel.Condition != "" {
		comment("needed under a condition: %s", clip(rel.Condition, 200))
	}
	if strings.Contains(rel.Name, "%") || strings.HasPrefix(rel.Name, "(") {
		comment("a macro that is not known, or a choice")
		return
	}
	if own, ok := d.own[rel.Name]; ok {
		name := own.name
		if v, _ := d.needs.target(rel.Name); own.upstream && isThere(v.Verdict) && isClearName.MatchString(v.Name) {
			name = v.Name
		}
		if !strings.HasPrefix(name, d.c.Name+"-") && name != d.c.Name {
			out.found = append(out.found, name)
		}
		return
	}
	switch rel.Name {
	case "python-devel", "python2-devel":
		out.found = append(out.found, "python3-dev")
		return
	case "python-setuptools", "python2-setuptools", "python-wheel", "python2-wheel":
		if d.system.python && strings.HasPrefix(rel.Kind, "Build") {
			return // every draft of Python code has them
		}
	}
	v := d.needs.of(d.p.Repo, d.c.Path, rel)
	if v.Verdict == finding.OwnPackage {
		own := v
		if v, _ = d.needs.target(rel.Name); !isThere(v.Verdict) {
			comment("package %s of the workspace makes it, and what that is called here is not known", own.Name)
			return
		}
	}
	v = onPython3(v, rel.Name, d.needs.look)
	switch {
	case v.Verdict == finding.NotNeeded || v.Verdict == finding.InStdlib:
		out.comments = append(out.comments, "# left out, "+string(v.Verdict)+": "+oneLine(rel.Name))
	case !isThere(v.Verdict) || !isClearName.MatchString(v.Name):
		comment("%s: %s%s", v.Verdict, v.Evidence, d.needs.near(rel.Name, v))
	default:
		if v.Verdict == finding.TooOld || v.Confidence < finding.High {
			comment("%s: %s", v.Name, v.Evidence)
		}
		if isLegacy(v.Name) {
			comment("%s is of Python 2, which Clear does not support", v.Name)
		}
		out.found = append(out.found, v.Name)
	}
}

// isLegacy tells a package of Clear for Python 2.
func isLegacy(name string) bool { return strings.HasSuffix(name, "-legacypython") }

// onPython3 returns what Clear has for Python 3 in the place of a package for Python
// 2, which Clear does not support, if it has that.
func onPython3(v finding.DependencyVerdict, name string, look func(string) (finding.DependencyVerdict, []string)) finding.DependencyVerdict {
	if !isLegacy(v.Name) || look == nil {
		return v
	}
	rest := name
	for _, prefix := range []string{"python2-", "python-"} {
		rest = strings.TrimPrefix(rest, prefix)
	}
	if other, _ := look("python3-" + rest); isThere(other.Verdict) && other.Name != "" && !isLegacy(other.Name) {
		return other
	}
	return v
}
