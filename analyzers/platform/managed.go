package platform

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
)

// codeManaged is the code about services that a manager of StarlingX starts, and
// Debian as well.
const codeManaged = "managed-service"

// startedByPackage are the services that a package of Debian enables and starts
// as it is installed, by what SM, pmon and their like call them, with the
// package. Read from the maintainer scripts of Debian 12, by what they give to
// deb-systemd-helper, deb-systemd-invoke and invoke-rc.d.
var startedByPackage = map[string]string{
	"aodh-api": "aodh-api", "aodh-evaluator": "aodh-evaluator", "ceilometer-agent-notification": "ceilometer-agent-notification",
	"cinder-api": "cinder-api", "cinder-backup": "cinder-backup", "cinder-scheduler": "cinder-scheduler", "cinder-volume": "cinder-volume",
	"gnocchi-api": "gnocchi-api", "heat-api": "heat-api", "heat-api-cfn": "heat-api-cfn", "ironic-api": "ironic-api",
	"ironic-conductor": "ironic-conductor", "magnum-api": "magnum-api", "murano-api": "murano-api",
	"nova-conductor": "nova-conductor", "nova-scheduler": "nova-scheduler", "swift-proxy": "swift-proxy",
	"acpid": "acpid", "chronyd": "chrony", "collectd": "collectd-core", "dnsmasq": "dnsmasq",
	"docker-distribution": "docker-registry", "docker": "docker.io", "containerd": "containerd",
	"etcd": "etcd-server", "glance-api": "glance-api", "haproxy": "haproxy", "heat-engine": "heat-engine",
	"influxdb": "influxdb", "keystone": "keystone", "libvirtd": "libvirt-daemon-system",
	"lighttpd": "lighttpd", "lldpd": "lldpd", "memcached": "memcached", "mysql": "mariadb-server",
	"named": "bind9", "neutron-dhcp-agent": "neutron-dhcp-agent", "nova-api": "nova-api",
	"nova-compute": "nova-compute", "nslcd": "nslcd", "ntpd": "ntpsec", "openldap": "slapd", "slapd": "slapd",
	"openvswitch": "openvswitch-switch", "ovsdb-server": "openvswitch-switch", "ovs-vswitchd": "openvswitch-switch",
	"pgsql": "postgresql-common", "postgresql": "postgresql-common", "rabbitmq-server": "rabbitmq-server",
	"radosgw": "radosgw", "ceph-radosgw": "radosgw", "snmpd": "snmpd", "sshd": "openssh-server",
	"syslog-ng": "syslog-ng-core", "tgtd": "tgt",
	"aodh-listener": "aodh-listener", "aodh-notifier": "aodh-notifier", "barbican-api": "barbican-api",
	"barbican-keystone-listener": "barbican-keystone-listener", "barbican-worker": "barbican-worker",
	"ceilometer-polling": "ceilometer-polling", "openstack-ceilometer-polling": "ceilometer-polling", "cinder-schedule": "cinder-scheduler",
	"gnocchi-metricd": "gnocchi-metricd", "magnum-conductor": "magnum-conductor", "murano-engine": "murano-engine",
	"neutron-bgp-dragent": "neutron-bgp-dragent", "neutron-metadata-agent": "neutron-metadata-agent",
	"neutron-server": "neutron-api", "neutron-sriov-nic-agent": "neutron-sriov-agent", "nova-novnc": "nova-consoleproxy",
	"nova-serialproxy": "nova-consoleproxy", "nova-placement-api": "placement-api",
	"nfsserver-mgmt": "nfs-kernel-server", "sssd": "sssd-common", "target": "python3-rtslib-fb",
	"strongswan-starter": "strongswan-starter", "charon": "strongswan-starter",
}

// everywhere are the services that run on every host from boot, and that pmon
// looks after alone: that the package starts them is what is wanted.
var everywhere = map[string]bool{"acpid": true, "sshd": true, "nslcd": true, "syslog-ng": true, "sssd": true}

var (
	// smAction is a row of SM's database: the service, the action, the kind of
	// plugin, whose it is, and its name.
	smAction = regexp.MustCompile(`(?i)INSERT\s+INTO\s+"?SERVICE_ACTIONS"?\s+VALUES\s*\(\s*'([^']*)'\s*,\s*'[^']*'\s*,\s*'(lsb-script|ocf-script|systemd)'\s*,\s*'([^']*)'\s*,\s*'([^']*)'`)
	// processPart and processKey are what configurations of pmon and rmon are made of.
	processPart = regexp.MustCompile(`(?m)^\s*\[process\]`)
	processKey  = regexp.MustCompile(`(?m)^[ \t]*(service|process|script)[ \t]*=[ \t]*([\w/.@-]+)`)
)

// maxManaged bounds the services of one file.
const maxManaged = 1000

// matchManaged reports the services that files for SM and for pmon list: those
// that Debian starts by itself, unless they run everywhere anyway, and those
// whose unit has another name.
func (t *table) matchManaged(pass *analysis.Pass, keep *kept) {
	rule, src := t.codes[codeManaged], pass.File.Src
	switch pass.File.Role {
	case finding.RoleDoc, finding.RoleTest:
		return
	}
	m := managed{table: t, pass: pass, rule: rule, seen: map[string]bool{}}
	if bytes.Contains(src, []byte("SERVICE_ACTIONS")) {
		for _, at := range smAction.FindAllSubmatchIndex(src, maxManaged) {
			m.service(src, at[8], at[9])
			if bytes.EqualFold(src[at[4]:at[5]], []byte("lsb-script")) && !slices.Contains(keep.LSB, string(src[at[8]:at[9]])) {
				keep.LSB = append(keep.LSB, string(src[at[8]:at[9]]))
			}
		}
	}
	if !bytes.Contains(src, []byte("[process]")) || !processPart.Match(src) {
		return
	}
	for _, at := range processKey.FindAllSubmatchIndex(src, maxManaged) {
		start, end := at[4], at[5]
		if slash := bytes.LastIndexByte(src[start:end], '/'); slash >= 0 {
			start += slash + 1
		}
		if !everywhere[string(src[start:end])] {
			m.service(src, start, end)
		}
		if key := string(src[at[2]:at[3]]); key == "service" {
			m.unit(src, start, end)
		}
	}
}

// managed is one file that lists services.
type managed struct {
	*table
	pass *analysis.Pass
	rule *rules.Rule
	seen map[string]bool
}

// service reports a service once in a file.
func (m *managed) service(src []byte, start, end int) {
	name := string(src[start:end])
	pkg, ok := startedByPackage[strings.TrimSuffix(name, ".service")]
	if !ok || m.rule == nil || m.seen[pkg] {
		return
	}
	m.seen[pkg] = true
	m.pass.Report(m.rule, analysis.Span{Start: start, End: end}, analysis.Detail{Subject: name, Use: pkg})
}

// unit reports a unit that has another name elsewhere.
func (m *managed) unit(src []byte, start, end int) {
	if name := unitName(string(src[start:end])); name != "" {
		if rule := m.codes[codeUnit]; rule != nil {
			m.pass.Report(rule, analysis.Span{Start: start, End: end}, analysis.Detail{Subject: name})
		}
	}
}
