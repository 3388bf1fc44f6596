package suggest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/workspace"
)

// Summary says what a diff mends, and how many mechanical places it leaves, by
// the reason.
type Summary struct {
	Places, Files int
	Left          map[string]int
}

// left counts findings that are left for a reason.
func (s *Summary) left(reason string, n int) {
	if n > 0 {
		s.Left[reason] += n
	}
}

// Write writes the replacements of a report's findings as one unified diff,
// with paths relative to the scanned folder, by repo and path.
func Write(ctx context.Context, out io.Writer, w *workspace.Workspace, r *reports.Report) (Summary, error) {
	s := Summary{Left: map[string]int{}}
	repos := map[string]*workspace.Repo{}
	for _, repo := range w.Repos {
		repos[repo.ID] = repo
	}
	byFile, held := eligible(r, &s)
	for _, key := range slices.SortedFunc(maps.Keys(byFile), compareFiles) {
		if err := ctx.Err(); err != nil {
			return s, err
		}
		repo := repos[key.repo]
		if repo == nil || strings.HasPrefix(repo.ID, "git/") {
			s.left("in a folder that was named apart", len(byFile[key]))
			continue
		}
		if err := writeFile(ctx, out, w, repo, key.path, byFile[key], held[key], &s); err != nil {
			return s, err
		}
	}
	return s, nil
}

type fileKey struct{ repo, path string }

func compareFiles(a, b fileKey) int {
	return cmp.Or(strings.Compare(a.repo, b.repo), strings.Compare(a.path, b.path))
}

// notOurs are the roles of files that nobody should mend here: others wrote
// them, or something else writes them again.
var notOurs = []finding.Role{finding.RoleVendored, finding.RoleGenerated, finding.RoleDoc, finding.RolePatch}

// eligible gathers the findings whose replacement may be made, by file, and
// the groups of which one may not.
func eligible(r *reports.Report, s *Summary) (byFile map[fileKey][]*finding.Finding, held map[fileKey][]string) {
	mechanical := map[string]bool{}
	for _, rule := range r.Rules {
		mechanical[rule.ID] = rule.Fix == "mechanical"
	}
	byFile, held = map[fileKey][]*finding.Finding{}, map[fileKey][]string{}
	for i := range r.Findings {
		f := &r.Findings[i]
		key := fileKey{f.Repo, f.Path}
		if f.Fix == nil {
			if mechanical[f.Rule] && f.Guard == "" {
				s.left("by rules that have no replacement written down", 1)
			}
			continue
		}
		reason := keptFrom(f)
		if reason == "" {
			byFile[key] = append(byFile[key], f)
			continue
		}
		s.left(reason, 1)
		if f.Fix.Group != "" {
			held[key] = append(held[key], f.Fix.Group)
		}
	}
	return byFile, held
}

// keptFrom says why a finding's replacement must not be made, "" if it may.
func keptFrom(f *finding.Finding) string {
	switch {
	case slices.Contains(notOurs, f.Role):
		return "in files of the role " + string(f.Role)
	case !f.Fix.Mends():
		return "where a reader has to decide"
	case f.Suppressed != nil:
		return "suppressed"
	case f.Confidence == finding.Low:
		return "of low confidence"
	}
	return ""
}

// writeFile adds one file to the diff.
func writeFile(ctx context.Context, out io.Writer, w *workspace.Workspace, repo *workspace.Repo, name string, list []*finding.Finding, held []string, s *Summary) error {
	i, ok := slices.BinarySearchFunc(repo.Files, name, func(f *workspace.File, name string) int {
		return strings.Compare(f.Path, name)
	})
	if !ok {
		return fmt.Errorf("%s:%s is not in the workspace", repo.ID, name)
	}
	content, err := w.Load(ctx, repo.Files[i])
	if err != nil || !unchanged(content.Bytes, list) {
		s.left("in files that changed while they were scanned", len(list))
		return ctx.Err()
	}
	if content.Language != workspace.Python {
		s.left("of code inside of other files", len(list))
		return nil
	}
	file := Make(content.Bytes, list, held...)
	for reason, left := range file.Left {
		s.left(reason, len(left))
	}
	if len(file.Made) == 0 {
		return nil
	}
	if err := Check(ctx, content.Bytes, file.Result(content.Bytes)); err != nil {
		s.left(Unreadable, len(file.Made))
		return nil
	}
	s.Files++
	s.Places += len(file.Made)
	return WriteDiff(out, path.Join(repo.Dir, name), content.Bytes, file.Changes)
}

// unchanged reports whether findings are of this content.
func unchanged(src []byte, list []*finding.Finding) bool {
	starts := analysis.LineStarts(src)
	seen := 0
	for _, f := range list {
		if f.Line == seen {
			continue
		}
		seen = f.Line
		if f.Line > len(starts) {
			return false
		}
		end := len(src)
		if f.Line < len(starts) {
			end = starts[f.Line]
		}
		if analysis.Snippet(string(bytes.TrimRight(src[starts[f.Line-1]:end], "\r\n"))) != f.Snippet {
			return false
		}
	}
	return true
}
