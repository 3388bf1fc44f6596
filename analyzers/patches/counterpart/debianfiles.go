package counterpart

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// file reads one file of debian/ by what debhelper takes it for: debhelper(7).
func (d *debianReader) file(name string) {
	base, src := path.Base(name), d.tree[name]
	if strings.HasPrefix(name, "debian/patches/") || strings.HasPrefix(name, "debian/tests/") || strings.HasPrefix(name, "debian/po/") {
		return
	}
	d.Beside[name] = src
	if path.Dir(name) != "debian" {
		d.below(name)
		return
	}
	if strings.HasSuffix(base, ".install") || base == "install" {
		d.list(name)
		return
	}
	for _, end := range []string{".postinst", ".preinst", ".config", ".scripts-common", ".prerm", ".postrm"} {
		if strings.HasSuffix(base, end) {
			d.script(name, end)
			return
		}
	}
	if base == "postinst" || base == "preinst" {
		d.script(name, "."+base)
		return
	}
	d.placedByName(name, base)
}

// kinds are the files that debhelper puts in place by their ends. %s is the package,
// or the name that stands between it and the end.
var kinds = []struct{ end, place, mode string }{
	{"init", "/etc/init.d/%s", "755"},
	{"default", "/etc/default/%s", "644"},
	{"logrotate", "/etc/logrotate.d/%s", "644"},
	{"pam", "/etc/pam.d/%s", "644"},
	{"pam.in", "/etc/pam.d/%s", "644"},
	{"cron.d", "/etc/cron.d/%s", "644"},
	{"cron.daily", "/etc/cron.daily/%s", "755"},
	{"cron.weekly", "/etc/cron.weekly/%s", "755"},
	{"cron.hourly", "/etc/cron.hourly/%s", "755"},
	{"tmpfile", "/usr/lib/tmpfiles.d/%s.conf", "644"},
	{"tmpfiles", "/usr/lib/tmpfiles.d/%s.conf", "644"},
	{"sysusers", "/usr/lib/sysusers.d/%s.conf", "644"},
	{"udev", "/usr/lib/udev/rules.d/60-%s.rules", "644"},
}

func (d *debianReader) placedByName(name, base string) {
	at := name + ":1"
	for _, ext := range []string{".service", ".socket", ".timer", ".path", ".mount", ".target"} {
		if strings.HasSuffix(base, ext) {
			d.unit(base, at)
			return
		}
	}
	for _, k := range kinds {
		stem, ok := strings.CutSuffix(base, "."+k.end)
		if !ok && base != k.end {
			continue
		}
		if base == k.end {
			stem = d.first // debian/init is of the first package
		}
		d.Install(at, fmt.Sprintf(k.place, stem), k.mode)
		// debian/PACKAGE.NAME.init is NAME.
		if pkg, short, ok := strings.Cut(stem, "."); ok && d.Provides[pkg] != "" {
			d.Install(at, fmt.Sprintf(k.place, short), k.mode)
		}
		if k.end == "sysusers" {
			d.sysusers(name)
		}
		return
	}
	if base == "conffiles" || strings.HasSuffix(base, ".conffiles") || base == "dirs" || strings.HasSuffix(base, ".dirs") {
		for _, l := range linesOf(name, d.tree[name], false) {
			d.Install(l.at, strings.TrimSpace(l.text), "")
		}
	}
	if base == "links" || strings.HasSuffix(base, ".links") {
		for _, l := range linesOf(name, d.tree[name], false) {
			if fields := strings.Fields(l.text); len(fields) == 2 {
				d.Install(l.at, fields[1], "")
			}
		}
	}
}

// unit takes up a unit that lies in debian/: it is installed as PACKAGE.service is,
// and enabled unless rules say otherwise.
func (d *debianReader) unit(base, at string) {
	name := base
	if pkg, short, ok := strings.Cut(base, "."); ok && d.Provides[pkg] != "" && strings.Count(base, ".") > 1 {
		name = short
	}
	d.Install(at, "/usr/lib/systemd/system/"+name, "644")
	d.Units[name] = UnitUse{Enabled: true, At: at}
}

// below reads a file of a folder of debian/: units lie in folders too, as those of
// ssh in debian/systemd, and are installed by lists.
func (d *debianReader) below(name string) {
	if strings.HasSuffix(name, ".service") || strings.HasSuffix(name, ".socket") {
		d.Units[path.Base(name)] = UnitUse{Enabled: true, At: name + ":1"}
	}
}

var intoUnits = regexp.MustCompile(`(?:lib/systemd/system)/?$`)

// list reads a list of files to install: SOURCE... FOLDER, or SOURCE alone, which is
// put where it lies below debian/tmp. dh-exec also has SOURCE => FILE.
func (d *debianReader) list(name string) {
	d.lists++
	for _, l := range linesOf(name, d.tree[name], false) {
		text := strings.TrimPrefix(strings.TrimSpace(l.text), "/")
		if strings.HasPrefix(text, "[") || strings.HasPrefix(text, "!") {
			continue
		}
		if from, to, ok := strings.Cut(text, "=>"); ok && strings.TrimSpace(from) != "" {
			d.Install(l.at, strings.TrimSpace(to), "")
			continue
		}
		fields := strings.Fields(text)
		switch len(fields) {
		case 0:
		case 1:
			d.Install(l.at, strings.TrimPrefix(fields[0], "debian/tmp/"), "")
		default:
			for _, source := range allBraces(fields[:len(fields)-1]) {
				to := path.Join("/", fields[len(fields)-1], path.Base(source))
				d.Install(l.at, to, "")
				if intoUnits.MatchString(path.Dir(to)) && !strings.ContainsAny(to, "*?") {
					d.Units[path.Base(to)] = UnitUse{Enabled: true, At: l.at}
				}
			}
			continue
		}
		if len(fields) == 1 && intoUnits.MatchString(path.Dir("/"+fields[0])) && !strings.ContainsAny(fields[0], "*?") {
			d.Units[path.Base(fields[0])] = UnitUse{Enabled: true, At: l.at}
		}
	}
}

// allBraces undoes one {a,b} of each word.
func allBraces(words []string) []string {
	var list []string
	for _, word := range words {
		before, rest, ok := strings.Cut(word, "{")
		inside, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			list = append(list, word)
			continue
		}
		for _, one := range strings.SplitN(inside, ",", 50) {
			list = append(list, before+one+after)
		}
	}
	return list
}

// enable takes units back that rules say are not enabled.
func (d *debianReader) enable() {
	for name, use := range d.Units {
		stem := strings.TrimSuffix(name, path.Ext(name))
		for _, off := range d.off {
			if off == stem || off == name {
				use.Enabled = false
			}
		}
		if d.noEnable {
			use.Enabled = false
		}
		d.Units[name] = use
	}
}

var (
	createsUser  = regexp.MustCompile(`(?:^|[\s;&|])(adduser|useradd|addgroup|groupadd)\s+([^;&|>]*)`)
	changesMode  = regexp.MustCompile(`(?:^|[\s;&|])chmod\s+(?:-\w+\s+)?(0?[0-7]{3,4})\s+([^;&|>]*)`)
	overrides    = regexp.MustCompile(`dpkg-statoverride\s.*--add\s+(\S+)\s+(\S+)\s+(0?[0-7]{3,4})\s+(\S+)`)
	startsUnit   = regexp.MustCompile(`(?:deb-systemd-helper|systemctl)\s+(?:--?\S+\s+)*(enable|mask|disable)\s+(?:--?\S+\s+)*'?([\w@.-]+)'?`)
	variableName = regexp.MustCompile(`^\s*([A-Za-z_]\w*)=["']?([\w./-]+)["']?\s*$`)
)

// script reads a maintainer script: what it creates, and what it sets the modes of.
func (d *debianReader) script(name, end string) {
	variables := map[string]string{}
	for _, l := range joinedLines(name, d.tree[name]) {
		if m := variableName.FindStringSubmatch(l.text); m != nil && len(variables) < 200 {
			variables[m[1]] = m[2]
			continue
		}
		text := expand(l.text, variables)
		for _, m := range createsUser.FindAllStringSubmatch(text, 10) {
			d.account(m[1], strings.Fields(m[2]), l.at)
		}
		if end == ".prerm" || end == ".postrm" {
			continue
		}
		for _, m := range changesMode.FindAllStringSubmatch(text, 10) {
			for _, place := range strings.Fields(m[2]) {
				if place = strings.Trim(place, `"'`); strings.HasPrefix(place, "/") {
					d.Install(l.at, place, m[1])
				}
			}
		}
		if m := overrides.FindStringSubmatch(text); m != nil {
			d.Install(l.at, m[4], m[3])
		}
		if m := startsUnit.FindStringSubmatch(text); m != nil && strings.Contains(m[2], ".") {
			d.Units[m[2]] = UnitUse{Enabled: m[1] == "enable", At: l.at}
		}
	}
}

// joinedLines are lines with those that they go on in, at the first of them.
func joinedLines(name string, src []byte) []line {
	var list []line
	open := false
	n := 0
	for text := range strings.Lines(string(src)) {
		n++
		text = strings.TrimRight(text, "\r\n \t")
		if !open && strings.HasPrefix(strings.TrimSpace(text), "#") {
			continue
		}
		cut, more := strings.CutSuffix(text, `\`)
		if open {
			list[len(list)-1].text += " " + cut
		} else {
			list = append(list, line{cut, fmt.Sprintf("%s:%d", name, n), false})
		}
		open = more
	}
	return list
}

var shellVariable = regexp.MustCompile(`\$\{?([A-Za-z_]\w*)\}?`)

func expand(text string, variables map[string]string) string {
	return shellVariable.ReplaceAllStringFunc(text, func(word string) string {
		name := strings.Trim(word, "${}")
		if value, is := variables[name]; is {
			return value
		}
		return word
	})
}

// account takes up who adduser, useradd and their like create. adduser --group makes
// a group of the user's name too.
func (d *debianReader) account(by string, words []string, at string) {
	kind := "passwd "
	group := false
	if by == "addgroup" || by == "groupadd" {
		kind = "group "
	}
	for i := len(words) - 1; i >= 0; i-- {
		w := strings.Trim(words[i], `"'`)
		group = group || words[i] == "--group"
		if !accountName.MatchString(w) || i > 0 && takesValue(words[i-1]) {
			continue
		}
		if !strings.HasPrefix(w, "-") {
			if d.Accounts[kind+w] == "" {
				note(d.Accounts, kind+w, at)
			}
			if by == "adduser" && (group || strings.Contains(strings.Join(words, " "), "--group")) {
				note(d.Accounts, "group "+w, at)
			}
			return
		}
	}
}

var accountName = regexp.MustCompile(`^[a-zA-Z_][\w.-]{0,31}$`)

// takesValue reports whether the word after an option belongs to it.
func takesValue(option string) bool {
	switch option {
	case "--home", "--gecos", "--shell", "--ingroup", "--uid", "--gid", "-g", "-G", "-d", "-s", "-c", "-u", "--comment", "--groups", "--base-dir", "--home-dir":
		return true
	}
	return false
}

// sysusers reads a file of sysusers.d(5): u NAME, g NAME.
func (d *debianReader) sysusers(name string) { d.readSysusers(name, d.tree[name]) }

func (f *Facts) readSysusers(name string, src []byte) {
	for _, l := range linesOf(name, src, false) {
		fields := strings.Fields(l.text)
		if len(fields) < 2 {
			continue
		}
		switch fields[0] {
		case "u", "u!":
			note(f.Accounts, "passwd "+fields[1], l.at)
			note(f.Accounts, "group "+fields[1], l.at)
		case "g":
			note(f.Accounts, "group "+fields[1], l.at)
		}
	}
}
