package emit

import (
	"path"
	"regexp"
	"strings"
)

// rules drafts debian/rules, and the scripts that it runs where the lines of the
// spec do not stand alone.
func (d *debDraft) rules() []File {
	var b strings.Builder
	b.WriteString("#!/usr/bin/make -f\n")
	build, install := d.commands(d.c.Build), d.commands(d.c.Install)
	pure := d.system.name() == "setup.py"
	if usesMultiarch(build) || usesMultiarch(install) {
		b.WriteString("include /usr/share/dpkg/architecture.mk\n")
	}
	b.WriteString("\n")
	if pure {
		b.WriteString("export PYBUILD_NAME = " + strings.TrimPrefix(d.source, "python3-") + "\n")
		if version, ok := debVersion(d.c.Version); ok && d.usesPBR() {
			b.WriteString("export PBR_VERSION = " + version + "\n")
		}
		b.WriteString("\n")
		build, install = d.withoutPybuild(build), d.withoutPybuild(install)
	}
	b.WriteString("%:\n\tdh $@")
	switch {
	case pure:
		b.WriteString(" --with python3 --buildsystem=pybuild")
	case d.system.python:
		b.WriteString(" --with python3")
	}
	b.WriteString("\n")
	files := []File{}
	files = append(files, d.override("build", build, &b, pure)...)
	files = append(files, d.override("install", install, &b, pure)...)
	if d.usrLocal {
		b.WriteString("\n# " + Unsure + ": packages of Debian have no files in /usr/local, but other programs of\n# StarlingX may look for these there. Without this line dh_usrlocal fails.\noverride_dh_usrlocal:\n")
	}
	if len(d.c.Check) > 0 && len(joined(d.c.Check)) > 0 {
		d.note("%%check of the spec is left out: dh_auto_test runs the tests that it finds.")
	}
	return append([]File{{Name: "debian/rules", Text: b.String(), Program: true}}, files...)
}

// usesPBR reports whether the version comes from git: the spec says that.
func (d *debDraft) usesPBR() bool {
	for _, line := range append(append([]string{}, d.c.Build...), d.c.Install...) {
		if strings.Contains(line, "PBR_VERSION") {
			return true
		}
	}
	for _, rel := range d.c.Builds {
		if strings.HasSuffix(rel.Name, "-pbr") {
			return true
		}
	}
	return false
}

func (d *debDraft) commands(lines []string) []command {
	var list []command
	for _, line := range joined(lines) {
		line = d.fromTop(line)
		c, ok := translateLine(line)
		c.dropped = !ok
		list = append(list, c)
	}
	return whole(list)
}

// fromTop makes the folder that the source is unpacked into the current one.
func (d *debDraft) fromTop(line string) string {
	top := d.c.Name + "-" + d.c.Version
	for _, dir := range []string{"%{_builddir}/" + top, "$RPM_BUILD_DIR/" + top, "${RPM_BUILD_DIR}/" + top, "%{_builddir}/%{buildsubdir}"} {
		line = strings.ReplaceAll(line, dir+"/", "")
		line = strings.ReplaceAll(line, dir, ".")
	}
	return line
}

// setupCall tells what pybuild does by itself.
var setupCall = regexp.MustCompile(`^(?:[A-Z_]+=\S+ )*python3 setup\.py (?:build|install)\b|^export PBR_VERSION=|^dh_auto_(?:build|install)\b`)

// withoutPybuild leaves out what pybuild does by itself; : is left of it in a block.
func (d *debDraft) withoutPybuild(list []command) []command {
	var kept []command
	for _, c := range list {
		switch {
		case !setupCall.MatchString(c.text):
			kept = append(kept, c)
		case c.inside && c.unsure == "":
			c.text = ":"
			kept = append(kept, c)
		}
	}
	return kept
}

func usesMultiarch(list []command) bool {
	for _, c := range list {
		if strings.Contains(c.text, multiarch) {
			return true
		}
	}
	return false
}

// override writes the override of a step of debhelper: build or install. Lines that
// belong together go into a script, which is returned.
func (d *debDraft) override(step string, list []command, b *strings.Builder, pure bool) []File {
	first := "dh_auto_" + step
	if step == "install" {
		first += " --destdir=debian/tmp"
	}
	if len(list) == 0 && step == "build" {
		return nil
	}
	b.WriteString("\noverride_dh_auto_" + step + ":\n")
	if pure {
		b.WriteString("\t" + first + "\n")
	}
	if len(list) == 0 && !pure {
		b.WriteString("\t" + first + "\n")
		return nil
	}
	if isScript(list) {
		name := "debian/spec-" + step + ".sh"
		b.WriteString("\tbash -e " + name + "\n")
		return []File{{Name: name, Text: scriptText(step, list), Program: true}}
	}
	for _, c := range list {
		text := strings.ReplaceAll(c.text, "$", "$$")
		text = strings.ReplaceAll(text, destination, "$(CURDIR)/debian/tmp")
		text = strings.ReplaceAll(text, multiarch, "$(DEB_HOST_MULTIARCH)")
		text = makeCall.ReplaceAllString(text, "$$(MAKE)$1")
		if c.unsure != "" {
			b.WriteString("\t# " + Unsure + " (" + c.unsure + "): ")
		} else {
			b.WriteString("\t")
		}
		b.WriteString(text + "\n")
	}
	return nil
}

var makeCall = regexp.MustCompile(`^make(\s|$)`)

// scriptText is a script of lines of the spec.
func scriptText(step string, list []command) string {
	var b strings.Builder
	b.WriteString("#!/bin/bash\n# The lines of %" + step + " of the spec, translated.\nset -e\n")
	b.WriteString("DESTDIR=\"$PWD/debian/tmp\"\n")
	if usesMultiarch(list) {
		b.WriteString("DEB_HOST_MULTIARCH=$(dpkg-architecture -qDEB_HOST_MULTIARCH)\n")
	}
	for _, c := range list {
		text := strings.ReplaceAll(c.text, destination, "$DESTDIR")
		text = strings.ReplaceAll(text, multiarch, "$DEB_HOST_MULTIARCH")
		if c.unsure != "" {
			text = "# " + Unsure + " (" + c.unsure + "): " + text
		}
		b.WriteString(text + "\n")
	}
	return b.String()
}

// series lists the patches of the spec, none of them switched on: they are cut for
// the version that the spec names.
func (d *debDraft) series() []File {
	var names []string
	for _, p := range d.c.Patches {
		names = append(names, path.Base(oneLine(p)))
	}
	for i := range d.r.PatchStacks {
		s := &d.r.PatchStacks[i]
		if s.Repo != d.p.Repo || s.Package != d.p.Name {
			continue
		}
		for _, p := range s.Patches {
			if p.Kind == "source" || p.Kind == "files" {
				names = append(names, path.Base(oneLine(p.Path)))
			}
		}
	}
	var list []string
	seen := map[string]bool{}
	for _, name := range names {
		if name != "" && !seen[name] {
			seen[name] = true
			list = append(list, name)
		}
	}
	if len(list) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("# " + Unsure + ": copy these here, see that they apply, and take the # away.\n")
	for _, name := range list {
		b.WriteString("# " + clip(name, 200) + "\n")
	}
	return []File{{Name: "debian/patches/series", Text: b.String()}}
}
