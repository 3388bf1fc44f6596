package rpmdeps

import (
	"slices"
	"testing"

	"opendev.org/starlingx/stxscan/facts"
)

// TestInEveryCase: what both arms of a condition need is needed whatever it says.
func TestInEveryCase(t *testing.T) {
	conditional := func(name, condition string) need {
		return need{Kind: facts.NeedRPM, Name: name, Condition: condition}
	}
	build := conditional("built", "not: a")
	build.Build = true
	list := inEveryCase([]need{
		conditional("both", "a"), conditional("both", "not: a"),
		conditional("inner", "x; a"), conditional("inner", "x; not: a"),
		conditional("one", "a"), conditional("one", "not: b"),
		conditional("twice", "a"), conditional("twice", "a"),
		conditional("outer", "a; x"), conditional("outer", "not: a; x"),
		conditional("free", ""),
		conditional("built", "a"), build,
	})
	var got []string
	for _, n := range list {
		got = append(got, n.Name+"|"+n.Condition)
	}
	want := []string{"both|", "both|", "inner|x", "inner|x", "one|a", "one|not: b", "twice|a", "twice|a", "outer|a; x", "outer|not: a; x", "free|", "built|a", "built|not: a"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
