package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan/ruletest"
)

func newRules(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:   "rules",
		Short: "List, test, add and document rules; list targets",
	}
	c.AddCommand(newRulesList(w), newRulesTargets(w), newRulesTest(w), newRulesNew(w), newRulesDocs(w))
	return c
}

func newRulesList(w *world) *cobra.Command {
	var s selection
	var conf configFlags
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List the rules",
		Long: `list writes the rules with their severity and concern. Behind a rule stands how often
readers who judged its places found it wrong, and how often 'stxscan triage --wrong'
called it wrong in the .stxscan.yaml of the current folder or above it.`,
		Example: "  stxscan rules list --rules 'PY2-S*'\n  stxscan rules list --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			set, err := s.load()
			if err != nil {
				return err
			}
			s.optional = true
			list, err := s.rules(set)
			if err != nil {
				return err
			}
			wrong, err := conf.wrongByRule(".")
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(w, withWrong(list, wrong))
			}
			t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
			for _, r := range list {
				note := ""
				if r.Optional {
					note = " (optional)"
				}
				if r.Judged != nil {
					note += " (" + r.Judged.String() + ")"
				}
				if n := wrong[r.ID]; n > 0 {
					note += fmt.Sprintf(" (%d called wrong here)", n)
				}
				fmt.Fprintf(t, "%s\t%s\t%s\t%s%s\n", r.ID, r.Severity, r.Concern, r.Title, note)
			}
			return t.Flush()
		},
	}
	c.Flags().StringVar(&s.rulesDir, "rules-dir", "", "read rules and targets of your own from this folder too")
	c.Flags().StringSliceVar(&s.only, "rules", nil, "only the rules that match these globs")
	conf.add(c)
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return c
}

// listedRule is a rule as 'rules list --json' writes it.
type listedRule struct {
	*rules.Rule
	// WrongHere counts the places that the configuration calls wrong.
	WrongHere int `json:"wrong_here,omitempty"`
}

func withWrong(list []*rules.Rule, wrong map[string]int) []listedRule {
	out := make([]listedRule, len(list))
	for i, r := range list {
		out[i] = listedRule{r, wrong[r.ID]}
	}
	return out
}

// wrongByRule counts by rule what the configuration for a folder calls wrong.
func (f *configFlags) wrongByRule(root string) (map[string]int, error) {
	conf, err := f.read(root)
	if err != nil {
		return nil, err
	}
	return conf.WrongByRule(), nil
}

func newRulesTargets(w *world) *cobra.Command {
	var s selection
	var asJSON bool
	c := &cobra.Command{
		Use:     "targets",
		Short:   "List the targets and the facts that rules are judged by",
		Example: "  stxscan rules targets --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			set, err := s.load()
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(w, set.Targets)
			}
			t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
			fmt.Fprintln(t, "TARGET\tNAME\tPACKAGES\tPYTHON 2\tPYTHON 3\tSHELL\tNOTE")
			for _, target := range set.Targets {
				note := ""
				switch {
				case target.Origin:
					note = "the origin, always judged"
				case target.Default:
					note = "judged by default"
				}
				fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", target.ID, target.Name, target.PackageFormat,
					target.Python2.Status, target.Python3, target.Shell, note)
			}
			return t.Flush()
		},
	}
	c.Flags().StringVar(&s.rulesDir, "rules-dir", "", "read rules and targets of your own from this folder too")
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return c
}

func printJSON(w *world, value any) error {
	encoder := json.NewEncoder(w.stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

func newRulesTest(w *world) *cobra.Command {
	return &cobra.Command{
		Use:   "test [FOLDER]",
		Short: "Test rules against the fixtures beside them",
		Long: `test holds every rule of FOLDER, or every rule of the program, against the
fixture beside it: each line marked "want: ID" must match and no other.`,
		Example: "  stxscan rules test\n  stxscan rules test my-rules",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var s selection
			root := rules.Embedded()
			if len(args) == 1 {
				s.rulesDir = args[0]
				root = os.DirFS(args[0])
			}
			set, err := s.load()
			if err != nil {
				return err
			}
			result, err := ruletest.Run(c.Context(), root, set, analyzers.All())
			if err != nil {
				return err
			}
			for _, mistake := range result.Mistakes {
				fmt.Fprintln(w.stdout, mistake)
			}
			fmt.Fprintf(w.stdout, "%d rules, %d lines that must match, %d decoys, %d mistakes\n",
				result.Rules, result.Wants, result.Oks, len(result.Mistakes))
			switch {
			case len(result.Mistakes) > 0:
				return &exitError{codeFailed, errors.New("the rules do not do what their fixtures say")}
			case result.Rules == 0:
				return &exitError{codeNothing, errors.New("there are no rules in the folder")}
			}
			return nil
		},
	}
}

func newRulesNew(w *world) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "new ID",
		Short: "Begin a new rule with its fixture",
		Long: `new writes ID.yaml and a fixture beside it, to be filled in. The rule it
begins matches a built-in name, and passes 'stxscan rules test' as it stands.`,
		Example: "  stxscan rules new PY2-B901 --dir my-rules && stxscan rules test my-rules",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			files, err := rules.Scaffold(args[0])
			if err != nil {
				return usageError("%w", err)
			}
			for _, f := range files {
				if err := create(filepath.Join(dir, f.Name), f.Content); err != nil {
					return err
				}
				fmt.Fprintln(w.stdout, filepath.Join(dir, f.Name))
			}
			return nil
		},
	}
	c.Flags().StringVar(&dir, "dir", ".", "the folder to write to")
	return c
}

// create writes a file that must not be there yet.
func create(name, content string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return usageError("%s exists: choose another id, or edit it", name)
	}
	if err != nil {
		return err
	}
	_, err = file.WriteString(content)
	return errors.Join(err, file.Close())
}

func newRulesDocs(w *world) *cobra.Command {
	return &cobra.Command{
		Use:     "docs FOLDER",
		Short:   "Write a page for every rule, and an index",
		Example: "  stxscan rules docs docs/rules",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			set, err := rules.Load(rules.Embedded())
			if err != nil {
				return err
			}
			return writeDocs(args[0], set)
		},
	}
}

// writeDocs writes the pages and takes away those of rules that are gone.
func writeDocs(dir string, set *rules.Set) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "*-*.md"))
	if err != nil {
		return err
	}
	for _, name := range old {
		if set.Rule(strings.TrimSuffix(filepath.Base(name), ".md")) == nil {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	for _, r := range set.Rules {
		page := rulePage(r, set.Targets)
		if err := os.WriteFile(filepath.Join(dir, r.ID+".md"), []byte(page), 0o666); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "README.md"), []byte(ruleIndex(set)), 0o666)
}
