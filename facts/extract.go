package facts

import (
	"bytes"
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/syntax/shell"
)

// Language is a language that facts are read from.
type Language string

// The languages.
const (
	Python       Language = "python"
	Shell        Language = "shell"
	Spec         Language = "spec"
	Puppet       Language = "puppet"
	Kickstart    Language = "kickstart"
	Unit         Language = "unit"
	Makefile     Language = "makefile"
	Dockerfile   Language = "dockerfile"
	Requirements Language = "requirements"
	C            Language = "c"      // C++ too
	Config       Language = "config" // configuration files and templates of them
	Patch        Language = "patch"
	YAML         Language = "yaml"
	Ruby         Language = "ruby"
	Perl         Language = "perl"
	Tcl          Language = "tcl" // Expect too
	Cron         Language = "cron"
	Udev         Language = "udev"
	DebControl   Language = "debian/control"
)

// Extract reads what a file of the language does. tree is the source's tree
// for Python and nil for all others. The facts are in source order; what could
// not be read is among the Problems.
func Extract(language Language, src []byte, tree *python.Tree) *File {
	f := &File{}
	switch language {
	case Python:
		if tree != nil {
			readPython(f, tree)
		}
	case Shell:
		readShell(f, src, whole, embedding{via: ViaShell, shell: shebang(src)})
	case Spec:
		readSpec(f, src)
	case Puppet:
		readPuppet(f, src)
	case Kickstart:
		readKickstart(f, src)
	case Unit:
		readUnit(f, src)
	case Makefile:
		readMakefile(f, src)
	case Dockerfile:
		readDockerfile(f, src)
	case C:
		readC(f, src)
	case Config:
		readConfig(f, src)
		readTemplate(f, src)
		if isLogrotate(src) {
			readLogrotate(f, src)
		}
		if isUnit(src) {
			text := bytes.Clone(src)
			HideTemplate(text)
			readUnit(f, text)
		}
		if isTox(src) {
			readTox(f, src)
		}
		if hasRequirements(src) {
			readSections(f, src)
		}
	case YAML:
		readYAML(f, src)
	case Ruby:
		readScripting(f, src, true)
	case Perl:
		readScripting(f, src, false)
	case Tcl:
		readTcl(f, src)
	case Cron:
		readCron(f, src)
	case Udev:
		readUdev(f, src)
	case Patch:
		readPatch(f, src)
	case Requirements:
		readRequirements(f, src)
	case DebControl:
		readControl(f, src)
	}
	f.sort()
	return f
}

// sort puts the facts in source order. A command that several calls run
// through one name is there once, where it stands.
func (f *File) sort() {
	slices.SortStableFunc(f.Commands, func(a, b Command) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	type place struct {
		span    Span
		program string
	}
	seen := map[place]bool{}
	f.Commands = slices.DeleteFunc(f.Commands, func(c Command) bool {
		at := place{c.Span, c.Program}
		again := seen[at]
		seen[at] = true
		return again
	})
	slices.SortStableFunc(f.Contained, func(a, b Contained) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	slices.SortStableFunc(f.Paths, func(a, b Path) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	slices.SortStableFunc(f.Names, func(a, b Path) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	f.Names = slices.CompactFunc(f.Names, func(a, b Path) bool { return a.Span == b.Span })
	slices.SortStableFunc(f.Imports, func(a, b Import) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	slices.SortStableFunc(f.Needs, func(a, b Need) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	f.sortPrograms()
	slices.SortStableFunc(f.Problems, func(a, b Problem) int { return cmp.Compare(a.Offset, b.Offset) })
}

// sortPrograms puts them in source order. Code that is run by several calls is
// there once.
func (f *File) sortPrograms() {
	slices.SortStableFunc(f.Programs, func(a, b Program) int { return cmp.Compare(a.At(0), b.At(0)) })
	f.Programs = slices.CompactFunc(f.Programs, func(a, b Program) bool {
		return a.At(0) == b.At(0) && len(a.Src) == len(b.Src)
	})
}

// text is a piece of code that stands in a file, perhaps within a string: its
// bytes and where each came from.
type text struct {
	bytes []byte
	// offsets holds the file's offset of every byte; nil if they follow one
	// another from start on.
	offsets []int
	start   int
	// unknown are the parts that are filled in when it runs.
	unknown []shell.Segment
}

// whole maps the offsets of code that is the file itself.
func whole(i int) int { return i }

func (t *text) at(i int) int {
	switch {
	case t.offsets == nil:
		return t.start + i
	case len(t.offsets) == 0:
		return t.start
	case i >= len(t.offsets):
		return t.offsets[len(t.offsets)-1] + 1 + i - len(t.offsets)
	}
	return t.offsets[i]
}

func (t *text) add(c byte, at int) {
	t.bytes = append(t.bytes, c)
	t.offsets = append(t.offsets, at)
}
