package shell

import (
	"strings"
	"testing"
)

// TestBashOnlyFragment: what is no script as a whole is read line by line.
func TestBashOnlyFragment(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"x=1\nif [[ $x == 1 ]]; then\n  echo\nfi\n", "[["},
		{"  echo\nfi\nif [[ -x $A ]]; then\n", "[["},
		{"\tdone <<< \"$VOLS\"\n", "<<<"},
		{"fi\necho ${A:4:1}\n", "${A:4:1}"},
		{"    elif [ \"$a\" == b ]; then\n", "=="},
		{"esac\n  start) [[ -x $A ]] && run ;;\n", "[["},
		{"  && [[ -n $A ]] || \\\n", "[["},
		{"fi\n    if [[ -x $NOTIFY ]]\n    then\n", "[["},
		{"fi\nwhile [[ $# > 1 ]]\n", "[["},
		{"fi\ndone\nfor x in *; do\n  echo \"$x\"\n", ""},
		{"fi\n  it's [[ no command\n", ""},
	} {
		list := BashOnlyFragment([]byte(test.src))
		got := ""
		if len(list) > 0 {
			got = test.src[list[0].Start:list[0].End]
		}
		if !strings.Contains(got, test.want) || test.want == "" && len(list) > 0 || len(list) > 1 {
			t.Errorf("%q: %d found, the first %q, want %q", test.src, len(list), got, test.want)
		}
	}
}

func FuzzBashOnlyFragment(f *testing.F) {
	f.Add([]byte("done <<< x\n"))
	f.Add([]byte("fi\nif [[ a ]]; then\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, c := range BashOnlyFragment(src) {
			if c.Start < 0 || c.End > len(src) || c.Start > c.End {
				t.Fatalf("%d to %d of %d", c.Start, c.End, len(src))
			}
		}
	})
}
