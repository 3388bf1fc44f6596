package workspace

import (
	"bytes"
	"context"
	"path"
	"regexp"
	"strings"
)

// listRules tell the build lists by their names, relative to the repo; the
// first that matches wins. A rule's groups are distro and build type.
var listRules = []struct {
	name *regexp.Regexp
	kind ListKind
}{
	{regexp.MustCompile(`^([a-z]+)(?:_[a-z0-9]+)?_pkg_dirs(?:_([a-z]+))?$`), ListPackageDirs},
	{regexp.MustCompile(`^([a-z]+)(?:_[a-z0-9]+)?_iso_image(?:_([a-z]+))?\.inc$`), ListImage},
	{regexp.MustCompile(`^()image(?:-([a-z]+))?\.inc$`), ListImage},
	{regexp.MustCompile(`^([a-z]+)(?:_[a-z0-9]+)?_guest_image(?:_([a-z]+))?\.inc$`), ListGuestImage},
	{regexp.MustCompile(`^([a-z]+)(?:_[a-z0-9]+)*_wheels()\.inc$`), ListWheels},
	{regexp.MustCompile(`^([a-z]+)(?:_[a-z0-9]+)*_docker_images()\.inc$`), ListDockerImages},
	{regexp.MustCompile(`^([a-z]+)_helm()\.inc$`), ListInstall},
	{regexp.MustCompile(`^(?:([a-z]+)_)?tarball-dl()\.lst$`), ListTarballs},
	{regexp.MustCompile(`^(?:([a-z]+)_)?(?:other|extra)_downloads()\.lst$`), ListDownloads},
	{regexp.MustCompile(`^()mvn-artifacts()\.lst$`), ListMaven},
	{regexp.MustCompile(`^(?:([a-z]+)_)?s?rpms?_[a-z0-9]+()\.lst$`), ListRPMs},
	{regexp.MustCompile(`^()rpm-install-list(?:-([a-z]+))?\.txt$`), ListInstall},
	{regexp.MustCompile(`^()unbuilt_rpm_patterns()$`), ListFilter},
	{regexp.MustCompile(`^()filter_out_from_[a-z_]+()$`), ListFilter},
	{regexp.MustCompile(`^()never_reuse()\.lst$`), ListFilter},
	{regexp.MustCompile(`^()(?:base-[a-z]+|[a-z]+-std|[a-z]+-rt)()\.lst$`), ListDebs},
}

// isPackageDirs says whether a name is that of a list of package folders.
func isPackageDirs(name string) bool { return listRules[0].name.MatchString(name) }

// listKind tells a build list by its name.
func listKind(name string) (kind ListKind, distro, buildType string) {
	base := path.Base(name)
	for _, rule := range listRules {
		if m := rule.name.FindStringSubmatch(base); m != nil {
			return rule.kind, m[1], m[2]
		}
	}
	return "", "", ""
}

// addLists reads the repo's build lists and marks the packages they name.
func (w *Workspace) addLists(ctx context.Context, repo *Repo) {
	for _, f := range repo.Files {
		if f.Language != PackageList || f.Skip != "" {
			continue
		}
		kind, distro, buildType := listKind(f.Path)
		if kind == "" {
			continue
		}
		list := BuildList{Path: f.Path, Kind: kind, Distro: distro, Entries: w.readLines(ctx, f)}
		switch kind {
		case ListPackageDirs, ListImage, ListGuestImage, ListInstall:
			if list.BuildType = buildType; buildType == "" {
				list.BuildType = "std"
			}
		}
		if kind == ListPackageDirs {
			w.markBuilt(repo, &list)
		}
		repo.Lists = append(repo.Lists, list)
	}
}

func (w *Workspace) markBuilt(repo *Repo, list *BuildList) {
	for _, entry := range list.Entries {
		dir := path.Join(path.Dir(list.Path), entry.Text)
		if dir == "." {
			dir = ""
		}
		p := repo.packageAt[dir]
		if p == nil {
			list.Missing = append(list.Missing, entry)
			continue
		}
		p.Built = true
		if n := len(p.Lists); n == 0 || p.Lists[n-1] != list.Path {
			p.Lists = append(p.Lists, list.Path)
		}
	}
}

// entriesOf gives the lines that are neither blank nor comments. "#" is a
// comment only as the first character of a line: in lists of downloads it
// separates fields.
func entriesOf(content []byte) []ListEntry {
	var entries []ListEntry
	number := 0
	for line := range bytes.Lines(bytes.TrimPrefix(content, []byte(byteOrderMark))) {
		number++
		text := strings.TrimSpace(string(line))
		if text != "" && text[0] != '#' {
			entries = append(entries, ListEntry{Text: text, Line: number})
		}
	}
	return entries
}

const byteOrderMark = "\ufeff"
