package rpmdeps

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

// lists resolves the names in the workspace's lists: what images hold, and the
// files that the mirror pins.
func (r *resolution) lists() {
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
				r.filter(f, l.Entries)
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

func placeOf(f *workspace.File, e workspace.ListEntry) analysis.Place {
	return analysis.Place{
		Location: finding.Location{Repo: f.Repo.ID, Path: f.Path, Line: e.Line, Column: 1, EndLine: e.Line},
		Package:  f.Package.Name, Role: f.Role, Text: e.Text,
	}
}
