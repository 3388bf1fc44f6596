package patches

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// reduce is the analyzer's look at the whole workspace.
func reduce(r *analysis.Reduction) error {
	byPackage := partsOf(r.Kept)
	r.Releases = map[analysis.PackageRef]string{}
	w := &reducer{Reduction: r, rules: map[string]*rules.Rule{}, anywhere: map[string]bool{}, indexes: map[string]distro.Resolver{}}
	for _, rule := range r.Rules {
		w.rules[rule.Match.Code] = rule
	}
	for _, k := range r.Kept {
		w.anywhere[path.Base(k.Path)] = true
	}
	var stacks, forks []*stack
	for _, repo := range r.Workspace.Repos {
		for _, p := range repo.Packages {
			k := byPackage[analysis.PackageRef{Repo: repo.ID, Name: p.Name}]
			if k == nil && p.Origin != workspace.OriginFork {
				continue
			}
			if k == nil {
				k = &parts{}
			}
			w.release(p, k)
			if len(k.patches) > 0 {
				stacks = append(stacks, buildStack(p, k))
			} else if p.Origin == workspace.OriginFork {
				forks = append(forks, &stack{pkg: p, component: k.sourcePackage(p), list: finding.PatchStack{Base: k.base(p)}})
			}
		}
	}
	w.versions(stacks)
	w.forks(forks)
	w.compare(stacks)
	for _, s := range stacks {
		w.stack(s)
	}
	return nil
}

// partsOf deals what Map kept out to the packages.
func partsOf(list []analysis.Kept) map[analysis.PackageRef]*parts {
	byPackage := map[analysis.PackageRef]*parts{}
	for _, k := range list {
		ref := k.Ref()
		p := byPackage[ref]
		if p == nil {
			p = &parts{patches: map[string]analysis.Kept{}}
			byPackage[ref] = p
		}
		switch k.Data.(type) {
		case *patchFile:
			p.patches[k.Path] = k
		case *specFile:
			// A copy such as x.spec.unmodified is there to compare with.
			if path.Ext(k.Path) == ".spec" {
				p.specs = append(p.specs, k)
			} else if strings.HasSuffix(k.Path, ".spec.unmodified") {
				p.taken = append(p.taken, withoutVersions(k.Data.(*specFile).names)...)
			}
		case *orderFile:
			p.orders = append(p.orders, k)
		case *metaFile:
			if p.debver == "" || k.Path < p.debverIn {
				p.debver, p.debverIn = k.Data.(*metaFile).version, k.Path
			}
		}
	}
	return byPackage
}

// withoutVersions adds the names of patches as they are without a version in them, which
// StarlingX leaves out here and there.
func withoutVersions(names []named) []named {
	list := slices.Clone(names)
	for _, n := range names {
		if short := versionInName.ReplaceAllString(n.pattern, ""); short != n.pattern {
			n.pattern = short
			list = append(list, n)
		}
	}
	return list
}

var versionInName = regexp.MustCompile(`-\d+(?:\.\d+)+`)

// forks says what the targets have for packages that are built from forks: what is
// changed in those are commits, and no patches.
func (w *reducer) forks(list []*stack) {
	w.versions(list)
	w.Forks = map[analysis.PackageRef]map[string]finding.Adoption{}
	for _, s := range list {
		there := map[string]finding.Adoption{}
		for _, t := range w.Targets {
			if !t.Origin {
				there[t.ID] = finding.Adoption{Answer: finding.AdoptDecide, Version: s.versions[t.ID], Presence: s.presence[t.ID], As: s.as[t.ID], Why: "it is a fork: what it changes are commits"}
			}
		}
		w.Forks[analysis.PackageRef{Repo: s.pkg.Repo.ID, Name: s.pkg.Name}] = there
	}
}

// reducer is one reduction with its rules by their detectors.
type reducer struct {
	*analysis.Reduction
	rules map[string]*rules.Rule
	// anywhere holds the name of every patch of the workspace.
	anywhere map[string]bool
	// indexes are those of targets that were asked for, nil where there is none.
	indexes map[string]distro.Resolver
}

// stack lists one package's stack and reports on it.
func (w *reducer) stack(s *stack) {
	s.list.Adopt = map[string]finding.Adoption{}
	for _, t := range w.Targets {
		if !t.Origin {
			s.list.Adopt[t.ID] = s.adopt(t)
		}
	}
	w.Stacks = append(w.Stacks, s.list)
	for i, one := range s.list.Patches {
		w.patch(s, i, one)
	}
	for _, n := range s.missing {
		w.at("missing-patch", s, n.path, n.line, n.text, finding.RolePackaging,
			analysis.Detail{Subject: strings.ReplaceAll(n.pattern, `\`, "")})
	}
	for _, n := range s.unmet {
		w.unmet(s, n)
	}
}

// unmet reports a source patch that is named and not there. A name that any
// patch of the workspace has may be copied from where that lies.
func (w *reducer) unmet(s *stack, n named) {
	name, _ := literal(n.pattern)
	rule := w.rules["missing-patch"]
	if rule == nil || w.anywhere[name] {
		return
	}
	effects := map[string]finding.TargetEffect{}
	for _, t := range w.Targets {
		effects[t.ID] = finding.TargetEffect{Effect: finding.EffectUnknown, Severity: finding.Warning, Note: "the source RPM or a download may have it"}
	}
	severity, confidence := finding.Warning, finding.Medium
	w.Report(rule, s.place(n.path, n.line, n.text, finding.RolePackaging), analysis.Detail{
		Subject: name, Message: name + " is named as a patch, and no patch of the workspace has that name",
		Severity: &severity, Confidence: &confidence,
	}, effects)
}

// patch reports what one patch means. A patch that nothing applies is no work.
func (w *reducer) patch(s *stack, i int, one finding.StackPatch) {
	kept := s.files[i]
	detail := analysis.Detail{Subject: path.Base(one.Path)}
	if kept.malformed != nil {
		w.at("malformed-patch", s, one.Path, kept.malformed.Line, kept.malformedText, s.roles[i],
			analysis.Detail{Subject: path.Base(one.Path), Use: kept.malformed.Message})
	}
	code := ""
	switch {
	case one.State != stateApplied:
		code = "unapplied-patch"
	case s.isRoutine(i):
		code = "versioning-patch"
	case sorts[sortOf(one.Tags)] != "":
		code = sorts[sortOf(one.Tags)]
	case one.Kind == kindMeta:
		code = "packaging-patch"
	case s.list.Class == finding.StackKernel:
		code = "kernel-patch"
	case s.list.Class == finding.StackCentOS:
		code = "source-patch"
	default:
		code = "openstack-patch"
	}
	if kept.subject != "" {
		detail.Use = kept.subject
	} else {
		detail.Use = fmt.Sprintf("+%d -%d lines in %d files", one.Added, one.Removed, one.Files)
	}
	if text := note(one.Upstreamed); text != "" {
		detail.Use += "; " + text
	}
	rule := w.rules[code]
	if rule == nil {
		return
	}
	w.Report(rule, s.place(one.Path, 1, kept.first, s.roles[i]), detail, w.carried(rule, s, &one))
}

// carried says what a patch means on each target: where the target's version has
// the change, or an overlay takes its place, nothing is to be carried over.
func (w *reducer) carried(rule *rules.Rule, s *stack, p *finding.StackPatch) map[string]finding.TargetEffect {
	var effects map[string]finding.TargetEffect
	if isDebian(s.pkg, p.Path) {
		effects = w.debianEffects(rule)
	}
	if p.State != stateApplied {
		return effects
	}
	for _, t := range w.Targets {
		note := s.thereAlready(p, t)
		if note == "" {
			continue
		}
		if effects == nil {
			effects = map[string]finding.TargetEffect{}
			for _, other := range w.Targets {
				effects[other.ID] = rule.On(other, rules.AllPythons, rule.Severity)
			}
		}
		effects[t.ID] = finding.TargetEffect{Effect: finding.Works, Severity: finding.Info, Note: note}
	}
	return effects
}

// thereAlready says why a target needs nothing of a patch, "" if it does.
func (s *stack) thereAlready(p *finding.StackPatch, t *rules.Target) string {
	held := p.Packaging[t.ID]
	switch {
	case t.Origin:
	case isCode(*p) && (has(p.Upstreamed, t.ID) || p.Applies[t.ID].State == finding.ApplyAlready):
		return "its version " + s.versions[t.ID] + " has the change"
	case isCode(*p) && carries(p, t.ID):
		return "its packaging carries the change"
	case !isCode(*p) && len(held) > 0 && !slices.ContainsFunc(held, func(a finding.PackagingAnswer) bool { return a.State != finding.PackagingHas }):
		return "its packaging has the same"
	}
	return ""
}

// sorts are the detectors of patches that leave the program as it is.
var sorts = map[string]string{
	tagConfiguration: "configuration-patch", tagNaming: "inert-patch", tagDocumentation: "inert-patch", tagDebug: "debug-patch",
}

// at reports a detector's match at a line whose text was kept.
func (w *reducer) at(code string, s *stack, file string, line int, text string, role finding.Role, d analysis.Detail) {
	rule := w.rules[code]
	if rule == nil {
		return
	}
	var effects map[string]finding.TargetEffect
	if isDebian(s.pkg, file) {
		effects = w.debianEffects(rule)
	}
	w.Report(rule, s.place(file, line, text, role), d, effects)
}

// place is a line of a file of the package.
func (s *stack) place(file string, line int, text string, role finding.Role) analysis.Place {
	return analysis.Place{
		Location: finding.Location{Repo: s.pkg.Repo.ID, Path: file, Line: line, Column: 1, EndLine: line},
		Package:  s.pkg.Name, Role: role, Text: text,
	}
}

// debianEffects says what a patch of Debian packaging means: where packages
// are Debian's it is carried already.
func (w *reducer) debianEffects(rule *rules.Rule) map[string]finding.TargetEffect {
	effects := map[string]finding.TargetEffect{}
	for _, t := range w.Targets {
		e := rule.On(t, rules.AllPythons, rule.Severity)
		if t.PackageFormat == "deb" && (e.Effect == finding.Changes || e.Effect == finding.Breaks) {
			e = finding.TargetEffect{Effect: finding.Works, Severity: finding.Info, Note: "the Debian packaging carries it"}
		}
		effects[t.ID] = e
	}
	return effects
}
