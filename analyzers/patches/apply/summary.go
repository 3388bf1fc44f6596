package apply

// Summary counts what became of the patches of a stack.
type Summary struct {
	Patches int
	// By counts the patches of each state. States without a patch are not in it.
	By map[State]int
	// First is the place of the first patch that does not apply, -1 if all do.
	First int
	// Far is how many patches have an offset that somebody should look at.
	Far int
}

// Summarize counts results.
func Summarize(results []Result) Summary {
	s := Summary{Patches: len(results), By: map[State]int{}, First: -1}
	for i := range results {
		r := &results[i]
		s.By[r.State]++
		if s.First < 0 && !r.Applies() {
			s.First = i
		}
		if r.FarOffset() {
			s.Far++
		}
	}
	return s
}

// Verdict is what a stack's results at its base say about those at a later version.
type Verdict struct {
	Base, Target Summary
	// BaseUnknown says that the base is not what the stack was cut against, as a
	// patch of it finds no place or no file there: what conflicts at the target may
	// then come of the wrong base, and is no news about the target.
	BaseUnknown bool
	// Doubt is the place of the patch that shows it, -1 if none does.
	Doubt int
	// Broken are the places of patches that apply at the base and not at the target.
	Broken []int
}

// Compare judges a stack. The results are of the same stack, in its order: at the
// base and at the target. Patches that are malformed, or that are in the base already,
// say nothing against the base.
func Compare(base, target []Result) Verdict {
	v := Verdict{Base: Summarize(base), Target: Summarize(target), Doubt: -1}
	for i := range base {
		if s := base[i].State; v.Doubt < 0 && (s == Conflict || s == Missing) {
			v.BaseUnknown, v.Doubt = true, i
		}
		if i < len(target) && base[i].Applies() && !target[i].Applies() {
			v.Broken = append(v.Broken, i)
		}
	}
	return v
}
