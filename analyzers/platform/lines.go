package platform

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// lineMatcher looks for the lines of a rule.
type lineMatcher struct {
	rule    *rules.Rule
	has     [][]byte
	without [][]byte
	files   []string
	pattern *regexp.Regexp
}

// newLines arranges the lines of a rule.
func newLines(r *rules.Rule) ([]lineMatcher, error) {
	var list []lineMatcher
	for _, line := range r.Match.Line {
		re, err := line.Compile()
		if err != nil {
			return nil, fmt.Errorf("%s: rule %s: line %q: %w", r.File, r.ID, line.Pattern, err)
		}
		m := lineMatcher{rule: r, files: line.File, pattern: re}
		m.has, m.without = words(line.Has), words(line.Without)
		list = append(list, m)
	}
	return list, nil
}

func words(list []string) [][]byte {
	var all [][]byte
	for _, word := range list {
		all = append(all, []byte(word))
	}
	return all
}

// takes reports whether a file may have lines of the rule: one that a patch changes is
// not known by its name.
func (m *lineMatcher) takes(f *analysis.File) bool {
	base := path.Base(f.Path)
	named := len(m.files) == 0 || f.Language == workspace.Patch ||
		slices.ContainsFunc(m.files, func(glob string) bool { ok, _ := path.Match(glob, base); return ok })
	found := func(word []byte) bool { return bytes.Contains(f.Src, word) }
	return named && slices.ContainsFunc(m.has, found) && !slices.ContainsFunc(m.without, found)
}

// atMost is the confidence of what a rule finds in a patch, nil elsewhere: what the whole
// file says is not seen.
func atMost(pass *analysis.Pass, rule *rules.Rule) *finding.Confidence {
	if pass.File.Language != workspace.Patch {
		return nil
	}
	return mediumAtMost(rule)
}

func mediumAtMost(rule *rules.Rule) *finding.Confidence {
	most := min(rule.Confidence, finding.Medium)
	return &most
}

// lineStart is where the line begins that an offset is in.
func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:at], '\n') + 1 }

// counts reports whether what stands at an offset is the file's own: of a patch only what
// it adds is.
func counts(f *analysis.File, at int) bool {
	return f.Language != workspace.Patch || f.Src[lineStart(f.Src, at)] == '+'
}

// matchLines reports lines of files, of patches those that are added.
func (t *table) matchLines(pass *analysis.Pass) {
	if pass.File.Role == finding.RoleDoc {
		return
	}
	src := pass.File.Src
	for i := range t.lines {
		m := &t.lines[i]
		if !m.takes(pass.File) {
			continue
		}
		for _, at := range m.pattern.FindAllSubmatchIndex(src, maxManaged) {
			if at[2] >= at[3] {
				continue // the group took no part, or is empty
			}
			if !counts(pass.File, at[2]) {
				continue
			}
			pass.Report(m.rule, analysis.Span{Start: at[2], End: at[3]}, analysis.Detail{Subject: string(src[at[2]:at[3]]), Confidence: atMost(pass, m.rule)})
		}
	}
}
