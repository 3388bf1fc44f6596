package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/rules/removed"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/syntax/patch"
	"opendev.org/starlingx/stxscan/workspace"
)

// measured is all that was found out.
type measured struct {
	commits, asking int // porting commits; those with hunks that are asked for
	hunks           []*hunk
	// asked are the contents that other tools are to be asked about, by blob.
	asked map[string]question
	// changes lists the files of porting commits with the commit's date.
	changes  []change
	peers    answers
	readings readings
	still    []*still
}

// change is a file that a porting commit changed.
type change struct{ repo, path, date string }

const day = "2006-01-02"

// touch is a finding in the lines of a hunk.
type touch struct {
	rule       string
	severity   finding.Severity
	confidence finding.Confidence
}

// The roles whose code is not asked for: it is not the product's own, or only
// tests and explains it.
var left = []finding.Role{
	finding.RoleTest, finding.RoleDoc, finding.RoleExample, finding.RoleGenerated, finding.RoleVendored, finding.RolePatch,
}

// project is one repository at work.
type project struct {
	repo  *git.Repo
	name  string
	known *scan.Known
}

// projectName is a project's name by where its mirror lies: OWNER+NAME/repo,
// NAME.git, NAME/.git or NAME. Its .gitreview tells only since there is one.
func projectName(dir string) string {
	if base := filepath.Base(dir); base == "repo" || base == ".git" {
		dir = filepath.Dir(dir)
	}
	name := strings.TrimSuffix(filepath.Base(dir), ".git")
	name = name[strings.LastIndexByte(name, '+')+1:]
	return strings.TrimPrefix(name, "stx-")
}

// mirror asks for all porting commits of one repository, the oldest first: the
// trees are then near each other, and a file is looked at once for each content.
func (s *scanner) mirror(ctx context.Context, m *measured, dir string) error {
	repo, err := git.Open(dir)
	if err != nil {
		return err
	}
	history, err := repo.History(ctx, "HEAD")
	if err != nil {
		return err
	}
	p := project{repo: repo, name: projectName(repo.Dir()), known: scan.NewKnown()}
	for i := range slices.Backward(history) {
		r := &history[i]
		by := portingCommit(r)
		if by == "" {
			continue
		}
		if err := s.commit(ctx, m, p, r, by); err != nil {
			return fmt.Errorf("%s: %w", r.ID, err)
		}
	}
	for _, count := range m.still {
		if err := s.noise(ctx, m, p, count); err != nil {
			return fmt.Errorf("%s: %w", count.tag, err)
		}
	}
	return nil
}

// at scans a project at a revision and returns its findings by path.
func (s *scanner) at(ctx context.Context, p project, rev string) (*workspace.Workspace, *scan.Partial, map[string][]*finding.Finding, error) {
	w, err := workspace.Open(ctx, workspace.Options{
		Root: p.repo.Dir(), Rev: rev, Aliases: map[string]string{".": p.name},
	})
	if err != nil {
		return nil, nil, nil, err
	}
	partial, err := scan.Map(ctx, w, scan.Options{Rules: s.rules, Analyzers: s.analyzers, Known: p.known})
	if err != nil {
		return nil, nil, nil, errors.Join(err, w.Close())
	}
	report := scan.Reduce(w, partial, scan.ReduceOptions{
		Set: s.set, Rules: s.rules, Analyzers: s.analyzers, Targets: s.set.Targets,
	})
	found := map[string][]*finding.Finding{}
	for i := range report.Findings {
		f := &report.Findings[i]
		found[f.Path] = append(found[f.Path], f)
	}
	return w, partial, found, nil
}

// commit asks for one porting commit.
func (s *scanner) commit(ctx context.Context, m *measured, p project, r *git.Revision, by string) error {
	src, err := p.repo.Patch(ctx, r.Parents[0], r.ID)
	if err != nil {
		return err
	}
	diffs := patch.Parse(src)
	byFile := map[string][]*hunk{}
	for i := range diffs.Files {
		d := &diffs.Files[i]
		if !d.New && !d.Deleted && !d.Binary && len(d.Hunks) > 0 {
			list := hunksOf(d, src)
			byFile[list[0].path] = list
		}
	}
	if len(byFile) == 0 {
		return nil
	}
	w, partial, found, err := s.at(ctx, p, r.Parents[0])
	if err != nil {
		return err
	}
	defer w.Close()
	has := modulesOf(partial)
	var all []*hunk
	for i := range partial.Files {
		f := &partial.Files[i]
		list := byFile[f.Path]
		if len(list) == 0 || f.Language != workspace.Python || slices.Contains(left, f.Role) {
			continue
		}
		drop(list, has)
		for _, h := range list {
			h.repo, h.commit, h.parent, h.by = f.Repo, r.ID, r.Parents[0], by
			h.date, h.subject = r.Committed.Format(day), r.Subject()
			h.touched = touches(h, found[f.Path])
			h.blob = f.Digest
		}
		all = append(all, list...)
		m.changes = append(m.changes, change{f.Repo, f.Path, r.Committed.Format(day)})
	}
	m.add(all, by, p.repo.Dir())
	return nil
}

// modulesOf returns what tells whether Python 3's library or the project has a
// module of a name, by the first part of it.
func modulesOf(partial *scan.Partial) func(string) bool {
	names := map[string]bool{}
	for _, f := range removed.Facts() {
		if f.Kind != removed.Module {
			first, _, _ := strings.Cut(f.Name, ".")
			names[first] = true // it has lost something, and is there
		}
	}
	for _, f := range removed.Facts() {
		if f.Kind == removed.Module {
			delete(names, f.Name)
		}
	}
	for old := range removed.Renamed() {
		delete(names, old)
	}
	for i := range partial.Files {
		if folder := filepath.Dir(partial.Files[i].Path); filepath.Base(partial.Files[i].Path) == "__init__.py" {
			names[filepath.Base(folder)] = true
		}
	}
	return func(name string) bool {
		first, _, _ := strings.Cut(name, ".")
		return names[first]
	}
}

// ask notes a content that other tools are to be asked about.
func (m *measured) ask(q question) {
	q.Ported = max(q.Ported, m.asked[q.Blob].Ported)
	m.asked[q.Blob] = q
}

// add takes the hunks of one commit.
func (m *measured) add(list []*hunk, by, dir string) {
	asked := 0
	for _, h := range list {
		if h.dropped == "" {
			asked++
		}
	}
	for _, h := range list {
		if h.dropped == "" && by == byText && asked > MaxTold {
			h.dropped = dropLarge
		}
		if h.dropped == "" {
			m.ask(question{Dir: dir, Blob: h.blob, Repo: h.repo, Path: h.path, Ported: h.date})
		}
	}
	if len(list) > 0 {
		m.commits++
	}
	m.hunks = append(m.hunks, list...)
}

// touches returns the findings that share a line with the hunk, or name one of its
// lines as a place that they are about as well: where the bytes of a finding are
// taken for text, or where a file was opened.
func touches(h *hunk, found []*finding.Finding) []touch {
	var list []touch
	for _, f := range found {
		names := f.Line <= h.last && max(f.EndLine, f.Line) >= h.first || slices.ContainsFunc(f.Trace, func(s finding.Step) bool {
			return h.first <= s.Line && s.Line <= h.last
		})
		if f.Guard == "" && names {
			list = append(list, touch{f.Rule, f.Severity, f.Confidence})
		}
	}
	return list
}

// finish drops what several commits have, such as one that was taken back and
// made again, and asks the peers' answers.
func (m *measured) finish() {
	seen := map[string]bool{}
	commits := map[string]bool{}
	for _, h := range m.hunks {
		key := strings.Join([]string{h.repo, h.path, strings.Join(h.old, "\n"), strings.Join(h.new, "\n")}, "\x00")
		same := key + "\x00" + h.commit
		// Equal hunks of one commit are two places.
		if h.dropped == "" && seen[key] && !seen[same] {
			h.dropped = dropTwice
		}
		seen[key], seen[same] = true, true
		if h.dropped == "" {
			commits[h.commit] = true
			h.peers = m.peers.of(h)
		}
	}
	m.asking = len(commits)
	slices.SortStableFunc(m.hunks, func(a, b *hunk) int { return strings.Compare(b.date, a.date) })
}

// flagged reports whether the hunk has a finding of the threshold.
func (h *hunk) flagged(s finding.Severity, c finding.Confidence) bool {
	return slices.ContainsFunc(h.touched, func(t touch) bool { return t.severity >= s && t.confidence >= c })
}

// writeFile writes a file whole.
func writeFile(name string, content []byte) error { return os.WriteFile(name, content, 0o644) } //nolint:gosec // a report
