#!/bin/bash
systemctl restart crond   # want: OS-010
systemctl --no-block enable httpd.service   # want: OS-010
service ntpd stop   # want: OS-010
/etc/init.d/sshd reload   # want: OS-010
systemctl restart agent.service   # ok: OS-010
systemctl daemon-reload   # ok: OS-010
echo crond is running   # ok: OS-010
pidof sshd   # ok: OS-010
if [ -f /etc/redhat-release ]; then
    systemctl restart crond   # want: OS-010 guarded
fi
