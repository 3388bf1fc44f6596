package patches

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analyzers/patches/counterpart"
	"opendev.org/starlingx/stxscan/finding"
)

// ask is one thing that the patches of a package's packaging change in the end.
type ask struct {
	counterpart.Change
	what  finding.ChangeKind
	patch int // in the stack: the last that has to do with it
	// had is what was taken out first, so that what is only moved asks nothing.
	had      [2]string
	undone   bool
	undoneBy int    // the patch that took it out again
	source   string // that is installed
	from     string // the name of that source, where a patch brings it
	// earlier are patches that brought along what a later one changes, with what they did.
	earlier []earlier
	folder  bool // %dir said so
}

// earlier is what a patch did to something that a later one changes too.
type earlier struct {
	patch int
	text  string
}

// asking adds up what the patches of a stack do, one after the other.
type asking struct {
	name    string            // of the package, for %{name}
	sources map[string]string // the names of sources that patches bring, by their numbers
	list    []*ask
	at      map[string]*ask
}

// mostAsks bounds what is asked of one package.
const mostAsks = 2000

// asks are what the patches of the packaging that are applied change in the end.
func (s *stack) asks() []*ask {
	a := s.added()
	return slices.DeleteFunc(a.list, func(one *ask) bool { return one.undone || a.covered(one) || one.isPlainFolder() })
}

// added adds up the patches of the packaging that are applied.
func (s *stack) added() *asking {
	a := &asking{name: s.component, sources: map[string]string{}, at: map[string]*ask{}}
	for i, p := range s.list.Patches {
		if p.Kind != kindMeta || p.State != stateApplied || s.files[i].routine {
			continue
		}
		for _, e := range s.files[i].edits {
			a.edit(e, i)
		}
		for _, f := range s.files[i].beside {
			a.beside(f, i)
		}
	}
	for _, one := range a.list {
		if one.Of == counterpart.Unit {
			at := a.at["file /usr/lib/systemd/system/"+one.Name]
			one.Own = at != nil && at.Own && !at.undone
		}
	}
	a.renames()
	return a
}

// covered reports whether a pattern of what is packaged stands for files that are asked
// for by themselves.
func (a *asking) covered(one *ask) bool {
	return one.Of == counterpart.File && !one.Gone && strings.ContainsAny(one.Name, "*?") && slices.ContainsFunc(a.list, func(other *ask) bool {
		ok, err := path.Match(one.Name, other.Name)
		return other != one && other.Of == counterpart.File && ok && err == nil
	})
}

func (a *asking) expanded(text string) string {
	return strings.NewReplacer("%{name}", a.name, "%name", a.name, "%{?_isa}", "").Replace(text)
}

func (a *asking) edit(e edit, patch int) {
	name := a.expanded(e.name)
	one := ask{patch: patch}
	switch e.what {
	case editSource:
		if e.taken {
			delete(a.sources, e.name)
		} else {
			a.sources[e.name] = a.expanded(e.value)
		}
		return
	case editFlag:
		one.Change, one.what = counterpart.Change{Of: counterpart.Flag, Name: name, Value: e.value}, finding.ChangeBuildOptions
	case editBuildNeed:
		one.Change, one.what = counterpart.Change{Of: counterpart.BuildNeed, Name: name, Value: e.value}, finding.ChangeBuildRequires
	case editNeed:
		one.Change, one.what = counterpart.Change{Of: counterpart.Need, Name: name, Value: e.value}, finding.ChangeRequires
	case editInstall:
		name, from := a.installed(e, name)
		one.source, one.from = e.value, from
		one.Change, one.what = counterpart.Change{Of: counterpart.File, Name: name, Mode: e.mode, Own: from != ""}, finding.ChangeInstall
	case editMode, editPackaged:
		one.Change, one.what = counterpart.Change{Of: counterpart.File, Name: strings.TrimSuffix(name, "/"), Mode: e.mode}, finding.ChangeFiles
		one.folder = e.value == ofFolder
	case editChanged:
		if e.value == "" {
			return // a file beside, whose lines are asked for
		}
		one.Change, one.what = counterpart.Change{Of: counterpart.File, Name: name, Gone: true}, finding.ChangeInstall
	case editAccount:
		one.Change, one.what = counterpart.Change{Of: counterpart.Account, Name: name}, finding.ChangeAccounts
	case editUnit:
		one.Change, one.what = counterpart.Change{Of: counterpart.Unit, Name: name, Value: e.value}, finding.ChangeServices
	default:
		one.Change, one.what = counterpart.Change{Of: counterpart.Other, Name: e.name}, finding.ChangeKind(e.value)
	}
	a.put(one, e.taken)
}

// installed is where a source is put, and its name where patches bring that source along.
func (a *asking) installed(e edit, name string) (at, source string) {
	source, byName := strings.CutPrefix(e.value, "=")
	if !byName {
		source = a.sources[e.value]
	}
	if strings.HasSuffix(name, "/") || source != "" && path.Base(name) != source && isFolder.MatchString(name) {
		name = strings.TrimSuffix(name, "/") + "/" + cmp.Or(source, "Source"+e.value)
	}
	return name, source
}

// families name the subjects in keys.
var families = [...]string{"flag ", "build ", "need ", "file ", "unit ", "account ", "beside ", "other "}

// put takes up one thing that is done, or taken out again.
func (a *asking) put(one ask, taken bool) {
	key := families[one.Of] + one.Name
	if one.Of == counterpart.Other && taken {
		one.Gone = true
	}
	was := a.at[key]
	if was != nil && was.undone && was.undoneBy == one.patch {
		// The same patch takes it out in another place too, or puts it back.
		if was.undone = taken; taken || was.text() == one.text() && was.source == one.source {
			return
		}
	}
	if was == nil || was.undone {
		if len(a.list) == mostAsks {
			return
		}
		one.Gone = one.Gone || taken
		if taken {
			one.had = [2]string{one.Value, one.Mode}
		}
		kept := one
		a.at[key] = &kept
		a.list = append(a.list, &kept)
		return
	}
	switch {
	case taken && one.source != "" && was.source != "" && one.source != was.source:
		// What was there before is gone, and what took its place stays.
	case taken && !was.Gone:
		// What a patch before this one brought is gone, and was not there without it.
		if was.patch != one.patch {
			was.undone, was.undoneBy = true, one.patch
		}
	case taken:
		was.had[0], was.had[1] = cmp.Or(was.had[0], one.Value), cmp.Or(was.had[1], one.Mode)
	case was.Gone && !one.Gone && !one.Own && was.had == [2]string{one.Value, cmp.Or(one.Mode, was.had[1])}:
		was.undone, was.undoneBy = true, one.patch // it only moved
	case one.Of == counterpart.Unit && !was.Gone && moreThan(was.Value, one.Value):
		// What its removal does says less.
	case was.Gone == one.Gone && (one.Mode == "" || one.Mode == was.Mode) && (one.Value == "" || one.Value == was.Value) && (one.source == "" || one.source == was.source):
		// Said again, by a patch that does nothing new to it.
	default:
		if was.patch != one.patch && was.Own && !was.Gone {
			was.earlier = append(was.earlier, earlier{was.patch, was.leaf()})
		}
		was.Gone = one.Gone
		was.Value, was.Mode, was.Own = cmp.Or(one.Value, was.Value), cmp.Or(one.Mode, was.Mode), was.Own || one.Own
		was.source, was.from, was.folder = cmp.Or(one.source, was.source), cmp.Or(one.from, was.from), was.folder || one.folder
		was.patch = one.patch
		if one.Of == counterpart.Flag || one.Of == counterpart.Unit {
			was.Value = one.Value
		}
	}
}

// beside takes up the lines of a file beside the spec. What a later patch takes out is
// not asked for.
func (a *asking) beside(f besideFile, patch int) {
	if was := a.at["beside "+f.name]; was != nil {
		was.Added = slices.DeleteFunc(slices.Clone(was.Added), func(text string) bool { return slices.Contains(f.removed, text) })
		was.undone = len(was.Added)+len(was.Removed) == 0
	}
	if len(a.list) == mostAsks || len(f.added)+len(f.removed) == 0 {
		return
	}
	one := &ask{patch: patch, what: finding.ChangeBeside, Change: counterpart.Change{Of: counterpart.Beside, Name: f.name, Added: f.added, Removed: f.removed}}
	a.at["beside "+f.name] = one
	a.list = append(a.list, one)
}

// leaf is what is left of a patch, in words: with the file that it brings, where another
// is installed under that name.
func (k *ask) leaf() string {
	if k.Of == counterpart.File && k.Own && !k.Gone && k.from != "" && k.from != path.Base(k.Name) {
		return k.text() + " (StarlingX's " + k.from + ")"
	}
	return k.text()
}

// text is what is asked for, in words.
func (k *ask) text() string {
	verb := map[counterpart.Subject][2]string{
		counterpart.Flag: {"configure with ", "configure without "}, counterpart.BuildNeed: {"build with ", "build without "},
		counterpart.Need: {"need ", "do not need "}, counterpart.File: {"install ", "do not install "},
		counterpart.Account: {"create ", "do not create "}, counterpart.Other: {"", "without: "},
	}[k.Of]
	say := verb[0]
	if k.Gone {
		say = verb[1]
	}
	switch k.Of {
	case counterpart.Flag:
		return say + counterpart.Option{Key: k.Name, Value: k.Value}.Text()
	case counterpart.File:
		if k.Mode != "" && !k.Gone {
			return say + k.Name + " with mode " + k.Mode
		}
	case counterpart.Unit:
		if k.Gone {
			return "do not " + k.Value + " " + k.Name
		}
		return k.Value + " " + k.Name
	case counterpart.Need, counterpart.BuildNeed:
		if k.Value != "" {
			return say + k.Name + " " + k.Value
		}
	case counterpart.Beside:
		return fmt.Sprintf("%s: +%d -%d lines", k.Name, len(k.Added), len(k.Removed))
	}
	return say + k.Name
}
