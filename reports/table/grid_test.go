package table

import "testing"

func TestWrapCell(t *testing.T) {
	for _, test := range []struct {
		name, in string
		width    int
		want     string
	}{
		{"fits", "a/b", 3, "a/b"},
		{"at blanks", "one two", 5, "one\ntwo"},
		{"behind a slash", "folder/file.py", 10, "folder/\nfile.py"},
		{"without slash", "0123456789ab cd", 6, "012345\n6789ab\ncd"},
		{"rest of a word shares its line", "012345678 is it", 6, "012345\n678 is\nit"},
		{"wide character", "大/小", 1, "大\n/\n小"},
		{"empty", "", 4, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := wrapCell(test.in, test.width); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestFit(t *testing.T) {
	columns := []column{{title: "long", least: 4}, {title: "n", number: true}, {title: "short", least: 3}}
	rows := [][]string{{"0123456789", "1,234", "abcde"}}
	for _, test := range []struct {
		width int
		want  [3]int
	}{{100, [3]int{10, 5, 5}}, {24, [3]int{8, 5, 5}}, {10, [3]int{4, 5, 3}}} {
		if got := [3]int(fit(columns, rows, test.width)); got != test.want {
			t.Errorf("width %d: got %v, want %v", test.width, got, test.want)
		}
	}
}
