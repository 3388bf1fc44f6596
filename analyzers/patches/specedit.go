package patches

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// Bounds of what is kept of a patch of packaging.
const (
	mostDetails = 5    // lines of each kind that are shown
	mostDetail  = 100  // bytes of such a line
	mostPlaces  = 2000 // edits of one patch; the largest spec of StarlingX installs 300 files
)

// specEdit is what a patch changes in packaging.
type specEdit struct {
	changes []finding.PatchChange
	// configures is set if a package of configuration can do what the patch does
	// to the spec, and there is something that it does.
	configures bool
	edits      []edit
	// beyond is set if the patch does something to the spec that no edit holds.
	beyond bool
	// beside are the files beside the spec whose lines change.
	beside []besideFile
}

// besideFile is what changes in a file beside a spec.
type besideFile struct {
	name           string
	added, removed []string
}

// edit is one thing that a patch does to what is installed. taken says that it
// takes out what was done before.
type edit struct {
	what  editKind
	taken bool
	// name is a source's number, the path of a file, an account or a unit; value
	// is the source's name, what is installed there, or what is done with a unit.
	name, value, mode string
}

type editKind byte

const (
	editSource  editKind = iota // a numbered source of the spec
	editInstall                 // a file that is put in place
	editMode                    // the mode of a file
	editChanged                 // a file of the source that is changed
	editAccount
	editUnit
	editPackaged  // a path of a list of what is packaged
	editFlag      // an option of configure and its like
	editBuildNeed // a package that the build needs
	editNeed      // a package that the package needs
	editOther     // a line that is none of these
)

// readEdit reads what a patch does to packaging, and to configuration in
// whatever it is applied to.
func readEdit(src []byte, p *patch.File) *specEdit {
	e, specs, acts := &specEdit{}, true, false
	byKind := map[finding.ChangeKind]*finding.PatchChange{}
	for i := range p.Files {
		d := &p.Files[i]
		switch {
		case isSpecFile(d.Path()):
			lines := changesOf(src, d)
			count(byKind, lines)
			if strings.HasSuffix(d.Path(), ".macros") {
				lines = unbroken(lines)
			}
			can, does := e.spec(lines)
			specs = specs && can && !strings.HasSuffix(d.Path(), ".macros")
			acts = acts || does
			e.beyond = e.beyond || e.findBeyond(lines)
		default:
			if strings.HasPrefix(d.Path(), "SOURCES/") {
				beside(byKind, src, d)
				e.keepBeside(src, d)
			}
			e.file(src, d)
			e.beyond = e.beyond || !strings.HasPrefix(d.Path(), "SOURCES/") || d.Binary || isPatchName(d.Path())
		}
	}
	for _, kind := range finding.ChangeKinds {
		if c := byKind[kind]; c != nil {
			e.changes = append(e.changes, *c)
		}
	}
	e.beyond = e.beyond || isDamaged(p)
	e.configures = specs && acts && !isDamaged(p)
	return e
}

// count adds the lines of a spec up by kind.
func count(byKind map[finding.ChangeKind]*finding.PatchChange, lines []change) {
	for _, l := range lines {
		kind := kindOfLine(l.text)
		if kind == "" {
			continue
		}
		c := byKind[kind]
		if c == nil {
			c = &finding.PatchChange{What: kind}
			byKind[kind] = c
		}
		if l.op == '+' {
			c.Added++
		} else {
			c.Removed++
		}
		if len(c.Detail) < mostDetails {
			c.Detail = append(c.Detail, string(l.op)+shown(l.text))
		}
	}
}

// beside adds a file beside the spec up.
func beside(byKind map[finding.ChangeKind]*finding.PatchChange, src []byte, d *patch.FileDiff) {
	c := byKind[finding.ChangeBeside]
	if c == nil {
		c = &finding.PatchChange{What: finding.ChangeBeside}
		byKind[finding.ChangeBeside] = c
	}
	for _, l := range changesOf(src, d) {
		if l.op == '+' {
			c.Added++
		} else {
			c.Removed++
		}
	}
	if len(c.Detail) < mostDetails {
		c.Detail = append(c.Detail, shown(path.Base(d.Path())))
	}
}

// keepBeside keeps the lines that change in a file beside the spec. What is a patch
// itself is compared as one.
func (e *specEdit) keepBeside(src []byte, d *patch.FileDiff) {
	const most = 200
	if isPatchName(d.Path()) || len(e.beside) == most {
		return
	}
	f := besideFile{name: path.Base(d.Path())}
	for _, l := range changesOf(src, d) {
		switch {
		case strings.TrimSpace(l.text) == "" || len(f.added)+len(f.removed) == most:
		case l.op == '+':
			f.added = append(f.added, l.text)
		default:
			f.removed = append(f.removed, l.text)
		}
	}
	e.beside = append(e.beside, f)
}

// shown is a line as a summary shows it.
func shown(text string) string {
	text = strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "")
	if len(text) > mostDetail {
		text = strings.ToValidUTF8(text[:mostDetail-3], "") + "..."
	}
	return text
}

func (e *specEdit) add(what editKind, op byte, name, value, mode string) {
	if len(e.edits) < mostPlaces && name != "" {
		e.edits = append(e.edits, edit{what, op == '-', name, value, mode})
	}
}

// file reads what a patch does to a configuration file that is there already.
func (e *specEdit) file(src []byte, d *patch.FileDiff) {
	if !isConfiguration(src, d) {
		return
	}
	e.add(editChanged, '+', placeOf(d.Path()), "", "")
	if base := path.Base(d.Path()); base != "passwd" && base != "group" {
		return
	}
	had := map[string]bool{}
	for _, l := range changesOf(src, d) {
		name, rest, ok := strings.Cut(l.text, ":")
		if !ok || strings.ContainsAny(name, " \t#") {
			continue
		}
		_, ids, _ := strings.Cut(rest, ":")
		id, _, _ := strings.Cut(ids, ":")
		account := path.Base(d.Path()) + " " + name + " " + id
		if l.op == '-' {
			had[account] = true
		} else if !had[account] {
			e.add(editAccount, l.op, account, "", "")
		}
	}
}

// spec reads the changed lines of a spec, and reports whether a package of
// configuration can do all of them, and whether they do anything.
func (e *specEdit) spec(lines []change) (can, does bool) {
	r := specReader{specEdit: e, variables: map[string]string{}, installed: map[string]bool{}}
	lines = unforced(unsped(lines))
	can = true
	for _, op := range []byte{'-', '+'} { // what only moves is there in the end
		for _, text := range joined(lines, op) {
			before := len(e.edits)
			r.line(op, text)
			r.packaging(op, text, len(e.edits) > before)
		}
	}
	for _, op := range []byte{'-', '+'} {
		for _, text := range joined(lines, op) {
			can, does = can && r.can(text), does || r.does(text)
		}
	}
	return can, does
}

var jobs = regexp.MustCompile(`\s*-j\s*(?:"?%\(nproc\)"?|%\{?\??_smp_mflags\}?|\d+)|\s*%\{?\??_smp_mflags\}?`)

// unsped leaves out the calls of make that differ in nothing but the number of
// jobs: how fast a build is does not matter elsewhere.
func unsped(lines []change) []change {
	same := map[string]int{}
	key := func(text string) string { return squeezed(jobs.ReplaceAllString(text, "")) }
	isMake := func(text string) bool {
		return jobs.MatchString(text) || strings.HasPrefix(strings.TrimSpace(text), "make")
	}
	for _, l := range lines {
		if l.op == '-' && isMake(l.text) {
			same[key(l.text)]++
		}
	}
	pairs := map[string]int{}
	for _, l := range lines {
		if k := key(l.text); l.op == '+' && isMake(l.text) && pairs[k] < same[k] {
			pairs[k]++
		}
	}
	left := map[byte]map[string]int{'-': {}, '+': {}}
	return slices.DeleteFunc(slices.Clone(lines), func(l change) bool {
		k := key(l.text)
		if !isMake(l.text) || left[l.op][k] >= pairs[k] {
			return false
		}
		left[l.op][k]++
		return true
	})
}

var force = regexp.MustCompile(`\s-(?:f|p|v|rf|fr|pv)\b`)

// unforced leaves out commands that only get, or lose, an option that changes nothing in
// the end: rm -f for rm.
func unforced(lines []change) []change {
	key := func(text string) string { return squeezed(force.ReplaceAllString(text, "")) }
	count := map[byte]map[string]int{'-': {}, '+': {}}
	for _, l := range lines {
		count[l.op][key(l.text)]++
	}
	left := map[byte]map[string]int{'-': {}, '+': {}}
	return slices.DeleteFunc(slices.Clone(lines), func(l change) bool {
		k := key(l.text)
		both := min(count['-'][k], count['+'][k])
		left[l.op][k]++
		return kindOfLine(l.text) == finding.ChangeInstall && left[l.op][k] <= both
	})
}

// unbroken takes off the \ with which the lines of a long macro end: each is a line of
// what the macro stands for.
func unbroken(lines []change) []change {
	list := slices.Clone(lines)
	for i := range list {
		list[i].text = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(list[i].text, " \t"), `\`), " \t")
	}
	return list
}

// joined returns the lines of one sign, those that end in \ with their next.
func joined(lines []change, op byte) []string {
	var list []string
	open := false
	for _, l := range lines {
		if l.op != op {
			continue
		}
		text := strings.TrimRight(l.text, " \t")
		cut, more := strings.CutSuffix(text, `\`)
		if open {
			list[len(list)-1] += " " + cut
		} else {
			list = append(list, cut)
		}
		open = more
	}
	return list
}
