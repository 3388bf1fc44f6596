// Package patches lists what StarlingX patches: every package's stack of
// patches in the order in which they are applied, what each acts on, whether
// anything applies it at all, and which release of OpenStack its components
// are of.
//
// Two kinds of patches are easily taken for one another. A patch of kind meta
// edits the packaging of a source RPM, most often its spec file, and means
// nothing where packages are no RPMs; a patch of kind source changes the
// program, and has to be carried over or dropped on every target.
package patches

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/patch"
	"opendev.org/starlingx/stxscan/syntax/spec"
	"opendev.org/starlingx/stxscan/workspace"
)

// Analyzer is the analyzer of this package.
var Analyzer = &analysis.Analyzer{
	Name:    "patches",
	Doc:     "the patches that packages carry: order, kind, class, and the OpenStack release beneath",
	Version: 6,
	Wants: func(f *analysis.File) bool {
		switch f.Language {
		case workspace.Patch, workspace.Spec, workspace.PatchOrder, workspace.SRPMPath:
			return true
		}
		return path.Base(f.Path) == "meta_data.yaml"
	},
	New:    newMap,
	Reduce: reduce,
}

func newMap(list []*rules.Rule) (analysis.Map, error) {
	for _, r := range list {
		if !codes[r.Match.Code] {
			return nil, fmt.Errorf("%s: rule %s: patches has no detector %q", r.File, r.ID, r.Match.Code)
		}
	}
	return keep, nil
}

// codes are the detectors that rules may name.
var codes = map[string]bool{
	"source-patch": true, "openstack-patch": true, "kernel-patch": true, "packaging-patch": true,
	"versioning-patch": true, "configuration-patch": true, "inert-patch": true, "debug-patch": true, "unapplied-patch": true, "malformed-patch": true, "missing-patch": true,
	"openstack-release": true,
}

// patchFile is what is kept of a patch.
type patchFile struct {
	src                   []byte // for comparing it with upstream's history
	subject, date, cites  string
	files, added, removed int
	tags                  []string
	names                 []named // the patches that it adds to a spec, or takes out
	uses                  useEdit
	first                 string // its first line
	malformed             *patch.Error
	malformedText         string // the line where it is
	specOnly              bool
	routine               bool // every line is routine
	changes               []finding.PatchChange
	edits                 []edit
	beyond                bool // it does more to packaging than its edits hold
	beside                []besideFile
	identity              *finding.PatchIdentity
}

// specFile is what is kept of a spec.
type specFile struct {
	name, version string
	line          int // of the version
	text          string
	names         []named
}

// orderFile is what is kept of a list of patches, or of srpm_path.
type orderFile struct{ names []named }

// metaFile is what is kept of a meta_data.yaml: the version of the Debian package.
// Where the file names no source, as where the archive's is taken, nothing else
// has it.
type metaFile struct{ version string }

var debianVersion = regexp.MustCompile(`(?m)^debver:[ \t]*["']?([0-9][\w.+:~-]{0,99})`)

// keep is the analyzer's Map.
func keep(pass *analysis.Pass) error {
	f := pass.File
	if path.Base(f.Path) == "meta_data.yaml" {
		if m := debianVersion.FindSubmatch(f.Src); m != nil {
			pass.Keep(&metaFile{version: string(m[1])})
		}
		return nil
	}
	switch f.Language {
	case workspace.Patch:
		pass.Keep(readPatch(f))
	case workspace.Spec:
		pass.Keep(readSpec(f))
	case workspace.PatchOrder, workspace.SRPMPath:
		pass.Keep(readOrder(f))
	}
	return nil
}

func readPatch(f *analysis.File) *patchFile {
	parsed := patch.Parse(f.Src)
	p := &patchFile{
		src: f.Src, subject: analysis.Snippet(cmp.Or(parsed.Header.Subject, titleOf(parsed.Header.Body))), date: day(parsed.Header.Date),
		files: len(parsed.Files), first: bounded(f.Line(1)), cites: cites(parsed.Header.Body),
	}
	p.added, p.removed = parsed.Stat()
	p.specOnly = len(parsed.Files) > 0
	for i := range parsed.Files {
		d := &parsed.Files[i]
		p.specOnly = p.specOnly && strings.HasSuffix(d.Path(), ".spec")
	}
	if len(parsed.Malformed) > 0 {
		p.malformed = &parsed.Malformed[0]
		// The end of the file is no line that one could look at.
		for p.malformed.Line > 1 && f.Line(p.malformed.Line) == "" {
			p.malformed.Line--
		}
		p.malformedText = bounded(f.Line(p.malformed.Line))
	}
	edits := readEdit(f.Src, parsed)
	p.changes, p.edits, p.beside, p.beyond = edits.changes, edits.edits, edits.beside, edits.beyond
	p.tags = append(tagsOf(f.Path, f.Src, parsed, p.specOnly), classesOf(f.Src, parsed, edits)...)
	// git show gives a commit too, and is no format-patch.
	if parsed.Header.Commit != "" && strings.HasPrefix(f.Line(1), "From ") {
		p.tags = append(p.tags, tagGitFormat)
	}
	slices.Sort(p.tags)
	p.names, p.uses = editedNames(f, parsed), editedUses(f.Src, parsed)
	p.routine = onlyRoutine(f.Src, parsed)
	p.identity = identityOf(f.Src, parsed)
	return p
}

// titleOf is the first line of a header that has no fields, where it reads like a title.
func titleOf(body string) string {
	line, rest, _ := strings.Cut(strings.TrimSpace(body), "\n")
	next, _, _ := strings.Cut(rest, "\n")
	words := len(strings.Fields(line))
	if words < 2 || words > 15 || len(line) > 100 || strings.TrimSpace(next) != "" || !letter.MatchString(line) {
		return ""
	}
	return strings.TrimSpace(line)
}

var letter = regexp.MustCompile(`^[A-Za-z]`)

// bounded cuts a line that is kept for its fingerprint: nobody wrote the rest.
func bounded(line string) string {
	const most = 300
	if len(line) > most {
		line = strings.ToValidUTF8(line[:most], "")
	}
	return line
}

// patchTag reads "Patch12: name.patch".
func patchTag(line string) (number int, name string, ok bool) {
	key, value, found := strings.Cut(line, ":")
	digits, isPatch := strings.CutPrefix(strings.ToLower(strings.TrimSpace(key)), "patch")
	if !found || !isPatch {
		return 0, "", false
	}
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' || number > 1e6 {
			return 0, "", false
		}
		number = 10*number + int(c-'0')
	}
	fields := strings.Fields(value)
	if len(fields) == 0 {
		return 0, "", false
	}
	return number, fields[0], true
}

// pattern is the base name with a "*" for every macro that is left in it.
func pattern(name string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(name, "%{")
		b.WriteString(quoted(before))
		if !found {
			break
		}
		b.WriteByte('*')
		if _, name, found = strings.Cut(rest, "}"); !found {
			break
		}
	}
	return path.Base(b.String())
}

// quoted keeps a name's own pattern characters from being taken for such.
func quoted(name string) string {
	return strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`, `\`, `\\`).Replace(name)
}

func readSpec(f *analysis.File) *specFile {
	parsed := spec.Parse(f.Src, spec.Options{Defines: spec.CentOS7})
	s := &specFile{name: parsed.Name, version: parsed.Version, line: 1}
	for _, tag := range parsed.Tags {
		if tag.Name == "Version" {
			s.line, _ = f.Position(tag.Start)
			break
		}
	}
	s.text = bounded(f.Line(s.line))
	byNumber, levels := map[int][]named{}, stripsOf(parsed)
	for _, p := range parsed.Patches[:min(len(parsed.Patches), mostNames)] {
		line, _ := f.Position(p.Start)
		byNumber[p.Number] = append(byNumber[p.Number], named{number: p.Number, pattern: pattern(p.Expanded),
			path: f.Path, line: line, text: bounded(f.Line(line)), strip: levels.get(p.Number)})
	}
	for _, number := range appliedOrder(parsed) {
		s.names = append(s.names, byNumber[number]...)
		delete(byNumber, number) // a patch that is applied twice has its first place
	}
	return s
}

// readOrder reads one name a line, as series and PATCH_ORDER have them.
func readOrder(f *analysis.File) *orderFile {
	o := &orderFile{}
	start := 0
	for text := range strings.Lines(string(f.Src)) {
		at, _ := f.Position(start)
		start += len(text)
		name, _, _ := strings.Cut(strings.TrimSpace(text), "#")
		fields := strings.Fields(name)
		if len(fields) == 0 || len(o.names) == mostNames {
			continue
		}
		o.names = append(o.names, named{number: len(o.names) + 1, pattern: quoted(path.Base(fields[0])),
			path: f.Path, line: at, text: bounded(f.Line(at)), strip: seriesStrip(f.Path, fields[1:])})
	}
	return o
}
