package html

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

type step struct {
	Name string `json:"name"`
	Line int    `json:"line"`
}

type sample struct {
	Always  string  `json:"always"`
	Never   string  `json:"never,omitempty"`
	Guard   string  `json:"guard,omitempty"`
	State   string  `json:"state,omitempty"`
	Steps   []step  `json:"steps,omitempty"`
	Pointer *step   `json:"pointer,omitempty"`
	Number  float64 `json:"number,omitempty"`
}

func TestOptional(t *testing.T) {
	s := sample{Always: "a", Guard: "g", State: "new\u202e", Steps: []step{{"x\x00\ty\n", 3}}, Pointer: &step{"<\xff>", 1}}
	text, err := json.Marshal(visible(optional(s, "guard")))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"pointer":{"name":"\u003c\\xff\u003e","line":1},"state":"new\\u202e","steps":[{"name":"x\\x00    y\n","line":3}]}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	if s.State != "new\u202e" || s.Pointer.Name != "<\xff>" {
		t.Error("what was given was changed")
	}
	if got := optional(sample{}); got != nil {
		t.Errorf("nothing makes %v", got)
	}
}

// FuzzText holds that every text becomes one that can be seen, and that a link
// to it is read back as it was.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "a/b:c", "\x1b[2J", "</script>", "\u202e\xff\t\n", "%25 +#?", "é😀"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean := cleanText(text)
		if !utf8.ValidString(clean) || strings.ContainsFunc(clean, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }) {
			t.Errorf("%q became %q", text, clean)
		}
		link := fragment(clean)
		back, err := url.PathUnescape(link)
		if err != nil || back != clean || strings.ContainsAny(link, "#?&\"'<> ") {
			t.Errorf("%q became %q, read back as %q: %v", clean, link, back, err)
		}
	})
}
