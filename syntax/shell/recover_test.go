package shell

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// broken is a line that Bash's grammar does not take.
const broken = "x=$(( $a b c ))\n"

func TestRecoveredCommands(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"if a; then b; elif c; then d; else e; fi", "a|b|c|d|e"},
		{"f() {\n a\n}\nfunction g { b; }\nfunction h()\n{\n c\n}", "a|b|c"},
		{"[[ -f /x && $y == z ]] && a", "a"},
		{"case $x in\n a|b) c ;;\n (d) e ;;\n *) f\nesac\ng", "c|e|f|g"},
		{"case x in a) b;; esac; c", "b|c"},
		{"for i in $(a); do b; done; for ((i=0;i<3;i++)); do c; done", "a|b|c"},
		{"A=(x y) B[1]=2 C=3\nd", "d"},
		{"A=$(a \"$(b 'c)')\" d) e", "e|a ~$(b 'c)') d ^|b c) ^"},
		{"echo \"a (`b c`)\" 'd # e' # f", "echo ~a (`b c`) d # e|b c ^"},
		{"a <(b c) | d |& e", "a ~<(b c) |1|b c ^|d |2|e |3"},
		{"a 2>/dev/null >&2 <b &> c && d", "a|d"},
		{"export A=$(b) C=1", "b"},
		{"a $((1+2)) ${b:-c d} e", "a ~$((1+2)) ~${b:-c d} e"},
		{"(a; b) & c", "a|b|c"},
		{"a 'open\nb", "a open|b"},
		{"a \"$(b\nc", "a ~$(b|b ^|c"},
		{"a $(b \\\n c) d", "a ~$(b \\\n c) d|b c ^"},
	} {
		f := Parse([]byte(broken + c.src + "\n"))
		var got []string
		for _, command := range f.Commands {
			if !command.Recovered {
				t.Errorf("%q: %+v is not marked", c.src, command)
			}
			text := show(&File{Commands: []Command{command}})
			text = strings.TrimSuffix(text, " recovered")
			for _, digit := range "0123456789" {
				text = strings.ReplaceAll(text, "^"+string(digit), "^")
			}
			got = append(got, text)
		}
		if text := strings.Join(got, "|"); text != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.src, text, c.want)
		}
	}
}

func TestRecoveredRest(t *testing.T) {
	f := Parse([]byte(broken + "A=1 b 2>c\nexport D=\"x $E\"\n> f\ng() { h <<< \"$i\"; }\n"))
	if a := f.Assigns; len(a) != 3 || a[1].Command != 0 || a[2].Name != "D" || !a[2].Export || a[2].Value.Text != "x $E" || a[2].Value.Refs[0] != "E" {
		t.Errorf("assignments %+v", a)
	}
	if r := f.Commands[0].Redirects; len(r) != 1 || r[0].Fd != "2" || r[0].Op != ">" || r[0].Target.Text != "c" {
		t.Errorf("redirections %+v", r)
	}
	if len(f.Redirects) != 1 || len(f.Functions) != 1 || f.Functions[0].Name != "g" {
		t.Errorf("%+v %+v", f.Redirects, f.Functions)
	}
	if h := f.Commands[1].Heredocs; len(h) != 1 || h[0].Body.Text != "$i" {
		t.Errorf("here-strings %+v", h)
	}
}

func TestRecoveredSubscript(t *testing.T) {
	f := Parse([]byte(broken + "A[$i]=x$j\nB[$i]=\n"))
	for i, want := range []string{"A i x$j [j]", "B i  []"} {
		a := f.Assigns[i+len(f.Assigns)-2]
		if got := fmt.Sprint(a.Name, " ", strings.Trim(a.Index, "$"), " ", a.Value.Text, " ", a.Value.Refs); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestHostile has what exhausts a stack or the memory, or takes a time that
// grows with the square of the size, if nothing bounds it.
func TestHostile(t *testing.T) {
	chains := []string{"a|", "a&&", "a||b&&", "1+", "[[ a || ", "a;"}
	others := []string{
		"(#)\n", "`", "\"", "'", "<<E\n", "<<E ", "a=(", "x=(a)=", "if a #fi\nthen b\n", "f() { ", "\"$(", "$'", "a<(",
		"\"\n'", "`\n$(\n", "((1+", "'$(\"`", "a[1]=", "$(( $x y ))\n\"$('a\" ", "\\\n", "case a in b) ", "\xff", "a\r\n",
	}
	for _, unit := range slices.Concat(chains, others) {
		for _, before := range []string{"", "((", "echo ", broken} {
			Parse([]byte(before + strings.Repeat(unit, (1<<18)/len(unit))))
		}
	}
	elif := "if a; then b\n" + strings.Repeat("elif a; then b\n", 20000) + "fi\n"
	f := Parse([]byte(elif))
	if n := len(f.Commands); n != 40002 || len(f.Commands[n-1].Conds) != MaxConds {
		t.Errorf("%d commands", n)
	}
	and := Parse([]byte(strings.Repeat("a&&", 1<<18) + "b\n"))
	if n := len(and.Commands); n != 1<<18+1 || len(and.Commands[n-1].Conds) != 1 {
		t.Errorf("%d commands", n)
	}
	long := Parse([]byte("((" + strings.Repeat("1+", 1<<18) + "1))\nrpm\n"))
	if len(long.Errors) != 1 || len(long.Commands) != 1 {
		t.Errorf("%d commands, errors %v", len(long.Commands), long.Errors)
	}
}
