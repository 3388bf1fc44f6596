package shell

import "testing"

func TestCheck(t *testing.T) {
	for text, want := range map[string]Wholeness{
		"": Whole, "make all": Whole, "if true; then make; fi": Whole, "cat <<E\na\nE\n": Whole,
		"if true; then": Unfinished, "for x in a b; do\n  echo": Unfinished, "echo 'a": Unfinished,
		"done": Broken, "fi": Broken, "if true; fi": Broken, ")": Broken,
	} {
		if got := Check(text); got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
	}
}
