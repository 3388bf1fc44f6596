package terminal

import (
	"slices"
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		name, in string
		width    int
		want     []string
	}{
		{"fits", "one two", 7, []string{"one two"}},
		{"breaks", "one two three", 7, []string{"one two", "three"}},
		{"long word stays whole", "see /a/very/long/path now", 8, []string{"see", "/a/very/long/path", "now"}},
		{"wide characters", "大小 大小 a", 9, []string{"大小 大小", "a"}},
		{"empty", "", 7, []string{""}},
		{"no room", "a b", 0, []string{"a", "b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Wrap(test.in, test.width); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("one two three", 7)
	f.Add("大小 \u0301 é", 2)
	f.Fuzz(func(t *testing.T, s string, width int) {
		text := Clean(s)
		lines := Wrap(text, width)
		if got, want := strings.Join(lines, " "), strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		for _, line := range lines {
			if strings.Contains(line, " ") && Width(line) > max(width, 0) {
				t.Errorf("%q is wider than %d", line, width)
			}
		}
	})
}

func TestHead(t *testing.T) {
	for _, test := range []struct {
		in    string
		width int
		want  string
	}{
		{"short", 5, "short"}, {"short", 4, "shor"}, {"大小大小", 5, "大小"}, {"大小", 1, "大"},
		{"e\u0301a", 1, "e\u0301"}, {"", 3, ""}, {"ab", 0, "a"},
	} {
		if got := Head(test.in, test.width); got != test.want {
			t.Errorf("Head(%q, %d) = %q, want %q", test.in, test.width, got, test.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestCountAndList(t *testing.T) {
	if got := Count(1, "file", "files") + "; " + Count(2000, "file", "files"); got != "1 file; 2,000 files" {
		t.Error(got)
	}
	got := strings.Join([]string{List(nil), List([]string{"a"}), List([]string{"a", "b"}), List([]string{"a", "b", "c"})}, "|")
	if got != "|a|a and b|a, b and c" {
		t.Error(got)
	}
}

// TestClip: characters are counted, not bytes, and none is cut in two.
func TestClip(t *testing.T) {
	for _, test := range []struct {
		text string
		most int
		end  string
		want string
	}{
		{"short", 5, "...", "short"},
		{"longer", 5, "...", "lo..."},
		{"äöüß", 4, "…", "äöüß"},
		{"äöüßx", 4, "…", "äöü…"},
		{"longer", 2, "...", "..."},
		{"", 0, "…", ""},
	} {
		if got := Clip(test.text, test.most, test.end); got != test.want {
			t.Errorf("Clip(%q, %d, %q) is %q, want %q", test.text, test.most, test.end, got, test.want)
		}
	}
}
