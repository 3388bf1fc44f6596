package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/distro/mirror"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
)

func newIndex(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:   "index",
		Short: "Bring, look at and compare the targets' package indexes",
		Long: `An index says what the repositories of a target hold: packages, versions, what
they provide, and the files that names are mapped by. The program carries indexes
of Clear Linux 24761 and Debian 11 to 13; one that you bring takes the place of
it. Indexes are kept in --index-dir, by default stxscan/indexes below
XDG_DATA_HOME or ~/.local/share.`,
	}
	c.AddCommand(newIndexStatus(w), newIndexImport(w), newIndexUpdate(w), newIndexDiff(w), newIndexExport(w), newIndexSatisfy(w))
	return c
}

// indexFlags are what the commands about indexes have in common.
type indexFlags struct {
	dir, rulesDir string
	stale, older  bool
	others        bool
}

func (f *indexFlags) add(c *cobra.Command, writes bool) {
	flags := c.Flags()
	flags.StringVar(&f.dir, "index-dir", "", "the folder with indexes of your own (default: "+`stxscan/indexes below XDG_DATA_HOME or ~/.local/share)`)
	flags.StringVar(&f.rulesDir, "rules-dir", "", "read rules and targets of your own from this folder too")
	if writes {
		flags.BoolVar(&f.stale, "allow-stale", false, "take metadata whose time is over")
		flags.BoolVar(&f.older, "allow-older", false, "take metadata that is older than the index at hand")
		flags.BoolVar(&f.others, "other-contents", false, "take lists of contents of another day than the Release: mirrors are slow with them")
	}
}

func (f *indexFlags) store() indexes.Store { return indexes.Store{Dir: indexDir(f.dir)} }

// indexDir is the folder that holds indexes.
func indexDir(flag string) string {
	if flag != "" {
		return flag
	}
	return indexes.DefaultDir()
}

// target looks a target up.
func (f *indexFlags) target(id string) (*rules.Target, error) {
	set, err := (&selection{rulesDir: f.rulesDir}).loadTargets()
	if err != nil {
		return nil, err
	}
	t := set.Target(id)
	if t == nil {
		return nil, usageError("there is no target %q: see 'stxscan rules targets'", id)
	}
	return t, nil
}

func (f *indexFlags) options(w *world) indexes.Options {
	return indexes.Options{Now: w.now(), AllowStale: f.stale, OtherContents: f.others}
}

func newIndexStatus(w *world) *cobra.Command {
	var f indexFlags
	c := &cobra.Command{
		Use:     "status",
		Short:   "Say which indexes there are, of which day, and how complete",
		Example: "  stxscan index status",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			set, err := (&selection{rulesDir: f.rulesDir}).loadTargets()
			if err != nil {
				return err
			}
			t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
			fmt.Fprintln(t, "TARGET\tDATE\tFROM\tCOMPLETE\tPARTIAL\tSOURCE")
			embedded := &distro.Embedded{}
			for _, target := range set.Targets {
				if target.Origin {
					continue
				}
				x, err := f.store().Load(target.ID, target.Build)
				switch {
				case err != nil:
					return err
				case x != nil:
					statusLine(t, target.ID, "you", x.Describe())
				default:
					if r := embedded.For(target.ID, target.Build); r != nil {
						statusLine(t, target.ID, "the program", r.Describe())
						if later, ok := embedded.Later(target.ID); ok {
							statusLine(t, target.ID, "the program, to tell what has gone", later)
						}
					} else {
						fmt.Fprintf(t, "%s\t-\tnowhere\t\t\tbring one: stxscan index import %s PATH\n", target.ID, target.ID)
					}
				}
			}
			return t.Flush()
		},
	}
	f.add(c, false)
	return c
}

func statusLine(t *tabwriter.Writer, target, from string, d finding.Index) {
	var complete, partial []string
	for kind, how := range d.Completeness {
		switch how {
		case distro.Complete:
			complete = append(complete, kind)
		case distro.Partial:
			partial = append(partial, kind)
		}
	}
	slices.Sort(complete)
	slices.Sort(partial)
	fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", target, d.Date, from, strings.Join(complete, ","), strings.Join(partial, ","), d.Source)
}

func newIndexImport(w *world) *cobra.Command {
	var f indexFlags
	var output string
	c := &cobra.Command{
		Use:   "import TARGET PATH",
		Short: "Make an index of metadata that lies on this machine",
		Long: `import reads the metadata at PATH: the folder in which apt keeps its lists
(/var/lib/apt/lists), a mirror or a part of it, single Packages, Sources or
Contents files, a repository of rpm-md or a cache of dnf or yum with several,
a folder of Clear's bundles, or a list of names. What is compressed is
unpacked, whatever it is called, and checksums are verified where a Release or
repomd.xml gives them.`,
		Example: `  stxscan index import debian-12 /var/lib/apt/lists
  stxscan index import ubuntu-18.04 ~/mirror/ubuntu
  stxscan index import clear ~/clear/24761/repodata`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			t, err := f.target(args[0])
			if err != nil {
				return err
			}
			x, report, err := indexes.Import(indexes.Target{ID: t.ID, Family: t.Family, Build: t.Build}, args[1], f.options(w))
			if err != nil {
				return err
			}
			return f.keep(w, x, report, output)
		},
	}
	f.add(c, true)
	c.Flags().StringVarP(&output, "output", "o", "", "write the index to this file instead of the folder")
	return c
}

// keep saves an index and says what it is.
func (f *indexFlags) keep(w *world, x *distro.Index, report *indexes.Report, output string) error {
	name := output
	var err error
	if output != "" {
		err = x.WriteFile(output)
	} else {
		name, err = f.store().File(x.Target), f.store().Save(x, f.older)
	}
	if err != nil {
		return err
	}
	for _, line := range report.Lines {
		fmt.Fprintln(w.stdout, line)
	}
	for _, line := range report.Warnings {
		fmt.Fprintln(w.stderr, "stxscan: "+line)
	}
	binary, source, provides, files := x.Count()
	fmt.Fprintf(w.stdout, "%s: %s of %s: %d packages, %d sources, %d provides, %d facts about files\n", name, x.Target, x.Date, binary, source, provides, files)
	return nil
}

func newIndexUpdate(w *world) *cobra.Command {
	var f indexFlags
	var u mirror.Updater
	c := &cobra.Command{
		Use:   "update TARGET",
		Short: "Fetch a target's metadata from its mirror and make an index of it",
		Long: `update is the one command about indexes that uses the network. It fetches the
Release of the target's suite and the files that it lists, goes on where an
earlier run was stopped, verifies every checksum, and the signature where there
is a keyring. The index at hand stays until the new one is whole.`,
		Example: `  stxscan index update debian-12
  stxscan index update ubuntu-24.04 --mirror http://mirror.example.org/ubuntu`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			t, err := f.target(args[0])
			if err != nil {
				return err
			}
			u.Options = f.options(w)
			u.Cache = filepath.Join(f.store().Dir, ".downloads")
			u.Progress = progressOf(w)
			x, report, err := u.Update(c.Context(), indexes.Target{ID: t.ID, Family: t.Family, Build: t.Build})
			if err != nil {
				return err
			}
			return f.keep(w, x, report, "")
		},
	}
	f.add(c, true)
	c.Flags().StringVar(&u.Mirror, "mirror", "", "the address above dists (default: the target's own)")
	c.Flags().StringVar(&u.Keyring, "keyring", "", "the file of keys that has to have signed the Release (default: those of the system, where there are any)")
	return c
}

// progressOf tells, every second, how much of a file has come, where somebody
// watches.
func progressOf(w *world) func(string, int64, int64) {
	if !w.terminal {
		return nil
	}
	var last time.Time
	return func(file string, done, total int64) {
		if now := time.Now(); now.Sub(last) > time.Second {
			last = now
			fmt.Fprintf(w.stderr, "%s: %d of %d MB\n", file, done>>20, total>>20)
		}
	}
}

func newIndexDiff(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:     "diff OLD.idx NEW.idx",
		Short:   "Compare the packages of two indexes",
		Example: "  stxscan index diff debian-12-old.idx debian-12.idx",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			var list [2]*distro.Index
			for i, name := range args {
				var err error
				if list[i], err = distro.ReadFile(name); err != nil {
					return err
				}
			}
			changes := indexes.Diff(list[0], list[1])
			for _, c := range changes {
				switch {
				case c.Old == "":
					fmt.Fprintf(w.stdout, "+ %s %s\n", c.Name, c.New)
				case c.New == "":
					fmt.Fprintf(w.stdout, "- %s %s\n", c.Name, c.Old)
				default:
					fmt.Fprintf(w.stdout, "~ %s %s -> %s\n", c.Name, c.Old, c.New)
				}
			}
			fmt.Fprintf(w.stdout, "%d changes between %s and %s\n", len(changes), list[0].Date, list[1].Date)
			return nil
		},
	}
	return c
}

func newIndexExport(w *world) *cobra.Command {
	var f indexFlags
	c := &cobra.Command{
		Use:     "export TARGET | FILE.idx",
		Short:   "Write all that an index has as text",
		Example: "  stxscan index export debian-12 > debian-12.txt",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			x, err := f.indexOf(c.Context(), args[0], "written")
			if err != nil {
				return err
			}
			return indexes.Export(w.stdout, x)
		},
	}
	f.add(c, false)
	return c
}

// indexOf reads an index from a file, from the folder, or from the program. use says
// what it is for: written or asked.
func (f *indexFlags) indexOf(_ context.Context, name, use string) (*distro.Index, error) {
	if strings.HasSuffix(name, ".idx") {
		return distro.ReadFile(name)
	}
	t, err := f.target(name)
	if err != nil {
		return nil, err
	}
	x, err := f.store().Load(t.ID, t.Build)
	if x != nil || err != nil {
		return x, err
	}
	if x = (&distro.Embedded{}).Index(t.ID); x == nil {
		if (&distro.Embedded{}).For(t.ID, t.Build) != nil {
			return nil, fmt.Errorf("what the program knows of %s is no index that can be %s: bring one: stxscan index import %s PATH", t.ID, use, t.ID)
		}
		return nil, fmt.Errorf("there is no index of %s: bring one: stxscan index import %s PATH: %w", t.ID, t.ID, os.ErrNotExist)
	}
	return x, nil
}
