package git

import (
	"testing"
	"time"
)

// TestFirstParents: what was merged is no part of the line, the oldest commit
// comes first, and settings of the repository change nothing.
func TestFirstParents(t *testing.T) {
	r, dir := sample(t)
	shell(t, dir, `
git checkout -q -b side 1.0
printf 'three\n' > three
git add three
git commit -q -m three
git checkout -q master
git merge -q -m merged side
git config log.decorate full
git config log.showSignature true`)
	line, err := r.FirstParents(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	var subjects []string
	for _, c := range line {
		rev, err := r.Revision(t.Context(), c.ID)
		if err != nil || !rev.Committed.Equal(c.Committed) {
			t.Fatalf("%+v: %+v, %v", c, rev, err)
		}
		subjects = append(subjects, rev.Subject())
	}
	if len(line) != 3 || subjects[0] != "one" || subjects[2] != "merged" {
		t.Errorf("the line is %q", subjects)
	}
	if want := time.Date(2018, 10, 25, 0, 0, 0, 0, time.UTC); !line[0].Committed.Equal(want) {
		t.Errorf("%s", line[0].Committed)
	}
	if _, err := r.FirstParents(t.Context(), "nope"); err == nil {
		t.Error("a revision that is not there has a line")
	}
}
