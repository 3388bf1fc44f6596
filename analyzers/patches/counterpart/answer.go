package counterpart

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Ask answers whether the packaging has a change.
func (f *Facts) Ask(c *Change) Answer {
	switch c.Of {
	case Flag:
		return f.flag(c)
	case BuildNeed:
		return f.need(c, f.BuildNeeds, "builds with")
	case Need:
		return f.need(c, f.Needs, "needs")
	case File:
		return f.file(c)
	case Unit:
		return f.unit(c)
	case Account:
		return f.account(c)
	case Beside:
		return f.beside(c)
	}
	return Answer{Why: "there is nothing in the packaging to hold the line against"}
}

func (f *Facts) flag(c *Change) Answer {
	settings := f.Flags[c.Name]
	if len(settings) == 0 {
		settings = f.sameFlag(c.Name)
	}
	switch {
	case len(settings) == 0 && f.OtherBuild != "" && !strings.HasPrefix(c.Name, "define "):
		return Answer{Why: "it is built with " + f.OtherBuild + ", whose options have other names"}
	case len(settings) == 0 && len(f.Flags) == 0:
		return Answer{Why: f.Form + " passes no option that could be read"}
	case len(settings) == 0 && c.Gone:
		return Answer{State: Has, Why: f.Form + " does not pass it either"}
	case len(settings) == 0 && strings.Contains(c.Value, "/"): // no default is a place of the patch's own
		return Answer{State: Lacks, Why: f.Form + " does not pass it"}
	case len(settings) == 0:
		if next, at := f.laterFlag(c.Name); next != "" {
			return Answer{At: at, Why: "it passes " + next + ", which may be the same of a later version"}
		}
		return Answer{Why: f.Form + " does not pass it, and whether the program's default is the same is not known"}
	}
	first := settings[0]
	for _, s := range settings {
		switch {
		case strings.Contains(s.Value, "$"):
			return Answer{At: s.At, Why: "its value is in a variable: " + Option{c.Name, s.Value}.Text()}
		case s.Value != first.Value:
			return Answer{At: first.At, Why: "it is set to several values, for builds of their own or under conditions"}
		}
	}
	at := Answer{At: first.At}
	switch {
	case c.Gone:
		at.State, at.Why = Lacks, "it passes "+Option{c.Name, first.Value}.Text()
	case first.Value == c.Value:
		at.State, at.Why = Has, "it passes the same"
	case first.Value != "no" && c.Value == "yes":
		at.State, at.Why = Has, "it passes "+Option{c.Name, first.Value}.Text()
	case first.Conditional:
		at.Why = "it passes " + Option{c.Name, first.Value}.Text()
	default:
		at.State, at.Why = Differs, "it passes "+Option{c.Name, first.Value}.Text()
	}
	if first.Conditional {
		at.Why += ", under a condition"
	}
	return at
}

// sameFlag finds an option under what it is called in another family: --with-openssl
// is -Dwith_openssl, and --enable-pcre2 that of a library's next version is not.
func (f *Facts) sameFlag(key string) []Setting {
	family, name, _ := strings.Cut(key, " ")
	if family != "with" && family != "enable" {
		return nil
	}
	for _, other := range []string{"define " + family + "_" + name, "define " + name, "define WITH_" + name, "define ENABLE_" + name} {
		for k, settings := range f.Flags {
			if strings.EqualFold(strings.ReplaceAll(k, "-", "_"), strings.ReplaceAll(other, "-", "_")) {
				return settings
			}
		}
	}
	return nil
}

// laterFlag finds the option of a later version of a library, such as --with-pcre2 for
// --with-pcre.
func (f *Facts) laterFlag(key string) (text, at string) {
	for _, end := range []string{"2", "3"} {
		if settings := f.Flags[key+end]; len(settings) > 0 {
			return Option{key + end, settings[0].Value}.Text(), settings[0].At
		}
	}
	return "", ""
}

func (f *Facts) need(c *Change, in map[string]string, verb string) Answer {
	at, is := in[c.Name]
	switch {
	case is && c.Gone:
		return Answer{State: Lacks, At: at, Why: "it " + verb + " " + c.Name}
	case is && c.Value != "":
		return Answer{At: at, Why: "it " + verb + " " + c.Name + "; versions that are asked for are not compared"}
	case is:
		return Answer{State: Has, At: at, Why: "it " + verb + " " + c.Name}
	case c.Of == Need && f.Provides[c.Name] != "":
		return Answer{State: Has, At: f.Provides[c.Name], Why: "it is, or provides, " + c.Name}
	case c.Of == Need && f.Filled && !c.Gone:
		return Answer{Why: c.Name + " is not named, and tools fill in more needs while it is built"}
	case c.Gone:
		return Answer{State: Has, Why: c.Name + " is not named"}
	}
	return Answer{State: Lacks, Why: c.Name + " is not named"}
}

// places returns what a place of CentOS is called on Debian and Clear too.
func places(at string) []string {
	list := []string{at}
	for _, r := range []struct{ from, to string }{
		{"/usr/lib/systemd/", "/lib/systemd/"}, {"/lib/systemd/", "/usr/lib/systemd/"}, {"/usr/lib/udev/", "/lib/udev/"},
		{"/etc/rc.d/init.d/", "/etc/init.d/"}, {"/etc/sysconfig/", "/etc/default/"}, {"/etc/openldap/", "/etc/ldap/"},
		{"/etc/dhcp/", "/etc/dhcp3/"}, {"/sbin/", "/usr/sbin/"}, {"/usr/sbin/", "/sbin/"}, {"/bin/", "/usr/bin/"},
		{"/usr/lib/tmpfiles.d/", "/etc/tmpfiles.d/"},
	} {
		if rest, ok := strings.CutPrefix(at, r.from); ok {
			list = append(list, r.to+rest)
		}
	}
	return list
}

// own are the places that packaging alone puts files in: a program's own
// installation hardly does.
var own = []string{"/etc/init.d/", "/etc/rc.d/", "/etc/logrotate.d/", "/etc/cron", "/etc/default/", "/etc/sysconfig/", "/etc/pam.d/"}

func (f *Facts) file(c *Change) Answer {
	found, mode := f.installed(c.Name)
	switch {
	case found != nil && strings.ContainsAny(found.Path, "*?[") && mode == "":
		return Answer{At: found.At, Why: "the packaging takes " + found.Path + " of what the program installs"}
	case found == nil && c.Mode != "" && !c.Own && !c.Gone:
		if below := f.below(c.Name); below != nil {
			return folderMode(below, c.Mode)
		}
	}
	if found == nil && !c.Gone {
		if elsewhere := f.elsewhere(c.Name); elsewhere != nil {
			return Answer{State: Differs, At: elsewhere.At, Why: "it installs " + elsewhere.Path}
		}
	}
	switch {
	case found == nil && strings.HasPrefix(c.Name, "/usr/lib64/") && !c.Own:
		return Answer{Why: "libraries lie in other places there"}
	case found == nil && !c.Own && strings.Contains(c.Name, "%"), found == nil && !strings.HasPrefix(c.Name, "/") && !strings.Contains(c.Name, "%"):
		return Answer{Why: "where it is installed the patch does not show"}
	case found == nil && !f.Complete && !c.Own && !isOwn(c.Name):
		return Answer{Why: "the packaging does not name it, and what the program's own installation puts there is not known"}
	case found == nil && c.Gone:
		return Answer{State: Has, Why: "the packaging does not install it"}
	case found == nil:
		return Answer{State: Lacks, Why: "the packaging does not install it"}
	case c.Gone:
		return Answer{State: Lacks, At: found.At, Why: "it installs " + found.Path}
	}
	return there(c, found, mode)
}

// there answers for a file that the packaging installs too.
func there(c *Change, found *Installed, mode string) Answer {
	a := Answer{At: found.At}
	switch {
	case c.Own:
		a.State, a.Why = Differs, "it installs one of its own; what is in it is not compared"
	case c.Mode == "":
		a.State, a.Why = Has, "it installs "+found.Path
	case mode != "" && sameMode(mode, c.Mode), mode == "" && (sameMode(c.Mode, "644") || sameMode(c.Mode, "755")):
		a.State, a.Why = Has, "it installs it with "+modeText(mode)
	default:
		a.State, a.Why = Differs, "it installs it with "+modeText(mode)
	}
	return a
}

// elsewhere finds a file of the same name in another place, nil if there is none. A
// name that is one word may be any package's.
func (f *Facts) elsewhere(name string) *Installed {
	base := path.Base(name)
	if !strings.ContainsAny(base, ".-") {
		return nil
	}
	var like *Installed
	for i := range f.Files {
		one := &f.Files[i]
		other := path.Base(one.Path)
		if other == base {
			return one
		}
		if ok, err := path.Match(other, base); ok && err == nil && like == nil && len(strings.Trim(other, "*?")) >= 5 {
			like = one
		}
	}
	return like
}

// below finds a file that is installed in a folder.
func (f *Facts) below(folder string) *Installed {
	for _, at := range places(strings.TrimSuffix(folder, "/*")) {
		for i := range f.Files {
			if strings.HasPrefix(f.Files[i].Path, at+"/") {
				return &f.Files[i]
			}
		}
	}
	return nil
}

// folderMode answers for the mode of a folder that nothing says more of than that
// something is installed in it.
func folderMode(below *Installed, mode string) Answer {
	a := Answer{At: below.At, State: Differs, Why: "it installs " + below.Path + ", and leaves the folder with mode 755"}
	if sameMode(mode, "755") {
		a.State = Has
	}
	return a
}

func modeText(mode string) string {
	if mode == "" {
		return "what dh_fixperms leaves: 644, or 755 for folders and programs"
	}
	return "mode " + strings.TrimLeft(mode, "0")
}

func sameMode(a, b string) bool { return strings.TrimLeft(a, "0") == strings.TrimLeft(b, "0") }

func isOwn(name string) bool {
	return slices.ContainsFunc(own, func(place string) bool { return strings.HasPrefix(name, place) })
}

// installed finds what puts a file in place, and the last mode that it is given. A
// place that the patch names by a macro is found by its last part, if there is one such.
func (f *Facts) installed(name string) (found *Installed, mode string) {
	fits := func(one *Installed, at string) bool {
		if one.Path == at {
			return true
		}
		ok, err := path.Match(one.Path, at)
		return ok && err == nil
	}
	at := places(name)
	if strings.HasPrefix(name, "%") {
		at = []string{path.Base(name)}
		fits = func(one *Installed, base string) bool { return path.Base(one.Path) == base }
	}
	for _, place := range at {
		for i := range f.Files {
			one := &f.Files[i]
			if !fits(one, place) {
				continue
			}
			// What names it as it is says more than a pattern.
			if found == nil || one.Mode != "" || strings.ContainsAny(found.Path, "*?[") {
				found = one
			}
			if one.Mode != "" {
				mode = one.Mode
			}
		}
	}
	return found, mode
}

func (f *Facts) unit(c *Change) Answer {
	name := c.Name
	use, is := f.Units[name]
	if !is {
		use, is = f.Units[strings.TrimSuffix(name, ".service")+".service"]
	}
	switch {
	case !is && c.Own:
		return Answer{State: Lacks, Why: "the packaging has no such unit"}
	case !is:
		return Answer{Why: "the packaging names no unit " + name}
	}
	a := Answer{State: Lacks, At: use.At, Why: "it enables it"}
	if !use.Enabled {
		a.Why = "it does not enable it"
	}
	enables := c.Value == "enable" || c.Value == "preset"
	if c.Value == "mask" {
		a.State, a.Why = Lacks, "it does not mask it"
		return a
	}
	if use.Enabled == (enables != c.Gone) {
		a.State = Has
	}
	return a
}

func (f *Facts) account(c *Change) Answer {
	name := strings.Join(strings.Fields(c.Name)[:min(2, len(strings.Fields(c.Name)))], " ")
	at, is := f.Accounts[name]
	switch {
	case is && c.Gone:
		return Answer{State: Lacks, At: at, Why: "it creates it"}
	case is:
		return Answer{State: Has, At: at, Why: "it creates it; numbers, homes and shells are not compared"}
	case c.Gone:
		return Answer{State: Has, Why: "no script of the packaging creates it"}
	}
	return Answer{State: Lacks, Why: "no script of the packaging creates it"}
}

// twins are the ends of names under which Debian has what specs have beside them.
var twins = map[string]string{".sysconfig": ".default", ".init": ".init", ".pamd": ".pam", ".pam": ".pam", ".logrotate": ".logrotate", ".tmpfiles": ".tmpfile"}

// beside compares the lines that a patch changes in a file beside a spec with the
// file of that name.
func (f *Facts) beside(c *Change) Answer {
	file := f.twin(c.Name)
	if file == "" {
		return Answer{Why: "the packaging has no file of that name"}
	}
	lines := map[string]int{}
	n := 0
	for text := range strings.Lines(string(f.Beside[file])) {
		n++
		if key := strings.Join(strings.Fields(text), ""); lines[key] == 0 {
			lines[key] = n
		}
	}
	has, first := 0, 0
	for _, text := range c.Added {
		if at := lines[strings.Join(strings.Fields(text), "")]; at > 0 {
			if has++; first == 0 {
				first = at
			}
		}
	}
	gone := 0
	for _, text := range c.Removed {
		if lines[strings.Join(strings.Fields(text), "")] == 0 {
			gone++
		}
	}
	a := Answer{At: fmt.Sprintf("%s:%d", file, max(first, 1)), Why: fmt.Sprintf("of %d lines that are added it has %d", len(c.Added), has)}
	switch {
	case has == len(c.Added) && (has > 0 && gone > 0 || gone == len(c.Removed)):
		a.State = Has
	case has == 0 && gone == 0:
		a.State = Lacks
	default:
		a.State = Differs
	}
	return a
}

func (f *Facts) twin(name string) string {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	best := ""
	for _, file := range sortedNames(Tree(f.Beside)) {
		base := path.Base(file)
		other := strings.TrimSuffix(base, ".in")
		switch {
		case base == name:
			return file
		case other == name || twins[ext] != "" && (other == stem+twins[ext] || strings.HasSuffix(other, "."+stem+twins[ext])) || strings.HasSuffix(other, "."+name):
			if best == "" {
				best = file
			}
		}
	}
	return best
}
