package emit

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/oracle"
)

// blocks are sections of specs, and what is left of them: ? stands before lines that
// are commented out.
var blocks = []struct {
	name, section, want string
}{
	{"a line", "make\n%{odd}\nmake x", "make|?%{odd}|make x"},
	{"do", "for m in a;\ndo %{sign} $m\ndone\nmake", "?for m in a;|?do %{sign} $m|?done|make"},
	{"for with a macro", "for i in %(date '+(%Y)'); do\nln $i\ndone", "?for i in %(date '+(%Y)'); do|?ln $i|?done"},
	{"then", "if %odd_macro; then\nmv a b\nelse\nmv c d\nfi\nmake", "?if %odd_macro; then|?mv a b|?else|?mv c d|?fi|make"},
	{"inner", "if a; then\nfor i in b; do\n%{odd} $i\ndone\nfi", "?if a; then|?for i in b; do|?%{odd} $i|?done|?fi"},
	{"known", "if a; then\nmake\nfi", "if a; then|make|fi"},
	{"function", "f() {\n%{odd}\n}\nf", "?f() {|?%{odd}|?}|f"},
	{"dropped in a block", "if a; then\n:\nelse\n%setup -q\nfi\ntrue", "if a; then|:|else|:|fi"},
	{"here-document", "cat >x <<EOF\n1 %{odd}\nEOF\nmake", "?cat >x <<EOF|?1 %{odd}|?EOF|make"},
	{"no end", "make\nif a; then\nmake x", "make|?if a; then|?make x"},
	{"no start", "make\nfi\nmake x", "make|?fi|make x"},
	{"wrong", "if a; then\nb )\nfi\nmake", "?if a; then|?b )|?fi|?make"},
	{"text over lines", "echo 'a\nb'\nmake", "echo 'a|b'|make"},
	{"long", "if a; then\n" + strings.Repeat("b\n", maxBlock) + "fi", "?if a; then|" + strings.Repeat("?b|", maxBlock) + "?fi"},
	{"backslashes", "echo a \\\n b\necho c\\\\\necho d\\\\\\\n e\necho f\\ \ng \\", `echo a b|echo c\\|echo d\\ e|echo f|g`},
}

func drafts(section string) []command {
	return (&debDraft{c: &finding.SpecContent{}}).commands(strings.Split(section, "\n"))
}

func TestWhole(t *testing.T) {
	for _, c := range blocks {
		var got []string
		for _, line := range drafts(c.section) {
			if line.unsure != "" {
				line.text = "?" + line.text
			}
			got = append(got, line.text)
		}
		if !slices.Equal(got, strings.Split(c.want, "|")) {
			t.Errorf("%s: %s", c.name, strings.Join(got, "|"))
		}
	}
}

// TestWholeOracle has bash read the scripts of the same sections.
func TestWholeOracle(t *testing.T) {
	bash := oracle.Program(t, "bash", "apt-get install bash")
	for _, s := range blocks {
		c := exec.Command(bash, "-n")
		c.Stdin = strings.NewReader(scriptText("build", drafts(s.section)))
		if out, err := c.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%s", s.name, err, out)
		}
	}
}

// TestWithoutPybuildInBlock: what pybuild does by itself leaves no empty block.
func TestWithoutPybuildInBlock(t *testing.T) {
	list := (&debDraft{}).withoutPybuild(drafts("if a; then\npython setup.py build\nfi\npython setup.py build"))
	if len(list) != 3 || list[1].text != ":" {
		t.Errorf("%+v", list)
	}
}

func TestMacroEnd(t *testing.T) {
	for in, want := range map[string]int{
		"%{a}b": 4, "%{a:%{b}} c": 9, "%(x (y) z)": 10, "%[1]": 4, "%{a": 0, "%a": 0, "%": 0, "a%{b}": 0,
	} {
		if got := macroEnd(in); got != want {
			t.Errorf("%q: %d, want %d", in, got, want)
		}
	}
}
