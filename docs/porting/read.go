package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// The verdicts of those who read hunks, with the code around them, for whether
// the code before the change runs differently on Python 3.
const (
	differs = "differs" // it fails or gives something else for values that come there
	shown   = "shown"   // only a text for people differs: a log, an error, a warning
	theSame = "same"    // it runs as it did
	follows = "follows" // nothing is wrong there; another hunk asks for it
	another = "other"   // it is about something else than Python 3
)

var verdicts = []string{differs, shown, theSame, follows, another}

// verdictsHead is the first line of a file of verdicts.
const verdictsHead = "repo\tcommit\tpath\tline\tverdict"

// readings are verdicts by hunk: repo, the first nine digits of the commit, path
// and first line in the parent.
type readings map[string]string

// readReadings reads a file of verdicts; without a name there are none.
func readReadings(name string) (readings, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name) //nolint:gosec // the file that was asked for
	if err != nil {
		return nil, err
	}
	defer f.Close()
	list := readings{}
	lines := bufio.NewScanner(f)
	for i := 1; lines.Scan(); i++ {
		line := lines.Text()
		if i == 1 {
			if line != verdictsHead {
				return nil, fmt.Errorf("%s: the first line is not %q", name, verdictsHead)
			}
			continue
		}
		at := strings.LastIndexByte(line, '\t')
		key, verdict := line[:max(0, at)], line[at+1:]
		if strings.Count(key, "\t") != 3 || !slices.Contains(verdicts, verdict) {
			return nil, fmt.Errorf("%s:%d: five columns are wanted, the last one of %s", name, i, strings.Join(verdicts, ", "))
		}
		list[key] = verdict
	}
	return list, lines.Err()
}

// key is what a hunk is called in a file of verdicts.
func (h *hunk) key() string {
	return fmt.Sprintf("%s\t%.9s\t%s\t%d", h.repo, h.commit, h.path, h.first)
}

// writeReadings prints the hunks of a period by what readers said.
func (m *measured) writeReadings(out io.Writer, list []*hunk, tools []string) {
	if len(m.readings) == 0 {
		return
	}
	by := map[string][]*hunk{}
	for _, h := range list {
		verdict := m.readings[h.key()]
		by[verdict] = append(by[verdict], h)
	}
	fmt.Fprint(out, "\n| readers say | hunks | stxscan, warning and medium |")
	for _, tool := range tools {
		fmt.Fprintf(out, " %s |", tool)
	}
	fmt.Fprintf(out, " all others together |\n|---|---:|---:|%s---:|\n", strings.Repeat("---:|", len(tools)))
	for _, verdict := range append(verdicts, "") {
		hunks := by[verdict]
		if verdict == "" && len(hunks) == 0 {
			continue
		}
		if verdict == "" {
			verdict = "not read"
		}
		fmt.Fprintf(out, "| %s | %d | %s |", verdict, len(hunks), share(hunks, ours))
		for _, tool := range tools {
			fmt.Fprintf(out, " %s |", share(hunks, func(h *hunk) bool { return h.said(tool) }))
		}
		fmt.Fprintf(out, " %s |\n", share(hunks, func(h *hunk) bool { return len(h.peers) > 0 }))
	}
}
