package platform_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// TestTemplates: what only Bash reads in a template counts where a manifest runs the
// template as a command.
func TestTemplates(t *testing.T) {
	const script = "/bin/true # puppet requires this\n\n<% if @resource -%>\nwhile [[ $n -lt 3 ]]; do\n  n=$((n + 1))\ndone\n<% end -%>\nmanage '<%= @config %>'\n"
	files := func(command string) map[string]string {
		return map[string]string{
			"stx-agent/modules/platform/manifests/partitions.pp":   "define manage() {\n  exec { 'a':\n    command => " + command + ",\n  }\n  file { '/b': content => template('platform/file.erb') }\n}\n",
			"stx-agent/modules/platform/templates/partitions.erb":  script,
			"stx-agent/modules/platform/templates/file.erb":        script,
			"stx-agent/modules/openstack/templates/partitions.erb": script,
		}
	}
	for command, want := range map[string]string{
		"template('platform/partitions.erb')":   "modules/platform/templates/partitions.erb",
		`template("openstack/partitions.erb")`:  "modules/openstack/templates/partitions.erb",
		"template($name)":                       "",
		"'/bin/true'":                           "",
		"inline_template('<%= @a %>')":          "",
		"template('platform/partitions.erb.x')": "",
	} {
		_, r := found(t, files(command))
		var at []string
		for i := range r.Findings {
			if f := &r.Findings[i]; strings.HasPrefix(f.Rule, "SH-") {
				at = append(at, f.Path)
				if f.Line != 4 || f.Rule != "SH-001" || f.Snippet == "" {
					t.Errorf("%s: %s at line %d, %q", command, f.Rule, f.Line, f.Snippet)
				}
			}
		}
		if got := strings.Join(at, " "); got != want {
			t.Errorf("%s: found in %q, want %q", command, got, want)
		}
	}
}

// TestScriptsOfSM: an init script that SM runs as an lsb-script is to have no unit.
func TestScriptsOfSM(t *testing.T) {
	files := func(sql string) map[string]string {
		return map[string]string{
			"stx-agent/agent/centos/agent.spec": "Name: agent\nVersion: 1\n%files\n/etc/init.d/agent\n/etc/init.d/other\n",
			"stx-agent/sm/database/create.sql":  sql,
		}
	}
	for sql, want := range map[string]int{
		"": 2,
		"INSERT INTO \"SERVICE_ACTIONS\" VALUES('agent','enable','lsb-script','','agent','start','',2,2,2,15,'');\n":  1,
		"INSERT INTO \"SERVICE_ACTIONS\" VALUES('agent','enable','ocf-script','x','agent','start','',2,2,2,15,'');\n": 2,
	} {
		list, _ := found(t, files(sql))
		n := 0
		for _, one := range list {
			if strings.HasPrefix(one, "OS-008@") {
				n++
			}
		}
		if n != want {
			t.Errorf("%q: %d scripts without a unit, want %d: %v", sql, n, want, list)
		}
	}
}

// TestByLine: what a place means, and what to use there, may depend on its line.
func TestByLine(t *testing.T) {
	_, r := found(t, map[string]string{
		"stx-agent/a.sh": "#!/bin/bash\nservice nfs status | grep stopped\nservice nfs start\nslapcat -F /etc/openldap/schema -l x\ncp a /etc/openldap/schema\nslaptest -f /etc/openldap/slapd.conf -F /etc/ldap/slapd.d\n",
		"stx-agent/b.py": "call(['slapcat', '-F', '/etc/openldap/schema'])\n",
		"stx-agent/c.pp": "class a {\n  nova_config {\n    'DEFAULT/mkisofs_cmd': value => '/usr/bin/genisoimage';\n  }\n}\n",
	})
	var got []string
	for i := range r.Findings {
		f := &r.Findings[i]
		if slices.Contains([]string{"OS-006", "OS-014", "OS-109"}, f.Rule) {
			use, _, _ := strings.Cut(f.Targets["debian-12"].Alternative, " ")
			got = append(got, f.Rule+" "+string(f.Targets["debian-12"].Effect)+" "+use)
		}
	}
	want := []string{"OS-006 changes what", "OS-006 works systemctl", "OS-014 breaks /etc/ldap/slapd.d,", "OS-014 breaks /etc/ldap,", "OS-014 breaks /etc/ldap,",
		"OS-014 breaks /etc/ldap/slapd.d,", "OS-109 works one"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestScriptlets: where packages come without scriptlets, nothing runs what is in them.
func TestScriptlets(t *testing.T) {
	_, r := found(t, map[string]string{
		"stx-agent/agent/centos/agent.spec": "Name: agent\nVersion: 1\n%description\nx\n%post\nchkconfig agent on\n%files\n/usr/bin/agent\n",
		"stx-agent/agent/agent.sh":          "#!/bin/bash\nchkconfig agent on\n",
	})
	n := 0
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Rule != "OS-005" {
			continue
		}
		n++
		inSpec := strings.HasSuffix(f.Path, ".spec")
		if works := f.Targets["clear"].Effect == finding.Works; works != inSpec || f.Targets["debian-12"].Effect == finding.Works {
			t.Errorf("%s:%d %s on Clear, %s on Debian", f.Path, f.Line, f.Targets["clear"].Effect, f.Targets["debian-12"].Effect)
		}
	}
	if n != 2 {
		t.Errorf("%d findings, want 2", n)
	}
}

// TestPatchConfidence: of what a patch adds nobody is sure, and a number is a user's or a
// group's by the row that it stands in.
func TestPatchConfidence(t *testing.T) {
	_, r := found(t, map[string]string{
		"stx-agent/agent/centos/agent.spec": "Name: agent\nVersion: 1\nPatch1: a.patch\n%prep\n%patch1\n%files\n/usr/bin/agent\n",
		"stx-agent/agent/centos/patches/a.patch": "Add a script\n--- /dev/null\n+++ b/bin/new\n@@ -0,0 +1,2 @@\n+#!/bin/sh\n+[[ a ]]\n" +
			"--- a/sshd_config\n+++ b/sshd_config\n@@ -1,1 +1,2 @@\n Port 22\n+MACs hmac-ripemd160\n" +
			"--- a/passwd\n+++ b/passwd\n@@ -1,1 +1,2 @@\n root:x:0:0:root:/root:/bin/bash\n+agent:x:27:27::/:/sbin/nologin\n" +
			"--- a/group\n+++ b/group\n@@ -1,1 +1,2 @@\n root:x:0:\n+agent:x:27:\n" +
			"--- a/a.service\n+++ b/a.service\n@@ -1,1 +1,3 @@\n [Unit]\n+After=local-fs.target network.service\n+Requires=crond.service\n" +
			"--- a/a.pp\n+++ b/a.pp\n@@ -1,2 +1,2 @@\n ensure => present,\n-    provider => 'yum',\n+    provider => 'rpm',\n" +
			"--- a/a.conf\n+++ b/a.conf\n@@ -1,2 +1,2 @@\n-a+ /l - - - - d:group:adm:r-x,d:group:wheel:r-x\n+a+ /l - - - - d:group:own:r-x,d:group:wheel:r-x\n a+ /m - - - - group:wheel:r-x\n",
	})
	messages := map[string]string{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Role != finding.RolePatch || strings.HasPrefix(f.Rule, "PATCH") {
			continue
		}
		if f.Confidence > finding.Medium {
			t.Errorf("%s at line %d: %v", f.Rule, f.Line, f.Confidence)
		}
		messages[fmt.Sprintf("%s:%d", f.Rule, f.Line)] = f.Message
	}
	if len(messages) != 8 || messages["OS-602:38"] == "" || messages["OS-011:26"] == "" || messages["OS-010:27"] == "" || messages["OS-202:33"] == "" || messages["SH-001:6"] == "" || messages["OS-316:11"] == "" ||
		!strings.Contains(messages["OS-601:16"], "numbers below 100") || !strings.Contains(messages["OS-601:21"], "it is sudo's") {
		t.Errorf("%q", messages)
	}
}

// TestPatchedScript: a script that one patch makes is known where another changes it.
func TestPatchedScript(t *testing.T) {
	files := func(shell string) map[string]string {
		return map[string]string{
			"stx-agent/agent/centos/agent.spec":      "Name: agent\nVersion: 1\nPatch1: a.patch\nPatch2: b.patch\n%prep\n%patch1\n%patch2\n%files\n/usr/bin/agent\n",
			"stx-agent/agent/centos/patches/a.patch": "Add a script\n--- /dev/null\n+++ b/bin/new\n@@ -0,0 +1,2 @@\n+#!/bin/" + shell + "\n+true\n",
			"stx-agent/agent/centos/patches/b.patch": "Change it\n--- a/bin/new\n+++ b/bin/new\n@@ -7,1 +7,2 @@\n true\n+[[ a ]]\n--- a/bin/old\n+++ b/bin/old\n@@ -7,1 +7,2 @@\n true\n+[[ b ]]\n",
		}
	}
	for shell, want := range map[string]int{"sh": 1, "bash": 0} {
		_, r := found(t, files(shell))
		n := 0
		for i := range r.Findings {
			if f := &r.Findings[i]; f.Rule == "SH-001" {
				n++
				if f.Line != 6 || f.Role != finding.RolePatch || f.Confidence != finding.Medium {
					t.Errorf("%s: %d, %s, %v", shell, f.Line, f.Role, f.Confidence)
				}
			}
		}
		if n != want {
			t.Errorf("%s: %d places, want %d", shell, n, want)
		}
	}
}
