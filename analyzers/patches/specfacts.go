package patches

import (
	"fmt"
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/analyzers/patches/counterpart"
)

// addSpec adds what a target's spec says, which the reader of changed lines reads as if
// all of it were added.
func addSpec(f *counterpart.Facts, name string, src []byte) {
	stem := strings.TrimSuffix(path.Base(name), ".spec")
	e := &specEdit{}
	r := specReader{specEdit: e, variables: map[string]string{}, installed: map[string]bool{}}
	n, start, held := 0, 0, ""
	for text := range strings.Lines(string(src)) {
		n++
		text = strings.TrimRight(text, "\r\n \t")
		if strings.HasPrefix(text, "%changelog") {
			break
		}
		at := fmt.Sprintf("%s:%d", name, n)
		f.AddFlags(at, text, false)
		cut, more := strings.CutSuffix(text, `\`)
		if held == "" {
			start = n
		}
		if held += " " + cut; more {
			continue
		}
		e.edits = e.edits[:0]
		line := strings.TrimPrefix(held, " ")
		held = ""
		r.line('+', line)
		r.packaging('+', line, len(e.edits) > 0)
		for _, one := range e.edits {
			addFact(f, one, stem, fmt.Sprintf("%s:%d", name, start))
		}
	}
	// Every file of a package is listed.
	f.Complete = f.Complete || len(f.Files) > 0
}

func addFact(f *counterpart.Facts, e edit, stem, at string) {
	name := strings.NewReplacer("%{name}", stem, "%name", stem, "%{?_isa}", "").Replace(e.name)
	note := func(m map[string]string) {
		if m[name] == "" {
			m[name] = at
		}
	}
	switch e.what {
	case editInstall, editMode, editPackaged:
		f.Install(at, strings.TrimSuffix(name, "/"), e.mode)
	case editBuildNeed:
		note(f.BuildNeeds)
	case editNeed:
		note(f.Needs)
	case editAccount:
		note(f.Accounts)
	case editUnit:
		f.Units[name] = counterpart.UnitUse{Enabled: e.value == "enable" || e.value == "preset", At: at}
	}
}
