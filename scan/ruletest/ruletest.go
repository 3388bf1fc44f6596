// Package ruletest checks rules against the annotated fixtures beside them.
//
// A fixture has its rule's name and the ending of its language, or .txtar if
// it needs several files. In its comments it says what must happen:
//
//	x = unicode(y)    # want: PY2-B001
//	unicode = str     # ok: PY2-B001
//
// "want: ID" says that the rule must match the line, "want: ID guarded" that
// it must match and be quieted by a guard, "want@-1:" and "want@+1:" speak of
// the line before and after. "ok: ID" marks a decoy. No other line may match
// either: every match of the fixture's own rule without a want is noise. Every
// rule needs a fixture with at least one want and one ok.
package ruletest

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/txtar"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/workspace"
)

// Result is how the rules of one root did.
type Result struct {
	Rules    int      // rules checked
	Wants    int      // lines that had to match
	Oks      int      // decoys
	Mistakes []string // FILE:LINE: what is wrong; empty if all is well
}

// fixture is one rule's files as they are laid out for a scan.
type fixture struct {
	rule  *rules.Rule
	file  string            // name within the root
	files map[string]string // path -> content
}

// Run scans every fixture below root with the rules that stand beside them.
// The error is about the running; what is wrong with rules is in the result.
func Run(ctx context.Context, root fs.FS, set *rules.Set, analyzers []*analysis.Analyzer) (*Result, error) {
	result := &Result{}
	dir, err := os.MkdirTemp("", "stxscan-rules-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	fixtures := map[string]*fixture{}
	for _, rule := range set.Rules {
		if _, err := fs.Stat(root, rule.File); err != nil {
			continue // another root's
		}
		result.Rules++
		f, err := load(root, rule)
		if err != nil {
			result.Mistakes = append(result.Mistakes, err.Error())
			continue
		}
		fixtures[repoOf(rule)] = f
		if err := f.layOut(dir); err != nil {
			return nil, err
		}
	}
	if len(fixtures) == 0 {
		return result, nil
	}
	return result, check(ctx, result, dir, fixtures, set, analyzers)
}

// repoOf is the repo in which a rule's fixture is laid out: one for each, so
// that fixtures do not see one another's modules. A repo's name never begins with
// stx-.
func repoOf(rule *rules.Rule) string { return strings.TrimPrefix(strings.ToLower(rule.ID), "stx-") }

func load(root fs.FS, rule *rules.Rule) (*fixture, error) {
	stem := strings.TrimSuffix(rule.File, path.Ext(rule.File))
	matches, err := fs.Glob(root, stem+".*")
	if err != nil {
		return nil, err
	}
	for _, name := range matches {
		if name == rule.File {
			continue
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return nil, err
		}
		f := &fixture{rule: rule, file: name, files: map[string]string{}}
		if path.Ext(name) != ".txtar" {
			f.files[strings.ToLower(path.Base(name))] = string(data)
			return f, nil
		}
		for _, part := range txtar.Parse(data).Files {
			f.files[part.Name] = string(part.Data)
		}
		return f, nil
	}
	return nil, fmt.Errorf("%s: no fixture beside it: add %s.py (or .sh, .spec, ... .txtar) with want: and ok: comments", rule.File, stem)
}

func (f *fixture) layOut(dir string) error {
	repo := filepath.Join(dir, repoOf(f.rule))
	f.files[".gitreview"] = "[gerrit]\nproject=rules/" + repoOf(f.rule) + ".git\n"
	for name, content := range f.files {
		if !filepath.IsLocal(name) {
			return fmt.Errorf("%s: %q leads out of the fixture", f.file, name)
		}
		file := filepath.Join(repo, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// today is the day of every fixture, for what runs out.
var today = time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)

func check(ctx context.Context, result *Result, dir string, fixtures map[string]*fixture, set *rules.Set, analyzers []*analysis.Analyzer) error {
	w, err := workspace.Open(ctx, workspace.Options{Root: dir})
	if err != nil {
		return err
	}
	partial, err := scan.Map(ctx, w, scan.Options{Rules: set.Rules, Analyzers: analyzers})
	if err != nil {
		return err
	}
	report := scan.Reduce(w, partial, scan.ReduceOptions{
		Set: set, Rules: set.Rules, Analyzers: analyzers, Targets: set.Targets, Time: today,
	})
	got := map[string]map[place]string{} // repo -> place -> guard
	for _, f := range report.Findings {
		if fixture := fixtures[f.Repo]; fixture == nil || fixture.rule.ID != f.Rule {
			continue
		}
		if got[f.Repo] == nil {
			got[f.Repo] = map[place]string{}
		}
		got[f.Repo][place{f.Path, f.Line}] = f.Guard
	}
	names := make([]string, 0, len(fixtures))
	for name := range fixtures {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		compare(result, fixtures[name], got[name])
	}
	return nil
}

type place struct {
	path string
	line int
}

// annotation is "want: IDS", "want@-1: IDS" or "ok: IDS" in a comment.
var annotation = regexp.MustCompile(`\b(want|ok)(@[+-]\d+)?: ((?:[A-Z][A-Z0-9-]+\b ?)+)(guarded)?`)

// compare sets what was found against what the fixture says.
func compare(result *Result, f *fixture, got map[place]string) {
	complain := func(at place, format string, args ...any) {
		where := f.file
		if path.Ext(f.file) == ".txtar" {
			where += ":" + at.path
		}
		result.Mistakes = append(result.Mistakes, fmt.Sprintf("%s:%d: %s", where, at.line, fmt.Sprintf(format, args...)))
	}
	wants, oks := 0, 0
	for _, name := range slices.Sorted(keys(f.files)) {
		for i, line := range strings.Split(f.files[name], "\n") {
			for _, m := range annotation.FindAllStringSubmatch(line, -1) {
				if !slices.Contains(strings.Fields(m[3]), f.rule.ID) {
					continue
				}
				shift, _ := strconv.Atoi(strings.TrimPrefix(m[2], "@"))
				at := place{name, i + 1 + shift}
				if m[1] == "ok" {
					oks++
					continue // any match without a want is noise
				}
				wants++
				guard, found := got[at]
				switch {
				case !found:
					complain(at, "missing: %s does not match", f.rule.ID)
				case (m[4] != "") != (guard != ""):
					complain(at, "%s: guard is %q, the fixture says %q", f.rule.ID, guard, m[4])
				}
				delete(got, at)
			}
		}
	}
	for at := range got {
		complain(at, "noise: %s matches", f.rule.ID)
	}
	if wants == 0 || oks == 0 {
		complain(place{f.file, 1}, "%d want: and %d ok: comments for %s: at least one of each is needed", wants, oks, f.rule.ID)
	}
	result.Wants += wants
	result.Oks += oks
	slices.Sort(result.Mistakes)
}

func keys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
