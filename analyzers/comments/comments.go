// Package comments is the analyzer of the comments by which people quiet findings,
// stxscan:ignore[RULE]. It says which are none, and hands the others to the engine.
package comments

import (
	"bytes"
	"fmt"
	"sort"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/ignore"
	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/workspace"
)

// Analyzer reads the comments. Those that fit nothing, have run out or name no rule
// that there is are the engine's to tell: its rules have the codes unused, expired
// and unknown-rule.
var Analyzer = &analysis.Analyzer{
	Name:    "comments",
	Doc:     "comments that quiet findings",
	Version: 1,
	Wants:   func(f *analysis.File) bool { return bytes.Contains(f.Src, []byte(ignore.Marker)) },
	New:     newMap,
}

// codes are what rules of the analyzer may ask for.
var codes = map[string]bool{"malformed": true, "no-reason": true, "unknown-rule": true, "expired": true, "unused": true}

func newMap(list []*rules.Rule) (analysis.Map, error) {
	byCode := map[string]*rules.Rule{}
	for _, r := range list {
		if !codes[r.Match.Code] {
			return nil, fmt.Errorf("%s: rule %s: there is no code %q about comments", r.File, r.ID, r.Match.Code)
		}
		byCode[r.Match.Code] = r
	}
	return func(pass *analysis.Pass) error {
		read(pass, byCode)
		return nil
	}, nil
}

// FileLines is within how many first lines an ignore-file has to stand, so that
// those who read the file see it.
const FileLines = 30

func read(pass *analysis.Pass, byCode map[string]*rules.Rule) {
	f := pass.File
	style, isComment := styleOf(f)
	for _, c := range ignore.Find(f.Src, analysis.LineStarts(f.Src), style, isComment) {
		line := c.For
		switch {
		case c.WholeFile && c.Line > FileLines && c.Wrong == ignore.Fine:
			c.Wrong, c.Problem = ignore.Malformed, fmt.Sprintf("ignore-file stands in line %d: it counts in the first %d lines", c.Line, FileLines)
		case c.WholeFile:
			line = 0
		case c.For == 0 && c.Wrong == ignore.Fine:
			c.Wrong, c.Problem = ignore.Malformed, "there is no line of code behind it"
		}
		at := analysis.Span{Start: c.Start, End: c.End}
		code := map[ignore.Kind]string{ignore.Malformed: "malformed", ignore.NoReason: "no-reason"}[c.Wrong]
		rule := byCode[code]
		switch {
		case c.Wrong == ignore.Fine:
			pass.Ignore(c.Rules, line, c.Until, c.Reason, at)
		case rule != nil:
			pass.Report(rule, at, analysis.Detail{Subject: ignore.Marker, Use: c.Problem})
		}
	}
}

// styles are how comments are written, by language. Other languages may have any.
var styles = map[workspace.Language]ignore.Style{
	workspace.Shell: ignore.Hash, workspace.Spec: ignore.Hash, workspace.Puppet: ignore.Hash, workspace.Kickstart: ignore.Hash,
	workspace.Assign: ignore.Hash, workspace.PackageList: ignore.Hash, workspace.PatchOrder: ignore.Hash,
	workspace.Makefile: ignore.Hash, workspace.CMake: ignore.Hash, workspace.YAML: ignore.Hash, workspace.TOML: ignore.Hash,
	workspace.Perl: ignore.Hash, workspace.Tcl: ignore.Hash, workspace.Awk: ignore.Hash, workspace.Expect: ignore.Hash,
	workspace.Ruby: ignore.Hash, workspace.Dockerfile: ignore.Hash, workspace.Requirements: ignore.Hash,
	workspace.RepoFile: ignore.Hash, workspace.Logrotate: ignore.Hash, workspace.Cron: ignore.Hash, workspace.Udev: ignore.Hash,
	workspace.DebControl: ignore.Hash, workspace.Unit: ignore.INI, workspace.INI: ignore.INI,
	workspace.C: ignore.C, workspace.CPP: ignore.C, workspace.Go: ignore.C, workspace.Java: ignore.C,
	workspace.JavaScript: ignore.C, workspace.CSS: ignore.C, workspace.SQL: ignore.SQL, workspace.Lua: ignore.SQL,
	workspace.XML: ignore.XML, workspace.HTML: ignore.XML, workspace.Markdown: ignore.XML, workspace.M4: ignore.M4,
	workspace.Patch: ignore.Patch,
}

// styleOf says how the file's comments are written and, where it is parsed, which
// bytes are in one. What stands in a string of Python only looks like a comment.
func styleOf(f *analysis.File) (ignore.Style, func(int) (int, bool)) {
	if f.Language == workspace.Python {
		if tree := f.Python(); tree != nil {
			return ignore.Python, within(tree)
		}
		return ignore.Hash, nil
	}
	if style, ok := styles[f.Language]; ok {
		return style, nil
	}
	return ignore.Any, nil
}

// within tells of an offset where the comment that holds it ends.
func within(tree *python.Tree) func(int) (int, bool) {
	var list []analysis.Span
	for i := range tree.Nodes {
		if n := &tree.Nodes[i]; n.Kind == python.Comment {
			list = append(list, analysis.Span{Start: int(n.Start), End: int(n.End)})
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Start < list[j].Start })
	return func(offset int) (int, bool) {
		i := sort.Search(len(list), func(i int) bool { return list[i].Start > offset }) - 1
		if i < 0 || list[i].End <= offset {
			return 0, false
		}
		return list[i].End, true
	}
}
