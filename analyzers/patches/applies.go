package patches

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"opendev.org/starlingx/stxscan/analyzers/patches/apply"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/sources"
)

// baseKey is the key of Applies for what a stack was made for.
const baseKey = "base"

// fuzz is what GNU patch allows: rpm of CentOS 7 calls it with that.
const fuzz = 2

// trial is a source that a stack is tried on.
type trial struct {
	key, version string
	source       apply.Source
	close        func() error
	err          error
}

// tryAll tries the stacks of a history on their base and on the targets' versions.
func (w *reducer) tryAll(h *history) {
	for _, s := range h.stacks {
		w.try(s, h)
	}
}

// try applies a stack to its base and to what each target has. Where the base is
// not what the stack was made for, a conflict elsewhere says nothing. Packaging for
// several releases of Debian is as many stacks.
func (w *reducer) try(s *stack, h *history) {
	releases := s.releases()
	for _, n := range append([]int{0}, releases...) {
		list, places := s.toApply(n)
		if len(list) == 0 {
			continue
		}
		base, ok := w.applied(s, h, baseKey, s.list.Base, list)
		if ok {
			s.record(baseKey, s.list.Base, places, base, "")
		}
		for _, t := range w.Targets {
			if t.Origin || n > 0 && n != t.DebianServing(releases) {
				continue
			}
			version := s.versions[t.ID]
			if results, ok := w.applied(s, h, t.ID, version, list); ok {
				s.record(t.ID, version, places, results, s.doubt(base, results, list))
			}
		}
	}
}

// doubt says why a conflict with a target's version says nothing, "" if it does.
func (s *stack) doubt(base, results []apply.Result, list []apply.Patch) string {
	if v := apply.Compare(base, results); v.BaseUnknown {
		return "the base is not known: " + list[v.Doubt].Name + " does not apply to " + s.list.Base
	}
	if base == nil {
		return "the base is not known: no source of " + s.list.Base
	}
	return ""
}

// toApply is the stack of a release of Debian, 0 for that of all others, in its
// order, with where each patch is in the list.
func (s *stack) toApply(release int) (list []apply.Patch, places []int) {
	for i, p := range s.list.Patches {
		if n, _ := rules.DebianFolder(p.Path); n == release && isCode(p) && p.State == stateApplied {
			list = append(list, apply.Patch{Name: p.Path, Text: s.files[i].src, Strip: s.strips[i].asked()})
			places = append(places, i)
		}
	}
	return list, places
}

// applied applies the stack to one source; ok is unset if there is none.
func (w *reducer) applied(s *stack, h *history, key, version string, list []apply.Patch) (results []apply.Result, ok bool) {
	p := w.placeOf(s, h, key, version, list)
	if p.err != nil {
		h.unreadable(s, p)
		return nil, false
	}
	if p.source == nil {
		return nil, false
	}
	defer p.close() //nolint:errcheck // it was read
	return apply.Apply(apply.NewTree(p.source), list, apply.Options{Fuzz: fuzz}), true
}

// placeOf opens the source that people named for a package, or for it on a target,
// else the tag of the version in the clone of its upstream.
func (w *reducer) placeOf(s *stack, h *history, key, version string, list []apply.Patch) trial {
	name := s.pkg.Name
	if key != baseKey {
		name += "@" + key
	}
	if source, err := w.Patched.Sources.Source(name); source != nil || err != nil {
		return openSource(key, version, source, err, list)
	}
	if h.repo == nil {
		return trial{key: key}
	}
	for _, r := range h.result.Revisions {
		if r.Asked != version || r.Commit == "" || version == "" {
			continue
		}
		revision, err := apply.NewRevision(contextOf(&w.Patched), h.repo, r.Commit)
		if err != nil {
			return trial{key: key, version: version, err: err}
		}
		return trial{key: key, version: version, source: revision, close: revision.Close}
	}
	return trial{key: key}
}

// openSource is a place of what people brought.
func openSource(key, version string, source *sources.Source, err error, list []apply.Patch) trial {
	p := trial{key: key, version: version, err: err}
	if err != nil {
		return p
	}
	p.close = source.Close
	if source.Folder != nil {
		p.source = apply.NewFolder(source.Folder)
		return p
	}
	if p.source, p.err = apply.NewArchive(source.Archive, apply.Candidates(list)); p.err != nil {
		p.err = errors.Join(p.err, source.Close())
	}
	return p
}

// unreadable keeps a source that could not be read, to be told in order.
func (h *history) unreadable(s *stack, p trial) {
	if errors.Is(p.err, context.Canceled) {
		return
	}
	h.unread = append(h.unread, finding.Unknown{
		Kind: finding.UnknownInput, Repo: s.pkg.Repo.ID, Package: s.pkg.Name,
		Message: fmt.Sprintf("its source (%s) could not be read: %v", p.key, withoutPath(p.err)),
		Settle:  "name a folder or tarball with --source " + s.pkg.Name + "=...",
	})
}

// withoutPath is an error without the path that it happened at: where people keep
// sources is nobody else's.
func withoutPath(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// applyStates are those of apply, as the report has them.
var applyStates = map[apply.State]finding.ApplyState{
	apply.Clean: finding.ApplyClean, apply.Offset: finding.ApplyOffset, apply.Fuzz: finding.ApplyFuzz, apply.Already: finding.ApplyAlready,
	apply.Missing: finding.ApplyNoFile, apply.Conflict: finding.ApplyConflict, apply.Unknown: finding.ApplyUnknown, apply.Malformed: finding.ApplyUnknown,
}

// record keeps the results. doubt says why a conflict says nothing.
func (s *stack) record(key, version string, places []int, results []apply.Result, doubt string) {
	for i := range results {
		r := &results[i]
		a := finding.Applies{
			State: applyStates[r.State], Version: version, Offset: max(r.LargestOffset, -r.LargestOffset), Fuzz: r.LargestFuzz,
			Rejected: r.Rejected, Hunks: r.InPlace + r.Moved + r.Fuzzy + r.Rejected + r.Skipped,
		}
		if r.First != nil {
			a.Why = r.First.Path + ": " + r.First.Why
		}
		if r.FarOffset() && a.Why == "" {
			a.Why = "a hunk was found so far away that it may be another place"
		}
		if doubt != "" && (a.State == finding.ApplyConflict || a.State == finding.ApplyNoFile) {
			a.State, a.Why = finding.ApplyUnknown, doubt
		}
		p := &s.list.Patches[places[i]]
		if p.Applies == nil {
			p.Applies = map[string]finding.Applies{}
		}
		p.Applies[key] = a
	}
}
