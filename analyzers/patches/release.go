package patches

import (
	"fmt"
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/builtin"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/rules/openstack"
	"opendev.org/starlingx/stxscan/workspace"
)

// release finds the OpenStack release that a component is of, by the version
// of its spec or of its source RPM, and holds it against what targets ship.
func (w *reducer) release(p *workspace.Package, k *parts) {
	component, version := "", ""
	place := analysis.Place{Package: p.Name, Role: finding.RolePackaging}
	place.Repo = p.Repo.ID
	switch {
	case p.SRPM != "":
		component, version = sourceName(p.SRPM)
		for _, o := range k.orders {
			if o.Language == workspace.SRPMPath && len(o.Data.(*orderFile).names) > 0 {
				n := o.Data.(*orderFile).names[0]
				place.Path, place.Line, place.Text = o.Path, n.line, n.text
			}
		}
	case len(k.specs) > 0:
		s := k.specs[0].Data.(*specFile)
		component, version = s.name, s.version
		place.Path, place.Line, place.Text = k.specs[0].Path, s.line, s.text
	}
	release := openstack.ReleaseOf(component, version)
	if release == "" || place.Path == "" {
		return
	}
	w.Releases[analysis.PackageRef{Repo: p.Repo.ID, Name: p.Name}] = release
	rule := w.rules["openstack-release"]
	if rule == nil {
		return
	}
	place.Column = 1
	use := release
	unclean, is := openstack.NotPython3(component, release)
	if is {
		use += ", where it is not clean on Python 3; " + unclean.Declared + " is the first that says it runs there"
	}
	w.Report(rule, place, analysis.Detail{Subject: component + " " + version, Use: use}, w.distances(rule, component, release))
}

// distances says of every target how many releases it is from that of a
// component.
func (w *reducer) distances(rule *rules.Rule, component, release string) map[string]finding.TargetEffect {
	effects := make(map[string]finding.TargetEffect, len(w.Targets))
	for _, t := range w.Targets {
		e := rule.On(t, rules.AllPythons, rule.Severity)
		if !t.Origin {
			w.distance(&e, t, component, release)
		}
		effects[t.ID] = e
	}
	return effects
}

// distance fills in what a target ships of a component. Where it ships none,
// there is nothing to move to; where nobody knows, the rule says it all.
func (w *reducer) distance(e *finding.TargetEffect, t *rules.Target, component, release string) {
	index := w.index(t)
	if index == nil {
		e.Note = "no index of " + t.ID
		return
	}
	source := sourceOn(t, component)
	v := index.Resolve(distro.Need{Kind: distro.SRPM, Name: source})
	// What is there under another name is another part, such as a client.
	there := v.Verdict == finding.Present && v.Name == source
	if !there && index.Describe().Completeness[distro.Sources] == distro.Complete {
		e.Alternative, e.Note = "", "the target ships none"
		return
	}
	version := ""
	if there {
		version = distro.Upstream(v.Version)
	}
	theirs := openstack.ReleaseOf(component, version)
	n, ok := openstack.Between(release, theirs)
	switch {
	case version == "":
		e.Note = "which release the target ships is not known"
	case !ok:
		e.Note = "the target ships " + version + ", of a release that is not known"
	case n == 0:
		e.Effect, e.Alternative = finding.Works, ""
		e.Note = "the target ships " + theirs + " too"
	default:
		e.Alternative = theirs + " (" + version + ")"
		e.Note = "the target ships " + theirs + ", " + apart(n)
	}
}

// apart writes a distance: 2 releases later, 1 release earlier.
func apart(n int) string {
	way := "later"
	if n < 0 {
		n, way = -n, "earlier"
	}
	if n == 1 {
		return "1 release " + way
	}
	return fmt.Sprintf("%d releases %s", n, way)
}

// sourceOn is the source package of a component on a target: both Debian and
// Clear call it as OpenStack does.
func sourceOn(t *rules.Target, component string) string {
	project, _ := openstack.Project(component)
	if module, ok := strings.CutPrefix(project, "puppet-"); ok && t.Family == "debian" {
		return "puppet-module-" + module
	}
	return project
}

// index returns what is known of a target's packages, nil if nothing is. What is
// wrong with an index is said where needs are resolved.
func (w *reducer) index(t *rules.Target) distro.Resolver {
	if index, ok := w.indexes[t.ID]; ok {
		return index
	}
	var index distro.Resolver
	if embedded, err := builtin.Indexes(); err == nil {
		index, _ = indexes.Store{Dir: w.IndexDir}.Resolver(embedded, t.ID, t.Build)
	}
	w.indexes[t.ID] = index
	return index
}

// sourceName takes the file name of a source RPM apart into name and version.
func sourceName(file string) (name, version string) {
	file = strings.TrimSuffix(path.Base(file), ".src.rpm")
	parts := strings.Split(file, "-")
	if len(parts) < 3 {
		return "", ""
	}
	return strings.Join(parts[:len(parts)-2], "-"), parts[len(parts)-2]
}
