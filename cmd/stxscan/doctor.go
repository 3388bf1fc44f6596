package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/config"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// oldIndex is how old an index may be that somebody brought, before doctor says
// so: repositories of releases that are maintained change every week.
const oldIndex = 90 * 24 * time.Hour

// maxExamined is how many folders of a workspace are looked into.
const maxExamined = 500

// health is what a check says, the worst last.
type health int

const (
	healthy health = iota
	doubtful
	broken
)

var healthNames = map[health]string{healthy: "ok", doubtful: "warn", broken: "fail"}

// examined is one line of doctor.
type examined struct {
	health health
	what   string
	// text says what was found, todo what to do about it; "" if nothing.
	text, todo string
}

// doctorFlags are the flags of "stxscan doctor".
type doctorFlags struct {
	selection
	configFlags
	indexDir string
	root     string
}

func newDoctor(w *world) *cobra.Command {
	var f doctorFlags
	c := &cobra.Command{
		Use:   "doctor [PATH]",
		Short: "Check that everything that stxscan needs is there and works",
		Long: `doctor looks at what scans rest on: git, the rules, the parser, the configuration
for PATH (the current folder if not given), the indexes of the targets, the folders
that are written to, and the terminal. A line each says ok, warn or fail, and what
to do.

Exit codes: 0 all is well; 1 something is doubtful; 2 something does not work.`,
		Example: "  stxscan doctor ~/starlingx",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f.root = rootOf(args)
			return runDoctor(c.Context(), w, f)
		},
	}
	f.configFlags.add(c)
	c.Flags().StringVar(&f.rulesDir, "rules-dir", "", "read rules and targets of your own from this folder too")
	c.Flags().StringVar(&f.indexDir, "index-dir", "", "the folder with package indexes of your own, see 'stxscan index --help'")
	return c
}

func runDoctor(ctx context.Context, w *world, f doctorFlags) error {
	list := []examined{{healthy, "stxscan", toolVersion(), ""}, examineGit(ctx)}
	if list[1].health == healthy {
		list = append(list, examineHistory(ctx, f.root)...)
	}
	set, checked := f.examineRules()
	list = append(list, checked, examineGrammar(ctx), f.examineConfig(w, set))
	if set != nil {
		list = append(list, f.examineIndexes(w, set)...)
	}
	list = append(list, examineFolder("index folder", indexDir(f.indexDir), "name one with --index-dir"),
		examineFolder("cache", cacheDir(), "set XDG_CACHE_HOME; without it, what is read from clones is read again each time"), examineTerminal(w))
	counts := map[health]int{}
	for _, e := range list {
		counts[e.health]++
		line := fmt.Sprintf("%-5s %s: %s", healthNames[e.health], e.what, clean(e.text))
		if e.todo != "" {
			line += "; " + clean(e.todo)
		}
		if _, err := fmt.Fprintln(w.stdout, line); err != nil {
			return err
		}
	}
	switch warnings := plural(counts[doubtful], "thing is doubtful", "things are doubtful"); {
	case counts[broken] > 0:
		text := plural(counts[broken], "thing does not work", "things do not work")
		if counts[doubtful] > 0 {
			text += ", " + warnings
		}
		return &exitError{codeError, errors.New(text)}
	case counts[doubtful] > 0:
		return &exitError{codeFailed, errors.New(warnings)}
	}
	return nil
}

func examineGit(ctx context.Context) examined {
	version, err := git.Version(ctx)
	switch {
	case errors.Is(err, git.ErrNotInstalled):
		return examined{doubtful, "git", "it is not installed: commits, --rev and gate --new-from-rev need it", "install git " + git.MinVersion + " or later"}
	case err != nil:
		return examined{broken, "git", err.Error(), "mend its installation"}
	case git.Older(version, git.MinVersion):
		return examined{broken, "git", version + " does not keep to what it is told about hooks and configuration", "install " + git.MinVersion + " or later"}
	}
	return examined{healthy, "git", version, ""}
}

// examineHistory names the repos of a workspace that have no history to compare
// with: the folder itself, or those in it.
func examineHistory(ctx context.Context, root string) []examined {
	dirs := []string{root}
	if entries, err := os.ReadDir(root); err == nil {
		for _, e := range entries[:min(len(entries), maxExamined)] {
			if e.IsDir() {
				dirs = append(dirs, filepath.Join(root, e.Name()))
			}
		}
	}
	var shallow []string
	for _, dir := range dirs {
		repo, err := git.Open(dir)
		if err != nil {
			continue
		}
		if is, err := repo.Shallow(ctx); err == nil && is {
			shallow = append(shallow, dir)
		}
	}
	if len(shallow) == 0 {
		return nil
	}
	return []examined{{doubtful, "history", strings.Join(shallow, ", ") + ": a shallow clone, so that the gate may not find its base", "'git fetch --unshallow' there"}}
}

// examineRules loads the rules; the set is nil if they cannot be used.
func (f *doctorFlags) examineRules() (*rules.Set, examined) {
	set, err := f.load()
	if err != nil {
		return nil, examined{broken, "rules", oneLine(err), "mend them: 'stxscan rules test' says more"}
	}
	return set, examined{healthy, "rules", fmt.Sprintf("%d rules, %d targets", len(set.Rules), len(set.Targets)), ""}
}

// examineGrammar parses a statement that only Python 2 has.
func examineGrammar(ctx context.Context) examined {
	p := python.NewParser()
	defer p.Close()
	tree, err := p.Parse(ctx, []byte("print 'old'\n"))
	if err == nil && len(tree.Errors) == 0 && slices.ContainsFunc(tree.Nodes, func(n python.Node) bool { return n.Kind == python.PrintStatement }) {
		return examined{healthy, "parser", "Python 2 is understood", ""}
	}
	return examined{broken, "parser", "Python 2 is not understood", "build stxscan again, with a C compiler"}
}

func (f *doctorFlags) examineConfig(w *world, set *rules.Set) examined {
	conf, err := f.read(f.root)
	switch {
	case err != nil:
		return examined{broken, "configuration", oneLine(err), "'stxscan config verify' names every mistake"}
	case conf == nil:
		return examined{healthy, "configuration", "there is no " + config.FileName + " for " + f.root + ": the defaults apply", ""}
	}
	known := config.Known{Today: w.now().UTC().Format(time.DateOnly)}
	if set != nil {
		known.Targets = targetIDs(set)
		for _, r := range set.Rules {
			known.Rules = append(known.Rules, r.ID)
		}
		if list := conf.Warnings(known); len(list) > 0 {
			return examined{doubtful, "configuration", fmt.Sprintf("%s:%d: %s", conf.File, list[0].Line, list[0].Message),
				plural(len(list), "warning", "warnings") + " in all, which 'stxscan config verify' lists"}
		}
	}
	return examined{healthy, "configuration", conf.File, ""}
}

// examineIndexes says what is known of the targets that are judged by default.
func (f *doctorFlags) examineIndexes(w *world, set *rules.Set) []examined {
	store, embedded := indexes.Store{Dir: indexDir(f.indexDir)}, &distro.Embedded{}
	var list []examined
	for _, t := range set.Targets {
		if t.Origin || !t.Default {
			continue
		}
		what := "index of " + t.ID
		own, err := store.Load(t.ID, t.Build)
		switch {
		case err != nil:
			list = append(list, examined{broken, what, err.Error(), "bring it again: stxscan index import " + t.ID + " PATH"})
		case own != nil:
			list = append(list, examineAge(w, t, what, own.Describe()))
		default:
			if r := embedded.For(t.ID, t.Build); r != nil {
				list = append(list, examined{healthy, what, "the program's own, " + describeIndex(r.Describe()), ""})
			} else {
				list = append(list, examined{doubtful, what, "there is none: what it has is not known", "bring one: stxscan index import " + t.ID + " PATH"})
			}
		}
	}
	return list
}

// examineAge says whether an index that somebody brought is old. That of a
// build that is named in the target stays what it is.
func examineAge(w *world, t *rules.Target, what string, d finding.Index) examined {
	text := "yours, " + describeIndex(d)
	if day, err := time.Parse(time.DateOnly, d.Date); err == nil && t.Build == "" && w.now().Sub(day) > oldIndex {
		return examined{doubtful, what, text, "it is old: stxscan index update " + t.ID + ", or import it again"}
	}
	return examined{healthy, what, text, ""}
}

func describeIndex(d finding.Index) string {
	var partial []string
	for kind, how := range d.Completeness {
		if how != distro.Complete {
			partial = append(partial, kind)
		}
	}
	slices.Sort(partial)
	text := "of " + d.Date
	if len(partial) > 0 {
		text += ", not complete for " + strings.Join(partial, ", ")
	}
	return text
}

// examineFolder tries whether a folder can be written to, or made. Nothing is
// left in it.
func examineFolder(what, dir, todo string) examined {
	if dir == "" {
		return examined{doubtful, what, "the system names no place for it", todo}
	}
	at := dir
	for {
		info, err := os.Stat(at)
		if err == nil && !info.IsDir() {
			return examined{broken, what, at + " is no folder", todo}
		}
		if err == nil {
			break
		}
		if parent := filepath.Dir(at); errors.Is(err, fs.ErrNotExist) && parent != at {
			at = parent
			continue
		}
		return examined{broken, what, err.Error(), todo}
	}
	file, err := os.CreateTemp(at, ".stxscan-doctor-")
	if err != nil {
		return examined{doubtful, what, dir + " cannot be written to", todo}
	}
	if err := errors.Join(file.Close(), os.Remove(file.Name())); err != nil {
		return examined{doubtful, what, err.Error(), todo}
	}
	if at != dir {
		return examined{healthy, what, dir + ", to be made when it is needed", ""}
	}
	return examined{healthy, what, dir, ""}
}

func examineTerminal(w *world) examined {
	colours := "no colours"
	if w.color {
		colours = "colours"
	}
	progress := "no progress"
	if w.terminal {
		progress = "progress"
	}
	return examined{healthy, "terminal", fmt.Sprintf("%d columns, %s, %s", w.width, colours, progress), ""}
}

// oneLine is an error on a line.
func oneLine(err error) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(err.Error(), "\n", "; ")), " ")
}
