package policy

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// moves says of files that only the old of two reports has where they are in the
// new one, in whatever repo: StarlingX renames repos and splits them. A file has
// moved where the same content is in one place less and in one more, or where
// most of its findings stand in one file of its name that is new.
func moves(old, new *side) map[FileRef]FileRef {
	to := map[FileRef]FileRef{}
	before, after := old.listed(), new.listed()
	left, came := onlyIn(before, after), onlyIn(after, before)
	byContent(to, left, came)
	byFindings(to, left, came, old.report, new.report)
	return to
}

// listed maps the files of a report to their digests. Reports without files list
// those that have findings.
func (s *side) listed() map[FileRef]string {
	if len(s.files) > 0 {
		return s.files
	}
	files := map[FileRef]string{}
	for i := range s.report.Findings {
		files[fileOf(&s.report.Findings[i])] = ""
	}
	return files
}

// onlyIn are the files of a that b does not list.
func onlyIn(a, b map[FileRef]string) map[FileRef]string {
	only := map[FileRef]string{}
	for ref, digest := range a {
		if _, there := b[ref]; !there {
			only[ref] = digest
		}
	}
	return only
}

func fileOf(f *finding.Finding) FileRef { return FileRef{f.Repo, validText(f.Path)} }

// emptyBlob is git's id of no content.
const emptyBlob = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"

// byContent pairs files of the same content: those whose paths end most alike
// first.
func byContent(to map[FileRef]FileRef, left, came map[FileRef]string) {
	places := map[string][]FileRef{}
	for _, ref := range sortedFiles(came) {
		// Nothing is found in an empty file, and there are many.
		if digest := came[ref]; digest != "" && !strings.HasPrefix(emptyBlob, digest) {
			places[digest] = append(places[digest], ref)
		}
	}
	taken := map[FileRef]bool{}
	for _, from := range sortedFiles(left) {
		best, found := FileRef{}, false
		for _, ref := range places[left[from]] {
			if !taken[ref] && (!found || alike(from, ref) > alike(from, best)) {
				best, found = ref, true
			}
		}
		if found {
			to[from] = best
			taken[best] = true
		}
	}
	for from, ref := range to {
		delete(left, from)
		delete(came, ref)
	}
}

// byFindings pairs files of one name that share most findings of the one that has
// fewer.
func byFindings(to map[FileRef]FileRef, left, came map[FileRef]string, old, new *reports.Report) {
	before, after := matchKeys(old, left), matchKeys(new, came)
	named := map[string][]FileRef{}
	for _, ref := range sortedFiles(came) {
		if len(after[ref]) > 0 {
			named[path.Base(ref.Path)] = append(named[path.Base(ref.Path)], ref)
		}
	}
	taken := map[FileRef]bool{}
	for _, from := range sortedFiles(left) {
		best, most := FileRef{}, 0
		for _, ref := range named[path.Base(from.Path)] {
			n := shared(before[from], after[ref])
			if taken[ref] || 2*n < min(total(before[from]), total(after[ref])) {
				continue
			}
			if n > most || n == most && n > 0 && alike(from, ref) > alike(from, best) {
				best, most = ref, n
			}
		}
		if most > 0 {
			to[from] = best
			taken[best] = true
		}
	}
}

// matchKeys counts the findings of files by their match keys.
func matchKeys(r *reports.Report, files map[FileRef]string) map[FileRef]map[string]int {
	keys := map[FileRef]map[string]int{}
	for i := range r.Findings {
		ref := fileOf(&r.Findings[i])
		if _, ok := files[ref]; !ok {
			continue
		}
		if keys[ref] == nil {
			keys[ref] = map[string]int{}
		}
		keys[ref][r.Findings[i].MatchKey]++
	}
	return keys
}

func shared(a, b map[string]int) int {
	n := 0
	for key, count := range a {
		n += min(count, b[key])
	}
	return n
}

func total(counts map[string]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// alike counts the last parts of two paths that are the same.
func alike(a, b FileRef) int {
	x, y := strings.Split(a.Path, "/"), strings.Split(b.Path, "/")
	n := 0
	for n < len(x) && n < len(y) && x[len(x)-1-n] == y[len(y)-1-n] {
		n++
	}
	return n
}

func sortedFiles(files map[FileRef]string) []FileRef {
	list := make([]FileRef, 0, len(files))
	for ref := range files {
		list = append(list, ref)
	}
	return sortedRefs(list)
}

func sortedRefs(list []FileRef) []FileRef {
	slices.SortFunc(list, func(a, b FileRef) int {
		return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Path, b.Path))
	})
	return list
}
