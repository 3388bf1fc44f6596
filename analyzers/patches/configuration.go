package patches

import (
	"path"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

var (
	// configurationName finds configuration by the end of a name, when the ends of
	// templates and examples are off.
	configurationName = regexp.MustCompile(`(?i)\.(?:conf|cfg|cnf|ini|config|service|socket|timer|target|mount|automount|path|slice|preset|rules|logrotate|` +
		`sysconfig|pam|pamd|sysctl|tmpfiles|sysusers|cron|crontab|policy|default|init|initd|ldif|schema|volatiles|cgcs|defs)$|` +
		`^(?:sshd?_config|nsswitch\.conf|sudoers|fstab|exports|motd|issue(?:\.net)?|securetty|crontab|inittab|(?:.*[_-])?logrotate(?:\.d)?(?:[_-][^.]*)?|` + systemFiles + `)$`)
	// configurationFolder finds what is read as configuration whatever it is called.
	configurationFolder = regexp.MustCompile(`(?:^|/)(?:etc|sysconfig|init\.d|pam\.d|cron\.d|logrotate\.d|sysctl\.d|tmpfiles\.d|modprobe\.d|udev/rules\.d|conf\.d|profile\.d|sudoers\.d)/`)
	// buildName finds what is named like configuration and is read by a build or
	// by tests alone.
	buildName   = regexp.MustCompile(`^(?:setup\.cfg|tox\.ini|pytest\.ini|pylintrc|\.pylintrc|\.coveragerc|\.s?testr\.conf|mypy\.ini|alembic\.ini|pbr\.cfg|babel\.cfg)$|^kernel-.*\.config$|defconfig$|^Makefile`)
	templateEnd = regexp.MustCompile(`\.(?:in|m4|example|sample|dist|tmpl|template|tpl|j2|orig|suse|redhat|rhel|centos|fedora)$`)
	scriptPlace = regexp.MustCompile(`(?:^|/)(?:network-scripts|sbin|bin|ocf|heartbeat|libexec)/`)
)

// systemFiles are the files of the package setup, which lie in its top folder.
const systemFiles = `passwd|group|uidgid|shadow|gshadow|hosts|host\.conf|services|protocols|shells|profile|bashrc|csh\.(?:cshrc|login)|inputrc|aliases|filesystems|printcap`

// isConfiguration reports whether a file is configuration: by its path, and for
// names that say little by what the patch changes in it.
func isConfiguration(src []byte, d *patch.FileDiff) bool {
	file := d.Path()
	base := path.Base(file)
	for templateEnd.MatchString(base) {
		base = base[:len(base)-len(path.Ext(base))]
	}
	switch {
	case base == "" || buildName.MatchString(base) || isTest(file) || scriptPlace.MatchString(file) || isProgram(base) && !strings.HasSuffix(file, ".m4"):
		return false
	case strings.Contains("/"+file, "/init.d/"), strings.HasSuffix(base, ".init"), base == "initscript":
		return !isFunctions(base)
	case configurationName.MatchString(base), configurationFolder.MatchString(file):
		return !runs(src, d)
	}
	return false
}

// isFunctions tells what other scripts include, and the script that sets the
// network up: they are of the system's programs.
func isFunctions(base string) bool { return base == "functions" || base == "network" }

var (
	interpreter = regexp.MustCompile(`^#!\s*/`)
	statement   = regexp.MustCompile(`^\s*(?:(?:if|elif|while)\s+\[|fi\b|then\b|done\b|esac\b|for\s+\w+\s+in\b|def \w+\(|function \w+|\w+\(\)\s*\{|return\b|exit \d)`)
)

// runs reports whether what a patch changes in a file is a script, although its
// path says configuration: /etc holds scripts too. Scripts of profile.d and
// hooks that others read are settings, but not what has statements of its own.
func runs(src []byte, d *patch.FileDiff) bool {
	lines := changesOf(src, d)
	statements := 0
	for _, l := range lines {
		if interpreter.MatchString(l.text) {
			return true
		}
		if statement.MatchString(l.text) {
			statements++
		}
	}
	return statements*5 > len(lines)
}

// placeOf returns where a file of a source, or beside a spec, is installed as
// far as its name tells; else its path in the source.
func placeOf(file string) string {
	base := path.Base(file)
	for templateEnd.MatchString(base) {
		base = base[:len(base)-len(path.Ext(base))]
	}
	stem := strings.TrimSuffix(base, path.Ext(base))
	switch path.Ext(base) {
	case ".service", ".socket", ".timer", ".target", ".mount", ".automount", ".path", ".slice":
		return "/usr/lib/systemd/system/" + base
	case ".rules":
		if strings.Contains("/"+file, "/rules") || strings.Contains(file, "udev") {
			return "/usr/lib/udev/rules.d/" + base
		}
	case ".sysconfig":
		return "/etc/sysconfig/" + stem
	case ".logrotate":
		return "/etc/logrotate.d/" + stem
	case ".init", ".initd":
		return "/etc/rc.d/init.d/" + stem
	case ".pam", ".pamd":
		return "/etc/pam.d/" + stem
	case ".tmpfiles":
		return "/usr/lib/tmpfiles.d/" + stem + ".conf"
	}
	switch dir := path.Base(path.Dir(file)); {
	case dir == "tmpfiles.d" || dir == "sysctl.d":
		return "/usr/lib/" + dir + "/" + base
	case dir == "init.d":
		return "/etc/rc.d/init.d/" + base
	case strings.HasPrefix(base, "sshd_config"), strings.HasPrefix(base, "ssh_config"):
		return "/etc/ssh/" + base
	case systemFile.MatchString(base) && !strings.Contains(file, "/"):
		return "/etc/" + base
	}
	if _, rest, ok := strings.Cut("/"+file, "/etc/"); ok {
		return "/etc/" + rest
	}
	return file
}

var systemFile = regexp.MustCompile(`^(?:` + systemFiles + `|fstab|exports|motd|securetty)$`)

// configured are the places of the system that hold configuration.
var configured = regexp.MustCompile(`^(?:/etc(?:/|$)|/usr/local/etc/|(?:/usr)?/lib/(?:systemd|udev|tmpfiles\.d|sysctl\.d|modprobe\.d|sysusers\.d|modules-load\.d|dracut)(?:/|$)|` +
	`/usr/share/(?:polkit-1|dbus-1)/|%\{\??\w*(?:conf|unit|init|pam|rules|preset|tmpfiles|sysctl)\w*dir\w*\})`)

func isConfigured(place string) bool { return configured.MatchString(place) }
