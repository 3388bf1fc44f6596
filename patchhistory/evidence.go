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

// FileChange is a file that a commit added (A), deleted (D), changed (M) or renamed
// (R), then with the path that it had.
type FileChange struct {
	Path string
	Kind byte
	From string
}

// evidence is what a removal says of a patch's end.
type evidence struct {
	commit *Commit
	// upgrades: another version is patched from there on; upstream: the message
	// says that upstream has it; merges: it says that patches were put together,
	// and one of the package was written; configs: it made a package of configuration.
	upgrades, upstream, merges, configs bool
	// ends: it took the package's packaging out too; relocates is the repo that the
	// message says it went to.
	ends      bool
	relocates string
	merged    string // the patch that was written
}

var (
	upgradeWords  = regexp.MustCompile(`(?i)\b(up[- ]?(grade|version|rev|date)\w*\b.* (to|for|in support)\b|rebase\w*|re-base\w*|CentOS[ -]?(7|8)\.\d)`)
	upstreamWords = regexp.MustCompile(`(?i)\b(upstreamed|merged upstream|fixed upstream|(already|now) (in|included in|part of|fixed in|been merged|merged|integrated|available in))\b`)
	nowInAnother  = regexp.MustCompile(`(?i)\bnow in\b`)
	patchWords    = regexp.MustCompile(`(?i)(patch|\bfix(es)?\b|\bissue)`)
	sentenceEnd   = regexp.MustCompile(`\.\s|\n\s*[-*]\s|\n\n`)
	mergeWords    = regexp.MustCompile(`(?i)\b(merg|squash|combin|consolidat|roll(ed)?[- ]?up)\w*\b.{0,60}\bpatch`)
	relocateWords = regexp.MustCompile(`(?i)\b(?:relocat|mov)\w*\b.*\brepo(?:sitory)?\s+'?"?(?:starlingx/)?(?:stx-)?([\w-]+)`)
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
		if r, file := lastRemoval(o, now.Repo, path.Join(now.Path, strings.TrimPrefix(c.Path, was.Path))); r != nil {
			return m.read(c, now, file, r)
		}
	}
	r, file := lastRemoval(o, c.Repo, c.Path)
	if r == nil {
		return evidence{}
	}
	e := m.read(c, was, file, r)
	switch {
	case !e.ends:
	case now != nil && now.Repo != c.Repo:
		return evidence{} // that commit moved the package: it is not why the patch left
	case e.relocates != "" && m.packages.repos[e.relocates]:
		// It left the repo that it went to: below the same path, or one without the
		// folder that became the repo.
		_, shorter, _ := strings.Cut(c.Path, "/")
		for _, file := range []string{shorter, c.Path} {
			if r, _ := lastRemoval(o, e.relocates, file); r != nil {
				e.commit = &r.Commit
			}
		}
	}
	return e
}

// mostRenames bounds how often a patch is followed to another folder.
const mostRenames = 5

// lastRemoval finds the commit that took a file out, or, if it was renamed before, the
// one that took it out from there; and its path by then.
func lastRemoval(o Options, repo, file string) (last *Removal, path string) {
	for range mostRenames {
		r := o.Removed(repo, file)
		if r == nil || last != nil && r.ID == last.ID {
			break
		}
		last, path = r, file
		at := slices.IndexFunc(r.Files, func(f FileChange) bool { return f.From == file })
		if at < 0 {
			break
		}
		file = r.Files[at].Path
	}
	return last, path
}

// saysUpstream reports whether a sentence about patches says that upstream has them.
// That something "is now in" another package says nothing of its patches.
func saysUpstream(message string) bool {
	for _, sentence := range sentenceEnd.Split(message, -1) {
		sentence = strings.Join(strings.Fields(sentence), " ")
		if patchWords.MatchString(sentence) && upstreamWords.MatchString(sentence) && !nowInAnother.MatchString(sentence) {
			return true
		}
	}
	return false
}

// read takes the removal of a file apart; in is the package as it was there.
func (m *matching) read(c *carried, in *reports.Package, file string, r *Removal) evidence {
	message := trailer.ReplaceAllString(r.Message, "")
	e := evidence{commit: &r.Commit}
	folder := ""
	if in != nil {
		folder = folderOf(c, in, file)
	}
	config := configName(c.Package)
	removed, written := 0, ""
	for _, f := range apart(r.Files) {
		inside := folder != "" && strings.HasPrefix(f.Path, folder)
		base := path.Base(f.Path)
		isPatch := strings.HasSuffix(base, ".patch") || strings.HasSuffix(base, ".diff")
		switch {
		case isPatch && f.Kind == 'D' && inside:
			removed++
		case isPatch && inside && (written == "" || path.Dir(f.Path) == path.Dir(file)):
			written = f.Path
		case inside && f.Kind == 'D' && endsPackaging(base):
			e.ends = true
		case inside && base == "srpm_path": // the source package is another, or none
			e.upgrades = true
		case f.Kind == 'A' && slices.Contains(strings.Split(f.Path, "/"), config):
			e.configs = true
		}
	}
	subject, _, _ := strings.Cut(message, "\n")
	e.upgrades = e.upgrades || upgradeWords.MatchString(subject)
	e.upstream = removed <= fewRemoved && c.Kind != "meta" && saysUpstream(message)
	if name := relocateWords.FindStringSubmatch(subject); name != nil && e.ends {
		e.relocates = name[1]
	}
	if written != "" && mergeWords.MatchString(message) {
		e.merges, e.merged = true, written
	}
	return e
}

// apart takes renames for a file that went and one that came.
func apart(files []FileChange) []FileChange {
	var list []FileChange
	for _, f := range files {
		if f.From != "" {
			list = append(list, FileChange{Path: f.From, Kind: 'D'})
			f.Kind = 'A'
		}
		list = append(list, FileChange{Path: f.Path, Kind: f.Kind})
	}
	return list
}

// folderOf is the folder of the package that a patch was in when it was taken out: in
// is the package as a report has it, which may have been renamed since.
func folderOf(c *carried, in *reports.Package, file string) string {
	if was := strings.TrimPrefix(c.Path, in.Path); was != c.Path && strings.HasSuffix(file, was) {
		return strings.TrimSuffix(file, was) + "/"
	}
	return in.Path + "/"
}

// configName is the package of configuration that takes the place of one.
func configName(name string) string { return stem(name) + "-config" }

// endsPackaging reports whether a package is not built from there on without a file.
func endsPackaging(base string) bool {
	return base == "build_srpm.data" || base == "meta_data.yaml"
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
