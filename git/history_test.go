package git

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestHistory holds that messages of several lines and odd bytes stay with
// their commits, and that merges are left out.
func TestHistory(t *testing.T) {
	r, dir := sample(t)
	shell(t, dir, `
git checkout -q -b side 1.0
printf 'three\n' > three
git add three
git commit -q -m 'three: "quoted"' -m 'Body.

Story: 2006796'
git checkout -q master
git merge -q -m merged side`)
	list, err := r.History(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	var subjects []string
	for i := range list {
		subjects = append(subjects, list[i].Subject())
	}
	if len(list) != 3 || subjects[2] != "one" || !slices.Contains(subjects, "two") || !slices.Contains(subjects, `three: "quoted"`) {
		t.Fatalf("history: %q", subjects)
	}
	three := list[slices.Index(subjects, `three: "quoted"`)]
	if three.Message != "three: \"quoted\"\n\nBody.\n\nStory: 2006796" {
		t.Errorf("message: %q", three.Message)
	}
	if len(three.Parents) != 1 || three.Parents[0] != list[2].ID || len(list[2].Parents) != 0 {
		t.Errorf("parents: %q of %q", three.Parents, list[2].ID)
	}
	if want := time.Date(2018, 10, 25, 0, 0, 0, 0, time.UTC); !three.Committed.Equal(want) {
		t.Errorf("committed: %s", three.Committed)
	}
	head, err := r.Revision(t.Context(), "HEAD")
	if err != nil || head.Message != "merged" || len(head.Parents) != 2 {
		t.Errorf("a merge by its name: %+v, %v", head, err)
	}
	if _, err := r.History(t.Context(), "nope"); err == nil {
		t.Error("a revision that is not there has a history")
	}
}

// TestPatch holds that the patch has no context, knows renames, and takes no
// settings of the repository.
func TestPatch(t *testing.T) {
	r, dir := sample(t)
	shell(t, dir, `
git config diff.noprefix true
git config diff.context 5
git config color.ui always
printf 'a\nb\nc\nd\n' > run
git commit -q -am three
printf 'a\nB\nc\nd\n' > run
git commit -q -am four`)
	out, err := r.Patch(t.Context(), "HEAD^", "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	want := "--- a/run\n+++ b/run\n@@ -2 +2 @@ a\n-b\n+B\n"
	if !strings.HasSuffix(string(out), want) {
		t.Errorf("patch:\n%s\nwant:\n%s", out, want)
	}
	out, err = r.Patch(t.Context(), "1.0", "1.0~0")
	if err != nil || len(out) != 0 {
		t.Errorf("a revision and itself: %q, %v", out, err)
	}
	out, err = r.Patch(t.Context(), "1.0", "HEAD")
	if err != nil || !strings.Contains(string(out), "rename from old\nrename to new\n") {
		t.Errorf("a rename: %v\n%s", err, out)
	}
}
