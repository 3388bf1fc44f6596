package git

import "testing"

// TestSince holds which commits count, and that binary files have no lines.
func TestSince(t *testing.T) {
	r, dir := sample(t)
	shell(t, dir, `
git checkout -q -b side 1.0
printf '\000' > bin; printf 'x\ny\n' > "two	tabs"
git add -A
git commit -q -m side
git checkout -q master
git merge -q -m merged side`)
	list, err := r.Since(t.Context(), "1.0", "HEAD")
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	for _, c := range list {
		if c.Subject() == "side" && (len(c.Files) != 2 || c.Files[0].Added+c.Files[0].Removed != 0 || c.Files[1].Path != "two\ttabs" || c.Files[1].Added != 2) {
			t.Errorf("side: %+v", c.Files)
		}
		if c.Subject() == "two" && len(c.Files) != 3 {
			t.Errorf("a rename is two files: %+v", c.Files)
		}
	}
	if list, err := r.Since(t.Context(), "HEAD", "1.0"); err != nil || len(list) != 0 {
		t.Errorf("before the base: %+v, %v", list, err)
	}
	if _, err := r.Since(t.Context(), "nope", "HEAD"); err == nil {
		t.Error("a base that is not there gives no error")
	}
	if _, ok := parseStat("x\t1\tname"); ok {
		t.Error("what is no number is taken for one")
	}
}

func FuzzParseStat(f *testing.F) {
	for _, seed := range []string{"1\t2\ta", "-\t-\tb\tc", "", "\t\t", "99999999999999999999\t1\tx", "-1\t1\tx"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		if s, ok := parseStat(field); ok && (s.Added < 0 || s.Removed < 0) {
			t.Errorf("%q: %+v", field, s)
		}
	})
}

func FuzzParseRecord(f *testing.F) {
	for _, seed := range []string{"\x01abc\x01\x011\x01subject\n\nbody\x01", "\x01\x01\x01x\x01", "\x01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, record string) {
		if r, err := parseRecord(record); err == nil && r.Committed.IsZero() {
			t.Errorf("%q: %+v", record, r)
		}
	})
}
