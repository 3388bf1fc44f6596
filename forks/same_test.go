package forks

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// statesOf is what SameCommits says of the commits of a fork, the newest first.
func statesOf(t *testing.T, fork, upstream, base string) []string {
	t.Helper()
	repo := open(t, fork)
	commits, err := repo.Since(t.Context(), base, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	states, err := SameCommits(t.Context(), repo, open(t, upstream), commits)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range states {
		got = append(got, string(u.State)+" "+u.By+" "+u.Why)
	}
	return got
}

// TestSameCommitsShallow holds that nothing is said to be missing from a history that
// is cut off, and that what is there is found all the same.
func TestSameCommitsShallow(t *testing.T) {
	fork, upstream, base := made(t)
	shallow := filepath.Join(t.TempDir(), "shallow")
	run(t, upstream, "git clone -q --depth 2 'file://"+upstream+"' "+shallow)
	const review = "review subject a commit of upstream's says to be the same, and has less than half of its lines"
	want := []string{
		"unknown  " + cutOff,
		review,
		"unknown subject " + cutOff, // where the history ends
		"unknown  " + cutOff,
	}
	if got := statesOf(t, fork, shallow, base); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	d, err := Measure(t.Context(), open(t, fork), base, Options{Upstream: open(t, shallow)})
	if err != nil || d.Upstream[finding.UpstreamUnknown] != 3 || d.Upstream[finding.UpstreamNot] != 0 {
		t.Errorf("%+v, %v", d, err)
	}
	run(t, shallow, "git fetch -q --unshallow")
	const not = "not-found  no commit of upstream's main branch has its id, Change-Id or subject"
	want = []string{not, review, "upstreamed patch-id ", "upstreamed change-id "}
	if got := statesOf(t, fork, shallow, base); !slices.Equal(got, want) {
		t.Errorf("with the whole history: %q, want %q", got, want)
	}
}

// TestSameCommitsUnread holds that a fork keeps its size where upstream cannot be read,
// and that the same is said of it in every folder.
func TestSameCommitsUnread(t *testing.T) {
	fork, upstream, base := made(t)
	empty := t.TempDir()
	run(t, empty, "git init -q")
	d, err := Measure(t.Context(), open(t, fork), base, Options{Upstream: open(t, empty)})
	if err != nil || d.Commits != 4 || d.Upstream[finding.UpstreamUnknown] != 4 || d.List[0].Upstreamed.Why != "upstream's history cannot be read: it has no such commit" {
		t.Errorf("without a commit: %+v, %v", d, err)
	}
	// The objects are borrowed from elsewhere, through a link, and damaged there.
	var first []string
	for _, name := range []string{"here", "over there: with blanks"} {
		top := filepath.Join(t.TempDir(), name)
		if err := os.MkdirAll(top, 0o755); err != nil {
			t.Fatal(err)
		}
		run(t, top, "cp -R '"+upstream+"' real; ln -s real link; git clone -q --shared real borrowed; cd real"+`
for rev in HEAD~1^{tree} HEAD~2^{tree}; do
	id=$(git rev-parse $rev); file=.git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)
	chmod u+w $file; : > $file
done`)
		var all []string
		for _, dir := range []string{"real", "link", "borrowed"} {
			got := statesOf(t, fork, filepath.Join(top, dir), base)
			if text := strings.Join(got, "\n"); strings.Contains(text, name) || strings.Contains(text, t.Name()) || !strings.Contains(text, "unknown  what upstream's commit changes cannot be read: git diff-tree failed: error: object file ") {
				t.Errorf("%s/%s: %s", name, dir, text)
			}
			all = append(all, got...)
		}
		if first == nil {
			first = all
		} else if !slices.Equal(all, first) {
			t.Errorf("%q, elsewhere %q", all, first)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := SameCommits(ctx, open(t, fork), open(t, upstream), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}
