package patches

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// TestChange holds what makes two patches the same change, and what does not.
func TestChange(t *testing.T) {
	digest := func(text string) string {
		c := identityOf([]byte(text), patch.Parse([]byte(text)))
		if c == nil {
			return ""
		}
		return c.Digest
	}
	base := "--- a/dir/x.c\n+++ b/dir/x.c\n@@ -1,2 +1,2 @@\n int a;\n-int b = 1;\n+int b = 2;\n"
	for name, same := range map[string]string{
		"a header":      "From: A <a@example.org>\nSubject: [PATCH] b\n\n---\n" + base,
		"another place": strings.Replace(base, "-1,2 +1,2", "-9,2 +9,2", 1),
		"other context": strings.Replace(base, " int a;", " int other;", 1),
		"indentation":   strings.ReplaceAll(base, "int b", "\tint  b"),
		"another tree":  strings.ReplaceAll(strings.ReplaceAll(base, "a/dir", "x-1.orig/src"), "b/dir", "x-1/src"),
	} {
		if digest(same) != digest(base) {
			t.Errorf("%s makes another change of it", name)
		}
	}
	for name, other := range map[string]string{
		"another line": strings.Replace(base, "b = 2", "b = 3", 1),
		"another file": strings.ReplaceAll(base, "x.c", "y.c"),
		"the reverse":  strings.NewReplacer("-int", "+int", "+int", "-int").Replace(base),
	} {
		if digest(other) == digest(base) {
			t.Errorf("%s is the same change", name)
		}
	}
	spec := "--- a/x.spec\n+++ b/x.spec\n@@ -1,1 +1,2 @@\n Name: x\n+Patch7: a.patch\n+%patch7 -p1\n"
	spec = strings.Replace(spec, "+1,2", "+1,3", 1)
	if digest(spec) != digest(strings.NewReplacer("Patch7", "Patch9", "%patch7", "%patch9").Replace(spec)) {
		t.Error("the number of a patch in a spec makes another change of it")
	}
	if digest("no patch at all") != "" {
		t.Error("a text without changed lines has an identity")
	}
}

// TestTelling holds that what every program has does not count.
func TestTelling(t *testing.T) {
	text := "--- a/x.c\n+++ b/x.c\n@@ -1,1 +1,5 @@\n int a;\n+}\n+fi\n+else\n+call(b);\n"
	if c := identityOf([]byte(text), patch.Parse([]byte(text))); c.Lines != 1 {
		t.Errorf("%d lines count, want 1", c.Lines)
	}
}
