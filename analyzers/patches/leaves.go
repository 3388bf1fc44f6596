package patches

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analyzers/patches/counterpart"
	"opendev.org/starlingx/stxscan/finding"
)

// The tags of patches of the packaging that take each other back, and leave nothing.
const (
	tagUndone = "undone" // a later patch of the stack takes out all that it does
	tagUndoes = "undoes" // it only takes out what earlier ones did
)

// leaves says of each patch of the packaging what is left of it for packaging that is
// not CentOS's, when all patches of the stack are applied. One of which nothing is
// left is as routine as one that only names the others.
func (s *stack) leaves() {
	s.spent = map[int]bool{}
	all := s.added()
	left, brought, took := make([][]string, len(s.files)), make([]bool, len(s.files)), make([]bool, len(s.files))
	list := slices.Clone(all.list)
	slices.SortStableFunc(list, func(a, b *ask) int { return cmp.Compare(telling(a), telling(b)) })
	for _, one := range list {
		switch {
		case one.undone && one.undoneBy != one.patch:
			brought[one.patch], took[one.undoneBy] = true, true
		case one.undone || all.covered(one) || all.ownsFolder(one) || one.ofRPM():
		default:
			for _, e := range one.earlier {
				left[e.patch] = append(left[e.patch], strings.ToValidUTF8(e.text, ""))
			}
			left[one.patch] = append(left[one.patch], strings.ToValidUTF8(one.leaf(), ""))
		}
	}
	for i := range s.list.Patches {
		p := &s.list.Patches[i]
		if p.Kind != kindMeta || p.State != stateApplied || s.files[i].routine || p.Inert() != "" {
			continue
		}
		p.Leaves = left[i]
		if len(left[i]) > 0 || s.files[i].beyond {
			continue
		}
		s.spent[i] = true
		switch {
		case len(s.files[i].names) > 0: // it adds patches too
		case brought[i]:
			p.Tags = append(p.Tags, tagUndone)
		case took[i]:
			p.Tags = append(p.Tags, tagUndoes)
		}
		slices.Sort(p.Tags)
	}
}

// telling orders what is left of a patch: lines that are none of what is known say
// less, and the least those that set a macro or are taken out.
func telling(k *ask) int {
	switch {
	case k.Of != counterpart.Other:
		return 0
	case k.Gone || strings.HasPrefix(strings.TrimSpace(k.Name), "%"):
		return 2
	}
	return 1
}

// ofRPM reports whether what is changed is of no concern to other packaging: what CentOS
// calls its packages, and which it has to build with; macros of rpmbuild.
func (k *ask) ofRPM() bool {
	switch k.Of {
	case counterpart.BuildNeed:
		return true
	case counterpart.Need:
		return !k.Gone && k.had[0] != "" || strings.Contains(k.Value, "%{") // another version of the same, or of its own
	case counterpart.File:
		return k.isPlainFolder()
	case counterpart.Other:
		return rpmLine.MatchString(k.Name) || prose.MatchString(k.Name)
	}
	return false
}

// isPlainFolder reports whether a folder gets the mode that folders have anyway.
func (k *ask) isPlainFolder() bool {
	return k.folder && !k.Gone && strings.TrimLeft(k.Mode, "0") == "755"
}

// rpmLine finds lines that rpmbuild and the dependencies of RPMs alone are about.
var rpmLine = regexp.MustCompile(`^\s*(?:%(?:define|global|undefine)\s+(?:debug_package|debuginfo\w*|_*debug_install_post|_*os_install_post|finddebugroot|dip|bt_ext|` +
	`\w*ver(?:sion)?|\w*release)\b|git\s+(?:init|config|add|commit|am)\b|(?:\w+=\S+\s+)*sphinx-build\b|export\s+PYTHONPATH=|(?i:Provides|Obsoletes|Suggests|Conflicts)\s*(?:\([^)]*\))?\s*:)`)

// prose finds the text of a description.
var prose = regexp.MustCompile(`^[A-Z][a-z]+(?: (?:[\w/-]+|%\{\w+\}))+\.?$`)

// ownsFolder reports whether a folder is taken out of what is packaged and what is in it
// put there, or the other way round: which RPM owns a folder.
func (a *asking) ownsFolder(one *ask) bool {
	if one.Of != counterpart.File || one.Own || one.Mode != "" {
		return false
	}
	return slices.ContainsFunc(a.list, func(other *ask) bool {
		return other.Of == counterpart.File && other.Gone != one.Gone && other.patch == one.patch && (within(one.Name, other.Name) || within(other.Name, one.Name))
	})
}

// within reports whether a name with a pattern in its last part is in a folder.
func within(name, folder string) bool {
	rest, ok := strings.CutPrefix(name, folder+"/")
	return ok && strings.ContainsAny(rest, "*?") && !strings.Contains(rest, "/")
}

// renames gives up needs that are only called otherwise: python2-x is python-x.
func (a *asking) renames() {
	for _, one := range a.list {
		if one.Of != counterpart.Need || !one.Gone || one.undone {
			continue
		}
		for _, other := range a.list {
			if other.Of == counterpart.Need && !other.Gone && !other.undone && other.patch == one.patch && pythonName(other.Name) == pythonName(one.Name) {
				one.undone, one.undoneBy, other.undone, other.undoneBy = true, one.patch, true, one.patch
			}
		}
	}
}

func pythonName(name string) string {
	for _, prefix := range []string{"python2-", "python3-", "python-"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return "python-" + rest
		}
	}
	return name
}

// findBeyond reports whether a patch does something to packaging that its edits do not
// hold: parts of the package, scriptlets, folders that nothing of it is put in, or a
// file that is not the spec.
func (e *specEdit) findBeyond(lines []change) bool {
	return slices.ContainsFunc(lines, func(l change) bool {
		switch kindOfLine(l.text) {
		case finding.ChangeStructure:
			return !conditional.MatchString(l.text)
		case finding.ChangeInstall:
			return l.op == '+' && e.emptyFolder(l.text)
		case finding.ChangeServices:
			return strings.Contains(l.text, "restart")
		}
		return false
	})
}

// conditional finds lines that say which others are read, and what begins a section
// that every spec has.
var conditional = regexp.MustCompile(`^\s*%(?:if\w*|el\w+|endif|setup|prep|build|install|check|clean|changelog)\b`)

// emptyFolder reports whether a command makes a folder that no edit puts something in,
// or where cannot be told.
func (e *specEdit) emptyFolder(text string) bool {
	r := specReader{specEdit: e}
	words := r.words(text)
	at := strings.TrimSuffix(place(words[len(words)-1]), "/")
	return makesFolder(words) && !slices.ContainsFunc(e.edits, func(one edit) bool {
		return strings.HasPrefix(one.name, at+"/") || one.name == at
	})
}
