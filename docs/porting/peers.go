package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// question is a content that other tools are to be asked about: an object of a
// git repository, or a file.
type question struct {
	Dir  string `json:"dir"`
	Blob string `json:"blob"`
	Repo string `json:"repo"`
	Path string `json:"path"`
	// Ported is the day of the last porting commit that changed it: every tool
	// is asked. Without one it is enough to know which Pythons compile it.
	Ported string `json:"ported,omitempty"`
}

// answers are what other tools say of contents, by blob.
type answers map[string]struct {
	// Tools gives by tool the lines that it names, first and last. A tool may
	// have several entries, TOOL:CHECK, one for each of its checks.
	Tools map[string][][2]int `json:"tools"`
	// Refused names the Pythons that do not compile it.
	Refused []string `json:"refused"`
}

// readAnswers reads a file of answers; without a name there are none.
func readAnswers(name string) (answers, error) {
	if name == "" {
		return nil, nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var a answers
	if err := json.Unmarshal(content, &a); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return a, nil
}

// tools names those that answered.
func (a answers) tools() []string {
	names := map[string]bool{}
	for _, answer := range a {
		for name := range answer.Tools {
			names[toolOf(name)] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func toolOf(name string) string {
	tool, _, _ := strings.Cut(name, ":")
	return tool
}

// of returns the entries that name a line of the hunk.
func (a answers) of(h *hunk) []string {
	var said []string
	for name, lines := range a[h.blob].Tools {
		if slices.ContainsFunc(lines, func(l [2]int) bool { return l[0] <= h.last && l[1] >= h.first }) {
			said = append(said, name)
		}
	}
	slices.Sort(said)
	return said
}

// said reports whether the tool names a line of the hunk.
func (h *hunk) said(tool string) bool {
	return slices.ContainsFunc(h.peers, func(name string) bool { return toolOf(name) == tool })
}

// refused reports whether Python 3 does not compile the content.
func (a answers) refused(blob string) bool { return len(a[blob].Refused) > 0 }

// writeQuestions writes the contents as lines of JSON.
func (m *measured) writeQuestions(name string) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	for _, blob := range slices.Sorted(maps.Keys(m.asked)) {
		if err := encoder.Encode(m.asked[blob]); err != nil {
			return err
		}
	}
	return writeFile(name, out.Bytes())
}
