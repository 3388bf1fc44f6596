package workspace

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"opendev.org/starlingx/stxscan/git"
)

// discovery walks the root once: it finds repos, gives every file to the
// innermost repo that holds it, and puts aside what is known and not scanned.
type discovery struct {
	ctx     context.Context
	root    string
	fsys    fs.FS
	byRev   bool // only the folders matter, files come from git
	single  bool // the root is one repo though nothing marks it
	repos   []*found
	extras  []Extra
	loose   map[string]int // top-level entry -> files in no repo
	problem func(path, message, settle string)
}

// found is a repo as the walk sees it. Paths are relative to the root.
type found struct {
	dir     string
	bare    bool
	marked  bool // .git or .gitreview, not its name alone
	entries []entry
}

// entry is a file of a repo, path relative to the repo.
type entry struct {
	path string
	mode fs.FileMode
	size int64
	link string
	blob string
	err  error // what lstat or readlink said
}

func discover(ctx context.Context, root string, fsys fs.FS, byRev bool, problem func(path, message, settle string)) (*discovery, error) {
	d := &discovery{ctx: ctx, root: root, fsys: fsys, byRev: byRev, problem: problem, loose: map[string]int{}}
	if err := d.walk(".", nil); err != nil {
		return nil, err
	}
	if len(d.repos) == 0 && (len(d.loose) > 0 || byRev) {
		// Nothing is marked: the folder is one repo, exported without git.
		d.loose = map[string]int{}
		d.single = true
		if err := d.walk(".", nil); err != nil {
			return nil, err
		}
	}
	d.reportLoose()
	return d, nil
}

// ownConfig is the configuration of a workspace, which lies beside its repos.
const ownConfig = ".stxscan.yaml"

func (d *discovery) reportLoose() {
	delete(d.loose, ownConfig)
	for _, top := range sortedKeys(d.loose) {
		d.problem(top, fmt.Sprintf("%d files belong to no repo and are not scanned", d.loose[top]),
			"scan the folder itself, or give it a .gitreview")
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// walk visits dir, which lies in the repo outer (nil: in none).
func (d *discovery) walk(dir string, outer *found) error {
	if err := d.ctx.Err(); err != nil {
		return err
	}
	children, err := fs.ReadDir(d.fsys, dir)
	if err != nil {
		if dir == "." {
			return fmt.Errorf("workspace: %w", err)
		}
		d.problem(dir, "the folder cannot be read: "+reason(err), "make the folder readable")
	}
	names := make(map[string]fs.DirEntry, len(children))
	for _, child := range children {
		names[child.Name()] = child
	}
	if d.isBare(dir, names) {
		d.repos = append(d.repos, &found{dir: dir, bare: true, marked: true})
		return nil
	}
	if marked, is := d.isRepo(dir, names, outer); is {
		outer = &found{dir: dir, marked: marked}
		d.repos = append(d.repos, outer)
	}
	if d.isMirror(names) {
		d.addMirror(dir, names)
	}
	for _, child := range children {
		if err := d.visit(dir, child, names, outer); err != nil {
			return err
		}
	}
	return nil
}

func (d *discovery) visit(dir string, child fs.DirEntry, siblings map[string]fs.DirEntry, outer *found) error {
	name := path.Join(dir, child.Name())
	if child.Name() == ".git" || child.Name() == ".repo" || child.Name() == HistoryDir {
		return nil
	}
	if !child.IsDir() {
		d.addFile(name, child, outer)
		return nil
	}
	switch {
	case d.isMirror(siblings) && (child.Name() == "Source" || child.Name() == "Binary"):
		return nil
	case child.Name() == "downloads" && d.beside(dir, siblings, outer):
		d.extras = append(d.extras, Extra{Kind: ExtraDownloads, Path: name, Name: child.Name(), Count: d.count(name)})
		return nil
	case child.Name() == "git" && d.beside(dir, siblings, outer):
		return d.walkForks(name, outer)
	}
	return d.walk(name, outer)
}

// isRepo says whether dir is a repo, and whether by more than its looks. In a
// repo only git's and Gerrit's own marks make another: folders are named
// stx-openstack inside repos too.
func (d *discovery) isRepo(dir string, names map[string]fs.DirEntry, outer *found) (marked, is bool) {
	if names[".git"] != nil {
		return true, true
	}
	if review := names[".gitreview"]; review != nil && !review.IsDir() {
		return true, true
	}
	if outer != nil || hasFolder(dir+"/", "CentOS") {
		return false, false // a mirror has folders like CentOS/stx-r1
	}
	if dir == "." && d.single {
		return false, true
	}
	for name, child := range names {
		if !child.IsDir() && isPackageDirs(name) {
			return false, true
		}
	}
	return false, dir != "." && strings.HasPrefix(path.Base(dir), "stx-")
}

func (d *discovery) isBare(dir string, names map[string]fs.DirEntry) bool {
	return names["HEAD"] != nil && names["objects"] != nil && names["refs"] != nil &&
		git.IsBare(filepath.Join(d.root, filepath.FromSlash(dir)))
}

// beside says whether dir is a folder of a build root: one that holds repos.
func (d *discovery) beside(dir string, siblings map[string]fs.DirEntry, outer *found) bool {
	if outer != nil && !d.hasGit(outer.dir) {
		return false
	}
	for name, child := range siblings {
		if !child.IsDir() {
			continue
		}
		inner := path.Join(dir, name)
		if d.hasGit(inner) || d.exists(path.Join(inner, ".gitreview")) {
			return true
		}
	}
	return outer == nil && siblings["git"] != nil && siblings["downloads"] != nil
}

func (d *discovery) hasGit(dir string) bool { return d.exists(path.Join(dir, ".git")) }

func (d *discovery) exists(name string) bool {
	_, err := fs.Lstat(d.fsys, name)
	return err == nil
}

// walkForks puts the forks of git/ aside: their code is no StarlingX code, and
// packages name them as their source.
func (d *discovery) walkForks(dir string, outer *found) error {
	children, err := fs.ReadDir(d.fsys, dir)
	if err != nil {
		d.problem(dir, "the folder cannot be read: "+reason(err), "make the folder readable")
	}
	for _, child := range children {
		name := path.Join(dir, child.Name())
		if child.IsDir() {
			d.extras = append(d.extras, Extra{Kind: ExtraFork, Path: name, Name: child.Name(), Count: 1})
		} else {
			d.addFile(name, child, outer)
		}
	}
	return nil
}

// isMirror says whether a folder is a package mirror of the CentOS build.
func (d *discovery) isMirror(names map[string]fs.DirEntry) bool {
	source, binary := names["Source"], names["Binary"]
	return source != nil && binary != nil && source.IsDir() && binary.IsDir()
}

func (d *discovery) addMirror(dir string, names map[string]fs.DirEntry) {
	for name, kind := range map[string]string{"Source": ExtraMirrorSource, "Binary": ExtraMirrorBinary} {
		if names[name] != nil {
			at := path.Join(dir, name)
			d.extras = append(d.extras, Extra{Kind: kind, Path: at, Name: name, Count: d.count(at)})
		}
	}
}

// count gives the number of regular files under dir.
func (d *discovery) count(dir string) int {
	files := 0
	_ = fs.WalkDir(d.fsys, dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			d.problem(name, "the folder cannot be read: "+reason(err), "make the folder readable")
			return nil
		}
		if e.Type().IsRegular() {
			files++
		}
		return d.ctx.Err()
	})
	return files
}

func (d *discovery) addFile(name string, child fs.DirEntry, outer *found) {
	if outer == nil {
		top, _, _ := strings.Cut(name, "/")
		d.loose[top]++
		return
	}
	if d.byRev {
		return
	}
	e := entry{path: within(outer.dir, name), mode: child.Type()}
	if info, err := child.Info(); err != nil {
		e.err = err
	} else {
		e.mode, e.size = info.Mode(), info.Size()
	}
	if e.mode&fs.ModeSymlink != 0 && e.err == nil {
		e.link, e.err = fs.ReadLink(d.fsys, name)
	}
	outer.entries = append(outer.entries, e)
}

// within makes name, relative to the root, relative to dir.
func within(dir, name string) string {
	if dir == "." {
		return name
	}
	return strings.TrimPrefix(name, dir+"/")
}

// reason is the message of err without the path, which the caller shows.
func reason(err error) string {
	if inner, ok := err.(*os.PathError); ok {
		return inner.Err.Error()
	}
	return err.Error()
}
