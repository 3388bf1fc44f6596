package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/portplan"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
)

// maxCompletedReport is the largest report, in bytes, that is read for names
// while somebody waits for a word: about three seconds.
const maxCompletedReport = 64 << 20

// words gives what a word of the command line may be, with "\t" and a
// description behind it.
type words func(c *cobra.Command, args []string) []string

// flagWords are what flags may be given, by their names, on whatever command.
var flagWords = map[string]words{
	"target":    targetWords,
	"rules":     ruleWords,
	"not-rules": ruleWords,
	"severity":  fixed("info\teverything, also what does not ship", "warning", "error"),
	"fail-on":   fixed("info", "warning", "error"),
	"concern":   func(*cobra.Command, []string) []string { return asWords(portplan.Concerns) },
	"emit":      func(*cobra.Command, []string) []string { return emitForms() },
	"zuul-repo": repoWords,
}

// fileFlags are flags that take a file with one of these endings.
var fileFlags = map[string][]string{
	"from": {"json"}, "to": {"json"}, "new-from-report": {"json"}, "baseline": {"json"}, "config": {"yaml", "yml"},
}

// folderFlags are flags that take a folder.
var folderFlags = []string{"directory", "rules-dir", "index-dir", "rpms", "in", "bundles", "workspace", "mirror"}

// firstWords are what the first argument of a command may be, by its path.
var firstWords = map[string]words{
	"stxscan explain": func(c *cobra.Command, args []string) []string {
		return append([]string{"dep\ta need, by its name", "readiness\thow verdicts are made"}, ruleWords(c, args)...)
	},
	"stxscan why":           packageWords,
	"stxscan index import":  targetWords,
	"stxscan index update":  targetWords,
	"stxscan index satisfy": targetWords,
	"stxscan index export":  targetWords,
}

// reportArguments are the commands that take reports.
var reportArguments = []string{"stxscan report", "stxscan diff"}

// pathArguments are the commands whose argument, or the next after the first
// word, is a folder to scan.
var pathArguments = []string{
	"stxscan scan", "stxscan gate", "stxscan why", "stxscan explain", "stxscan plan", "stxscan doctor", "stxscan baseline create",
	"stxscan baseline update", "stxscan config show", "stxscan patches list", "stxscan patches upstreams", "stxscan patches queue",
}

// addCompletion makes the shell complete what the commands take.
func addCompletion(c *cobra.Command) {
	c.LocalFlags().VisitAll(func(f *pflag.Flag) { completeFlag(c, f) })
	completeArguments(c)
	for _, below := range c.Commands() {
		addCompletion(below)
	}
}

func completeFlag(c *cobra.Command, f *pflag.Flag) {
	list, endings := flagWords[f.Name], fileFlags[f.Name]
	switch {
	case f.Name == "output" && c.Flags().Lookup("zuul-repo") != nil || f.Name == "output" && c.Name() == "scan":
		register(c, f.Name, completeFormats)
	case list != nil:
		several := f.Value.Type() == "stringSlice"
		register(c, f.Name, func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			return complete(list(c, args), typed, several), cobra.ShellCompDirectiveNoFileComp
		})
	case endings != nil:
		register(c, f.Name, files(endings))
	case slices.Contains(folderFlags, f.Name):
		register(c, f.Name, folders)
	}
}

func register(c *cobra.Command, name string, f cobra.CompletionFunc) {
	// The only error is that it is registered already.
	_ = c.RegisterFlagCompletionFunc(name, f)
}

func completeArguments(c *cobra.Command) {
	path := c.CommandPath()
	first := firstWords[path]
	switch {
	case path == "stxscan plan": // packages if drafts are asked for
		c.ValidArgsFunction = func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if c.Flags().Changed("emit") {
				return complete(packageWords(c, args), typed, false), cobra.ShellCompDirectiveNoFileComp
			}
			return folders(c, args, typed)
		}
	case first != nil:
		next := slices.Contains(pathArguments, path)
		c.ValidArgsFunction = func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			switch {
			case len(args) == 0:
				return complete(first(c, args), typed, false), cobra.ShellCompDirectiveNoFileComp
			case args[0] == "dep" && len(args) == 1 && path == "stxscan explain":
				return complete(needWords(c, args), typed, false), cobra.ShellCompDirectiveNoFileComp
			case next:
				return folders(c, args, typed)
			}
			return nil, cobra.ShellCompDirectiveDefault
		}
	case slices.Contains(reportArguments, path):
		c.ValidArgsFunction = files([]string{"json"})
	case slices.Contains(pathArguments, path):
		c.ValidArgsFunction = folders
	}
}

// complete keeps the words that begin with what was typed, in capitals or not.
// If several may be given, commas stand between them.
func complete(list []string, typed string, several bool) []string {
	before := ""
	if i := strings.LastIndexByte(typed, ','); several && i >= 0 {
		before, typed = typed[:i+1], typed[i+1:]
	}
	var out []string
	for _, word := range list {
		name, _, _ := strings.Cut(word, "\t")
		if len(name) >= len(typed) && strings.EqualFold(name[:len(typed)], typed) && clean(name) == name {
			out = append(out, before+word)
		}
	}
	return out
}

// completeFormats completes the form, and leaves the file behind = to the shell.
func completeFormats(c *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	if strings.Contains(typed, "=") {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var list []string
	for _, name := range slices.Sorted(maps.Keys(formats)) {
		if !formats[name].compared || c.Name() != "scan" {
			list = append(list, name+"\t"+formats[name].about)
		}
	}
	return complete(list, typed, false), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

func files(endings []string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return endings, cobra.ShellCompDirectiveFilterFileExt
	}
}

func folders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

func fixed(list ...string) words { return func(*cobra.Command, []string) []string { return list } }

func asWords(list []finding.Concern) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c)
	}
	return out
}

// flagOf is the value of a flag, "" if the command does not have it.
func flagOf(c *cobra.Command, name string) string {
	if f := c.Flag(name); f != nil {
		return f.Value.String()
	}
	return ""
}

// completedSet are the rules that a command would have, nil if they cannot be
// read: then nothing is completed.
func completedSet(c *cobra.Command) *rules.Set {
	s := selection{}
	if dir := flagOf(c, "rules-dir"); dir != "" {
		s.rulesDir = below(c, dir)
	}
	set, err := s.load()
	if err != nil {
		return nil
	}
	return set
}

// below is a path as seen from the folder of -C, to which completion does not
// change.
func below(c *cobra.Command, path string) string {
	if dir := flagOf(c, "directory"); dir != "" && !filepath.IsAbs(path) {
		return filepath.Join(dir, path)
	}
	return path
}

func ruleWords(c *cobra.Command, _ []string) []string {
	set := completedSet(c)
	if set == nil {
		return nil
	}
	list := make([]string, len(set.Rules))
	for i, r := range set.Rules {
		list[i] = r.ID + "\t" + r.Title
	}
	return list
}

func targetWords(c *cobra.Command, _ []string) []string {
	set := completedSet(c)
	if set == nil {
		return nil
	}
	list := make([]string, len(set.Targets))
	for i, t := range set.Targets {
		list[i] = t.ID + "\t" + t.Name
	}
	return list
}

// completedReport is the report that a command speaks of, nil if there is none
// that can be read in a moment.
func completedReport(c *cobra.Command, name string) *reports.Report {
	if name == "" || name == "-" {
		return nil
	}
	name = below(c, name)
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() || info.Size() > maxCompletedReport {
		return nil
	}
	r, err := readReport(name)
	if err != nil {
		return nil
	}
	return r
}

// packageWords are the packages of the report of --from, by the shortest name
// that means one.
func packageWords(c *cobra.Command, _ []string) []string {
	r := completedReport(c, flagOf(c, "from"))
	if r == nil {
		return nil
	}
	var list []string
	for i := range r.Packages {
		if p := &r.Packages[i]; p.Name != "(tree)" {
			list = append(list, p.Repo+"/"+p.Name, p.Name+"\tof "+clean(p.Repo))
		}
	}
	slices.Sort(list)
	return slices.CompactFunc(list, func(a, b string) bool { return before(a) == before(b) })
}

// before is a word without its description.
func before(word string) string {
	name, _, _ := strings.Cut(word, "\t")
	return name
}

// needWords are the needs that the report of --from knows.
func needWords(c *cobra.Command, _ []string) []string {
	r := completedReport(c, flagOf(c, "from"))
	if r == nil {
		return nil
	}
	var list []string
	for i := range r.Dependencies {
		list = append(list, r.Dependencies[i].Name)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// repoWords are the repos of the report that is written again.
func repoWords(c *cobra.Command, args []string) []string {
	if len(args) == 0 || c.Name() != "report" {
		return nil
	}
	r := completedReport(c, args[0])
	if r == nil {
		return nil
	}
	var list []string
	for _, in := range r.Inputs {
		list = append(list, in.Repo)
	}
	return list
}
