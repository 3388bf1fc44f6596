// Package zuul writes what zuul_return takes: comments for the lines of a
// change, and a link to the report.
package zuul

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/ci"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// The bounds: Gerrit refuses a review of more than 5,000 comments whole
// (change.maxComments), and nobody reads a hundred in a file.
const (
	maxPerFile = 20
	maxFiles   = 100
	maxMessage = 1000 // characters
)

// Options says what a change is.
type Options struct {
	// Repo is the identity of the repo that the change is of. It may be empty if
	// the report is of one repo alone.
	Repo string
	// Report is the address of the report that is linked, absolute or relative
	// to the build's logs; no link if empty.
	Report string
	// Level adds the level of each comment. Zuul before 2021 refuses all comments
	// for it.
	Level bool
}

// ErrNoBase is returned for a report that was not held against a base.
var ErrNoBase = errors.New("zuul: the report was compared with no base, so it is not known what the change adds: use 'stxscan gate --new-from-rev REV -o zuul'")

// document is what zuul_return takes. Zuul drops all comments of a build for
// one key that it does not know, so there are no others
// (zuul/lib/filecomments.py, zuul/lib/artifacts.py).
type document struct {
	Zuul data `json:"zuul"`
}

type data struct {
	FileComments map[string][]comment `json:"file_comments"`
	Artifacts    []artifact           `json:"artifacts,omitempty"`
}

type comment struct {
	Line    int    `json:"line"`
	Message string `json:"message"`
	Level   string `json:"level,omitempty"`
}

type artifact struct {
	Name     string   `json:"name"`
	URL      string   `json:"url"`
	Metadata metadata `json:"metadata"`
}

// metadata is free in Zuul. New and Known are those of the report's delta.
type metadata struct {
	Type     string `json:"type"`
	Fails    int    `json:"fails"`
	New      int    `json:"new"`
	Known    int    `json:"known"`
	Unknowns int    `json:"unknowns"`
}

// Write writes comments for what fails the gate, for new findings of severity
// warning or worse that do not, and for what newly could not be told. Only files
// of the change are commented, since Zuul warns of each other one: those that git
// says differ from the base, or where it was not asked those with something to
// comment. Paths are relative to the repo. What has no such file, or is too much,
// is counted in a comment on the first file of the change. What could not be
// told in the base either is counted in the link's metadata alone.
//
// There is no range: it needs an end that findings do not have, and made Zuul of
// 2019 fail. Errors: ErrNoBase; a repo that is not given and not clear, or not
// in the report; that of w.
func Write(w io.Writer, r *reports.Report, o Options) error {
	if r.Delta == nil {
		return ErrNoBase
	}
	repo, err := repoOf(r, o.Repo)
	if err != nil {
		return err
	}
	view := ci.New(r)
	d := document{data{FileComments: newReview(r, repo, o.Level).comments(view)}}
	if o.Report != "" {
		d.Zuul.Artifacts = []artifact{{"stxscan report", o.Report, metadata{
			"stxscan", view.Failing(), r.Delta.New, r.Delta.Unchanged + r.Delta.Updated, len(view.Unknowns) + view.KnownUnknowns,
		}}}
	}
	text, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return fmt.Errorf("encode comments: %w", err)
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// repoOf is the repo that the change is of. Forks that were scanned beside the
// workspace are not changed by it.
func repoOf(r *reports.Report, name string) (string, error) {
	var ids []string
	for _, in := range r.Inputs {
		if !strings.HasPrefix(in.Repo, "git/") {
			ids = append(ids, in.Repo)
		}
	}
	switch {
	case name != "" && !slices.Contains(ids, name):
		return "", fmt.Errorf("zuul: %q is no repo of the report: want one of %s", name, terminal.Clean(strings.Join(ids, ", ")))
	case name == "" && len(ids) > 1:
		return "", fmt.Errorf("zuul: the report is of several repos, and a change is of one: name it with --zuul-repo, one of %s", terminal.Clean(strings.Join(ids, ", ")))
	case name == "" && len(ids) == 1:
		return ids[0], nil
	}
	return name, nil
}

// review gathers the comments of a change.
type review struct {
	repo string
	// changed are the files of the change; nil if they are not known.
	changed []string
	known   bool
	level   bool
	files   map[string][]comment
	// more counts what a file has beyond its bound.
	more map[string]int
	// elsewhere counts what has no file to stand in.
	elsewhere struct{ failing, rest, unknown int }
}

func newReview(r *reports.Report, repo string, level bool) *review {
	v := &review{repo: repo, level: level, files: map[string][]comment{}, more: map[string]int{}}
	v.changed, v.known = r.Delta.Changed[repo]
	return v
}

func (v *review) comments(view *ci.View) map[string][]comment {
	for i := range view.Places {
		p := &view.Places[i]
		if !p.Failing && p.Level < finding.Warning {
			continue
		}
		text, level := "stxscan "+terminal.Clean(p.Rule)+": "+p.Text(), "error"
		if !p.Failing {
			text, level = text+" (does not fail the gate)", "warning"
		}
		switch placed := v.add(p.Repo, p.Path, p.Line, text, level); {
		case placed:
		case p.Failing:
			v.elsewhere.failing++
		default:
			v.elsewhere.rest++
		}
	}
	for i := range view.Unknowns {
		u := &view.Unknowns[i]
		if !v.add(u.Repo, u.Path, u.Line, "stxscan: "+ci.Untold+u.Text(), "warning") {
			v.elsewhere.unknown++
		}
	}
	v.count()
	v.summary(view)
	return v.files
}

// add places a comment, if the file is one of the change.
func (v *review) add(repo, path string, line int, text, level string) bool {
	if repo != v.repo || path == "" {
		return false
	}
	if _, ok := slices.BinarySearch(v.changed, path); v.known && !ok {
		return false
	}
	path = strings.ToValidUTF8(path, "\uFFFD")
	list, ok := v.files[path]
	c := v.comment(line, text, level)
	switch {
	case ok && list[len(list)-1] == c: // twice in a line
		return true
	case !ok && len(v.files) == maxFiles:
		return false
	case len(list) == maxPerFile:
		v.more[path]++
		return true
	}
	v.files[path] = append(list, c)
	return true
}

func (v *review) comment(line int, text, level string) comment {
	c := comment{Line: max(line, 1), Message: terminal.Clip(text, maxMessage, "…")}
	if v.level {
		c.Level = level
	}
	return c
}

// count says in the last comment of a file how many more there would be.
func (v *review) count() {
	for path, n := range v.more {
		last := v.files[path][len(v.files[path])-1]
		v.files[path] = append(v.files[path], v.comment(last.Line,
			fmt.Sprintf("stxscan: %s in this file not shown; the log has all", terminal.Count(n, "more is", "more are")), "warning"))
	}
}

// summary says on the first file of the change what has no file to stand in.
func (v *review) summary(view *ci.View) {
	var parts []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{v.elsewhere.failing, "finding that fails the gate", "findings that fail the gate"},
		{v.elsewhere.rest, "new finding that does not", "new findings that do not"},
		{v.elsewhere.unknown, "thing that could not be told", "things that could not be told"},
	} {
		if part.n > 0 {
			parts = append(parts, terminal.Count(part.n, part.one, part.many))
		}
	}
	at := v.first()
	if len(parts) == 0 || at == "" {
		return
	}
	text := "stxscan: not shown beside lines of this change: " + terminal.List(parts) + ". The log has all. In total: " + view.Sentence() + "."
	v.files[at] = slices.Insert(v.files[at], 0, v.comment(1, text, "warning"))
}

// first is the first file with a comment, else the first of the change.
func (v *review) first() string {
	first := ""
	for path := range v.files {
		if first == "" || path < first {
			first = path
		}
	}
	if first == "" && len(v.changed) > 0 {
		first = strings.ToValidUTF8(v.changed[0], "\uFFFD")
	}
	return first
}
