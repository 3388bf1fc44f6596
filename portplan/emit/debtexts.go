package emit

import (
	"path"
	"regexp"
	"strings"
)

// changelog drafts the only entry of debian/changelog. Its day is the report's.
func (d *debDraft) changelog() string {
	version, ok := debVersion(d.c.Version)
	doubt := ""
	if !ok {
		version = "0~unknown"
		doubt = "  * " + Unsure + ": the version of the spec, " + clip(oneLine(d.c.Version), 100) + ", is none of Debian's.\n"
	}
	return d.source + " (" + version + "-1) UNRELEASED; urgency=medium\n\n" +
		"  * Draft from " + oneLine(d.c.Path) + ".\n" + doubt + "\n" +
		" -- " + d.o.maintainer() + "  " + d.r.Run.Time.UTC().Format("Mon, 02 Jan 2006 15:04:05 +0000") + "\n"
}

// licences are the short names of the form for licence tags of specs.
var licences = map[string]string{
	"apache-2.0": "Apache-2.0", "asl 2.0": "Apache-2.0", "apache license 2.0": "Apache-2.0", "apache license, version 2.0": "Apache-2.0",
	"gplv2": "GPL-2", "gpl-2.0": "GPL-2", "gplv2+": "GPL-2+", "gplv3": "GPL-3", "gplv3+": "GPL-3+",
	"lgplv2": "LGPL-2", "lgplv2+": "LGPL-2+", "lgplv2.1": "LGPL-2.1", "lgplv2.1+": "LGPL-2.1+", "lgplv3+": "LGPL-3+", "lgpl-2.1": "LGPL-2.1",
	"mplv2.0": "MPL-2.0", "mit": "Expat", "mit license": "Expat", "bsd-3-clause": "BSD-3-clause", "artistic 2.0": "Artistic-2.0", "zlib": "Zlib",
}

// onSystem are the licences that Debian has in /usr/share/common-licenses.
var onSystem = map[string]string{
	"Apache-2.0": "Apache-2.0", "GPL-2": "GPL-2", "GPL-2+": "GPL-2", "GPL-3": "GPL-3", "GPL-3+": "GPL-3", "LGPL-2": "LGPL-2", "LGPL-2+": "LGPL-2",
	"LGPL-2.1": "LGPL-2.1", "LGPL-2.1+": "LGPL-2.1", "LGPL-3+": "LGPL-3", "MPL-2.0": "MPL-2.0",
}

var licenceJoin = regexp.MustCompile(`(?i)\s+(and|or)\s+`)

// copyright drafts debian/copyright in Debian's machine readable form. Who holds
// the rights no spec says.
func (d *debDraft) copyright() string {
	var s stanza
	s.field("Format", "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/")
	s.field("Upstream-Name", d.c.Name)
	if strings.HasPrefix(d.c.URL, "http") {
		s.field("Source", d.c.URL)
	}
	s.field("Comment", Unsure+": the licence is what the spec's tag says, "+strings.TrimSpace(clip(d.c.License, 200))+"; nobody looked at the files.")
	s.b.WriteByte('\n')
	s.field("Files", "*")
	s.field("Copyright", Unsure+" who holds it, the spec does not say")
	names, text := shortNames(d.c.License)
	s.field("License", text)
	for _, name := range names {
		s.b.WriteByte('\n')
		s.field("License", name)
		if file := onSystem[name]; file != "" {
			s.b.WriteString(" On Debian systems, the complete text of this licence is in\n /usr/share/common-licenses/" + file + ".\n")
		} else {
			s.b.WriteString(" " + Unsure + ": put the text of the licence here.\n")
		}
	}
	return s.b.String()
}

// shortNames returns the licences of a tag, and the expression of the form.
func shortNames(tag string) (names []string, expression string) {
	rest := oneLine(strings.NewReplacer("(", " ", ")", " ").Replace(tag))
	if rest == "" {
		return []string{Unsure}, Unsure
	}
	var b strings.Builder
	for rest != "" {
		part, joint := rest, ""
		if at := licenceJoin.FindStringSubmatchIndex(rest); at != nil {
			part, joint = rest[:at[0]], strings.ToLower(rest[at[2]:at[3]])
			rest = rest[at[1]:]
		} else {
			rest = ""
		}
		name := shortName(part)
		names = append(names, name)
		b.WriteString(name)
		if joint != "" && rest != "" {
			b.WriteString(" " + joint + " ")
		}
	}
	return uniqueInOrder(names), b.String()
}

// shortName is one licence: a name without blanks.
func shortName(part string) string {
	part = strings.Trim(part, " .,")
	if name := licences[strings.ToLower(part)]; name != "" {
		return name
	}
	name := strings.Map(func(r rune) rune {
		if r < 0x80 && (isWord(byte(r)) || strings.ContainsRune("+.-", r)) {
			return r
		}
		return '-'
	}, clip(part, 60))
	if name = strings.Trim(name, "-"); name == "" {
		return Unsure
	}
	return name
}

// readme says what no other file of the draft can.
func (d *debDraft) readme() string {
	var b strings.Builder
	b.WriteString("This folder is a draft that stxscan made of a spec. " + Unsure + " marks what wants\na look: grep -rn " + Unsure + " debian\n\n")
	b.WriteString("The spec: " + oneLine(d.p.Repo+" "+d.c.Path) + ", version " + oneLine(d.c.Version) + "\n")
	if name := d.system.name(); name != "" {
		b.WriteString("Its build: " + name + "\n")
	}
	for i, source := range d.c.Sources {
		if i == 0 {
			b.WriteString("Its source: " + oneLine(source) + "\n")
			continue
		}
		b.WriteString("To be copied into debian/: " + oneLine(path.Base(source)) + "\n")
	}
	notes := uniqueInOrder(d.notes)
	if len(notes) == 0 {
		return b.String()
	}
	b.WriteString("\nLeft to do:\n")
	for _, note := range notes {
		for i, line := range wrap(note, 76) {
			if i == 0 {
				b.WriteString("* " + line + "\n")
			} else {
				b.WriteString("  " + line + "\n")
			}
		}
	}
	return b.String()
}
