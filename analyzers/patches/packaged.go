package patches

import (
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analyzers/patches/counterpart"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// hold holds what the patches of a stack change in packaging against the packaging of
// every target whose source was given.
func (w *reducer) hold(s *stack, h *history) {
	var asks []*ask
	for _, t := range w.Targets {
		if t.Origin {
			continue
		}
		tree, err := w.packagingOf(s.pkg.Name + "@" + t.ID)
		if err != nil {
			h.unreadable(s, trial{key: t.ID, err: err})
			continue
		}
		facts := factsOf(tree)
		if facts == nil {
			continue
		}
		if asks == nil {
			asks = s.asks()
		}
		for _, one := range asks {
			s.answer(one, w.ask(one, t, facts), t.ID)
		}
		s.carriedThere(t.ID, tree, facts)
	}
}

// hasPackaging reports whether the source of some target was named for a stack.
func (w *reducer) hasPackaging(s *stack) bool {
	return slices.ContainsFunc(w.Targets, func(t *rules.Target) bool { return w.Patched.Sources.Archives[s.pkg.Name+"@"+t.ID] != "" })
}

// packagingOf reads the packaging of a source that was named, nil if none was.
func (w *reducer) packagingOf(name string) (counterpart.Tree, error) {
	source, err := w.Patched.Sources.Packaging(name)
	if source == nil || err != nil {
		return nil, err
	}
	defer source.Close() //nolint:errcheck // it was read
	if source.Folder != nil {
		return counterpart.ReadFolder(source.Folder)
	}
	return counterpart.ReadArchive(source.Archive)
}

// factsOf is what packaging says, nil if it is of no known form.
func factsOf(tree counterpart.Tree) *counterpart.Facts {
	if f := counterpart.Debian(tree); f != nil {
		return f
	}
	f := counterpart.Autospec(tree)
	for _, name := range sortedKeys(tree) {
		if path.Ext(name) == ".spec" {
			if f == nil {
				f = counterpart.NewFacts("the spec")
			}
			addSpec(f, name, tree[name])
		}
	}
	if f != nil && f.Form == "the spec" {
		for name, src := range tree {
			if path.Ext(name) != ".spec" {
				f.Beside[name] = src
			}
		}
	}
	return f
}

// ask asks the packaging for one change, under the names that the target has.
func (w *reducer) ask(one *ask, t *rules.Target, f *counterpart.Facts) counterpart.Answer {
	c := one.Change
	switch c.Of {
	case counterpart.Need, counterpart.BuildNeed:
		return w.askNeed(&c, t, f)
	case counterpart.Unit:
		stem := strings.TrimSuffix(c.Name, ".service")
		if name, is := t.Units[stem]; is && !c.Own {
			if name == rules.NoUnit {
				return counterpart.Answer{Why: "the target has no unit " + stem}
			}
			c.Name = name + ".service"
		}
	}
	return f.Ask(&c)
}

// askNeed asks for a package that is needed, by the target's name of it. One package of
// CentOS may be several there, so that a name that is another and is not found says
// nothing.
func (w *reducer) askNeed(c *counterpart.Change, t *rules.Target, f *counterpart.Facts) counterpart.Answer {
	rpm := c.Name
	if a := f.Ask(c); a.At != "" {
		return a
	}
	index := w.index(t)
	if index == nil {
		return counterpart.Answer{Why: "there is no index of " + t.ID + " that says what " + rpm + " is called there"}
	}
	v := index.Resolve(distro.Need{Kind: distro.RPM, Name: rpm})
	if v.Name == "" || v.Confidence == finding.Low || v.Verdict != finding.Present && v.Verdict != finding.Renamed {
		return counterpart.Answer{Why: "what " + rpm + " is called there is not known"}
	}
	c.Name = v.Name
	a := f.Ask(c)
	if a.At == "" && v.Name != rpm && v.Name != strings.TrimSuffix(rpm, "el") {
		return counterpart.Answer{Why: rpm + " is " + v.Name + " there, which is not named; another may stand for it"}
	}
	return a
}

// packagingStates are those of counterpart, as the report has them.
var packagingStates = map[counterpart.State]finding.PackagingState{
	counterpart.Has: finding.PackagingHas, counterpart.Lacks: finding.PackagingLacks,
	counterpart.Differs: finding.PackagingDiffers, counterpart.Unknown: finding.PackagingUnknown,
}

// answer keeps an answer with the patch that asked for it.
func (s *stack) answer(one *ask, a counterpart.Answer, target string) {
	p := &s.list.Patches[one.patch]
	if p.Packaging == nil {
		p.Packaging = map[string][]finding.PackagingAnswer{}
	}
	kept := finding.PackagingAnswer{
		What: one.what, Change: strings.ToValidUTF8(one.text(), ""), State: packagingStates[a.State],
		At: strings.ToValidUTF8(a.At, ""), Why: strings.ToValidUTF8(a.Why, ""),
	}
	if a.State == counterpart.Lacks || a.State == counterpart.Differs {
		kept.Step = finding.StepOverlay
		if one.Of == counterpart.Flag || one.Of == counterpart.BuildNeed || one.Of == counterpart.Need && one.Gone {
			kept.Step = finding.StepRebuild
		}
	}
	p.Packaging[target] = append(p.Packaging[target], kept)
}

// The shares of a patch's lines from which a patch of the target is said to have the
// same, and the like.
const (
	sameShare = 0.9
	likeShare = 0.5
	leastSame = 3 // lines that say something, below which only all of a patch counts
)

// carriedThere says which patches of the program the target's packaging carries too.
func (s *stack) carriedThere(target string, tree counterpart.Tree, f *counterpart.Facts) {
	type theirs struct {
		name     string
		identity *finding.PatchIdentity
	}
	var list []theirs
	for _, name := range f.Patches {
		if id := identityOf(tree[name], patch.Parse(tree[name])); id != nil {
			list = append(list, theirs{name, id})
		}
	}
	for i := range s.list.Patches {
		p := &s.list.Patches[i]
		if !isCode(*p) || p.State != stateApplied || p.Identity == nil {
			continue
		}
		best, at := 0.0, ""
		for _, one := range list {
			if share := containedIn(p.Identity, one.identity); share > best {
				best, at = share, one.name
			}
		}
		if best < likeShare {
			continue
		}
		a := finding.PackagingAnswer{What: finding.ChangePatches, Change: "apply " + path.Base(p.Path), State: finding.PackagingDiffers, At: at, Why: "it carries a patch that has a part of the lines"}
		if best >= sameShare {
			a.State, a.Why = finding.PackagingHas, "it carries a patch of the same lines"
		}
		if p.Packaging == nil {
			p.Packaging = map[string][]finding.PackagingAnswer{}
		}
		p.Packaging[target] = append(p.Packaging[target], a)
	}
}

// containedIn is the share of a change's lines that another has, 0 where the sketches
// cannot tell.
func containedIn(a, b *finding.PatchIdentity) float64 {
	if a.Digest == b.Digest {
		return 1
	}
	of, _ := a.Hashes()
	in, all := b.Hashes()
	if !all || len(of) < leastSame {
		return 0
	}
	has := map[uint32]bool{}
	for _, h := range in {
		has[h] = true
	}
	n := 0
	for _, h := range of {
		if has[h] {
			n++
		}
	}
	return float64(n) / float64(len(of))
}

// carries reports whether the target's packaging carries a patch of the program.
func carries(p *finding.StackPatch, target string) bool {
	for _, a := range p.Packaging[target] {
		if a.What == finding.ChangePatches && a.State == finding.PackagingHas {
			return true
		}
	}
	return false
}
