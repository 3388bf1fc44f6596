package upstream

import (
	"strings"
	"testing"
)

// TestWidened: a patch names its commit, which has a part of the change in a file of
// another name. Lines alone would not do, nor half of it.
func TestWidened(t *testing.T) {
	w := newWorld(t)
	two := strings.NewReplacer("second", "fourth", "Second", "Fourth").Replace(base)
	body := strings.NewReplacer("second", "fourth", "Second", "Fourth").Replace(newBody)
	then := strings.Replace(two, strings.NewReplacer("second", "fourth").Replace(oldBody), body, 1)
	w.commit("Begin", "src/x.py", base, "src/names.py", two)
	w.commit("Validate", "src/x.py", changed, "src/names.py", then)
	id, err := w.repo().Commit(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	p := fix(t) + diffOf(t, "a/src/y.py", "b/src/y.py", two, then)
	head := "Subject: Validate twice\nOrigin: upstream, " + id + "\n---\n"
	if a := only(t, w.match(Options{}, head+p), Upstreamed); a.Coverage.Forward < .99 {
		t.Errorf("%+v", a.Coverage)
	}
	only(t, w.match(Options{}, p), Partially)
	lacking := strings.NewReplacer("fourth", "fifth").Replace(p)
	if a := w.match(Options{}, head+lacking).Answers[0][0]; a.State == Upstreamed {
		t.Errorf("with half of it: %+v", a)
	}
}

// TestMovedToNamesake moves lines between files of one name: both patch and commit
// change nothing by that, and the rest counts.
func TestMovedToNamesake(t *testing.T) {
	w := newWorld(t)
	moved := "def carried_over(value):\n    note_carried(value)\n    return keep_carried(value)\n"
	w.commit("Begin", "one/x.py", base+moved, "two/x.py", strings.ReplaceAll(base, "thing", "other"))
	before := strings.ReplaceAll(base, "thing", "other")
	w.commit("Move and validate", "one/x.py", changed, "two/x.py", before+moved)
	p := diffOf(t, "a/one/x.py", "b/one/x.py", base+moved, changed) + diffOf(t, "a/two/x.py", "b/two/x.py", before, before+moved)
	only(t, w.match(Options{}, p), Upstreamed)
}

// TestTakesBack has a patch that brings back what upstream took out, some of which a
// commit had brought in: that is no landing.
func TestTakesBack(t *testing.T) {
	w := newWorld(t)
	long := inFunction(rates, "get_rate", "\ttrace", waiting)
	w.commit("Begin", "src/x.py", base, "src/rates.c", rates)
	w.commit("Wait for rates", "src/rates.c", long)
	p := diffOf(t, "a/src/rates.c", "b/src/rates.c", rates, long) + diffOf(t, "a/src/x.py", "b/src/x.py", changed, base)
	w.commit("Validate instead", "src/x.py", changed, "src/rates.c", rates)
	a := only(t, w.match(Options{}, p), NotFound)
	if len(a.Commits) != 0 || !strings.Contains(a.Why, "takes back commit") {
		t.Errorf("%+v", a)
	}
}

// TestTakesBackSeveral: what the patch brings back came with several commits, and went
// with one.
func TestTakesBackSeveral(t *testing.T) {
	w := newWorld(t)
	half := strings.SplitAfter(waiting, "report_rate(\"late\", rate, -ETIME);\n")
	some := inFunction(rates, "get_rate", "\ttrace", half[0])
	all := inFunction(rates, "get_rate", "\ttrace", waiting)
	w.commit("Begin", "src/rates.c", rates)
	w.commit("Wait for rates", "src/rates.c", some)
	w.commit("Note how long", "src/rates.c", all)
	p := diffOf(t, "a/src/rates.c", "b/src/rates.c", rates, all)
	if a := only(t, w.match(Options{}, p), Upstreamed); a.By != BySeveral {
		t.Fatalf("by %s", a.By)
	}
	w.commit("Wait no more", "src/rates.c", rates)
	if a := only(t, w.match(Options{}, p), NotFound); !strings.Contains(a.Why, "takes back commit") {
		t.Errorf("%+v", a)
	}
}

// TestPartlyTakenOut: a part of a patch landed and was taken back.
func TestPartlyTakenOut(t *testing.T) {
	w := newWorld(t)
	long := inFunction(rates, "get_rate", "\ttrace", waiting)
	w.commit("Begin", "src/x.py", base, "src/rates.c", rates)
	w.commit("Wait for rates", "src/rates.c", long)
	w.sh(`git revert --no-edit HEAD`)
	small := strings.Replace(base, oldBody, "    validate_second(value)\n    report_second(value)\n"+oldBody, 1)
	p := diffOf(t, "a/src/rates.c", "b/src/rates.c", rates, long) + diffOf(t, "a/src/x.py", "b/src/x.py", base, small)
	if a := only(t, w.match(Options{}, p), Review); !strings.Contains(a.Why, "some of it was merged") {
		t.Errorf("%+v", a)
	}
}

// TestShare: four of five equal weights are no less than .8, whatever the weights.
func TestShare(t *testing.T) {
	for _, w := range []float64{.1, 6.483506634884005, 1.0 / 3} {
		if got := share(w+w+w+w, w+w+w+w+w); got != .8 {
			t.Errorf("%v: %v", w, got)
		}
	}
	if share(1, 0) != 0 || share(3, 2) != 1 {
		t.Error("bounds")
	}
}
