// Package emit drafts the packaging of a target from what a report holds: a
// debian/ folder, the package git that Clear's autospec reads, and the bundles
// that Clear's mixer reads. It runs nothing and uses no network.
//
// A draft is a start for a packager, so what it is not sure of is marked with the
// word UNSURE and the reason. Text of specs is hostile: whatever it holds, it
// stays within the field, the line or the comment that it is put into.
package emit

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// File is a drafted file.
type File struct {
	// Name is relative to the folder of the draft, slash separated.
	Name string
	Text string
	// Program says that the file is run.
	Program bool
}

// Options say what drafts are made by, beside the report.
type Options struct {
	// Target is the target's id in the report.
	Target string
	// Maintainer is NAME <EMAIL>; the StarlingX developers if it is empty.
	Maintainer string
	// Standards is the version of Debian's policy that the target has, Compat the
	// level of debhelper; empty and 0 where that is not known.
	Standards string
	Compat    int
	// Look, if set, says what the target itself has for the name of an RPM, also
	// where the workspace makes it, and which names are alike.
	Look func(name string) (v finding.DependencyVerdict, near []string)
}

// Unsure marks every line that somebody has to look at.
const Unsure = "UNSURE"

// defaultMaintainer is who StarlingX's own debian/control names.
const defaultMaintainer = "StarlingX Developers <starlingx-discuss@lists.starlingx.io>"

func (o *Options) maintainer() string {
	if text := oneLine(o.Maintainer); text != "" {
		return text
	}
	return defaultMaintainer
}

// needs finds what a report says of a need.
type needs struct {
	verdicts map[needKey]finding.DependencyVerdict
	byName   map[string]finding.DependencyVerdict
	look     func(name string) (finding.DependencyVerdict, []string)
}

type needKey struct {
	repo, path string
	line       int
	name       string
}

func newNeeds(r *reports.Report, o *Options) *needs {
	n := &needs{verdicts: map[needKey]finding.DependencyVerdict{}, byName: map[string]finding.DependencyVerdict{}, look: o.Look}
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		v, ok := d.Verdicts[o.Target]
		if !ok || d.Need != finding.NeedBuild && d.Need != finding.NeedRun {
			continue
		}
		n.verdicts[needKey{d.Repo, d.Path, d.Line, d.Name}] = v
		if _, known := n.byName[d.Name]; !known {
			n.byName[d.Name] = v
		}
	}
	return n
}

// of returns the verdict on a relation in the spec of a repo.
func (n *needs) of(repo, spec string, rel *finding.SpecRelation) finding.DependencyVerdict {
	if v, ok := n.verdicts[needKey{repo, spec, rel.Line, rel.Name}]; ok {
		return v
	}
	if v, ok := n.byName[rel.Name]; ok {
		return v
	}
	if v, _ := n.target(rel.Name); v.Verdict != "" {
		return v
	}
	return finding.DependencyVerdict{Verdict: finding.PresenceUnknown, Evidence: "the report says nothing of it"}
}

// target returns what the target itself has for a name.
func (n *needs) target(name string) (finding.DependencyVerdict, []string) {
	if n.look == nil {
		return finding.DependencyVerdict{}, nil
	}
	return n.look(name)
}

// near lists names that are alike, as a clause for a comment.
func (n *needs) near(name string, v finding.DependencyVerdict) string {
	_, names := n.target(name)
	stem := strings.ToLower(name)
	for _, prefix := range []string{"python3-", "python2-", "python-"} {
		stem = strings.TrimPrefix(stem, prefix)
	}
	names = slices.DeleteFunc(slices.Clone(names), func(s string) bool { return stem != strings.ToLower(name) && !strings.Contains(s, stem) })
	if len(names) == 0 || strings.Contains(v.Evidence, "alike") {
		return ""
	}
	return "; alike: " + strings.Join(names[:min(len(names), 5)], ", ")
}

// oneLine returns text as one line: blanks and line ends are one blank, control
// characters and what is no UTF-8 are left out.
func oneLine(text string) string {
	return strings.Join(strings.Fields(visible(text)), " ")
}

// visible leaves out control characters and what is no UTF-8, and makes every
// kind of blank and line end a blank.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, text)
}

// clip shortens a line for a comment.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "..."
}

// fileName returns a name that is safe for a file: without folders, and no hidden
// one.
func fileName(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < 0x80 && (isWord(byte(r)) || strings.ContainsRune("+.-", r)) {
			return r
		}
		return '_'
	}, path.Base(strings.ReplaceAll(text, "\\", "/")))
	text = clipName(strings.TrimLeft(text, ".-"))
	if text == "" {
		return "_"
	}
	return text
}

func clipName(text string) string { return text[:min(len(text), 128)] }

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// Folder returns a name that is safe for a folder.
func Folder(name string) string { return fileName(name) }
