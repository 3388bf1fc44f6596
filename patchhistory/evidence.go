package patchhistory

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports"
)

// Removal is the commit that took a patch out, with what tells why.
type Removal struct {
	Commit
	// Message is the whole message.
	Message string
	// Files are all that it changed.
	Files []FileChange
}

// FileChange is a file that a commit added (A), deleted (D) or changed (M).
type FileChange struct {
	Path string
	Kind byte
}

// evidence is what a removal says of a patch's end.
type evidence struct {
	commit *Commit
	// upgrades: another version is patched from there on; upstream: the message
	// says that upstream has it; merges: it says that patches were put together,
	// and one of the package was written; configs: it made a package of configuration.
	upgrades, upstream, merges, configs bool
	// ends: it took the package's packaging out too; relocates: to another repo.
	ends, relocates bool
	merged          string // the patch that was written
}

var (
	upgradeWords  = regexp.MustCompile(`(?i)\b(up[- ]?(grade|version|rev|date)\w*\b.* (to|for|in support)\b|rebase\w*|re-base\w*|CentOS[ -]?(7|8)\.\d)`)
	upstreamWords = regexp.MustCompile(`(?i)\b(upstreamed|merged upstream|fixed upstream|(already|now) (in|in the|included in|part of|fixed in|merged|integrated|fixed|been merged|available in))\b`)
	mergeWords    = regexp.MustCompile(`(?i)\b(merg|squash|combin|consolidat|roll(ed)?[- ]?up)\w*\b.{0,60}\bpatch`)
	relocateWords = regexp.MustCompile(`(?i)\b(relocat|mov)\w*\b.*\brepo`)
	trailer       = regexp.MustCompile(`(?m)^[A-Z][A-Za-z-]+: .*$`)
)

// fewRemoved is how many patches a commit may take out for what its message says of
// one to hold for all.
const fewRemoved = 4

// evidenceOf asks the history for the end of a patch, in the repo that its package
// moved to before the one that it was in. It is empty if no history was there.
func (m *matching) evidenceOf(c *carried, now *reports.Package, o Options) evidence {
	if o.Removed == nil {
		return evidence{}
	}
	was := m.packages.old[refOf(c)]
	if was != nil && now != nil && now.Repo != c.Repo {
		if r := o.Removed(now.Repo, path.Join(now.Path, strings.TrimPrefix(c.Path, was.Path))); r != nil {
			return m.read(c, now, r)
		}
	}
	r := o.Removed(c.Repo, c.Path)
	if r == nil {
		return evidence{}
	}
	e := m.read(c, was, r)
	if e.ends && now != nil && now.Repo != c.Repo {
		return evidence{} // that commit moved the package: it is not why the patch left
	}
	return e
}

// read takes a removal apart; in is the package as it was there.
func (m *matching) read(c *carried, in *reports.Package, r *Removal) evidence {
	message := trailer.ReplaceAllString(r.Message, "")
	e := evidence{commit: &r.Commit}
	folder := ""
	if in != nil {
		folder = in.Path + "/"
	}
	config := configName(c.Package)
	removed, written := 0, ""
	for _, f := range r.Files {
		inside := folder != "" && strings.HasPrefix(f.Path, folder)
		base := path.Base(f.Path)
		isPatch := strings.HasSuffix(base, ".patch") || strings.HasSuffix(base, ".diff")
		switch {
		case isPatch && f.Kind == 'D' && inside:
			removed++
		case isPatch && inside && (written == "" || path.Dir(f.Path) == path.Dir(c.Path)):
			written = f.Path
		case inside && f.Kind == 'D' && endsPackaging(base):
			e.ends = true
		case inside && base == "srpm_path":
			e.upgrades = true
		case f.Kind == 'A' && slices.Contains(strings.Split(f.Path, "/"), config):
			e.configs = true
		}
	}
	subject, _, _ := strings.Cut(message, "\n")
	e.upgrades = e.upgrades || upgradeWords.MatchString(subject)
	e.upstream = removed <= fewRemoved && upstreamWords.MatchString(strings.Join(strings.Fields(message), " "))
	e.relocates = e.ends && relocateWords.MatchString(subject)
	if written != "" && mergeWords.MatchString(message) {
		e.merges, e.merged = true, written
	}
	return e
}

// configName is the package of configuration that takes the place of one.
func configName(name string) string { return stem(name) + "-config" }

// endsPackaging reports whether a package is not built from there on without a file.
func endsPackaging(base string) bool {
	return base == "build_srpm.data" || base == "meta_data.yaml" || base == "srpm_path"
}

// partner finds the patch whose name a meta patch has, with "spec-add-" before it or
// the like: the one that the meta patch makes the spec apply.
func (m *matching) partner(c *carried) *carried {
	if c.Kind != "meta" {
		return nil
	}
	var best *carried
	for _, other := range m.stacks[refOf(c)] {
		if other.Kind != "meta" && len(other.name) > 8 && strings.Contains(c.name, other.name) && (best == nil || len(other.name) > len(best.name)) {
			best = other
		}
	}
	return best
}
