package markdown_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/markdown"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func TestMarkdown(t *testing.T) { reporttest.Writer(t, ".md", markdown.Write) }

// cellEnd is a | that is not escaped.
var cellEnd = regexp.MustCompile(`(^|[^\\])(\\\\)*\|`)

func TestHostile(t *testing.T) {
	for name, r := range map[string]*reports.Report{"scan": reporttest.Hostile(), "gate": reporttest.HostileGate()} {
		text := reporttest.Write(markdown.Write).Text(t, r)
		reporttest.Golden(t, "hostile-"+name+".md", []byte(text))
		reporttest.Harmless(t, name, text)
		columns := 0
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "|") {
				columns = 0
				continue
			}
			n := len(cellEnd.FindAllString(line, -1))
			if columns == 0 {
				columns = n
			}
			if n != columns {
				t.Errorf("%s: %d cells, want %d: %s", name, n-1, columns-1, line)
			}
		}
	}
}

// TestBound: whatever the report, a server takes the comment, and it says how
// much is left out.
func TestBound(t *testing.T) {
	for name, unit := range map[string]string{"plain": "x", "escaped": "|", "invisible": "\u202e", "mentions": "@"} {
		r := reporttest.HostileGate()
		long := strings.Repeat(unit, 5000)
		fails := r.Findings[2]
		for i := range 3000 {
			fails.Path, fails.Message, fails.Rule = fmt.Sprint(i, long), long, "PY2-S001"
			r.Findings = append(r.Findings, fails)
		}
		for i := range r.Unknowns {
			r.Unknowns[i].Message, r.Unknowns[i].Settle = long, long
		}
		for i := range r.WorkItems {
			r.WorkItems[i].Title, r.WorkItems[i].Repo = long, long
		}
		r.Tool.Version, r.Delta.Base.Name = long, long
		r.Inputs = r.Inputs[:1]
		r.Inputs[0].Commit, r.Inputs[0].Repo = long, long
		r.Delta.NewUnknowns = r.Unknowns
		text := reporttest.Write(markdown.Write).Text(t, r)
		if len(text) > markdown.MaxBytes {
			t.Errorf("%s: %d bytes", name, len(text))
		}
		if !regexp.MustCompile(`[0-9]+ of 3,[0-9]+ are shown`).MatchString(text) {
			t.Errorf("%s: what is left out is not said", name)
		}
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a|b": `a\|b`, "<b>&amp;": `\<b\>\&amp;`, "[x](http://y)": `\[x\](http://y)`,
		"@all see #12": `\@&#8203;all see \#&#8203;12`, "a\nb": `a\\x0ab`, "`c`": "\\`c\\`",
	} {
		if got := markdown.Escape(in); got != want {
			t.Errorf("Escape(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"a/b.py": "`a/b.py`", "`x`": "`` `x` ``", "a``b": "```a``b```", "": "`  `", "a|b": "`a\\|b`", "x\x1b": "`x\\x1b`",
	} {
		if got := markdown.Code(in); got != want {
			t.Errorf("Code(%q) = %q, want %q", in, got, want)
		}
	}
}
