package facts

import (
	"path"
	"slices"
	"strings"
)

// patchedScript is a file that a patch changes, as far as shell goes. Which shell runs it is
// known of scripts that the patch makes, of those whose first line it shows, and of
// resource agents; others may be scripts by their names.
type patchedScript struct{ path, shell string }

// read adds a hunk of the file, as it is once it is applied.
func (p *patchedScript) read(f *File, t *text, added []Span, first bool) {
	if first {
		p.shell = shebang(t.bytes) // a new one in place of the old
	}
	if len(added) > 0 && (p.shell != "" || mayBeScript(p.path)) {
		f.Scripts = append(f.Scripts, Script{Shell: p.shell, Path: p.path, Via: ViaPatch, Src: t.bytes, At: t.at, Fragment: true, Added: added})
	}
}

// bashAgents are the agents in heartbeat/ of resource-agents that begin with Bash, of
// versions 3.9.5 and 4.12.0; all others without an ending are for /bin/sh, but for a few
// in Python, which a hunk of the shell's does not touch.
var bashAgents = strings.Fields(`AoEtarget CTDB ManageRAID ManageVE Squid SysInfo aws-vpc-route53 clvm conntrackd dnsupdate
	drbd eDir88 fio galera gcp-vpc-move-ip iSCSILogicalUnit iSCSITarget jira kamailio lxc lxd-info machine-info mariadb
	mpathpersist nfsnotify rabbitmq-cluster redis rsyslog sg_persist slapd smb-share storage-mon sybaseASE syslog-ng vsftpd`)

// knownShell is the shell of a script that is known by its place, empty for others: of
// resource agents, of dhclient-script, and of the programs of ldapscripts, which are all for /bin/sh in 2.0.8.
func knownShell(file string) string {
	dir, name := path.Split(file)
	switch path.Base(dir) {
	case "scripts":
		// dhclient-script of ISC's dhcp, in whose place Debian has one for /bin/sh.
		if strings.HasSuffix(file, "client/scripts/linux") {
			return "sh"
		}
	case "heartbeat":
		if strings.Contains(name, ".") || strings.HasPrefix(name, "ocf-") || strings.HasPrefix(name, "Makefile") || slices.Contains(bashAgents, name) {
			return ""
		}
		return "sh"
	case "sbin":
		if strings.HasPrefix(name, "ldap") && !strings.Contains(name, ".") {
			return "sh"
		}
	}
	return ""
}

// mayBeScript reports whether a file can be a script by its name.
func mayBeScript(file string) bool {
	name := path.Base(file)
	if ext := path.Ext(name); ext != "" && ext != ".sh" && ext != ".in" {
		return false
	}
	return name != "" && name[0] >= 'a' && name[0] <= 'z' && name != "configure" // others are Makefile, README and their like
}

// Adds reports whether a patch adds the code between two offsets; code that is no
// patch's is.
func (s *Script) Adds(start, end int) bool { return adds(s.Added, start, end) }
