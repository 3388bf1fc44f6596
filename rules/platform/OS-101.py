import os

IFCFG = '/etc/sysconfig/network-scripts/'  # want: OS-101
ROUTE = '/etc/sysconfig/network-scripts/route-eth0'  # want: OS-101
LOCAL = '/var/run/network-scripts.puppet/ifcfg-eth0'  # ok: OS-101
OTHER = '/etc/sysconfig/agent'  # ok: OS-101
DEBIAN = '/etc/network/interfaces.d/eth0'  # ok: OS-101
