package python

import (
	"context"
	"strings"
	"testing"
)

// readForm returns the first form of lines that parses, nil if none does.
func readForm(t testing.TB, lines string) *Fragment {
	t.Helper()
	p := NewParser()
	defer p.Close()
	for _, form := range Fragments([]byte(lines)) {
		tree, err := p.Parse(context.Background(), form.Src)
		if err == nil && len(tree.Errors) == 0 {
			return &form
		}
	}
	return nil
}

// TestFragments: lines out of the middle of a file get what they lack, and what
// they hold stays where it was.
func TestFragments(t *testing.T) {
	for _, lines := range []string{
		"x = 1\nprint x\n",
		"        print x\n    y = 1\nz = 2\n",
		"    else:\n        print x\n",
		"    elif y:\n        print x\n",
		"    except E, e:\n        print x\n",
		"    finally:\n        print x\n",
		"    try:\n        print x\n",
		"def f(a,\n      print_x,\n",
		"    b)\n    print x\n",
		"x = [\n    1,\n    2,\n",
		"@wraps(x)\n",
		"x = y +\n",
		"    the end of a text\n    \"\"\"\n    print x\n",
		"def f():\n    \"\"\"The beginning of a text\n",
		"if x:\n",
		"for x in y:\n",
		"    'a': 1,\n    'b': 2,\n",
	} {
		form := readForm(t, lines)
		if form == nil {
			t.Errorf("no form of %q parses", lines)
			continue
		}
		if at := strings.Index(lines, "print x"); at >= 0 {
			inForm := strings.Index(string(form.Src), "print x")
			if inForm < 0 || form.At(inForm) != at || !form.Given(inForm, inForm+7) {
				t.Errorf("%q: print of %q is not where it was", lines, form.Src)
			}
		}
	}
	for _, lines := range []string{"x = = 1\n", "This prose is no code at all\n", "<html>\n"} {
		if form := readForm(t, lines); form != nil {
			t.Errorf("%q is read as %q", lines, form.Src)
		}
	}
	if Fragments(make([]byte, maxFragment+1)) != nil {
		t.Error("lines beyond the bound are read")
	}
}

// FuzzFragments checks that forms hold the lines' bytes at their places.
func FuzzFragments(f *testing.F) {
	for _, seed := range []string{"else:\n x", "  a)\n b", "'''", "@a\n", "try:\n x\r y\x00", "\t\tif x", "x = (\n", "except: \\\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, lines []byte) {
		for _, form := range Fragments(lines) {
			for i := range form.Src {
				if at := form.At(i); at < 0 || at > len(lines) {
					t.Fatalf("%d of %d bytes", at, len(lines))
				} else if c := form.Src[i]; form.Given(i, i+1) && c != lines[at] && c != ' ' {
					t.Fatalf("%q at %d, which is %q", c, at, lines[at])
				}
			}
		}
	})
}
