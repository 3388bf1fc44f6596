package policy

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// tree is a made-up source: the lines of files, every line a finding.
type tree map[string][]string

// findings are those of a tree, with the identities that a scan gives.
func (t tree) findings() []finding.Finding {
	var all []finding.Finding
	names := []string{}
	for name := range t {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		var list []finding.Finding
		for i := range t[name] {
			list = append(list, finding.Finding{
				Rule: "PY2-S001", Subject: "print", Role: finding.RoleRuntime,
				Location: finding.Location{Repo: "config", Path: name, Line: i + 1, Column: 1, EndLine: i + 1},
				Targets:  map[string]finding.TargetEffect{"debian-12": {Effect: finding.Breaks, Severity: finding.Error}},
			})
		}
		finding.Identify(list, func(line int) string { return t[name][line-1] })
		all = append(all, list...)
	}
	return all
}

// described says of every finding which class it is in, by place.
func described(m Matching, old, new []finding.Finding) string {
	at := func(f *finding.Finding) string { return fmt.Sprintf("%s:%d", f.Path, f.Line) }
	var lines []string
	for _, p := range m.Unchanged {
		lines = append(lines, at(&old[p.Old])+"="+at(&new[p.New]))
	}
	for _, p := range m.Updated {
		lines = append(lines, at(&old[p.Old])+">"+at(&new[p.New]))
	}
	for _, i := range m.New {
		lines = append(lines, "+"+at(&new[i]))
	}
	for _, i := range m.Absent {
		lines = append(lines, "-"+at(&old[i]))
	}
	return strings.Join(lines, " ")
}

func TestMatch(t *testing.T) {
	for name, c := range map[string]struct {
		old, new tree
		renames  Renames
		want     string
	}{
		"nothing":                {tree{}, tree{}, nil, ""},
		"the same":               {tree{"a": {"x", "y"}}, tree{"a": {"x", "y"}}, nil, "a:1=a:1 a:2=a:2"},
		"lines move":             {tree{"a": {"x", "y"}}, tree{"a": {"y", "x"}}, nil, "a:2=a:1 a:1=a:2"},
		"one more of two equals": {tree{"a": {"x", "x"}}, tree{"a": {"x", "x", "x"}}, nil, "a:1=a:1 a:2=a:2 +a:3"},
		"one less of three":      {tree{"a": {"x", "x", "x"}}, tree{"a": {"x", "x"}}, nil, "a:1=a:1 a:2=a:2 -a:3"},
		"a line is reworded":     {tree{"a": {"x"}}, tree{"a": {"y"}}, nil, "+a:1 -a:1"},
		"a file moves":           {tree{"a": {"x", "y"}}, tree{"b": {"x", "y"}}, nil, "a:1>b:1 a:2>b:2"},
		"a line moves":           {tree{"a": {"x"}, "b": {"z"}}, tree{"b": {"x", "z"}}, nil, "b:1=b:2 a:1>b:1"},
		// Who came from where cannot be told, so one of them is new.
		"two places could be it": {tree{"a": {"x"}}, tree{"b": {"x"}, "c": {"x"}}, nil, "+b:1 +c:1 -a:1"},
		"git knows which it is":  {tree{"a": {"x"}}, tree{"b": {"x"}, "c": {"x"}}, Renames{"config": {"a": "c"}}, "a:1>c:1 +b:1"},
		"another repo's rename":  {tree{"a": {"x"}}, tree{"b": {"x"}, "c": {"x"}}, Renames{"nfv": {"a": "c"}}, "+b:1 +c:1 -a:1"},
		"two files swap names":   {tree{"a": {"x"}, "b": {"y"}}, tree{"a": {"y"}, "b": {"x"}}, Renames{"config": {"a": "b", "b": "a"}}, "b:1>a:1 a:1>b:1"},
		"a copy is new":          {tree{"a": {"x"}}, tree{"a": {"x"}, "b": {"x"}}, nil, "a:1=a:1 +b:1"},
		"renamed and added to":   {tree{"a": {"x"}}, tree{"b": {"x", "x"}}, Renames{"config": {"a": "b"}}, "a:1>b:1 +b:2"},
	} {
		old, new := c.old.findings(), c.new.findings()
		if got := described(Match(old, new, c.renames), old, new); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// random is a tree of a few files with lines of a small alphabet, so that
// equals, moves and renames are frequent.
func random(r *rand.Rand) tree {
	t := tree{}
	for range r.IntN(4) {
		name := string('a' + rune(r.IntN(4)))
		for range r.IntN(6) {
			t[name] = append(t[name], string('p'+rune(r.IntN(3))))
		}
	}
	return t
}

// TestMatchProperties: whatever the trees, every finding is in exactly one
// class, the order of the lists does not matter, equals are counted, and what
// is matched shares its match key.
func TestMatchProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		before, after := random(r), random(r)
		old, new := before.findings(), after.findings()
		renames := Renames{}
		for range r.IntN(3) {
			renames.Add("config", string('a'+rune(r.IntN(4))), string('a'+rune(r.IntN(4))))
		}
		m := Match(old, new, renames)
		if err := partition(m, old, new); err != nil {
			t.Fatalf("%v to %v by %v: %v", before, after, renames, err)
		}
		want := described(m, old, new)
		r.Shuffle(len(old), func(i, j int) { old[i], old[j] = old[j], old[i] })
		r.Shuffle(len(new), func(i, j int) { new[i], new[j] = new[j], new[i] })
		if got := described(Match(old, new, renames), old, new); got != want {
			t.Fatalf("%v to %v: shuffled\n%s\nnot\n%s", before, after, got, want)
		}
		if m := Match(new, new, nil); len(m.Unchanged) != len(new) || len(m.New)+len(m.Absent)+len(m.Updated) > 0 {
			t.Fatalf("%v against itself: %+v", after, m)
		}
	}
}

func partition(m Matching, old, new []finding.Finding) error {
	olds, news := make([]int, len(old)), make([]int, len(new))
	for _, pairs := range [][]Pair{m.Unchanged, m.Updated} {
		for _, p := range pairs {
			olds[p.Old]++
			news[p.New]++
			if old[p.Old].MatchKey != new[p.New].MatchKey {
				return fmt.Errorf("%+v are matched", p)
			}
		}
	}
	for _, p := range m.Unchanged {
		if old[p.Old].Path != new[p.New].Path {
			return fmt.Errorf("%+v is in two files", p)
		}
	}
	for _, i := range m.New {
		news[i]++
	}
	for _, i := range m.Absent {
		olds[i]++
	}
	for _, n := range slices.Concat(olds, news) {
		if n != 1 {
			return fmt.Errorf("a finding is in %d classes: %+v", n, m)
		}
	}
	return nil
}

// TestMatchIsFast: many equals cost no more than many others.
func TestMatchIsFast(t *testing.T) {
	lines := make([]string, 60_000)
	for i := range lines {
		lines[i] = "x"
	}
	old := tree{"a": lines}.findings()
	new := tree{"b": lines}.findings()
	for i := range old {
		old[i].MatchKey = "same"
	}
	for i := range new {
		new[i].MatchKey = "same"
	}
	if m := Match(old, new, Renames{"config": {"a": "b"}}); len(m.Updated) != len(lines) {
		t.Errorf("%d of %d are matched", len(m.Updated), len(lines))
	}
}
