package patchhistory

import "strings"

// splits are the folders of StarlingX's repos that became part of other repos, by
// the commits that took them out of the old ones: nearly all of September 2019, the
// kernel of April 2020, Mellanox of May 2020 and virt of April 2023.
var splits = []struct{ repo, to, folders string }{
	{"integ", "compile", "base/bash base/golang base/golang-dep base/rpm python/python-2.7.5"},
	{"integ", "containers", "kubernetes/registry-token-server"},
	{"integ", "utilities", "ceph/ceph-manager ceph/python-cephclient filesystem/nfscheck logging/logmgmt " +
		"security/tpm2-openssl-engine security/wrs-ssl tools/collector tools/engtools utilities"},
	{"integ", "monitoring", "monitoring tools/monitor-tools tools/vm-topology"},
	{"integ", "config-files", "config-files base/centos-release-config base/dhcp-config base/dnsmasq-config " +
		"base/haproxy-config base/initscripts-config base/lighttpd-config base/net-snmp-config base/openssh-config " +
		"base/setup-config base/systemd-config filesystem/filesystem-scripts filesystem/iscsi-initiator-utils-config " +
		"filesystem/nfs-utils-config ldap/openldap-config logging/logrotate-config networking/mellanox/mlx4-config " +
		"networking/openvswitch-config"},
	{"integ", "kernel", "kernel networking/mellanox/libibverbs networking/mellanox/rdma-core"},
	{"integ", "virt", "virt/libvirt virt/qemu"},
	{"config", "platform-armada-app", "kubernetes/platform/stx-platform"},
	{"config", "openstack-armada-app", "kubernetes/applications/stx-openstack"},
	{"config", "monitor-armada-app", "kubernetes/applications/stx-monitor"},
	{"config", "puppet", "puppet-manifests puppet-modules-wrs"},
	{"config", "utilities", "pm-qos-mgr worker-utils"},
	{"upstream", "config-files", "openstack/rabbitmq-server-config"},
	{"upstream", "ha", "openstack/stx-ocf-scripts"},
	{"upstream", "openstack-armada-app", "openstack/openstack-helm openstack/openstack-helm-infra"},
	{"upstream", "monitor-armada-app", "monitor/monitor-helm"},
}

// elsewhere names the repo in which a patch may be that the later report does not
// hold, "" if it would be in one that it holds.
func (p *packages) elsewhere(c *carried) string {
	if !p.repos[c.Repo] {
		return c.Repo
	}
	for _, s := range splits {
		if s.repo != c.Repo || p.repos[s.to] {
			continue
		}
		for folder := range strings.FieldsSeq(s.folders) {
			if strings.HasPrefix(c.Path, folder+"/") {
				return s.to
			}
		}
	}
	return ""
}
