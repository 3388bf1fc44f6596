package terminal

import (
	"testing"
	"unicode"
)

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"plain/path.py":   "plain/path.py",
		"caf\u00e9":       "caf\u00e9",
		"a\x1b[31mred":    `a\x1b[31mred`,
		"a\nb\tc":         `a\x0ab\x09c`,
		"\u202egpj.exe":   `\u202egpj.exe`,
		"\xff":            `\xff`,
		"\u009b31m":       `\u009b31m`,
		"zero\u200bwidth": `zero\u200bwidth`,
		"\u4f60\u597d":    "\u4f60\u597d",
	} {
		if got := Clean(text); got != want {
			t.Errorf("Clean(%q) is %q, want %q", text, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x1b]0;x\x07\u202e\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range Clean(text) {
			if !unicode.IsPrint(r) {
				t.Fatalf("%q is left in %q", r, Clean(text))
			}
		}
	})
}
