package main

import (
	"fmt"
	"os"
	"strings"
)

// label is what a person said of one patch.
type label struct {
	release, repo, path, upstream string
	verdict                       string
	commits                       []string
	firstRelease, inBase, split   string
}

// id names the patch among all releases.
func (l *label) id() string { return l.release + " " + l.repo + " " + l.path }

// said is the key of its answer.
func (l *label) said() string { return l.upstream + " " + l.id() }

// columns of a labels file; the last is why.
const columns = 10

// readLabels reads the rows of one part (seen, unseen, heldout, heldout2, debian or debian2), or of all if part is empty.
func readLabels(files []string, part string) ([]label, error) {
	var labels []label
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		number := 0
		for line := range strings.Lines(string(text)) {
			number++
			f := strings.Split(strings.TrimRight(line, "\n"), "\t")
			if number == 1 || len(f) == 1 && f[0] == "" {
				continue
			}
			if len(f) < columns {
				return nil, fmt.Errorf("%s:%d: %d columns instead of %d", file, number, len(f), columns)
			}
			if part != "" && f[8] != part {
				continue
			}
			l := label{release: f[0], repo: f[1], path: f[2], upstream: f[3], verdict: f[4],
				firstRelease: f[6], inBase: f[7], split: f[8]}
			if f[5] != "" {
				l.commits = strings.Split(f[5], ",")
			}
			labels = append(labels, l)
		}
	}
	return labels, nil
}
