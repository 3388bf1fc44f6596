package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/config"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

func newConfig(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "Show, check and describe the configuration",
		Long: `The configuration is the ` + config.FileName + ` of the scanned folder, or the nearest above
it. It says which targets to judge by, what repos are called, who owns what,
which findings somebody has decided about, and which packages are looked at
together. A flag beats what it says.`,
	}
	c.AddCommand(newConfigShow(w), newConfigVerify(w), newConfigSchema(w))
	return c
}

func newConfigShow(w *world) *cobra.Command {
	var f scanFlags
	var origin bool
	c := &cobra.Command{
		Use:   "show [PATH]",
		Short: "Show what applies to a scan of PATH, and where each value comes from",
		Long: `show writes the configuration that 'stxscan scan' with the same flags would go
by, as YAML that can be used as ` + config.FileName + `.`,
		Example: "  stxscan config show --origin --target clear ~/starlingx",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.configure(c, rootOf(args)); err != nil {
				return err
			}
			set, err := f.load()
			if err != nil {
				return err
			}
			list, err := f.effective(c, set)
			if err != nil {
				return err
			}
			text, err := config.Show(f.conf, list, origin)
			if err != nil {
				return err
			}
			_, err = w.stdout.Write(text)
			return err
		},
	}
	f.addConfigurable(c)
	f.addVerdict(c)
	c.Flags().StringVar(&f.rulesDir, "rules-dir", "", "read rules and targets of your own from this folder too")
	c.Flags().BoolVar(&origin, "origin", false, "say behind each value where it comes from: the file and line, a flag, or the default")
	return c
}

// effective lists the settings as they apply, with where they come from.
func (f *scanFlags) effective(c *cobra.Command, set *rules.Set) ([]config.Setting, error) {
	if err := f.checkTargets(set); err != nil {
		return nil, err
	}
	judged, err := f.judged(set)
	if err != nil {
		return nil, err
	}
	targets := []string{}
	for _, t := range judged {
		if !t.Origin {
			targets = append(targets, t.ID)
		}
	}
	values := map[string]any{
		"targets": targets, "scan.items": f.items, "scan.pythons": f.pythons, "scan.rules": f.only,
		"scan.not_rules": f.not, "scan.optional": f.optional, "scan.max_file_size": f.maxSize, "scan.strict": f.strict,
	}
	if f.failOn != "" {
		values["scan.fail_on"] = f.failOn
	}
	var list []config.Setting
	for _, s := range settings {
		value, ok := values[s.key]
		if texts, is := value.([]string); !ok || is && len(texts) == 0 {
			continue
		}
		from := config.Default
		if f.conf != nil {
			if at, given := placeOf(f.conf, s.key); given {
				from = config.Origin(fmt.Sprintf("%s:%d", f.conf.File, at.Line))
			}
		}
		if c.Flags().Changed(s.flag) {
			from = config.Origin("--" + s.flag)
		}
		list = append(list, config.Setting{Key: s.key, Value: value, Origin: from})
	}
	return append(list, f.mustNotRegress(set)), nil
}

// mustNotRegress is what the gate holds every change to, as a setting.
func (f *scanFlags) mustNotRegress(set *rules.Set) config.Setting {
	const key = "must_not_regress"
	if list, given := f.conf.MustNot(); given {
		return config.Setting{Key: key, Value: list, Origin: config.Origin(fmt.Sprintf("%s:%d", f.conf.File, f.conf.Places[key].Line))}
	}
	list := []string{}
	for _, t := range set.Targets {
		if t.Origin {
			list = append(list, t.ID)
		}
	}
	return config.Setting{Key: key, Value: list, Origin: config.Default}
}

func newConfigVerify(w *world) *cobra.Command {
	var s selection
	var root string
	c := &cobra.Command{
		Use:   "verify [FILE]",
		Short: "Name every mistake in a configuration, with line and column",
		Long: `verify reads FILE, or the ` + config.FileName + ` of the current folder or one above it,
and names every mistake, also in the templates of stories. It warns of rules, targets and repos that do not
exist, and of suppressions that ran out; repos are those below a ` + config.FileName + `, or those of --workspace.`,
		Example: "  stxscan config verify --workspace ~/starlingx .stxscan.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var f configFlags
			if len(args) == 1 {
				f.file = args[0]
			}
			conf, err := f.read(".")
			if err != nil {
				return err
			}
			if conf == nil {
				return &exitError{codeNothing, fmt.Errorf("there is no %s here or above: name the file", config.FileName)}
			}
			if _, err := storyOptions(conf); err != nil {
				return err
			}
			known, err := s.known()
			if err != nil {
				return err
			}
			known.Today = w.now().UTC().Format(time.DateOnly)
			if known.Repos, err = repoNames(c.Context(), conf, root); err != nil {
				return err
			}
			list := conf.Warnings(known)
			printNotices(w.stdout, conf.File, list)
			repos := ""
			if known.Repos == nil {
				repos = "; repos were not looked for, see --workspace"
			}
			fmt.Fprintf(w.stdout, "%s: no mistakes, %s%s\n", conf.File, plural(len(list), "warning", "warnings"), repos)
			return nil
		},
	}
	c.Flags().StringVar(&s.rulesDir, "rules-dir", "", "read rules and targets of your own from this folder too")
	c.Flags().StringVar(&root, "workspace", "", "the folder whose repos the file speaks of (default: that of a "+config.FileName+")")
	return c
}

// known lists the rules and targets that there are.
func (s selection) known() (config.Known, error) {
	set, err := s.load()
	if err != nil {
		return config.Known{}, err
	}
	k := config.Known{Targets: targetIDs(set)}
	for _, r := range set.Rules {
		k.Rules = append(k.Rules, r.ID)
	}
	return k, nil
}

// repoNames are the identities of a workspace's repos, nil if there is none to
// look at. A file that lies elsewhere under another name says nothing about
// the folder it is in.
func repoNames(ctx context.Context, conf *config.Config, root string) ([]string, error) {
	named := root != ""
	if !named {
		if filepath.Base(conf.File) != config.FileName {
			return nil, nil
		}
		root = filepath.Dir(conf.File)
	}
	space, err := workspace.Open(ctx, workspace.Options{Root: root, Aliases: conf.Aliases})
	if err != nil {
		if !named {
			return nil, nil
		}
		return nil, usageError("--workspace %s: %w", root, err)
	}
	defer space.Close()
	var names []string
	for _, repo := range space.Repos {
		names = append(names, repo.ID)
	}
	return names, nil
}

func newConfigSchema(w *world) *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "Write the JSON Schema of the configuration, for editors",
		Example: "  stxscan config schema > stxscan.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			schema, err := config.Schema()
			if err != nil {
				return err
			}
			_, err = w.stdout.Write(schema)
			return err
		},
	}
}
