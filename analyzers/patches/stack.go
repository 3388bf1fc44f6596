package patches

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// The kinds of patches, by where they act.
const (
	kindMeta   = "meta"   // edits the packaging of a source RPM
	kindSource = "source" // applied by the packaging
	kindFiles  = "files"  // lies among the files that are copied
	kindLoose  = "loose"  // elsewhere in the package
)

var kindOrder = []string{kindMeta, kindSource, kindFiles, kindLoose}

// The states of patches.
const (
	stateApplied  = "applied"  // something that the build reads names it
	stateUnlisted = "unlisted" // a meta patch that PATCH_ORDER leaves out
	stateDead     = "dead"     // nothing names it
)

// kindOf says where a patch acts, by its place in the package.
func kindOf(p *workspace.Package, file string) string {
	rest := strings.TrimPrefix(strings.TrimPrefix(file, p.Path), "/")
	parts := strings.Split(path.Dir(rest), "/")
	packaging := false
	for _, part := range parts {
		switch {
		case part == "meta_patches" || part == "deb_patches":
			return kindMeta
		case slices.Contains(p.Packaging, part):
			packaging = true
		case !packaging:
		case part == "patches":
			return kindSource
		case part == "files":
			return kindFiles
		}
	}
	return kindLoose
}

// classOf says what is patched, by the repo and the path: StarlingX keeps the
// kernel and OpenStack in folders of their own.
func classOf(repo, file string) finding.StackClass {
	full := "/" + file + "/"
	switch {
	case repo == "kernel" || strings.Contains(full, "/kernel/"):
		return finding.StackKernel
	case strings.Contains(full, "/puppet-modules/openstack/") && !strings.Contains(full, "/puppet-memcached"): // that is saz's
		return finding.StackPuppetOpenStack
	case repo == "upstream" || strings.Contains(full, "/openstack/") && !strings.Contains(full, "/puppet-memcached"):
		return finding.StackOpenStack
	}
	return finding.StackCentOS
}

// isDebian reports whether a patch belongs to Debian packaging, which the
// package has beside that of CentOS, or instead.
func isDebian(p *workspace.Package, file string) bool {
	rest := strings.TrimPrefix(strings.TrimPrefix(file, p.Path), "/")
	return slices.Contains(strings.Split(path.Dir(rest), "/"), "debian")
}

// stack is a package's patches with what is kept of them.
type stack struct {
	pkg    *workspace.Package
	list   finding.PatchStack
	files  []*patchFile // by the places of list.Patches
	roles  []finding.Role
	strips []strip      // with which they are applied
	spent  map[int]bool // of which nothing is left but RPM's, see leaves
	// missing are the names that no file of the package answers to.
	missing []named
	// unmet are the patches that a spec names, or a meta patch adds to one,
	// and that no file of the package answers to; the source RPM may have them.
	unmet []named
	// component is what the source package is called, versions which version of
	// it the targets have.
	component string
	versions  map[string]string
	// partial are the versions of targets whose source of the name builds parts of it alone.
	partial map[string]string
	// as says of targets which package they have for it, where that is another one.
	as map[string]string
	// presence is what the targets that have an index have for it.
	presence map[string]finding.Presence
}

// parts is what Map kept of one package's files.
type parts struct {
	patches map[string]analysis.Kept
	specs   []analysis.Kept
	orders  []analysis.Kept
	// taken are the patches that a spec names as StarlingX took it over, where a
	// copy of that is kept: they are of whoever made the source RPM.
	taken []named
	// debver is of the meta_data.yaml that comes first: all, bullseye, trixie.
	debver, debverIn string
}

// buildStack puts a package's patches in order.
func buildStack(p *workspace.Package, k *parts) *stack {
	s := &stack{pkg: p, list: finding.PatchStack{Package: p.Name, Repo: p.Repo.ID}}
	metaOrder := k.metaOrder(p)
	byMeta := newMatcher(metaOrder)
	sourceOrder, shipped := k.sourceOrder(p, byMeta)
	bySource := newMatcher(sourceOrder)
	used, isCopied, taken := map[string]bool{}, p.Copies, newMatcher(k.taken)
	for _, file := range sortedKeys(k.patches) {
		kept := k.patches[file]
		data, _ := kept.Data.(*patchFile)
		one := finding.StackPatch{
			Path: file, Kind: kindOf(p, file), State: stateDead, Tags: data.tags, Subject: data.subject, Cites: data.cites,
			Date: data.date, Files: data.files, Added: data.added, Removed: data.removed, Changes: data.changes, Identity: data.identity,
		}
		one.Tags = slices.Clone(one.Tags) // the file's are shared
		if isCopied(file) {
			one.Tags = append(one.Tags, tagCopied)
		}
		if taken.find(file) >= 0 {
			one.Tags = append(one.Tags, tagTaken)
		}
		slices.Sort(one.Tags)
		by, level := bySource, strip{}
		if one.Kind == kindMeta {
			by, one.State = byMeta, stateUnlisted
		}
		if at := by.find(file); at >= 0 {
			one.State, one.Order = stateApplied, at+1
			level = by.names[at].strip
			used[by.names[at].pattern] = true
		}
		s.list.Class = cmp.Or(s.list.Class, classOf(p.Repo.ID, file))
		s.list.Patches = append(s.list.Patches, one)
		s.files = append(s.files, data)
		s.strips = append(s.strips, level)
		s.roles = append(s.roles, kept.Role)
	}
	s.twins(isCopied)
	s.mends()
	bases := k.bases(p)
	s.missing = unanswered(metaOrder, bases, used)
	for _, n := range unanswered(sourceOrder, bases, used) {
		if isPatchName(n.pattern) && !shipped[n.pattern] && kindOf(p, n.path) != kindSource {
			s.unmet = append(s.unmet, n)
		}
	}
	s.order()
	s.component, s.list.Base = k.sourcePackage(p), k.base(p)
	s.leaves()
	s.list.Kinds = s.kinds()
	if u := rules.UpstreamOf(path.Base(p.Path)); u != nil {
		s.list.Upstream = u.Repository
	}
	if slices.Contains(s.list.Kinds, kindConfigurationOnly) {
		s.list.Overlay = s.overlayOf(k.component(p))
	}
	return s
}

// mends hands on to a patch what the one that puts it into the spec says of CentOS: that
// it is for what CentOS patched.
func (s *stack) mends() {
	for i, file := range s.files {
		if p := s.list.Patches[i]; p.Kind != kindMeta || p.State != stateApplied || !slices.Contains(p.Tags, tagCentOS) {
			continue
		}
		by := newMatcher(file.names)
		for j := range s.list.Patches {
			p := &s.list.Patches[j]
			if p.Kind != kindMeta && by.find(p.Path) >= 0 && !slices.Contains(p.Tags, tagCentOS) {
				p.Tags = append(p.Tags, tagCentOS)
				slices.Sort(p.Tags)
			}
		}
	}
}

// twins gives up patches that lie beside one of the same name in the folder that the
// build takes patches from, and that COPY_LIST does not name: a name stands for one
// file.
func (s *stack) twins(isCopied func(string) bool) {
	taken := map[string]bool{}
	for _, p := range s.list.Patches {
		if p.Kind == kindSource && p.State == stateApplied {
			taken[path.Base(p.Path)] = true
		}
	}
	for i := range s.list.Patches {
		p := &s.list.Patches[i]
		if taken[path.Base(p.Path)] && (p.Kind == kindFiles || p.Kind == kindLoose) && !isCopied(p.Path) {
			p.State, p.Order = stateDead, 0
		}
	}
}

// sourcePackage returns what targets may call the source package: what Debian's
// packaging says, where there is no other.
func (k *parts) sourcePackage(p *workspace.Package) string {
	if name := p.Data["debname"]; name != "" && p.SRPM == "" && len(k.specs) == 0 {
		return name
	}
	return k.component(p)
}

// metaOrder returns what PATCH_ORDER and its like name.
func (k *parts) metaOrder(p *workspace.Package) []named {
	var names []named
	for _, kept := range k.orders {
		if path.Base(kept.Path) == "PATCH_ORDER" || kindOf(p, kept.Path) == kindMeta {
			names = append(names, kept.Data.(*orderFile).names...)
		}
	}
	return names
}

// sourceOrder returns what lists of the packaging and specs name as source
// patches, in its order. The spec of a source RPM is not in the tree: what is
// known of it is what meta patches add and take out, one after the other. A
// meta patch that nothing applies adds nothing. shipped are the names that the
// source RPM had.
func (k *parts) sourceOrder(p *workspace.Package, byMeta *matcher) (names []named, shipped map[string]bool) {
	var lists []named
	for _, kept := range k.orders {
		isMeta := path.Base(kept.Path) == "PATCH_ORDER" || kindOf(p, kept.Path) == kindMeta
		if !isMeta && kept.Language == workspace.PatchOrder {
			lists = append(lists, kept.Data.(*orderFile).names...)
		}
	}
	t := newTags()
	for _, kept := range k.specs {
		t.add(kept.Data.(*specFile).names)
	}
	inSpec := len(t.names)
	for _, file := range k.editors(p, byMeta) {
		data := k.patches[file].Data.(*patchFile)
		t.edit(data.names)
		t.places.edit(data.uses)
		t.strips.edit(data.uses)
	}
	return append(lists, t.left(inSpec)...), t.shipped
}

// editors returns the patches that edit a spec, in the order in which they are
// applied.
func (k *parts) editors(p *workspace.Package, byMeta *matcher) []string {
	type editor struct {
		file string
		at   int
	}
	var list []editor
	for _, file := range sortedKeys(k.patches) {
		if data := k.patches[file].Data.(*patchFile); len(data.names)+len(data.uses.hunks) == 0 {
			continue
		}
		at := len(byMeta.names) // other patches come after those of the packaging
		if kindOf(p, file) == kindMeta {
			if at = byMeta.find(file); at < 0 {
				continue
			}
		}
		list = append(list, editor{file, at})
	}
	slices.SortStableFunc(list, func(a, b editor) int { return cmp.Compare(a.at, b.at) })
	files := make([]string, len(list))
	for i, e := range list {
		files[i] = e.file
	}
	return files
}

// bases returns the names of the package's patches, also of those that were
// too large to be read.
func (k *parts) bases(p *workspace.Package) map[string]bool {
	bases := map[string]bool{}
	for file := range k.patches {
		bases[path.Base(file)] = true
	}
	for _, file := range p.Patches {
		bases[path.Base(file)] = true
	}
	return bases
}

// isPatchName tells the name of a patch from what else a Patch tag may hold.
func isPatchName(name string) bool {
	return strings.HasSuffix(name, ".patch") || strings.HasSuffix(name, ".diff")
}

// unanswered returns the names that no patch of the package fits, each once.
func unanswered(names []named, bases, used map[string]bool) []named {
	var list []named
	for _, n := range names {
		name, isLiteral := literal(n.pattern)
		if !isLiteral || bases[name] || used[n.pattern] {
			continue
		}
		used[n.pattern] = true
		list = append(list, n)
	}
	return list
}

// order sorts the patches as they are applied: by kind, and in it by order;
// what nothing applies comes last in its kind.
func (s *stack) order() {
	places := make([]int, len(s.files))
	for i := range places {
		places[i] = i
	}
	last := func(order int) int {
		if order == 0 {
			return 1
		}
		return 0
	}
	slices.SortFunc(places, func(i, j int) int {
		a, b := s.list.Patches[i], s.list.Patches[j]
		return cmp.Or(cmp.Compare(slices.Index(kindOrder, a.Kind), slices.Index(kindOrder, b.Kind)),
			cmp.Compare(last(a.Order), last(b.Order)), cmp.Compare(a.Order, b.Order), cmp.Compare(a.Path, b.Path))
	})
	patches, files, roles := make([]finding.StackPatch, len(places)), make([]*patchFile, len(places)), make([]finding.Role, len(places))
	levels := make([]strip, len(places))
	counts := map[string]int{}
	for to, from := range places {
		patches[to], files[to], roles[to], levels[to] = s.list.Patches[from], s.files[from], s.roles[from], s.strips[from]
		if patches[to].Order > 0 {
			counts[patches[to].Kind]++
			patches[to].Order = counts[patches[to].Kind]
		}
	}
	s.list.Patches, s.files, s.roles, s.strips = patches, files, roles, levels
}

// isRoutine reports whether a patch does nothing but what every source RPM of
// StarlingX needs: the build's version, and the list of the other patches; or nothing
// is left of it when all are applied.
func (s *stack) isRoutine(i int) bool {
	return s.list.Patches[i].Kind == kindMeta && (s.files[i].routine || s.spent[i])
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
