package debian

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadControl(t *testing.T) {
	const text = "# A comment.\nSource: lamp\r\nBuild-Depends:\n# why\n make,\n\tgcc,\n# after\nHomepage: x\n \n\nPackage: lamp\nDescription: a lamp\n It\n .\n shines: #1\n"
	want := []Stanza{
		{"Source": "lamp", "Build-Depends": "\nmake,\ngcc,", "Homepage": "x"},
		{"Package": "lamp", "Description": "a lamp\nIt\n.\nshines: #1"},
	}
	got, err := ReadControl(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for text, message := range map[string]string{
		"":                       "no paragraph",
		"# only\n\n":             "no paragraph",
		"Source lamp\n":          "line 1: \"Source lamp\" is no field",
		" a\n":                   "line 1: \" a\" continues no field",
		"A: 1\n\n b\n":           "line 3: \" b\" continues no field",
		"A: 1\nA: 2\n":           "line 2: A is given twice",
		"-A: 1\n":                "is no field",
		"A: 1\nÄ: 2\n":           "line 2",
		"X: " + long(maxControl): "over 4 MB long",
	} {
		if _, err := ReadControl(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%.20q: %v, want %q", text, err, message)
		}
	}
}

func long(n int) string { return strings.Repeat("x", n) }

func FuzzReadControl(f *testing.F) {
	f.Add("Source: a\nBuild-Depends: b,\n# c\n d\n\nPackage: e\n")
	f.Fuzz(func(t *testing.T, text string) {
		stanzas, err := ReadControl(strings.NewReader(text))
		if (err == nil) != (len(stanzas) > 0) {
			t.Errorf("%d stanzas, %v", len(stanzas), err)
		}
		for _, s := range stanzas {
			for name := range s {
				if !isField(name) {
					t.Errorf("a field is called %q", name)
				}
			}
		}
	})
}
