#!/bin/bash
. /etc/sysconfig/agent   # want: OS-001
echo "OPTIONS=-v" >> $ROOT/etc/sysconfig/agentd   # want: OS-001
. /etc/default/agent   # ok: OS-001
cp ifcfg /etc/sysconfig/network-scripts/ifcfg-eth0   # ok: OS-001
grep sysconfig /var/log/messages   # ok: OS-001
# /etc/sysconfig/agent in a comment   # ok: OS-001
rm -f $ROOT/etc/sysconfig/clock   # ok: OS-001
if [ -f /etc/centos-release ]; then
    . /etc/sysconfig/agent   # want: OS-001 guarded
fi
