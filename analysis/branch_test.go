package analysis_test

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/rules"
)

// TestBranchOf evaluates conditions of all languages. Each system is told to
// take the branch (its letter), not to take it (-), or neither (.): CentOS,
// Debian, Ubuntu and Clear in that order.
func TestBranchOf(t *testing.T) {
	tests := []struct {
		guards string // one a line; a ! and a blank ahead for the other arm
		want   string
	}{
		{`[ -f /etc/centos-release ]`, "C---"},
		{`! [ -f /etc/centos-release ]`, "-DUL"},
		{`[ ! -f /etc/centos-release ]`, "-DUL"},
		{`! test -e /etc/redhat-release`, "-DUL"},
		{`[ -e /etc/debian_version ]`, "-DU-"},
		{`[ -r /etc/os-release ]`, "...."},
		{`[ "$ID" = centos ]`, "C---"},
		{`[ "$ID" != "ubuntu" ]`, "CD-L"},
		{`[[ "$dist" == *"CentOS"* ]] && [[ "$firewall" == *"running"* ]]`, "C---"},
		{`[[ $ID == ubuntu || $ID == debian ]]`, "-DU-"},
		{`[[ $ID_LIKE == *debian* ]]`, "-DU-"},
		{`grep -qi 'centos' /etc/os-release`, "C---"},
		{`grep -q "Red Hat" /etc/redhat-release`, "C---"},
		{`case $ID in centos|rhel`, "C---"},
		{`! case $ID in centos|rhel`, "-DUL"},
		{`case "$ID" in debian`, "-D--"},
		{`case "$ID_LIKE" in debian`, "-DU-"},
		{`case "$1" in start`, "...."},
		{`command -v apt-get`, "-DU-"},
		{`! command -v yum >/dev/null`, "-DUL"},
		{`[ -x /usr/bin/swupd ]`, "---L"},
		{`which zypper`, "----"},
		{`os.path.exists('/etc/centos-release')`, "C---"},
		{`not os.path.isfile("/etc/redhat-release")`, "-DUL"},
		{`platform.linux_distribution()[0] == 'CentOS Linux'`, "C---"},
		{`distro.id() in ('centos', 'rhel')`, "C---"},
		{`distro.id() not in ("debian", "ubuntu")`, "C--L"},
		{`distro.id() == 'ubuntu' and enabled`, "--U-"},
		{`$::osfamily == 'RedHat'`, "C---"},
		{`$::osfamily == 'Debian'`, "-DU-"},
		{`$::operatingsystem == 'Ubuntu'`, "--U-"},
		{`$::operatingsystem != 'Debian'`, "C-UL"},
		{`0%{?rhel} >= 7`, "C---"},
		{`%{?suse_version}`, "----"},
		{`0%{?fedora} || 0%{?rhel}`, "C---"},
		{`os == "wrlinux"`, "----"},
		{"[ -f /etc/centos-release ]\n[ \"$x\" = y ]", "C---"},
		{"! [ -f /etc/centos-release ]\n[ \"$ID\" = ubuntu ]", "--U-"},
		{`[ -d /etc/centos ]`, "...."},
		{`! [ -d /run/systemd/system ]`, "----"},
		{`! %{with_systemd}`, "----"},
		{`%if %{without systemd}`, "----"},
		{`command -v systemctl > /dev/null`, "CDUL"},
		{`[ -f /lib/systemd/system/agent.service ]`, "...."},
		{`[ -n "$CENTOS_DIR" ]`, "...."},
		{`[ -f repo/centos/build.data ]`, "...."},
		{`test "/etc/centos-release" = no`, "...."},
		{`[ "$VERSION_ID" = 18.04 ]`, "...."},
		{`x in debianize`, "...."},
		{`((((((((((((1))))))))))))`, "...."},
		{strings.Repeat("(", 3000), "...."},
		{``, "...."},
	}
	letters := []struct {
		system rules.Systems
		letter byte
	}{{rules.CentOS, 'C'}, {rules.Debian, 'D'}, {rules.Ubuntu, 'U'}, {rules.Clear, 'L'}}
	for _, test := range tests {
		var guards []facts.Guard
		for line := range strings.SplitSeq(test.guards, "\n") {
			text, negated := strings.CutPrefix(line, "! ")
			guards = append(guards, facts.Guard{Text: text, Negated: negated})
		}
		branch, told := analysis.BranchOf(guards)
		got := make([]byte, 0, 4)
		for _, l := range letters {
			switch {
			case branch.Not&l.system != 0:
				got = append(got, '-')
			case branch.Taken&l.system != 0:
				got = append(got, l.letter)
			default:
				got = append(got, '.')
			}
		}
		if string(got) != test.want {
			t.Errorf("%s: %s, want %s", test.guards, got, test.want)
		}
		if (told == "") != (string(got) == "....") {
			t.Errorf("%s: told by %q", test.guards, told)
		}
	}
}

func TestAsks(t *testing.T) {
	tests := []struct {
		guard, name string
		want        bool
	}{
		{`[ -x /usr/bin/rpm ]`, "rpm", true},
		{`command -v rpm >/dev/null`, "rpm", true},
		{`which rpm`, "rpm", true},
		{`os.path.exists('/usr/bin/rpm')`, "rpm", true},
		{`[ -f /etc/openldap/schema/core.ldif ]`, "/etc/openldap/schema/", true},
		{`[ -d "/etc/openldap" ]`, "/etc/openldap", true},
		{`[ -x /usr/bin/rpmbuild ]`, "rpm", false},
		{`[ -f "/bin/systemctl" ]`, "iptables", false},
		{`[ "$1" = rpm ]`, "rpm", true},
		{`mode == "rpm"`, "rpm", false},
		{`[ -d /etc/openldap2 ]`, "/etc/openldap", false},
		{``, "rpm", false},
	}
	for _, test := range tests {
		got := analysis.Asks([]facts.Guard{{Text: test.guard}}, test.name) != ""
		if got != test.want {
			t.Errorf("%s asks for %s: %v", test.guard, test.name, got)
		}
		if analysis.Asks([]facts.Guard{{Text: test.guard, Negated: true}}, test.name) != "" {
			t.Errorf("%s guards what runs where it fails", test.guard)
		}
	}
}

func FuzzBranchOf(f *testing.F) {
	f.Add(`[[ $ID == ubuntu || ( -f "/etc/centos-release" && ! -x 'a' ) ]]`)
	f.Add(`case $ID in centos|rhel`)
	f.Fuzz(func(t *testing.T, text string) {
		branch, _ := analysis.BranchOf([]facts.Guard{{Text: text}})
		if branch.Taken&branch.Not != 0 {
			t.Errorf("taken and not: %v", branch)
		}
		other, _ := analysis.BranchOf([]facts.Guard{{Text: text, Negated: true}})
		if branch.Not&other.Not != 0 {
			t.Errorf("%q: nobody takes either arm: %v and %v", text, branch, other)
		}
	})
}
