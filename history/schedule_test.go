package history

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateTime, text+" 12:00:00")
	if err != nil {
		panic(err)
	}
	return t
}

func TestEnds(t *testing.T) {
	for name, c := range map[string]struct {
		every         Every
		after, before string
		want          string
	}{
		"weeks end on Sunday":      {EveryWeek, "2018-10-24", "2018-11-12", "2018-10-28 2018-11-04 2018-11-11"},
		"a Sunday is of its week":  {EveryWeek, "2018-10-28", "2018-11-05", "2018-10-28 2018-11-04"},
		"a Monday begins one":      {EveryWeek, "2018-10-29", "2018-11-05", "2018-11-04"},
		"nothing in between":       {EveryWeek, "2018-10-29", "2018-10-30", ""},
		"the wrong way round":      {EveryWeek, "2018-10-29", "2018-10-01", ""},
		"months, one of 28 days":   {EveryMonth, "2018-12-31", "2019-03-31", "2018-12-31 2019-01-31 2019-02-28"},
		"days":                     {EveryDay, "2019-02-27", "2019-03-02", "2019-02-27 2019-02-28 2019-03-01"},
		"commits have no such end": {EveryCommit, "2018-10-24", "2018-11-12", ""},
	} {
		var got []string
		for _, end := range c.every.Ends(day(c.after), day(c.before)) {
			if end.Add(time.Second).Hour() != 0 {
				t.Errorf("%s: %s is not the end of a day", name, end)
			}
			got = append(got, end.Format(time.DateOnly))
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %s, want %s", name, text, c.want)
		}
	}
}

// TestBetween: at each end every repo is what its last commit by then was, also
// where a commit says that it is older than its parent; ends without a change
// are no moments.
func TestBetween(t *testing.T) {
	branches := []Branch{
		{Repo: "a", Commits: []Commit{{"a1", day("2018-10-01")}, {"a2", day("2018-10-10")}, {"a3", day("2018-10-09")}, {"a4", day("2018-11-02")}}},
		{Repo: "b", Commits: []Commit{{"b1", day("2018-10-11")}}},
		{Repo: "c"},
	}
	from, _ := MomentAt(branches, day("2018-10-02"), "from")
	to, _ := MomentAt(branches, day("2018-11-06"), "to")
	for every, want := range map[Every]string{
		EveryWeek:   "2018-10-14: a=a3 b=b1",
		EveryDay:    "2018-10-10: a=a3 b=; 2018-10-11: a=a3 b=b1",
		EveryCommit: ": a=a3 b=; : a=a3 b=b1",
	} {
		var got []string
		for _, m := range Between(branches, from, to, every) {
			got = append(got, fmt.Sprintf("%s: a=%s b=%s", m.Label, m.Commits["a"], m.Commits["b"]))
		}
		if text := strings.Join(got, "; "); text != want {
			t.Errorf("%s: %s, want %s", every, text, want)
		}
	}
	if from.Commits["b"] != "" || to.Commits["a"] != "a4" || to.Time != day("2018-11-02") {
		t.Errorf("%+v, %+v", from, to)
	}
	if _, ok := MomentAt(branches, day("2018-09-30"), ""); ok {
		t.Error("something was there before the first commit")
	}
}

func TestFind(t *testing.T) {
	run := func(id, label string) Run {
		when, _ := time.Parse("20060102T150405Z", id[:16])
		return Run{ID: id, Label: label, Point: id, Time: when, Made: when}
	}
	points := Points([]Run{
		run("20181001T120000Z-0123456789abcdef", "2018.10.0"), run("20181001T130000Z-0123456700000000", ""), run("20181014T120000Z-fedc456789abcdef", ""),
	})
	for name, want := range map[string]string{
		"last": "2", "last~1": "1", "first": "0", "first~1": "1", "2018.10.0": "0", "2018-10-01": "1", "20181014": "2", "fedc": "2",
		"20181001T120000Z-0123456789abcdef": "0", "last~3": `there is no "last~3"`, "last~x": "want last~N", "01234567": "the beginning of several",
		"fe": "there is no run", "v1": "there is no run", "": "there is no run",
	} {
		i, err := Find(points, name)
		if got := fmt.Sprint(i); err == nil && got != want || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %s, %v; want %s", name, got, err, want)
		}
	}
	if _, err := Find(nil, "last"); err == nil {
		t.Error("something was found in nothing")
	}
}

// TestPair: runs that the same rules made are compared, the newest of them.
func TestPair(t *testing.T) {
	run := func(id, rules string) Run { return Run{ID: id, Tool: "1", Rules: rules} }
	for name, c := range map[string]struct {
		a, b []Run
		want string
	}{
		"one of each":         {[]Run{run("a1", "r1")}, []Run{run("b1", "r1")}, "a1 b1 true"},
		"one computed again":  {[]Run{run("a1", "r1"), run("a2", "r2")}, []Run{run("b1", "r2")}, "a2 b1 true"},
		"the other again":     {[]Run{run("a1", "r1")}, []Run{run("b1", "r1"), run("b2", "r2")}, "a1 b1 true"},
		"both again":          {[]Run{run("a1", "r1"), run("a2", "r2")}, []Run{run("b1", "r1"), run("b2", "r2")}, "a2 b2 true"},
		"nothing in common":   {[]Run{run("a1", "r1")}, []Run{run("b1", "r2")}, "a1 b1 false"},
		"the newest if not":   {[]Run{run("a1", "r1"), run("a2", "r3")}, []Run{run("b1", "r2")}, "a2 b1 false"},
		"twice by the same":   {[]Run{run("a1", "r1"), run("a2", "r1")}, []Run{run("b1", "r1")}, "a2 b1 true"},
		"another tool is one": {[]Run{{ID: "a1", Tool: "2", Rules: "r1"}}, []Run{run("b1", "r1")}, "a1 b1 false"},
	} {
		old, new, same := Pair(&Point{Runs: c.a}, &Point{Runs: c.b})
		if got := fmt.Sprintf("%s %s %v", old.ID, new.ID, same); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
