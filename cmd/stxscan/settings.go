package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/config"
	"opendev.org/starlingx/stxscan/readiness"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// configFlags choose the configuration file.
type configFlags struct {
	file string
	none bool
}

func (f *configFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.file, "config", "", "read this configuration instead of the "+config.FileName+" of the scanned folder or one above it")
	c.Flags().BoolVar(&f.none, "no-config", false, "read no configuration")
}

// read returns the configuration for a folder, nil if there is none. Every
// mistake in it is an error.
func (f *configFlags) read(root string) (*config.Config, error) {
	name := f.file
	switch {
	case f.none && name != "":
		return nil, usageError("--config and --no-config: want one of them")
	case f.none:
		return nil, nil
	case name == "":
		found, err := config.Find(root)
		if err != nil || found == "" {
			return nil, asUsage(err)
		}
		name = shorter(found)
	}
	c, err := config.Read(name)
	if config.Mistakes(err) != nil {
		return nil, usageError("the configuration cannot be used:\n%w", err)
	}
	return c, asUsage(err)
}

func asUsage(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{codeError, err}
}

// shorter is a path as seen from the current folder, if it is below it.
func shorter(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if relative, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(relative) {
		return relative
	}
	return path
}

// settings are the keys of the configuration that have a flag.
var settings = []struct {
	key, flag string
	// given returns what the file says.
	given func(*config.Config) any
}{
	{"targets", "target", func(c *config.Config) any { return c.Targets }},
	{"scan.items", "items", func(c *config.Config) any { return c.Scan.Items }},
	{"scan.pythons", "python", func(c *config.Config) any { return c.Scan.Pythons }},
	{"scan.rules", "rules", func(c *config.Config) any { return c.Scan.Rules }},
	{"scan.not_rules", "not-rules", func(c *config.Config) any { return c.Scan.NotRules }},
	{"scan.optional", "optional", func(c *config.Config) any { return c.Scan.Optional }},
	{"scan.max_file_size", "max-file-size", func(c *config.Config) any { return c.Scan.MaxFileSize }},
	{"scan.fail_on", "fail-on", func(c *config.Config) any { return c.Scan.FailOn }},
	{"scan.strict", "strict", func(c *config.Config) any { return c.Scan.Strict }},
}

// addConfigurable adds the flags that the configuration has keys for.
func (f *scanFlags) addConfigurable(c *cobra.Command) {
	flags := c.Flags()
	flags.StringSliceVar(&f.targets, "target", nil, "judge by these targets (default: those marked so in 'rules targets')")
	flags.StringSliceVar(&f.pythons, "python", nil, "judge by these Python versions instead of the targets' own, such as 3.6 or 2.7,3.6")
	flags.StringSliceVar(&f.only, "rules", nil, "apply only the rules that match these globs, such as 'PY2-S*'")
	flags.StringSliceVar(&f.not, "not-rules", nil, "do not apply the rules that match these globs")
	flags.BoolVar(&f.optional, "optional", false, "apply the optional rules too")
	flags.Int64Var(&f.maxSize, "max-file-size", workspace.DefaultMaxFileSize, "do not read files larger than this, in bytes")
	flags.IntVar(&f.items, "items", readiness.MaxItems, "at most so many work items: the smallest of a repo and concern become one; 0 for no bound")
	f.configFlags.add(c)
}

// addVerdict adds the flags that turn what was found into an exit code.
func (f *scanFlags) addVerdict(c *cobra.Command) {
	c.Flags().StringVar(&f.failOn, "fail-on", "", "exit with 1 if a finding of this severity or worse blocks a target and is not suppressed: info, warning, error")
	c.Flags().BoolVar(&f.strict, "strict", false, "exit with 3 if something could not be told")
}

// configure reads the configuration for a folder and gives every flag that is
// not set what it says, as if it were set.
func (f *scanFlags) configure(c *cobra.Command, root string) error {
	conf, err := f.configFlags.read(root)
	if err != nil || conf == nil {
		return err
	}
	f.conf, f.board = conf, conf.StoryBoard
	for _, s := range settings {
		if _, given := placeOf(conf, s.key); !given || c.Flags().Changed(s.flag) {
			continue
		}
		flag := c.Flags().Lookup(s.flag)
		// What a scan fails on is not what a gate fails on.
		if flag == nil || s.flag == "strict" && c.Flags().Lookup("fail-on") == nil {
			continue
		}
		value := flag.Value
		given := s.given(conf)
		if list, ok := value.(interface{ Replace([]string) error }); ok {
			err = list.Replace(given.([]string))
		} else {
			err = value.Set(fmt.Sprint(given))
		}
		if err != nil {
			return usageError("%s: %s: %w", conf.File, s.key, err)
		}
	}
	return nil
}

// placeOf says where a key of the settings is given, if it is.
func placeOf(c *config.Config, key string) (config.Place, bool) {
	places := c.Places
	if inner, ok := strings.CutPrefix(key, "scan."); ok {
		places, key = c.Scan.Places, inner
	}
	place, given := places[key]
	return place, given
}

// checkTargets refuses targets of the configuration that do not exist, where
// no flag beats them.
func (f *scanFlags) checkTargets(set *rules.Set) error {
	if f.conf == nil {
		return nil
	}
	for i, id := range f.conf.Targets {
		if set.Target(id) == nil && len(f.targets) > i && f.targets[i] == id {
			at := f.conf.Places["targets["+strconv.Itoa(i)+"]"]
			return usageError("%s:%d:%d: targets: there is no target %.60q: want one of %s",
				f.conf.File, at.Line, at.Column, id, strings.Join(targetIDs(set), ", "))
		}
	}
	return nil
}

// withComponents gives targets the components that the configuration allows on
// them. One that it speaks of and that does not exist is told by config verify.
func (f *scanFlags) withComponents(list []*rules.Target) []*rules.Target {
	if f.conf == nil || len(f.conf.Components) == 0 {
		return list
	}
	list = slices.Clone(list)
	for i, t := range list {
		if allowed := f.conf.Components[t.ID]; allowed != nil {
			own := *t
			own.Components = allowed
			list[i] = &own
		}
	}
	return list
}

// aliases are what the configuration calls the repos.
func (f *scanFlags) aliases() map[string]string {
	if f.conf == nil {
		return nil
	}
	return f.conf.Aliases
}

// printNotices writes what a scan or a check found out about a file.
func printNotices(out io.Writer, file string, list []config.Notice) {
	for _, n := range list {
		fmt.Fprintf(out, "%s:%d:%d: warning: %s\n", clean(file), n.Line, n.Column, n.Message)
	}
}
