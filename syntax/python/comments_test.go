package python

import (
	"context"
	"strconv"
	"strings"
	"testing"
)

// TestLongRunsOfComments: what stands behind a long run is found where it is,
// and a run inside of a string stays a string.
func TestLongRunsOfComments(t *testing.T) {
	parser := NewParser()
	defer parser.Close()
	run := strings.Repeat("    # it's a \"comment\"\r\n\n", 2*mostComments)
	for _, c := range []struct {
		src  string
		want string // the text of the last statement
	}{
		{"def f():\n    x = 1\n" + run + "    return x\n", "return x"},
		{"x = '''\n" + run + "    # the end '''\nprint x\n", "print x"},
		{"x = 'a \\\n" + strings.Repeat("# b \\\n", 2*mostComments) + "# c'\nprint x\n", "print x"},
		{run + "print x", "print x"},
	} {
		tree, err := parser.Parse(context.Background(), []byte(c.src))
		if err != nil {
			t.Fatal(err)
		}
		if len(tree.Errors) > 0 || string(tree.Src) != c.src {
			t.Errorf("%.20q...: %d errors, or another source", c.src, len(tree.Errors))
		}
		last := ""
		comments := 0
		for i := range tree.Nodes {
			switch n := ID(i); tree.Kind(n) {
			case Return, PrintStatement:
				last = tree.Text(n)
			case Comment:
				comments++
			}
		}
		if last != c.want || comments > mostComments {
			t.Errorf("%.20q...: the last statement is %q, want %q; %d comments", c.src, last, c.want, comments)
		}
	}
}

// BenchmarkComments shows that a run costs its length, not its square.
func BenchmarkComments(b *testing.B) {
	parser := NewParser()
	defer parser.Close()
	for _, lines := range []int{5_000, 50_000} {
		src := []byte("def f():\n    x = 1\n" + strings.Repeat("    # a comment\n", lines) + "    return x\n")
		b.Run(strconv.Itoa(lines), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if _, err := parser.Parse(context.Background(), src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
