package python

import (
	"strings"
	"testing"
)

// shape writes tokens so that a test can show them: ^ before the first of a
// statement, ¶ for the end of a logical line.
func shape(src string) string {
	var out []string
	for _, tok := range Tokens([]byte(src)) {
		text := src[tok.Start:tok.End]
		if tok.Kind == NewlineToken {
			text = "¶"
		}
		if tok.First {
			text = "^" + text
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func TestTokens(t *testing.T) {
	for src, want := range map[string]string{
		"a = 1 # b\n":                       "^a = 1 ¶",
		"f(a,\n  b)\nc\n":                   "^f ( a , b ) ¶ ^c ¶",
		"if x: print y; exec z\n":           "^if x : ^print y ; ^exec z ¶",
		"s = ur'\\'' + b\"\"\"x\ny\"\"\"\n": "^s = ur'\\'' + b\"\"\"x\ny\"\"\" ¶",
		"a == b <> c != d\n":                "^a == b <> c != d ¶",
		"x = 1 \\\n + 2\r\ny\r\n":           "^x = 1 + 2 ¶ ^y ¶",
		"n = 0x1e+1, 1e+5, .5, 10L\n":       "^n = 0x1e + 1 , 1e+5 , .5 , 10L ¶",
		"s = 'open\nnext\n":                 "^s = 'open ¶ ^next ¶",
		"\n\n  # only\nx":                   "^x",
	} {
		if got := shape(src); got != want {
			t.Errorf("Tokens(%q)\n got %s\nwant %s", src, got, want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"a = 1\n", "'", `"""`, "\\", "u'\\", "(\n)", "\r", "0x", "é = 1"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		at := 0
		for _, tok := range Tokens(src) {
			if tok.Start < at || tok.End <= tok.Start || tok.End > len(src) {
				t.Fatalf("token %+v after offset %d of %d", tok, at, len(src))
			}
			at = tok.End
		}
	})
}
