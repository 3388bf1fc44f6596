package workspace

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rpms"
)

// SRPMFile returns the name of the source RPM that a package's SRPM line asks
// for, "" if it has none.
func (p *Package) SRPMFile() string {
	if !strings.HasSuffix(p.SRPM, ".src.rpm") {
		return ""
	}
	name := p.SRPM[strings.LastIndexByte(p.SRPM, ':')+1:]
	return path.Base(name)
}

// AddRPMs looks for the source RPMs of packages in the folders, and below the
// package mirror and the downloads of a build root, and adds the spec inside of each as a file of
// its package: PATH/NAME.src.rpm!NAME.spec, of role vendored, since it is the
// distribution's. A source RPM that cannot be read is a problem. The error is
// about the folders.
func (w *Workspace) AddRPMs(ctx context.Context, dirs []string) error {
	dirs = slices.Clip(dirs)
	for _, extra := range w.Extras {
		if extra.Kind != ExtraMirrorSource && extra.Kind != ExtraDownloads {
			continue
		}
		dir := filepath.Join(w.Root, filepath.FromSlash(extra.Path))
		// Nobody asked for these: that one cannot be read is no mistake of the
		// user's.
		if _, err := os.ReadDir(dir); err != nil {
			w.Problems = append(w.Problems, Problem{Path: extra.Path, Message: "the source RPMs in it cannot be read: " + err.Error(),
				Settle: "make the folder readable, or give another with --rpms"})
			continue
		}
		dirs = append(dirs, dir)
	}
	if len(dirs) == 0 {
		return nil
	}
	found, err := findSRPMs(ctx, dirs)
	if err != nil {
		return err
	}
	for _, repo := range w.Repos {
		before := len(repo.Files)
		for _, p := range repo.Packages {
			file := found[p.SRPMFile()]
			if file == "" || p.SRPMFile() == "" {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			w.addSRPM(repo, p, file)
		}
		if len(repo.Files) > before {
			sort.Slice(repo.Files, func(i, j int) bool { return repo.Files[i].Path < repo.Files[j].Path })
		}
	}
	w.sort()
	return nil
}

// findSRPMs returns the source RPMs below the folders by file name. Of two of
// a name the first folder's is taken.
func findSRPMs(ctx context.Context, dirs []string) (map[string]string, error) {
	found := map[string]string{}
	for _, dir := range dirs {
		info, err := os.Stat(dir)
		if err != nil {
			return nil, fmt.Errorf("the folder of RPMs cannot be read: %w", err)
		}
		if !info.IsDir() {
			return nil, fmt.Errorf("%s is no folder of RPMs", dir)
		}
		// Mirrors are often links, and WalkDir follows none.
		if dir, err = filepath.EvalSymlinks(dir); err != nil {
			return nil, fmt.Errorf("the folder of RPMs cannot be read: %w", err)
		}
		err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				return nil // what cannot be listed is not there; its packages stay unknown
			}
			base := filepath.Base(name)
			if strings.HasSuffix(base, ".src.rpm") && !d.IsDir() && found[base] == "" {
				found[base] = name
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// addSRPM adds the spec of one source RPM.
func (w *Workspace) addSRPM(repo *Repo, p *Package, file string) {
	info, err := os.Stat(file)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("it is no regular file")
	}
	var source *rpms.Source
	if err == nil {
		source, err = rpms.ReadSourceFile(file)
	}
	if err == nil && source.FileName() != p.SRPMFile() {
		err = fmt.Errorf("by its header it is %.200q", source.FileName())
	}
	if err != nil {
		w.Problems = append(w.Problems, Problem{Repo: repo.ID, Path: p.Path,
			Message: fmt.Sprintf("%s: %v", p.SRPMFile(), err), Settle: "fetch the source RPM again"})
		return
	}
	f := &File{
		Repo: repo, Package: p, Path: path.Join(p.Path, p.SRPMFile()+"!"+source.SpecName), Size: int64(len(source.Spec)),
		Mode: 0o444, Language: Spec, Role: finding.RoleVendored, inside: source.Spec,
		owner: "the source RPM that the package names", language: "the spec of a source RPM", role: "out of a source RPM", settled: true,
	}
	if repo.byPath[f.Path] != nil {
		return
	}
	repo.Files = append(repo.Files, f)
	repo.byPath[f.Path] = f
	p.files = append(p.files, f)
	p.SRPMSpec = f.Path
}
