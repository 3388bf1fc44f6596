package workspace

import (
	"context"
	"path"
	"slices"
	"sort"
	"strings"
)

// The packaging folders that StarlingX knew over the years.
const (
	centos   = "centos"
	debian   = "debian"
	opensuse = "opensuse"
)

// packagingOf says whether a file, by its path alone, makes the folder above
// its packaging folder a package. Every other file of such folders is just a
// file: debian/ alone may hold container images or requirements.
func packagingOf(name string) (dir, packaging string, ok bool) {
	parts := strings.Split(name, "/")
	n := len(parts)
	base := parts[n-1]
	folder := func(i int) string { // the i-th folder from the end
		if n-1-i < 0 {
			return ""
		}
		return parts[n-1-i]
	}
	up := 0
	switch {
	case base == "build_srpm.data" && (folder(1) == centos || folder(1) == opensuse),
		strings.HasSuffix(base, ".spec") && folder(1) == opensuse:
		up = 1
	case base == "control" && folder(1) == debian:
		up = 1
	case base == "control" && folder(1) == "deb_folder" && folder(2) == debian:
		up = 2
	case base == "control" && folder(1) == "deb_folder" && folder(3) == debian:
		up = 3
	case base == "meta_data.yaml" && folder(1) == debian:
		up = 1
	case base == "meta_data.yaml" && folder(2) == debian:
		up = 2
	default:
		return "", "", false
	}
	at := n - 1 - up
	return strings.Join(parts[:at], "/"), parts[at], true
}

// addPackages finds the repo's packages and reads what defines them.
func (w *Workspace) addPackages(ctx context.Context, repo *Repo) {
	byPath := map[string]*Package{}
	for _, f := range repo.Files {
		dir, packaging, ok := packagingOf(f.Path)
		if !ok {
			continue
		}
		p := byPath[dir]
		if p == nil {
			p = &Package{Path: dir, Repo: repo, Data: map[string]string{}}
			byPath[dir] = p
		}
		if !slices.Contains(p.Packaging, packaging) {
			p.Packaging = append(p.Packaging, packaging)
		}
	}
	count := map[string]int{}
	for _, p := range byPath {
		p.Name = path.Base(p.Path)
		if p.Path == "" {
			p.Name = repo.ID
		}
		count[p.Name]++
	}
	repo.packageAt = byPath
	repo.claimFiles()
	for _, dir := range sortedKeys(byPath) {
		p := byPath[dir]
		if count[p.Name] > 1 && p.Path != "" {
			p.Name = p.Path
		}
		sort.Strings(p.Packaging)
		w.describe(ctx, p)
		repo.Packages = append(repo.Packages, p)
	}
	sort.Slice(repo.Packages, func(i, j int) bool { return repo.Packages[i].Name < repo.Packages[j].Name })
	tree := &Package{Name: TreePackage, Repo: repo, Origin: OriginTree, Reason: "files that no package owns", Data: map[string]string{}}
	repo.Packages = append(repo.Packages, tree)
	repo.tree = tree
}

// claimFiles gives every file to the deepest package folder that holds it.
func (r *Repo) claimFiles() {
	for _, f := range r.Files {
		for dir := path.Dir(f.Path); ; dir = path.Dir(dir) {
			if dir == "." {
				dir = ""
			}
			if p := r.packageAt[dir]; p != nil {
				f.Package, f.owner = p, "the deepest package folder that holds it: "+orRoot(dir)
				p.files = append(p.files, f)
				break
			}
			if dir == "" {
				break
			}
		}
	}
}

func orRoot(dir string) string {
	if dir == "" {
		return "the repo itself"
	}
	return dir
}

// setOwners gives the files outside of all package folders to the packages
// whose SRC_DIR, COPY_LIST or Debian source names them, first come by path of
// the package, and the rest to the pseudo-package.
func (r *Repo) setOwners() {
	for _, dir := range sortedKeys(r.packageAt) {
		p := r.packageAt[dir]
		for _, pattern := range p.sources {
			r.share(p, pattern)
		}
		sort.Strings(p.Shared)
	}
	for _, f := range r.Files {
		if f.Package == nil {
			f.Package, f.owner = r.tree, "no package holds or names it"
			r.tree.files = append(r.tree.files, f)
		}
	}
	for _, p := range r.Packages {
		for _, f := range p.files {
			if f.Language == Patch {
				p.Patches = append(p.Patches, f.Path)
			}
		}
		sort.Strings(p.Patches)
	}
}

// share gives p the unowned files that pattern names: a file, a folder or a
// glob, relative to the repo.
func (r *Repo) share(p *Package, pattern string) {
	if pattern == p.Path || p.Path == "" || strings.HasPrefix(pattern, p.Path+"/") {
		return // in its own folder
	}
	prefix := pattern + "/"
	if pattern == "." {
		prefix = ""
	}
	glob := strings.ContainsAny(pattern, "*?[")
	shared := false
	for _, f := range r.Files {
		if f.Package != nil {
			continue
		}
		matches := f.Path == pattern || strings.HasPrefix(f.Path, prefix)
		if !matches && glob {
			matches, _ = path.Match(pattern, f.Path)
		}
		if matches {
			f.Package, f.owner = p, p.Name+" names it as its source: "+pattern
			p.files = append(p.files, f)
			shared = true
		}
	}
	if shared {
		p.Shared = append(p.Shared, pattern)
	}
}
