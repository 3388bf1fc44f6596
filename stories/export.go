package stories

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"strings"

	"opendev.org/starlingx/stxscan/reports/terminal"
)

// WriteMarkdown writes the stories with their tasks for those who have no token:
// to read, or to paste.
func WriteMarkdown(w io.Writer, set *Set) error {
	out := bufio.NewWriter(w)
	for i := range set.Stories {
		s := &set.Stories[i]
		fmt.Fprintf(out, "# %s\n\nTags: %s\n%s\n", md(s.Title), strings.Join(s.Tags, ", "), withNumbers(s.Text, 0, nil, true))
		fmt.Fprintf(out, "## Tasks\n\n")
		for _, t := range s.Tasks {
			fmt.Fprintf(out, "- %s: %s\n", md(t.Projects[0]), md(t.Title))
			for line := range strings.Lines(t.Notes) {
				if line = strings.TrimSpace(line); strings.HasPrefix(line, "- ") {
					fmt.Fprintf(out, "  %s\n", line)
				}
			}
		}
		fmt.Fprintf(out, "\n%s\n\n", keyLine(s.Key))
	}
	return out.Flush()
}

// WriteLinks writes a line for each story: its title, a tab, and the address of
// the form of a server's web client, filled in. Whoever is logged in there files
// the story; its key is in the text, so that a later plan finds it.
func WriteLinks(w io.Writer, set *Set, server string) error {
	out := bufio.NewWriter(w)
	for i := range set.Stories {
		s := &set.Stories[i]
		q := url.Values{"title": {s.Title}, "description": {withBlock("", withNumbers(s.Text, 0, nil, true), s.Key)}, "tags": s.Tags}
		// The web client reads %20, and takes a + for a plus.
		query := strings.ReplaceAll(q.Encode(), "+", "%20")
		fmt.Fprintf(out, "%s\t%s/#!/story/new?%s\n", terminal.Clean(s.Title), webBase(server), query)
	}
	return out.Flush()
}
