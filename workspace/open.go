package workspace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"opendev.org/starlingx/stxscan/git"
)

// Open finds the repos, packages, lists and files under opts.Root. A folder
// that holds nothing gives a workspace without repos, which is no error. What
// cannot be read is in Problems; the error is for a root that is no folder, a
// cancelled context, and a Rev that no repo has. Close the workspace after use.
func Open(ctx context.Context, opts Options) (*Workspace, error) {
	root, err := filepath.Abs(opts.Root)
	if err != nil {
		return nil, fmt.Errorf("workspace: %w", err)
	}
	if resolved, err := filepath.EvalSymlinks(root); err == nil {
		root = resolved
	}
	return openFS(ctx, opts, root, os.DirFS(root))
}

// openFS is Open with the folders read through fsys.
func openFS(ctx context.Context, opts Options, root string, fsys fs.FS) (*Workspace, error) {
	w := &Workspace{Root: root, Rev: opts.Rev, maxFileSize: opts.MaxFileSize}
	if w.maxFileSize <= 0 {
		w.maxFileSize = DefaultMaxFileSize
	}
	var unreadable []Problem
	d, err := discover(ctx, root, fsys, opts.Rev != "", func(path, message, settle string) {
		unreadable = append(unreadable, Problem{Path: path, Message: message, Settle: settle})
	})
	if err != nil {
		return nil, err
	}
	w.Extras = d.extras
	sort.Slice(w.Extras, func(i, j int) bool { return w.Extras[i].Path < w.Extras[j].Path })
	var failed error
	for _, f := range d.repos {
		if opts.Without[f.dir] {
			continue
		}
		if err := w.openRepo(ctx, opts, f); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	if len(w.Repos) == 0 && failed != nil {
		return nil, failed
	}
	w.uniqueIDs()
	for _, repo := range w.Repos {
		w.complete(ctx, repo)
	}
	for _, p := range unreadable {
		w.Problems = append(w.Problems, w.place(p))
	}
	w.sort()
	return w, nil
}

// Close ends what Load started. The workspace's data stay usable.
func (w *Workspace) Close() error {
	var errs error
	for _, repo := range w.Repos {
		errs = errors.Join(errs, repo.source.close())
	}
	return errs
}

// openRepo adds one repo with its files. A repo that cannot be read at all is
// a problem, and its error is given back for when no other can be read either.
func (w *Workspace) openRepo(ctx context.Context, opts Options, f *found) error {
	repo := &Repo{Dir: f.dir, dirName: path.Base(f.dir)}
	if f.dir == "." {
		repo.dirName = filepath.Base(w.Root)
	}
	dir := filepath.Join(w.Root, filepath.FromSlash(f.dir))
	if g, err := git.Open(dir); err == nil {
		repo.git = g
	}
	entries, err := w.entries(ctx, opts, repo, f, dir)
	if err != nil {
		w.Problems = append(w.Problems, Problem{Path: f.dir, Message: err.Error(),
			Settle: "check the folder and the revision out, or leave the repo out"})
		return fmt.Errorf("workspace: %s: %w", f.dir, err)
	}
	w.gitFacts(ctx, repo)
	w.addFiles(repo, entries)
	if review := repo.byPath[".gitreview"]; review != nil {
		content, err := w.small(ctx, review)
		if err == nil {
			repo.Project = gitreviewProject(content)
		}
	}
	repo.ID = identify(repo, opts.Aliases)
	w.Repos = append(w.Repos, repo)
	return nil
}

func (w *Workspace) entries(ctx context.Context, opts Options, repo *Repo, f *found, dir string) ([]entry, error) {
	rev := opts.Rev
	if own := opts.Revs[f.dir]; own != "" {
		rev = own
	}
	if rev == "" {
		if f.bare {
			return nil, errors.New("a bare repository has no files to walk: name a revision")
		}
		repo.source = folder{dir}
		return f.entries, nil
	}
	if repo.git == nil {
		return nil, fmt.Errorf("no git repository to read %q from", rev)
	}
	commit, err := repo.git.Commit(ctx, rev)
	if err != nil {
		return nil, err
	}
	tree, err := repo.git.ListTree(ctx, commit)
	if err != nil {
		return nil, err
	}
	repo.Commit = commit
	repo.source = &revision{repo: repo.git}
	tree = slices.DeleteFunc(tree, func(t git.Entry) bool {
		return strings.HasPrefix(t.Path, HistoryDir+"/") || strings.Contains(t.Path, "/"+HistoryDir+"/")
	})
	entries := make([]entry, len(tree))
	for i, t := range tree {
		entries[i] = entry{path: t.Path, mode: t.Mode, size: t.Size, blob: t.ID}
		if t.Size < 0 {
			entries[i].err = git.ErrMissing
		}
		if t.Mode&fs.ModeSymlink != 0 && t.Size >= 0 {
			link, err := repo.source.read(ctx, &File{blob: t.ID}, maxLink)
			entries[i].link, entries[i].err = string(link), err
		}
	}
	return entries, nil
}

// maxLink is more than any file system allows for a symlink's target.
const maxLink = 64 << 10

// gitFacts fills in what git knows of the repo itself.
func (w *Workspace) gitFacts(ctx context.Context, repo *Repo) {
	if repo.git == nil {
		return
	}
	problem := func(what string, err error) {
		w.Problems = append(w.Problems, Problem{Path: repo.Dir, Message: what + ": " + err.Error(),
			Settle: "repair the git repository, or scan an export"})
	}
	var err error
	if repo.URL, err = repo.git.RemoteURL(ctx, "origin"); err != nil {
		problem("the remote cannot be read", err)
	}
	if repo.Commit != "" {
		return // a revision is never dirty
	}
	if repo.Commit, err = repo.git.Commit(ctx, "HEAD"); err != nil {
		problem("HEAD cannot be read", err)
		return
	}
	if repo.Dirty, err = repo.git.Dirty(ctx); err != nil {
		problem("changes to the work tree cannot be read", err)
	}
}

func (w *Workspace) addFiles(repo *Repo, entries []entry) {
	sort.Slice(entries, func(i, j int) bool { return entries[i].path < entries[j].path })
	repo.Files = make([]*File, len(entries))
	repo.byPath = make(map[string]*File, len(entries))
	links := newLinks(entries)
	for i := range entries {
		e := &entries[i]
		f := &File{Repo: repo, Path: e.path, Size: max(e.size, 0), Mode: e.mode, Link: e.link, blob: e.blob}
		f.Skip = w.skip(repo, e, links)
		repo.Files[i] = f
		repo.byPath[e.path] = f
		if f.Skip == SkipLoop {
			w.Problems = append(w.Problems, Problem{Repo: repo.Dir, Path: f.Path,
				Message: "the symlink leads to itself", Settle: "remove the link"})
		}
	}
}

// complete fills in packages, lists, owners and what the names of files tell,
// once the identities of all repos are settled.
func (w *Workspace) complete(ctx context.Context, repo *Repo) {
	for _, f := range repo.Files {
		classifyName(f)
	}
	w.addPackages(ctx, repo)
	w.addLists(ctx, repo)
	repo.setOwners()
	for _, f := range repo.Files {
		f.Role, f.role = roleByPath(f)
	}
	w.markUnused(ctx, repo)
}

// uniqueIDs tells repos of one identity apart by their folders.
func (w *Workspace) uniqueIDs() {
	sort.Slice(w.Repos, func(i, j int) bool { return w.Repos[i].Dir < w.Repos[j].Dir })
	first := map[string]*Repo{}
	for _, repo := range w.Repos {
		if other := first[repo.ID]; other != nil {
			w.Problems = append(w.Problems, Problem{Path: repo.Dir,
				Message: fmt.Sprintf("%s and %s have one identity, %q", other.Dir, repo.Dir, repo.ID),
				Settle:  "leave one out, or give one an alias"})
			repo.ID += "@" + repo.Dir
		}
		first[repo.ID] = repo
	}
	// Problems that were met before identities are known by folder.
	ids := map[string]string{}
	for _, repo := range w.Repos {
		ids[repo.Dir] = repo.ID
	}
	for i := range w.Problems {
		if id := ids[w.Problems[i].Repo]; id != "" {
			w.Problems[i].Repo = id
		}
	}
}

// place moves a problem, known by its path under the root, into the innermost
// repo that holds it.
func (w *Workspace) place(p Problem) Problem {
	var best *Repo
	for _, repo := range w.Repos {
		inside := repo.Dir == "." || p.Path == repo.Dir || strings.HasPrefix(p.Path, repo.Dir+"/")
		if inside && (best == nil || len(repo.Dir) > len(best.Dir) || best.Dir == ".") {
			best = repo
		}
	}
	if best != nil {
		p.Repo, p.Path = best.ID, within(best.Dir, p.Path)
	}
	return p
}

func (w *Workspace) sort() {
	sort.Slice(w.Repos, func(i, j int) bool { return w.Repos[i].ID < w.Repos[j].ID })
	sort.SliceStable(w.Problems, func(i, j int) bool {
		a, b := w.Problems[i], w.Problems[j]
		if a.Repo != b.Repo {
			return a.Repo < b.Repo
		}
		return a.Path < b.Path
	})
}
