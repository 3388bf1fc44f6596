package policy

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// unknownKey is what makes two unknowns one. Of a file it is the file, since
// lines and wording change with every edit; without a file it is what is said.
type unknownKey struct{ kind, repo, path, analyzer, pkg, message string }

func keyOfUnknown(u *finding.Unknown, renames map[string]string) unknownKey {
	k := unknownKey{kind: u.Kind, repo: u.Repo, path: validText(u.Path), analyzer: u.Analyzer}
	if to, ok := renames[k.path]; ok {
		k.path = to
	}
	if k.path == "" || u.Kind == finding.UnknownSource || u.Kind == finding.UnknownInput {
		k.pkg, k.message = u.Package, withoutNumbers(u.Message)
	}
	return k
}

// withoutNumbers keeps counts and dates in a message from making it another.
func withoutNumbers(text string) string {
	var b strings.Builder
	digits := false
	for _, r := range text {
		if r >= '0' && r <= '9' {
			if !digits {
				b.WriteByte('#')
			}
			digits = true
			continue
		}
		digits = false
		b.WriteRune(r)
	}
	return b.String()
}

// newUnknowns returns the unknowns that the base does not have. Of a file that
// has more of a kind than before, the last ones are new.
func newUnknowns(old, new []finding.Unknown, renames Renames) []finding.Unknown {
	known := map[unknownKey]int{}
	for i := range old {
		known[keyOfUnknown(&old[i], renames[old[i].Repo])]++
	}
	list := []finding.Unknown{}
	for i := range new {
		if new[i].Kind == finding.UnknownInput && new[i].Repo == "" {
			continue // what the scan was given, such as an index: no change of the code's
		}
		k := keyOfUnknown(&new[i], nil)
		if known[k] > 0 {
			known[k]--
			continue
		}
		list = append(list, new[i])
	}
	return list
}

// FileRef names a file of a repo.
type FileRef struct{ Repo, Path string }

// Hidden is a file whose known findings are gone because it can no longer be
// looked at, or not as before: they may all still be there.
type Hidden struct {
	FileRef
	// Findings counts the known ones that are gone.
	Findings int
	// Why is what keeps the file from being looked at.
	Why string
}

// hides reports whether an unknown of the kind keeps findings of its file from
// being seen.
func hides(kind string) bool {
	return kind == finding.UnknownUnreadable || kind == finding.UnknownUnparsed || kind == finding.UnknownAnalyzer
}

// veils is what keeps files from being looked at.
type veils struct {
	fresh   map[FileRef]string // by unknowns that the base does not have
	all     map[FileRef]string // by any unknown
	skipped map[FileRef]string
}

func newVeils(all, fresh []finding.Unknown, skipped map[FileRef]string) veils {
	return veils{fresh: veil(fresh), all: veil(all), skipped: skipped}
}

func veil(list []finding.Unknown) map[FileRef]string {
	files := map[FileRef]string{}
	for _, u := range list {
		if hides(u.Kind) && u.Path != "" {
			files[FileRef{u.Repo, validText(u.Path)}] = u.Message
		}
	}
	return files
}

// over says what lies over a file or over a folder that holds it. fresh is
// false for an unknown that the base has too.
func (v veils) over(at FileRef) (why string, fresh, ok bool) {
	for dir := at; dir.Path != "." && dir.Path != "/"; dir.Path = path.Dir(dir.Path) {
		if why, ok := v.fresh[dir]; ok {
			return why, true, true
		}
		if why, ok := v.all[dir]; ok {
			return why, false, true
		}
	}
	why, ok = v.skipped[at]
	return why, true, ok
}

// hidden returns the files with findings that are absent for what lies over
// them. An unknown that the base has too counts where it leaves nothing of
// what the base knew of the file: otherwise the file is looked at as before.
func hidden(old []finding.Finding, absent []int, v veils, renames Renames) []Hidden {
	all, gone := map[FileRef]int{}, map[FileRef]int{}
	at := func(f *finding.Finding) FileRef {
		ref := FileRef{f.Repo, validText(f.Path)}
		if to, ok := renames[f.Repo][ref.Path]; ok {
			ref.Path = to
		}
		return ref
	}
	for i := range old {
		all[at(&old[i])]++
	}
	for _, i := range absent {
		gone[at(&old[i])]++
	}
	list := []Hidden{}
	for ref, n := range gone {
		if why, fresh, ok := v.over(ref); ok && (fresh || n == all[ref]) {
			list = append(list, Hidden{ref, n, why})
		}
	}
	slices.SortFunc(list, func(a, b Hidden) int {
		return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Path, b.Path))
	})
	return list
}
