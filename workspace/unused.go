package workspace

import (
	"context"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// markUnused gives RoleUnused to files that lie in the folder of a package and
// do not come into it. Of a package whose source is elsewhere, in a source RPM
// or a fork, COPY_LIST names what is added, and the spec each file of it. Of one
// that StarlingX keeps the source of, those files are told that stand for
// themselves, and only where the spec or Debian's packaging is at hand: modules
// of Python, code to compile and manifests are taken by the folder.
func (w *Workspace) markUnused(ctx context.Context, repo *Repo) {
	for _, p := range repo.Packages {
		why := w.reasons(ctx, p)
		if why == nil {
			continue
		}
		for _, f := range p.files {
			if f.Role != finding.RoleRuntime || f.Skip != "" {
				continue
			}
			if reason := why(f); reason != "" {
				f.Role, f.role = finding.RoleUnused, reason
			}
		}
	}
}

// reasons returns what tells why a file does not come into a package, nil where
// nothing can be said.
func (w *Workspace) reasons(ctx context.Context, p *Package) func(*File) string {
	if p.Name == TreePackage {
		return nil
	}
	if p.addsFiles() {
		in := newInstalls()
		in.all = !w.addSpecOf(ctx, p, in)
		return func(f *File) string {
			if !p.Copies(f.Path) {
				return "nothing copies it into its package"
			}
			return in.why(f.Path)
		}
	}
	if p.SRPM != "" || strings.Contains(p.Source, "$") {
		return nil
	}
	in := newInstalls()
	if !w.addSpecOf(ctx, p, in) && (p.Spec != "" || !slices.Contains(p.Packaging, debian)) {
		return nil
	}
	modules := p.folders("__init__.py", "Modulefile", "metadata.json", "Chart.yaml")
	for _, f := range p.files {
		if f.Skip != "" || f.Path == p.Spec || !buildsPackage(f) {
			continue
		}
		content, err := w.small(ctx, f)
		if err != nil {
			return nil
		}
		in.addText(f.Path, string(content))
	}
	return func(f *File) string {
		// What lies outside of the package's folder others may take as well.
		if !strings.HasPrefix(f.Path, p.Path+"/") || inAny(modules, f.Path) {
			return ""
		}
		if reason := in.why(f.Path); reason != "" && w.isAlone(ctx, f) {
			return reason
		}
		return ""
	}
}

// addSpecOf reads the spec of a package, and reports whether it could be read.
func (w *Workspace) addSpecOf(ctx context.Context, p *Package, in *installs) bool {
	f := p.Repo.byPath[p.Spec]
	if f == nil || f.Skip != "" {
		return false
	}
	content, err := w.small(ctx, f)
	if err != nil {
		return false
	}
	in.addSpec(content)
	return true
}

// alone are the languages of files that are installed one by one.
var alone = map[Language]bool{Shell: true, Unit: true, Config: true, INI: true, Logrotate: true, Cron: true, Udev: true,
	Expect: true, Tcl: true, Perl: true}

// isAlone reports whether a file is of one of those languages, by its name or,
// where that says nothing, by its "#!" line.
func (w *Workspace) isAlone(ctx context.Context, f *File) bool {
	if f.Language != Unknown {
		return alone[f.Language]
	}
	content, err := w.small(ctx, f)
	if err != nil {
		return false
	}
	language, _ := shebang(content)
	return alone[language]
}

// buildsPackage reports whether a file says what goes into its package.
func buildsPackage(f *File) bool {
	switch f.Language {
	case Makefile, CMake, DebControl, Assign, Dockerfile:
		return true
	}
	switch base := path.Base(f.Path); base {
	case "setup.py", "setup.cfg", "MANIFEST.in", "build_srpm", "default_build_srpm", "meta_data.yaml", "configure.ac":
		return true
	default:
		switch path.Ext(base) {
		case ".pkg", ".mk", ".am", ".pro", ".inc":
			return true
		}
		return hasFolder(f.Path, debian)
	}
}

// folders are the folders of a package that hold a file of one of the names.
func (p *Package) folders(names ...string) map[string]bool {
	dirs := map[string]bool{}
	for _, f := range p.files {
		if slices.Contains(names, path.Base(f.Path)) {
			dirs[path.Dir(f.Path)] = true
		}
	}
	return dirs
}

// inAny reports whether a file lies in one of the folders or below.
func inAny(dirs map[string]bool, file string) bool {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if dirs[dir] {
			return true
		}
	}
	return false
}

// addsFiles reports whether the package is made of a source elsewhere and of
// files that build_srpm.data names.
func (p *Package) addsFiles() bool {
	if p.SRPM == "" && !strings.Contains(p.Source, "$") || len(p.Data) == 0 || len(p.Shared) > 0 {
		return false
	}
	for _, f := range p.files {
		switch path.Base(f.Path) {
		case "build_srpm", "default_build_srpm": // a script of its own does the work
			return false
		}
	}
	return true
}

// copyLists are the variables of build_srpm.data that name files which go into
// the source package beside the source itself.
var copyLists = []string{"COPY_LIST", "COPY_LIST_TO_TAR"}

// Copies reports whether build_srpm.data copies a file, named within the repo,
// into the source package. Words are within the repo where they began with
// $PKG_BASE, and within the package where they are relative. A folder that is
// named, or fits, goes with all in it; what only a build knows is left in as
// $NAME and fits nothing.
func (p *Package) Copies(file string) bool {
	inPackage := strings.TrimPrefix(strings.TrimPrefix(file, p.Path), "/")
	for _, key := range copyLists {
		words := strings.Fields(p.Data[key])
		for _, word := range words[:min(len(words), mostWords)] {
			if word = path.Clean(word); fits(word, inPackage) || fits(word, file) {
				return true
			}
		}
	}
	return false
}

// fits reports whether a pattern fits a file or a folder above it.
func fits(pattern, file string) bool {
	for dir := file; dir != "." && dir != "/"; dir = path.Dir(dir) {
		if ok, err := path.Match(pattern, dir); ok && err == nil {
			return true
		}
	}
	return false
}

// mostWords bounds the words of a COPY_LIST; the longest of StarlingX has 20.
const mostWords = 200
