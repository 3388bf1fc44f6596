package main

import (
	"bytes"
	"context"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/workspace"
)

// still is what is said of the code of one release that was never changed for
// Python 3 again and runs on it.
type still struct {
	tag          string
	files, lines int
	// left out: files that a later porting commit changed, that the history
	// does not have any more, and that Python 3 refuses.
	changed, gone, refused int
	found                  []touch
	peers, answered        map[string]int // places that other tools name, files that they were asked about
}

// noise counts at a tag the findings in files that no porting commit changed
// after it. A repository without the tag is passed over.
func (s *scanner) noise(ctx context.Context, m *measured, p project, count *still) error {
	at, err := p.repo.Revision(ctx, count.tag)
	if err != nil {
		return nil //nolint:nilerr // the release did not have the project
	}
	head, err := p.repo.ListTree(ctx, "HEAD")
	if err != nil {
		return err
	}
	last := map[string]bool{}
	for _, e := range head {
		last[e.Path] = true
	}
	changed := map[string]bool{}
	for _, c := range m.changes {
		if c.repo == p.name && c.date > at.Committed.Format(day) {
			changed[c.path] = true
		}
	}
	w, partial, found, err := s.at(ctx, p, at.ID)
	if err != nil {
		return err
	}
	defer w.Close()
	for i := range partial.Files {
		f := &partial.Files[i]
		if f.Language != workspace.Python || f.Skip != "" || slices.Contains(left, f.Role) {
			continue
		}
		m.ask(question{Dir: p.repo.Dir(), Blob: f.Digest, Repo: f.Repo, Path: f.Path})
		switch {
		case changed[f.Path]:
			count.changed++
		case !last[f.Path]:
			count.gone++
		case m.peers.refused(f.Digest):
			count.refused++
		default:
			if err := count.add(ctx, w, f, found[f.Path], m.peers); err != nil {
				return err
			}
		}
	}
	return nil
}

// add counts one file.
func (s *still) add(ctx context.Context, w *workspace.Workspace, f *scan.FileResult, found []*finding.Finding, peers answers) error {
	at, err := w.Find(f.Repo + ":" + f.Path)
	if err != nil {
		return err
	}
	content, err := w.Load(ctx, at)
	if err != nil {
		return err
	}
	s.files++
	s.lines += bytes.Count(content.Bytes, []byte("\n"))
	for name, lines := range peers[f.Digest].Tools {
		if name == toolOf(name) { // its checks name the same places again
			s.peers[name] += len(lines)
			s.answered[name]++
		}
	}
	for _, f := range found {
		if f.Guard == "" {
			s.found = append(s.found, touch{f.Rule, f.Severity, f.Confidence})
		}
	}
	return nil
}

// perThousand is the number of findings of a threshold in 1,000 lines.
func (s *still) perThousand(severity finding.Severity, c finding.Confidence) float64 {
	n := 0
	for _, t := range s.found {
		if t.severity >= severity && t.confidence >= c {
			n++
		}
	}
	return 1000 * float64(n) / float64(max(1, s.lines))
}
