package rules_test

import (
	"testing"

	"opendev.org/starlingx/stxscan/rules"
)

// TestOperations: what the seams' own lists make of commands and paths.
func TestOperations(t *testing.T) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ answer, call, subject, want string }{
		{"package-queries", "rpm -qa", "rpm", "list"},
		{"package-queries", "rpm --query --all", "rpm", "list"},
		{"package-queries", "rpm -q glibc", "rpm", "installed"},
		{"package-queries", "rpm -ql glibc", "rpm", "files"},
		{"package-queries", "rpm -q -l glibc", "rpm", "files"},
		{"package-queries", "rpm -qf /bin/sh", "rpm", "package-of"},
		{"package-queries", "rpm -qp --queryformat %{NAME} a.rpm", "rpm", "describe"},
		{"package-queries", "rpm -q --queryformat %{NAME} -p a.rpm", "rpm", "describe"},
		{"package-queries", "rpm --checksig a.rpm", "rpm", "check-signature"},
		{"package-queries", "rpm -e a", "rpm", "remove"},
		{"package-queries", "rpm -Uvh a.rpm", "rpm", "install"},
		{"package-queries", "rpm --root /mnt --rebuilddb", "rpm", "database"},
		{"package-queries", "rpm2cpio a.rpm", "rpm2cpio", "extract"},
		{"package-queries", "rpm --showrc", "rpm", ""},
		{"package-queries", "", "/var/lib/rpm/__db.001", "database"},
		{"package-queries", "", "rpm", "compare"},
		{"network-configuration", "", "/etc/sysconfig/network-scripts/ifcfg-eth0", "interface"},
		{"network-configuration", "", "/etc/sysconfig/network-scripts/route-eth0", "routes"},
		{"network-configuration", "", "/etc/sysconfig/network", "host"},
		{"network-configuration", "", "ONBOOT", "interface"},
		{"network-configuration", "", "pre_up", "commands"},
		{"network-configuration", "", "ifcfg-*", "interface"},
		{"network-configuration", "", "route-*", "routes"},
		{"network-configuration", "ifup eth0", "ifup", "up"},
		{"boot-options", "grubby --update-kernel=ALL --args=quiet", "grubby", "add-options"},
		{"boot-options", "grubby --update-kernel=ALL --remove-args=quiet", "grubby", "remove-options"},
		{"boot-options", "", "/boot/grub2/grub.cfg", "write"},
		{"service-control", "systemctl enable ntpd", "ntpd", "enable"},
		{"service-control", "systemctl --now disable ntpd", "ntpd", "enable"},
		{"service-control", "service ntpd condrestart", "ntpd", "start"},
		{"service-control", "systemctl is-active ntpd", "ntpd", "state"},
		{"service-control", "", "ntpd", "named"},
	}
	for _, test := range tests {
		got := ""
		if o := set.Answer(test.answer).Operation(test.call, test.subject); o != nil {
			got = o.Name
		}
		if got != test.want {
			t.Errorf("%s: %q of %q is %q, want %q", test.answer, test.call, test.subject, got, test.want)
		}
	}
}
