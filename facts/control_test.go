package facts

import (
	"strings"
	"testing"
)

// TestControlTooLong: a value without a comma is no need, and a Problem says so.
func TestControlTooLong(t *testing.T) {
	src := "Source: a\nBuild-Depends: b,\n" + strings.Repeat(" x\n", 400_000) + " , c\n"
	f := &File{}
	readControl(f, []byte(src))
	if len(f.Needs) != 2 || f.Needs[0].Name != "b" || f.Needs[1].Name != "c" {
		t.Errorf("%d needs", len(f.Needs))
	}
	want := "debian/control: Build-Depends: 1199998 bytes without a comma: over the 4096 that a dependency may have"
	if len(f.Problems) != 1 || f.Problems[0].Message != want || f.Problems[0].Offset != strings.Index(src, "x\n") {
		t.Errorf("%+v", f.Problems)
	}
}
