package facts

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// readPatchScripts adds the shell code of a patch: of each hunk what is there once it is
// applied. Which shell runs it is known of scripts that the patch makes, of those whose
// first line it shows, and of resource agents.
func readPatchScripts(f *File, src []byte, parsed *patch.File) {
	left := maxHunks
	for i := range parsed.Files {
		d := &parsed.Files[i]
		shell := agentShell(d.Path())
		for n := range d.Hunks {
			if left--; left < 0 {
				return
			}
			t, added := afterHunk(src, d.Hunks[n].Lines)
			if n == 0 && d.Hunks[n].NewStart <= 1 {
				shell = shebang(t.bytes) // a new one in place of the old
			}
			if shell == "" || len(added) == 0 {
				continue
			}
			f.Scripts = append(f.Scripts, Script{Shell: shell, Via: ViaPatch, Src: t.bytes, At: t.at, Fragment: true, Added: added})
		}
	}
}

// bashAgents are the agents in heartbeat/ of resource-agents that begin with Bash, of
// versions 3.9.5 and 4.12.0; all others without an ending are for /bin/sh, but for a few
// in Python, which a hunk of the shell's does not touch.
var bashAgents = strings.Fields(`AoEtarget CTDB ManageRAID ManageVE Squid SysInfo aws-vpc-route53 clvm conntrackd dnsupdate
	drbd eDir88 fio galera gcp-vpc-move-ip iSCSILogicalUnit iSCSITarget jira kamailio lxc lxd-info machine-info mariadb
	mpathpersist nfsnotify rabbitmq-cluster redis rsyslog sg_persist slapd smb-share storage-mon sybaseASE syslog-ng vsftpd`)

// agentShell is the shell of a resource agent, empty for other files.
func agentShell(file string) string {
	dir, name := path.Split(file)
	if path.Base(dir) != "heartbeat" || strings.Contains(name, ".") || strings.HasPrefix(name, "ocf-") || strings.HasPrefix(name, "Makefile") || slices.Contains(bashAgents, name) {
		return ""
	}
	return "sh"
}

// MayHoldShell is a quick look at whether a patch has code of a shell that is known.
func MayHoldShell(src []byte) bool {
	return bytes.Contains(src, []byte("+#!/")) || bytes.Contains(src, []byte(" #!/")) || bytes.Contains(src, []byte("/heartbeat/"))
}

// Adds reports whether a patch adds the code between two offsets; code that is no
// patch's is.
func (s *Script) Adds(start, end int) bool { return adds(s.Added, start, end) }
