package git

import "testing"

// TestRemovals holds that the last commit that took a file out is named, that a
// rename takes one out, and that neither a message nor a path passes for a record.
func TestRemovals(t *testing.T) {
	r, dir := sample(t)
	shell(t, dir, `
printf 'a\n' > a.patch; printf 'b\n' > "$(printf '\001b')"
git add -A
git commit -q -m add
git rm -q a.patch
git commit -q -m 'first removal'
printf 'a\n' > a.patch; git add -A; git commit -q -m again
git mv a.patch b.patch
git commit -q -m 'second' -m "$(printf 'x\001y\n\nD\n\001z')"
git rm -q "$(printf '\001b')"
git commit -q -m odd`)
	removed, err := r.Removals(t.Context(), "", "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	a := removed["a.patch"]
	if a == nil || a.Subject() != "second" || len(a.Changes) != 1 || a.Changes[0].Path != "b.patch" || len(a.ID) != 40 {
		t.Errorf("a.patch: %+v", a)
	}
	if odd := removed["\x01b"]; odd == nil || odd.Subject() != "odd" {
		t.Errorf("a path that begins with a control character: %+v", odd)
	}
	if removed["b.patch"] != nil || removed["run"] != nil {
		t.Errorf("files that are there were taken out: %v", removed)
	}
	for _, revs := range [][2]string{{"", "nope"}, {"nope", "HEAD"}, {"--all", "HEAD"}} {
		if _, err := r.Removals(t.Context(), revs[0], revs[1]); err == nil {
			t.Errorf("%q, of which one is not there, gives no error", revs)
		}
	}
}

// TestRemovalsBetween holds that of a file that was taken out twice the commit between
// the two revisions is named, and none if there is none.
func TestRemovalsBetween(t *testing.T) {
	r, dir := sample(t)
	shell(t, dir, `
printf 'a\n' > a.patch; git add -A; git commit -q -m add; git tag came
git rm -q a.patch; git commit -q -m 'first removal'; git tag went
printf 'a\n' > a.patch; git add -A; git commit -q -m again; git tag again
git rm -q a.patch; git commit -q -m 'second removal'`)
	for _, test := range []struct{ base, rev, want string }{
		{"", "HEAD", "second removal"},
		{"", "again", "first removal"},
		{"came", "went", "first removal"},
		{"came", "HEAD", "second removal"},
		{"went", "again", ""},
		{"again", "HEAD", "second removal"},
		{"HEAD", "came", ""},
	} {
		removed, err := r.Removals(t.Context(), test.base, test.rev)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if a := removed["a.patch"]; a != nil {
			got = a.Subject()
		}
		if got != test.want {
			t.Errorf("%q to %q: %q, want %q", test.base, test.rev, got, test.want)
		}
	}
}
