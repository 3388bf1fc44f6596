package storyboard

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// Draft is a story about one work item, as a person files it by hand.
type Draft struct {
	Title       string
	Description string // Markdown
	Tags        []string
}

// Drafts returns a story for each work item that stands in the way of a target and
// that nobody has quieted, by the ids of the items. Titles and tags are those of
// Lines. The error says which tag of the options is none.
func Drafts(r *reports.Report, o Options) (map[string]Draft, error) {
	s, err := newScribe(r, o)
	if err != nil {
		return nil, err
	}
	files := blockingFiles(r, s.targets)
	drafts := map[string]Draft{}
	for _, w := range s.items() {
		drafts[w.ID] = Draft{
			Title: storyTitle(itemTitle(w)), Description: s.describe(w, files[w.ID]),
			Tags: s.tags(w),
		}
	}
	return drafts, nil
}

// describe says what is to be done, where, for which targets and how big it is; what
// matters most comes first, since links cut the end.
func (s *scribe) describe(w *reports.WorkItem, files []string) string {
	var b strings.Builder
	var targets []string
	for _, id := range w.Targets {
		targets = append(targets, terminal.Clean(id))
	}
	fmt.Fprintf(&b, "%s in %s", terminal.Count(w.Blocking, "place", "places"), terminal.Clean(w.Where()))
	if w.Blocking == 1 {
		b.WriteString(" stands")
	} else {
		b.WriteString(" stand")
	}
	fmt.Fprintf(&b, " in the way of %s.\n\n", terminal.List(targets))
	if w.Rule != "" {
		if i := slices.IndexFunc(s.report.Rules, func(r reports.Rule) bool { return r.ID == w.Rule }); i >= 0 {
			fmt.Fprintf(&b, "%s: %s\n\n", terminal.Clean(w.Rule), terminal.Clean(s.report.Rules[i].Why))
		}
	}
	fmt.Fprintf(&b, "Estimate: %s (%s).\n\n", reports.WorkTime(w.Minutes), terminal.Clean(w.Basis))
	fmt.Fprintf(&b, "Found by stxscan %s on %s", terminal.Clean(s.report.Tool.Version), s.report.Run.Time.UTC().Format(time.DateOnly))
	repos := itemRepos(w)
	var commits []string
	for _, in := range s.report.Inputs {
		if in.Commit != "" && slices.Contains(repos, in.Repo) {
			commits = append(commits, terminal.Clean(in.Repo)+" at "+terminal.Clean(in.Commit[:min(len(in.Commit), 12)]))
		}
	}
	if len(commits) > 0 && len(commits) <= 4 {
		fmt.Fprintf(&b, ", %s", terminal.List(commits))
	}
	fmt.Fprintf(&b, ". Key: %s\n", itemKey(w))
	if len(files) > 0 {
		b.WriteString("\n")
	}
	const most = 8
	for i, f := range files {
		if i == most {
			fmt.Fprintf(&b, "* and %s\n", terminal.Count(len(files)-i, "more file", "more files"))
			break
		}
		fmt.Fprintf(&b, "* `%s`\n", strings.ReplaceAll(f, "`", "'"))
	}
	return b.String()
}

// blockingFiles are the files, as REPO/PATH, of what blocks of each work item, those
// with most places first.
func blockingFiles(r *reports.Report, targets []string) map[string][]string {
	count := map[string]map[string]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Suppressed != nil || !slices.ContainsFunc(targets, f.Blocks) {
			continue
		}
		if count[f.WorkItem] == nil {
			count[f.WorkItem] = map[string]int{}
		}
		count[f.WorkItem][terminal.Clean(f.Repo+"/"+f.Path)]++
	}
	list := map[string][]string{}
	for id, n := range count {
		for file := range n {
			list[id] = append(list[id], file)
		}
		slices.Sort(list[id])
		slices.SortStableFunc(list[id], func(a, b string) int { return n[b] - n[a] })
	}
	return list
}
