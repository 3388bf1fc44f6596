package platform

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/puppet"
	"opendev.org/starlingx/stxscan/syntax/spec"
	"opendev.org/starlingx/stxscan/workspace"
)

// The codes about users and groups.
const (
	codeAccountID   = "account-id"   // a fixed number in the range of the system
	codeAccountName = "account-name" // one that has another name on Debian
)

// accountPrograms make or change users and groups, with the options that take a
// number.
var accountPrograms = map[string][]string{
	"useradd": {"-u", "--uid"}, "groupadd": {"-g", "--gid"}, "usermod": {"-u", "--uid"},
	"groupmod": {"-g", "--gid"}, "adduser": {"--uid", "-u"}, "addgroup": {"--gid", "-g"},
}

// baseGroups are the groups of Debian's base-passwd below 100, by number, baseUsers the
// users: most have other numbers.
var (
	baseGroups = map[int]string{
		0: "root", 1: "daemon", 2: "bin", 3: "sys", 4: "adm", 5: "tty", 6: "disk", 7: "lp", 8: "mail", 9: "news", 10: "uucp",
		12: "man", 13: "proxy", 15: "kmem", 20: "dialout", 21: "fax", 22: "voice", 24: "cdrom", 25: "floppy", 26: "tape",
		27: "sudo", 29: "audio", 30: "dip", 33: "www-data", 34: "backup", 37: "operator", 38: "list", 39: "irc", 40: "src",
		42: "shadow", 43: "utmp", 44: "video", 45: "sasl", 46: "plugdev", 50: "staff", 60: "games",
	}
	baseUsers = map[int]string{
		0: "root", 1: "daemon", 2: "bin", 3: "sys", 4: "sync", 5: "games", 6: "man", 7: "lp", 8: "mail", 9: "news", 10: "uucp",
		13: "proxy", 33: "www-data", 34: "backup", 38: "list", 39: "irc", 42: "_apt",
	}
)

// account is what is given a number: who, and whether it is a user or a group.
type account struct {
	name   string
	base   map[int]string // baseUsers or baseGroups
	system bool           // the command calls it one of the system
}

// kindOf are the numbers of groups for a program, option, attribute or parameter that is
// about one, else those of users.
func kindOf(name string) map[int]string {
	if strings.Contains(name, "group") || strings.Contains(name, "gid") {
		return baseGroups
	}
	return baseUsers
}

// otherNames are the users and groups of CentOS that Debian's base system and
// packages call otherwise.
var otherNames = map[string]string{
	"wheel": "sudo", "apache": "www-data", "nfsnobody": "nobody", "named": "bind", "ldap": "openldap",
	"ntp": "ntpsec", "rpcuser": "statd",
}

// otherGroups are the groups of CentOS that Debian calls otherwise, where there
// is a user of the same name.
var otherGroups = map[string]string{"nobody": "nogroup", "qemu": "libvirt-qemu"}

// matchAccounts reports what commands say of users and groups.
func (t *table) matchAccounts(pass *analysis.Pass, f *facts.File) {
	for i := range f.Commands {
		c := &f.Commands[i]
		// A container's numbers are its own.
		if options, ok := accountPrograms[c.Program]; ok && pass.File.Language != workspace.Dockerfile {
			t.accountCommand(pass, c, options)
		}
		switch c.Program {
		case "chown", "chgrp":
			if n := slices.IndexFunc(c.Args, func(arg string) bool { return !strings.HasPrefix(arg, "-") }); n >= 0 {
				t.accountNames(pass, c, n, otherNames)
			}
		case "usermod", "useradd", "gpasswd", "install", "sudo", "su", "runuser", "setfacl":
			for n := 1; n < len(c.Args); n++ {
				switch c.Args[n-1] {
				case "-G", "-aG", "-g", "--groups", "--group":
					t.accountNames(pass, c, n, otherNames, otherGroups)
				case "-o", "-u", "--owner":
					t.accountNames(pass, c, n, otherNames)
				}
			}
		}
	}
	switch pass.File.Language {
	case workspace.Puppet:
		t.puppetAccounts(pass)
	case workspace.Patch:
	default:
		t.sudoers(pass)
	}
}

// accountCommand reports a number that a command gives to an account.
func (t *table) accountCommand(pass *analysis.Pass, c *facts.Command, options []string) {
	system := slices.Contains(c.Args, "-r") || slices.Contains(c.Args, "--system")
	for n, arg := range c.Args {
		option, value, inline := strings.Cut(arg, "=")
		at := n
		if !slices.Contains(options, option) {
			continue
		}
		if !inline {
			if n+1 >= len(c.Args) {
				continue
			}
			value, at = c.Args[n+1], n+1
		}
		t.accountID(pass, analysis.Span(c.ArgSpans[at]), value, account{c.Args[len(c.Args)-1], kindOf(c.Program), system}, analysis.Detail{
			Guards: c.Guards, Call: analysis.CallOf(pass.File, c), Within: c.Within, Scriptlet: c.Via == facts.ViaScriptlet,
		})
	}
}

// accountID reports a number that is another's, or is given out by the system.
func (t *table) accountID(pass *analysis.Pass, at analysis.Span, value string, a account, d analysis.Detail) {
	id, err := strconv.Atoi(value)
	rule := t.codes[codeAccountID]
	if err != nil || rule == nil || id <= 0 || id >= 1000 && !a.system || id >= 60000 {
		return
	}
	d.Subject = value
	name := a.name
	if strings.Contains(name, "XX") { // of a macro
		name = "an account"
	}
	switch owner := a.base[id]; {
	case id >= 1000:
		d.Message = value + " is given to " + name + " of the system: numbers from 1000 on are those of people"
	case owner == name:
		return
	case owner != "":
		d.Message = value + " is given to " + name + ": on Debian it is " + owner + "'s, by base-passwd"
	case id < 100:
		d.Message = value + " is given to " + name + ": Debian keeps the numbers below 100 for base-passwd"
	}
	pass.Report(rule, at, d)
}

// accountNames reports the names in OWNER:GROUP, or in a list with commas.
func (t *table) accountNames(pass *analysis.Pass, c *facts.Command, n int, tables ...map[string]string) {
	rule := t.codes[codeAccountName]
	if rule == nil {
		return
	}
	for name := range strings.FieldsFuncSeq(c.Args[n], func(r rune) bool { return r == ':' || r == ',' || r == '.' }) {
		for _, names := range tables {
			if other := names[name]; other != "" {
				pass.Report(rule, analysis.Span(c.ArgSpans[n]), analysis.Detail{
					Subject: name, Use: other, Guards: c.Guards, Call: analysis.CallOf(pass.File, c), Within: c.Within, Scriptlet: c.Via == facts.ViaScriptlet,
				})
				return
			}
		}
	}
}

// accountParameter is a parameter of a class whose number is an account's.
var accountParameter = regexp.MustCompile(`(?m)^\s*\$(\w*(?:group_?id|user_?id|gid|uid))\s*=\s*["']?(\d{1,5})["']?\s*,?\s*$`)

// puppetAccounts reports users and groups of a manifest, and the owners of its
// files.
func (t *table) puppetAccounts(pass *analysis.Pass) {
	manifest := puppet.Parse(pass.File.Src)
	for _, m := range accountParameter.FindAllSubmatchIndex(blankComments(pass.File.Src), maxManaged) {
		name := string(pass.File.Src[m[2]:m[3]])
		t.accountID(pass, analysis.Span{Start: m[4], End: m[5]}, string(pass.File.Src[m[4]:m[5]]), account{name: name, base: kindOf(name)}, analysis.Detail{})
	}
	for i := range manifest.Resources {
		r := &manifest.Resources[i]
		guards := guardsOf(r)
		for _, a := range r.Attrs {
			at := analysis.Span{Start: a.Value.Start, End: a.Value.End}
			switch {
			case r.Type == "user" && a.Name == "uid", (r.Type == "group" || r.Type == "user") && a.Name == "gid":
				if len(r.Titles) == 1 {
					t.accountID(pass, at, strings.Trim(a.Value.Text, `'"`), account{name: r.Titles[0].Text, base: kindOf(a.Name)}, analysis.Detail{Guards: guards})
				}
			case a.Name == "owner" || a.Name == "group" || a.Name == "groups" || a.Name == "user":
				a.Value.Each(func(v *puppet.Value) {
					other := otherNames[v.Text]
					if rule := t.codes[codeAccountName]; rule != nil && v.Kind == puppet.String && other != "" {
						pass.Report(rule, analysis.Span{Start: v.Start, End: v.End}, analysis.Detail{Subject: v.Text, Use: other, Guards: guards})
					}
				})
			}
		}
	}
}

// fileOwners are the user and the group that a spec gives to files.
var fileOwners = regexp.MustCompile(`%(?:def)?attr\(\s*[^,()]*,\s*([\w-]+)\s*,\s*([\w-]+)`)

// ownersOfFiles reports the owners in a spec's lists of files, each once a spec.
func (t *table) ownersOfFiles(pass *analysis.Pass, parsed *spec.File) {
	rule := t.codes[codeAccountName]
	if rule == nil {
		return
	}
	seen := map[string]bool{}
	for start, line := range fileLines(pass.File.Src, parsed) {
		m := fileOwners.FindStringSubmatchIndex(line)
		if m == nil || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for n, names := range []map[string]string{otherNames, otherGroups} {
			from, to := m[2+2*n], m[3+2*n]
			name := line[from:to]
			other := names[name]
			if n == 1 && other == "" {
				other = otherNames[name]
			}
			if other == "" || seen[name] {
				continue
			}
			seen[name] = true
			pass.Report(rule, analysis.Span{Start: start + from, End: start + to}, analysis.Detail{Subject: name, Use: other})
		}
	}
}

var (
	// sudoGroup is a group of CentOS at the beginning of a rule of sudo.
	sudoGroup = regexp.MustCompile(`(?m)^[ \t]*%(wheel)[ \t]+\w+[ \t]*=`)
	// passwdRow is a row of passwd or group that a patch adds.
	passwdRow = regexp.MustCompile(`(?m)^\+([a-z_][\w-]*):[x*!]?:(\d+):`)
)

// aclGroup is a group of CentOS in an access control list, as tmpfiles.d and setfacl have it,
// in files and in what patches add.
var aclGroup = regexp.MustCompile(`\b(?:group|g):(wheel):[rwxX-]+\b`)

// matchACL reports groups that are given rights on files, once a line.
func (t *table) matchACL(pass *analysis.Pass) {
	rule := t.codes[codeAccountName]
	if rule == nil || !bytes.Contains(pass.File.Src, []byte(":wheel:")) || pass.File.Role == finding.RoleDoc {
		return
	}
	last := -1
	for _, m := range aclGroup.FindAllSubmatchIndex(pass.File.Src, maxManaged) {
		start := lineStart(pass.File.Src, m[2])
		if start == last || pass.File.Src[start] == '#' || !counts(pass.File, m[2]) {
			continue
		}
		last = start
		pass.Report(rule, analysis.Span{Start: m[2], End: m[3]}, analysis.Detail{Subject: "wheel", Use: otherNames["wheel"], Confidence: atMost(pass, rule)})
	}
}

func (t *table) sudoers(pass *analysis.Pass) {
	rule := t.codes[codeAccountName]
	if rule == nil || !bytes.Contains(pass.File.Src, []byte("%wheel")) {
		return
	}
	for _, m := range sudoGroup.FindAllSubmatchIndex(pass.File.Src, maxManaged) {
		pass.Report(rule, analysis.Span{Start: m[2], End: m[3]}, analysis.Detail{
			Subject: "wheel", Use: otherNames["wheel"],
		})
	}
}

// matchPasswd reports the rows of passwd and group that a patch adds. A patch of
// a package of Debian is what keeps the numbers there, not what stands in the way.
func (t *table) matchPasswd(pass *analysis.Pass) {
	src := pass.File.Src
	if strings.Contains("/"+pass.File.Path, "/debian/") {
		return
	}
	for _, m := range passwdRow.FindAllSubmatchIndex(src, maxManaged) {
		t.accountID(pass, analysis.Span{Start: m[2], End: m[5]}, string(src[m[4]:m[5]]), account{name: string(src[m[2]:m[3]]), base: rowsOf(src[m[5]:])}, analysis.Detail{})
	}
}

// rowsOf tells the rows of passwd from those of group by what follows the number: the
// group, what it is for, home and shell, or the members.
func rowsOf(rest []byte) map[int]string {
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	if bytes.Count(line, []byte(":")) >= 4 {
		return baseUsers
	}
	return baseGroups
}
