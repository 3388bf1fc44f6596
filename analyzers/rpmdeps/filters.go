package rpmdeps

import (
	"fmt"
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

// filterPrefix begins the names of lists of packages that an image leaves out.
const filterPrefix = "filter_out_from_"

// mirrored are the names of the packages in the lists of a mirror, empty where
// the workspace has none.
func (r *resolution) mirrored() map[string]bool {
	names := map[string]bool{}
	for _, repo := range r.Workspace.Repos {
		for i := range repo.Lists {
			if l := &repo.Lists[i]; l.Kind == workspace.ListRPMs {
				for _, e := range l.Entries {
					file, _, _ := strings.Cut(strings.TrimPrefix(e.Text, "!"), "#")
					if name, _, ok := splitNVR(file); ok {
						names[name] = true
					}
				}
			}
		}
	}
	return names
}

// notThere is the condition of a need that the build of StarlingX does not meet.
const notThere = "no spec needs it and no list of what is downloaded has it: StarlingX goes without it"

// had are the names of packages that specs need and that a mirror has, folded as
// those of Python are.
func had(kept []analysis.Kept, mirror map[string]bool) map[string]bool {
	names := map[string]bool{}
	for name := range mirror {
		names[nameOfDistribution(name)] = true
	}
	for i := range kept {
		data, _ := kept[i].Data.(fileNeeds)
		for _, n := range data.Needs {
			if n.Kind == facts.NeedRPM {
				names[nameOfDistribution(n.Name)] = true
			}
		}
	}
	return names
}

// condition is what a need depends on: on what its file says, and on whether
// StarlingX itself has what manifests and requirements name. What no list of a
// mirror has is left over from earlier, and is nothing to be packaged.
func (r *resolution) condition(k *analysis.Kept, n need) string {
	condition := n.condition(k)
	if condition != "" || len(r.mirror) == 0 || k.Language == workspace.DebControl {
		return condition
	}
	var names []string
	switch name := nameOfDistribution(n.Name); n.Kind {
	case facts.NeedPuppet:
		names = []string{"puppet-" + name, "puppet-module-" + name, name}
	case facts.NeedPython:
		stem := strings.TrimPrefix(strings.TrimPrefix(name, "python-"), "py")
		for _, form := range []string{"%s", "python-%s", "python2-%s", "python3-%s", "py%s", "%s-python"} {
			names = append(names, fmt.Sprintf(form, name), fmt.Sprintf(form, stem))
		}
	default:
		return ""
	}
	for _, name := range names {
		if r.had[name] {
			return ""
		}
	}
	// Names of RPMs follow no rule: only what a target lacks as well is told.
	for _, v := range r.verdicts(n) {
		if v.Verdict == finding.Missing {
			return notThere
		}
	}
	return ""
}

// filter reports the entries of a list of what an image leaves out that are
// nobody's: neither a spec of the workspace makes such a package nor does the
// mirror have it. Without a mirror's lists that cannot be told.
func (r *resolution) filter(f *workspace.File, entries []workspace.ListEntry) {
	rule := r.Rule(ruleDead)
	if rule == nil || len(r.mirror) == 0 || !strings.HasPrefix(path.Base(f.Path), filterPrefix) {
		return
	}
	var dead []string
	var at analysis.Place
	for _, e := range entries {
		name := strings.TrimSpace(e.Text)
		// The build for the real-time kernel puts -rt behind what it makes.
		own := r.own.rpms[name] != "" || r.own.rpms[strings.TrimSuffix(name, "-rt")] != ""
		if name == "" || len(name) > maxName || r.mirror[name] || own || r.isRebuilt(name) || strings.ContainsAny(name, "*? ") {
			continue
		}
		if dead = append(dead, name); len(dead) == 1 {
			at = placeOf(f, e)
		}
	}
	if len(dead) == 0 {
		return
	}
	effects := make(map[string]finding.TargetEffect, len(r.Targets))
	for _, t := range r.Targets {
		effects[t.ID] = finding.TargetEffect{Effect: finding.Works}
	}
	r.Report(rule, at, analysis.Detail{Subject: path.Base(f.Path), Use: few(dead)}, effects)
}

// isRebuilt reports whether a package may come out of a source RPM that StarlingX
// rebuilds, whose spec is not in the workspace.
func (r *resolution) isRebuilt(name string) bool {
	for stem := name; stem != ""; {
		if r.own.rebuilt[stem] != "" {
			return true
		}
		i := strings.LastIndexByte(stem, '-')
		if i < 0 {
			break
		}
		stem = stem[:i]
	}
	return false
}
