package rpmdeps

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

// lists resolves the names in the workspace's lists: what images hold, and the
// files that the mirror pins.
func (r *resolution) lists() {
	mirror := r.mirrored()
	for _, repo := range r.Workspace.Repos {
		files := map[string]*workspace.File{}
		for _, f := range repo.Files {
			files[f.Path] = f
		}
		for i := range repo.Lists {
			l := &repo.Lists[i]
			f := files[l.Path]
			if f == nil || l.Distro != "" && l.Distro != "centos" {
				continue // other distributions' lists name their own packages
			}
			switch l.Kind {
			case workspace.ListRPMs:
				r.pins(f, l.Entries)
			case workspace.ListFilter:
				r.filter(f, l.Entries, mirror)
			case workspace.ListImage, workspace.ListGuestImage:
				r.image(f, l.Entries)
			case workspace.ListInstall:
				if strings.HasSuffix(l.Path, ".txt") { // the others are helm charts
					r.image(f, l.Entries)
				}
			}
		}
	}
}

func (r *resolution) image(f *workspace.File, entries []workspace.ListEntry) {
	for _, e := range entries {
		name, _, _ := strings.Cut(e.Text, "#")
		name = strings.TrimSpace(name)
		if name == "" || len(name) > maxName {
			continue
		}
		r.add(placeOf(f, e), finding.NeedImage, need{Kind: facts.NeedPackage, Name: name})
	}
}

// pins resolves the RPM files of a mirror's list, and reports the list once.
func (r *resolution) pins(f *workspace.File, entries []workspace.ListEntry) {
	count, seen := 0, map[string]bool{}
	var at analysis.Place
	for _, e := range entries {
		// What follows a # is where the file comes from.
		file, _, _ := strings.Cut(strings.TrimPrefix(e.Text, "!"), "#")
		name, version, ok := splitNVR(file)
		if !ok || seen[file] {
			continue
		}
		seen[file] = true
		if count++; count == 1 {
			at = placeOf(f, e)
		}
		n := distro.Need{Kind: distro.RPM, Name: name}
		if strings.HasSuffix(file, "src.rpm") {
			n.Kind = distro.SRPM
		}
		r.pin(placeOf(f, e), n, "= "+version)
	}
	if count > 0 {
		r.reportPins(at, count)
	}
}

// pin keeps what is pinned. A pin is one version that was there, no lowest one
// that would do, so the target's may be older.
func (r *resolution) pin(at analysis.Place, n distro.Need, version string) {
	d := finding.Dependency{
		Package: at.Package, Name: n.Name, Need: finding.NeedPin, Constraint: version,
		Repo: at.Repo, Path: at.Path, Line: at.Line, Verdicts: map[string]finding.DependencyVerdict{},
	}
	for target, index := range r.indexes {
		d.Verdicts[target] = index.Resolve(n)
	}
	r.Dependencies = append(r.Dependencies, d)
}

func placeOf(f *workspace.File, e workspace.ListEntry) analysis.Place {
	return analysis.Place{
		Location: finding.Location{Repo: f.Repo.ID, Path: f.Path, Line: e.Line, Column: 1, EndLine: e.Line},
		Package:  f.Package.Name, Role: f.Role, Text: e.Text,
	}
}
