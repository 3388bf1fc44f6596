package patches

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers/patches/upstream"
	"opendev.org/starlingx/stxscan/diskcache"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// readers bounds the histories that are read at once: each keeps a git and half
// a processor busy.
const readers = 2

// history is one reading of a clone: for all stacks of it with the same base and
// the same targets' versions.
type history struct {
	repo     *git.Repo
	base     string
	versions []string
	stacks   []*stack
	result   upstream.Result
	err      error
	unread   []finding.Unknown // sources that could not be read
}

// compare asks upstream's histories about the patches of all stacks. What a
// person found out is taken first.
func (w *reducer) compare(stacks []*stack) {
	byKey := map[string]*history{}
	var list []*history
	for _, s := range stacks {
		w.askPeople(s)
		if !slices.ContainsFunc(s.list.Patches, isCode) && !w.hasPackaging(s) {
			continue
		}
		repo, err := w.Patched.Sources.Clone(upstreamNames(s.pkg.Name)...)
		versions := s.versionList()
		key := s.pkg.ID() // without a clone a stack is on its own
		if repo != nil {
			key = strings.Join(append([]string{repo.Dir(), s.list.Base}, versions...), "\x00")
		}
		h := byKey[key]
		if h == nil {
			h = &history{repo: repo, err: err, base: s.list.Base, versions: versions}
			byKey[key] = h
			list = append(list, h)
		}
		h.stacks = append(h.stacks, s)
	}
	var wait sync.WaitGroup
	slots := make(chan struct{}, readers)
	for _, h := range list {
		wait.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			w.readHistory(h)
			w.tryAll(h)
		})
	}
	wait.Wait()
	for _, h := range list {
		for _, s := range h.stacks {
			w.hold(s, h) // one after the other: it looks names up
		}
		w.report(h)
	}
}

// upstreamNames are what a clone of a package's upstream may be called.
func upstreamNames(pkg string) []string {
	names := []string{pkg}
	if u := rules.UpstreamOf(pkg); u != nil {
		names = append(names, u.Owner()+"/"+u.Name(), u.Name())
	}
	return names
}

func contextOf(p *analysis.Patched) context.Context {
	if p.Context == nil {
		return context.Background()
	}
	return p.Context
}

// isCode reports whether a patch changes what is patched, and not its packaging.
func isCode(p finding.StackPatch) bool { return p.Kind != kindMeta }

// askPeople fills in what the configuration says of patches.
func (w *reducer) askPeople(s *stack) {
	if w.Patched.Judged == nil {
		return
	}
	for i := range s.list.Patches {
		p := &s.list.Patches[i]
		if p.Upstreamed = w.Patched.Judged(s.pkg.Name, p.Path); p.Upstreamed != nil {
			s.locate(p.Upstreamed, nil, nil)
		}
	}
}

// readHistory matches the patches of a history's stacks.
func (w *reducer) readHistory(h *history) {
	if h.repo == nil {
		return
	}
	o := upstream.Options{Base: h.base, Targets: h.versions}
	if w.Patched.CacheDir != "" {
		o.Cache = diskcache.New(w.Patched.CacheDir)
	}
	var stacks [][]upstream.Patch
	for _, s := range h.stacks {
		stacks = append(stacks, s.toMatch()...)
	}
	h.result, h.err = upstream.Match(contextOf(&w.Patched), h.repo, stacks, o)
}

// toMatch is the stack as it is applied, and every dead patch on its own: nothing
// comes after one.
func (s *stack) toMatch() [][]upstream.Patch {
	applied := map[int][]upstream.Patch{} // by release of Debian
	var stacks [][]upstream.Patch
	for i, p := range s.list.Patches {
		if !isCode(p) {
			continue
		}
		one := upstream.Patch{ID: s.pkg.Repo.ID + ":" + p.Path, Parsed: patch.Parse(s.files[i].src), Src: s.files[i].src}
		one.Date, _ = time.Parse(time.DateOnly, p.Date)
		if p.State == stateApplied {
			n, _ := rules.DebianFolder(p.Path)
			applied[n] = append(applied[n], one)
		} else {
			stacks = append(stacks, []upstream.Patch{one})
		}
	}
	for _, n := range slices.Sorted(maps.Keys(applied)) {
		stacks = append(stacks, applied[n])
	}
	return stacks
}

// report fills in what a history said.
func (w *reducer) report(h *history) {
	for _, u := range h.unread {
		w.Unknown(u)
	}
	answers := map[string]*upstream.Answer{}
	for _, list := range h.result.Answers {
		for i := range list {
			answers[list[i].ID] = &list[i]
		}
	}
	for _, s := range h.stacks {
		for i := range s.list.Patches {
			p := &s.list.Patches[i]
			if p.Upstreamed != nil || !isCode(*p) {
				continue
			}
			if a := answers[s.pkg.Repo.ID+":"+p.Path]; a != nil {
				p.Upstreamed = upstreamedOf(a)
				s.locate(p.Upstreamed, a.Droppable, a.Lacking)
			} else if h.err != nil {
				p.Upstreamed = &finding.Upstreamed{State: finding.UpstreamUnknown, Why: h.problem()}
			}
		}
		if problem := h.problem(); problem != "" {
			w.Unknown(finding.Unknown{
				Kind: finding.UnknownInput, Repo: s.pkg.Repo.ID, Package: s.pkg.Name,
				Message: "the history of its upstream was not read as a whole: " + problem,
				Settle:  "clone " + cmp.Or(s.list.Upstream, "it") + " anew, whole, and name it with --upstream " + s.pkg.Name + "=DIR",
			})
		}
	}
}

// problem says why a history was not read as a whole.
func (h *history) problem() string {
	text := strings.Join(h.result.Incomplete, "; ")
	if h.err != nil {
		text = h.err.Error()
	}
	if h.repo != nil { // where it lies is nobody else's
		text = strings.ReplaceAll(text, h.repo.Dir(), "the clone")
	}
	return text
}

// states are upstream's, as the report has them.
var states = map[upstream.State]finding.UpstreamState{
	upstream.Upstreamed: finding.UpstreamHas, upstream.Partially: finding.UpstreamPartly, upstream.Reverted: finding.UpstreamBack,
	upstream.Review: finding.UpstreamReview, upstream.NotFound: finding.UpstreamNot, upstream.Unknown: finding.UpstreamUnknown,
}

// mostCommits bounds the commits that are listed of a patch.
const mostCommits = 10

func upstreamedOf(a *upstream.Answer) *finding.Upstreamed {
	u := &finding.Upstreamed{
		State: states[a.State], By: string(a.By), Release: a.FirstRelease, InBase: a.InBase == upstream.Yes,
		Covered: float64(int(100*a.Coverage.Forward+0.5)) / 100, Why: a.Why,
	}
	for _, c := range a.Commits[:min(len(a.Commits), mostCommits)] {
		u.Commits = append(u.Commits, finding.UpstreamCommit{ID: c.ID, Date: c.Date.UTC().Format(time.DateOnly), Subject: c.Subject})
	}
	for _, f := range a.Files {
		if f.State == upstream.NotFound && a.State == upstream.Partially {
			u.Missing = append(u.Missing, f.Path)
		}
	}
	return u
}

// versionList are the versions of the targets, each once.
func (s *stack) versionList() []string {
	var list []string
	for _, v := range s.versions {
		list = append(list, v)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// note says in a few words what is known of a patch, for its finding.
func note(u *finding.Upstreamed) string {
	switch {
	case u == nil:
		return ""
	case u.State == finding.UpstreamHas && u.Release != "":
		return "upstream has it since " + u.Release
	case u.State == finding.UpstreamHas:
		return "upstream has it, in no release yet"
	case u.State == finding.UpstreamPartly:
		return "upstream has a part of it"
	case u.State == finding.UpstreamBack:
		return "upstream had it and took it out"
	case u.State == finding.UpstreamReview:
		return fmt.Sprintf("upstream may have it: %.0f%% of its lines", 100*u.Covered)
	case u.State == finding.UpstreamNot:
		return "not found in upstream"
	}
	return ""
}
