package ignore

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"stxscan:ignore[PY2-S001] why":                              "[PY2-S001] false  why",
		"stxscan:ignore[py2-s001, RPM-*]\tuntil=2026-12-31 why not": "[PY2-S001 RPM-*] false 2026-12-31 why not",
		"stxscan:ignore-file[OS-0??] until=2026-01-01: a reason":    "[OS-0??] true 2026-01-01 a reason",
		"stxscan:ignore[A-1] -- a reason":                           "[A-1] false  a reason",
		"stxscan:ignore[A-1] the until=2026-01-01 is text":          "[A-1] false  the until=2026-01-01 is text",
		"stxscan:ignore[A-1]":                                       "2 it gives no reason",
		"stxscan:ignore[A-1] :  - ":                                 "2 it gives no reason",
		"stxscan:ignore[A-1] until=2026-12-31":                      "2 it gives no reason",
		"stxscan:ignore":                                            "1 it names no rule",
		"stxscan:ignore why":                                        "1 it names no rule",
		"stxscan:ignore [A-1] why":                                  "1 it names no rule",
		"stxscan:ignore[] why":                                      "1 it names no rule",
		"stxscan:ignore[A-1,] why":                                  "1 it names no rule",
		"stxscan:ignore[A-1 why":                                    "1 it names no rule",
		"stxscan:ignore[*] why":                                     "1 [*] would quiet every rule",
		"stxscan:ignore[*-?] why":                                   "1 [*-?] would quiet every rule",
		"stxscan:ignore[A 1] why":                                   `1 "A 1" is no id`,
		"stxscan:ignore[A/1] why":                                   `1 "A/1" is no id`,
		"stxscan:ignore[A-1] until=tomorrow why":                    "1 until=tomorrow: want a day",
		"stxscan:ignore[A-1] until=2026-02-30 why":                  "1 until=2026-02-30: want a day",
		"stxscan:ignore-next[A-1] why":                              "1 there is no stxscan:ignore-next",
		"stxscan:ignored[A-1] why":                                  "1 there is no stxscan:ignored",
		"stxscan:ignore[" + strings.Repeat("A-1,", 60) + "A-1] why": "1 it names more than 50 rules",
	} {
		d, ok := Parse(text)
		got := fmt.Sprint(d.Rules, " ", d.WholeFile, " ", d.Until, " ", d.Reason)
		if d.Wrong != Fine {
			got = fmt.Sprint(int(d.Wrong), " ", d.Problem)
		}
		if !ok || got != want && (d.Wrong == Fine || !strings.HasPrefix(got, want)) {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if _, ok := Parse("stxscan: ignore"); ok {
		t.Error("what does not begin with the marker is read")
	}
}

func lineStarts(text string) []int {
	starts := []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// TestFind holds every way to write a comment: on the line, before it, and what
// only looks so. The line that a comment is about is 0 for none.
func TestFind(t *testing.T) {
	const d = "stxscan:ignore[A-1] why"
	for name, c := range map[string]struct {
		style Style
		text  string
		want  string
	}{
		"hash":                     {Hash, "rpm -qa # " + d + "\n", "1>1 why"},
		"two":                      {Hash, "a ## " + d + "\n# " + d + "\nb\n", "1>1 why 2>3 why"},
		"behind others":            {Hash, "a # noqa # " + d + "\n", "1>1 why"},
		"prose":                    {Hash, "# use " + d + "\na\n", ""},
		"no blank before":          {Hash, "${a#" + d + "}\n", ""},
		"own line":                 {Hash, "  # " + d + "\n\n# more\n\t\nrpm\n", "1>5 why"},
		"nothing behind":           {Hash, "a\n# " + d + "\n", "2>0 why"},
		"CRLF":                     {Hash, "# " + d + "\r\na\r\n", "1>2 why"},
		"spec macro":               {Hash, "Requires: rpm # " + d + "\n%if 1\n", "1>1 why"},
		"puppet":                   {Hash, "exec { 'rpm': } # " + d + "\n", "1>1 why"},
		"C line":                   {C, "f(); // " + d + "\n", "1>1 why"},
		"C block":                  {C, "f(); /* " + d + " */ g();\n", "1>1 why"},
		"C own block":              {C, "/* " + d + " */\n  * more\n\n*p = 1;\n", "1>4 why"},
		"C in a block":             {C, "/*\n * " + d + "\n */\nf();\n", "2>4 why"},
		"C code before the end":    {C, "/* " + d + " */ f();\ng();\n", "1>1 why"},
		"no C":                     {C, "a # " + d + "\n", ""},
		"XML":                      {XML, "<a/> <!-- " + d + " -->\n<!-- " + d + " -->\n<b/>\n", "1>1 why 2>3 why"},
		"Markdown's text":          {XML, "`# " + d + "`\n", ""},
		"INI":                      {INI, "; " + d + "\n[a]\nb = 1 ; " + d + "\nc=1;" + d + "\n", "1>2 why 3>3 why"},
		"SQL":                      {SQL, "select 1; -- " + d + "\n/* " + d + " */\nselect 2;\n", "1>1 why 2>3 why"},
		"M4":                       {M4, "dnl " + d + "\nAC_INIT\n", "1>2 why"},
		"ERB":                      {Any, "<%# " + d + " %>\n<%= x %> <%# " + d + " %>\n", "1>2 why 2>2 why"},
		"jinja":                    {Any, "{# " + d + " #}\na\n", "1>2 why"},
		"whatever":                 {Any, "a ; " + d + "\n// " + d + "\n-- " + d + "\n% " + d + "\nb\n", "1>1 why 2>5 why 3>5 why 4>5 why"},
		"a patch adds":             {Patch, "+# " + d + "\n-old\n+rpm\n", "1>3 why"},
		"a patch takes away":       {Patch, "-a # " + d + "\n+a\n", ""},
		"a patch, on the line":     {Patch, "+rpm -qa # " + d + "\n", "1>1 why"},
		"malformed":                {Hash, "a # stxscan:ignore\n", "1>1 !"},
		"no UTF-8":                 {Hash, "a # stxscan:ignore[A-1] caf\xe9\n", "1>1 caf\uFFFD"},
		"the mark of no language":  {XML, "# " + d + "\n", ""},
		"more than one on a line":  {Hash, "a # x stxscan:ignore # " + d + "\n", "1>1 why"},
		"nothing of it":            {Hash, "a # stxscan\n", ""},
		"an ignore without a mark": {Any, d + "\n", ""},
	} {
		got := ""
		for _, f := range Find([]byte(c.text), lineStarts(c.text), c.style, nil) {
			says := f.Reason
			if f.Wrong != Fine {
				says = "!"
			}
			got += fmt.Sprintf(" %d>%d %s", f.Line, f.For, says)
			if !strings.HasPrefix(c.text[f.Start:f.End], Marker) {
				t.Errorf("%s: the place holds %q", name, c.text[f.Start:f.End])
			}
		}
		if got = strings.TrimSpace(got); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestFindAsks: who parsed the file decides what is a comment, and where it ends.
func TestFindAsks(t *testing.T) {
	text := "a = '# stxscan:ignore[A-1] s' # stxscan:ignore[A-2] c\n"
	at := strings.LastIndex(text, "#")
	list := Find([]byte(text), lineStarts(text), Python, func(offset int) (int, bool) { return len(text) - 1, offset >= at })
	if len(list) != 1 || list[0].Rules[0] != "A-2" || list[0].Reason != "c" {
		t.Errorf("%+v", list)
	}
}

// TestFindIsLinear: a file of nothing but comments takes no more than its length.
func TestFindIsBounded(t *testing.T) {
	text := strings.Repeat("# stxscan:ignore[A-1] why\n", 100000)
	if list := Find([]byte(text), lineStarts(text), Any, nil); len(list) != maxComments || list[0].Line != 1 {
		t.Errorf("%d comments", len(list))
	}
	long := strings.Repeat("stxscan:ignore ", 100000) + "\n# " + strings.Repeat("stxscan:ignore[A-1] x", 100000)
	if list := Find([]byte(long), lineStarts(long), Any, nil); len(list) != 1 || len(list[0].Reason) > maxText {
		t.Errorf("%d comments", len(list))
	}
}

// FuzzFind: whatever the file, the places are its own, what holds is whole, and
// lines are in order.
func FuzzFind(f *testing.F) {
	f.Add("a # stxscan:ignore[A-1] until=2026-12-31 why\n/* stxscan:ignore-file[B*] x */\n", uint8(0))
	f.Add("+<!-- stxscan:ignore[A-1] y -->\n-# stxscan:ignore[\r\n{# stxscan:ignore[*] #}", uint8(7))
	styles := []Style{Python, Hash, C, INI, SQL, XML, M4, Any, Patch}
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		starts := lineStarts(text)
		last := 0
		for _, c := range Find([]byte(text), starts, styles[int(n)%len(styles)], nil) {
			if !strings.HasPrefix(text[c.Start:c.End], Marker) || c.Line <= last || c.For != 0 && c.For < c.Line || c.For > len(starts) {
				t.Fatalf("%+v in %q", c, text)
			}
			last = c.Line
			if c.Wrong != Fine {
				if c.Problem == "" {
					t.Fatalf("%+v: nothing is said", c)
				}
				continue
			}
			if len(c.Rules) == 0 || len(c.Rules) > maxRules || c.Reason == "" || strings.ContainsAny(c.Reason, "\n") {
				t.Fatalf("%+v holds", c)
			}
			if _, err := time.Parse(time.DateOnly, c.Until); c.Until != "" && err != nil {
				t.Fatal(err)
			}
			for _, rule := range c.Rules {
				if strings.Trim(rule, "*?-") == "" || strings.ToUpper(rule) != rule {
					t.Fatalf("rule %q", rule)
				}
			}
		}
	})
}
