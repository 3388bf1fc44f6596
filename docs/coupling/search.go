package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/workspace"
)

// hit is a place where a text of a family stands.
type hit struct {
	placeKey
	// class is how it is explained, "" if it is not; covered is set where a finding
	// tells of it.
	class   string
	covered bool
	text    string
}

type search struct {
	findings map[[2]string][]*finding.Finding
	rows     map[placeKey]row
	used     map[placeKey]bool
	hits     []hit
}

// newSearch takes the findings about RPM, CentOS and needs, whatever their
// severity.
func newSearch(r *reports.Report, rows map[placeKey]row) *search {
	s := &search{findings: map[[2]string][]*finding.Finding{}, rows: rows, used: map[placeKey]bool{}}
	for i := range r.Findings {
		f := &r.Findings[i]
		if strings.HasPrefix(f.Rule, "RPM-") || strings.HasPrefix(f.Rule, "OS-") || strings.HasPrefix(f.Rule, "DEP-") {
			at := [2]string{f.Repo, f.Path}
			s.findings[at] = append(s.findings[at], f)
		}
	}
	return s
}

func (s *search) all(ctx context.Context, ws *workspace.Workspace) error {
	for _, repo := range ws.Repos {
		for _, f := range repo.Files {
			if f.Skip != "" {
				continue
			}
			content, err := ws.Load(ctx, f)
			if err != nil {
				return err
			}
			if !content.Binary {
				s.file(repo.ID, f, content)
			}
		}
	}
	for key := range s.rows {
		if !s.used[key] {
			fmt.Fprintf(os.Stderr, "coupling: %s/%s:%d (%s) is explained and not found\n", key.repo, key.path, key.line, key.family)
		}
	}
	return nil
}

// maxLine bounds a line that is searched, in bytes: data has longer ones.
const maxLine = 4000

func (s *search) file(repo string, f *workspace.File, c *workspace.Content) {
	lines := strings.Split(string(c.Bytes), "\n")
	class := ofFile(f, c)
	changelog := false
	for i, line := range lines {
		if c.Language == workspace.Spec && strings.HasPrefix(line, "%changelog") {
			changelog = true
		}
		if len(line) > maxLine {
			continue
		}
		for _, fam := range families {
			if !fam.pattern.MatchString(line) {
				continue
			}
			h := hit{placeKey: placeKey{repo, f.Path, fam.id, i + 1}, text: strings.TrimSpace(line)}
			h.covered = s.isCovered(repo, f.Path, lines, i)
			if !h.covered {
				h.class = cmp.Or(class, s.ofWhole(repo, f.Path, c), ofLine(f, c, fam.id, line, changelog))
			}
			if row, ok := s.rows[h.placeKey]; ok {
				s.used[h.placeKey] = true
				if !h.covered && h.class == "" {
					h.class = row.class
				}
			}
			s.hits = append(s.hits, h)
		}
	}
}

// ofWhole is the class of a configuration that is a finding as a whole.
func (s *search) ofWhole(repo, path string, c *workspace.Content) string {
	isConfig := c.Language != workspace.Python && c.Language != workspace.Shell
	if isConfig && slices.ContainsFunc(s.findings[[2]string{repo, path}], func(f *finding.Finding) bool { return f.Rule == "RPM-014" || f.Rule == "RPM-010" && f.Line == 1 }) {
		return classWholeFile
	}
	return ""
}

// longest bounds the lines of a statement on each side of one.
const longest = 200

// isCovered reports whether a finding stands in the statement of a line: in it,
// or in the lines that go on with it; or is traced back to it.
func (s *search) isCovered(repo, path string, lines []string, i int) bool {
	first, last := i, i
	for first > 0 && i-first < longest && goesOn(lines[first-1], lines[first]) {
		first--
	}
	for last+1 < len(lines) && last-i < longest && goesOn(lines[last], lines[last+1]) {
		last++
	}
	return slices.ContainsFunc(s.findings[[2]string{repo, path}], func(f *finding.Finding) bool {
		if f.Line-1 <= last && first <= max(f.EndLine, f.Line)-1 {
			return true
		}
		// A name that is followed to where it is run is shown with the finding.
		return slices.ContainsFunc(f.Trace, func(t finding.Step) bool { return first <= t.Line-1 && t.Line-1 <= last })
	})
}

// goesOn reports whether a statement goes on in the next line.
func goesOn(line, next string) bool {
	if next = strings.TrimSpace(next); strings.HasPrefix(next, ". ") || strings.HasPrefix(next, "| ") || strings.HasPrefix(next, "&& ") {
		return true
	}
	text := strings.TrimRight(line, " \t\r")
	if text == "" {
		return false
	}
	return strings.ContainsRune(`\,([{|+`, rune(text[len(text)-1])) || strings.HasSuffix(text, "&&")
}

func (s *search) writeMissed(name string) error {
	var b strings.Builder
	for _, h := range s.hits {
		if !h.covered && h.class == "" {
			fmt.Fprintf(&b, "%s\t%s\t%d\t%s\t%s\n", h.repo, h.path, h.line, h.family, h.text)
		}
	}
	return os.WriteFile(name, []byte(b.String()), 0o644)
}

// write prints the table: places are lines, a line with several names of a
// family being one.
func (s *search) write(w io.Writer) {
	fmt.Fprint(w, "| family | places | covered by a finding | explained | missed | recall |\n|---|---:|---:|---:|---:|---:|\n")
	total := [4]int{}
	classes := map[string]int{}
	line := func(name string, n [4]int) {
		recall := "-"
		if n[1]+n[3] > 0 {
			recall = fmt.Sprintf("%d of %d = %.3f", n[1], n[1]+n[3], float64(n[1])/float64(n[1]+n[3]))
		}
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %s |\n", name, n[0], n[1], n[2], n[3], recall)
	}
	for _, fam := range families {
		var n [4]int
		for _, h := range s.hits {
			if h.family != fam.id {
				continue
			}
			n[0]++
			switch {
			case h.covered:
				n[1]++
			case h.class != "":
				n[2]++
				classes[h.class]++
			default:
				n[3]++
			}
		}
		for i := range n {
			total[i] += n[i]
		}
		line(fam.id+" "+fam.title, n)
	}
	line("all", total)
	names := make([]string, 0, len(classes))
	for name := range classes {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(classes[b], classes[a]), cmp.Compare(a, b)) })
	fmt.Fprint(w, "\n| explained as | places |\n|---|---:|\n")
	for _, name := range names {
		fmt.Fprintf(w, "| %s | %d |\n", name, classes[name])
	}
}
