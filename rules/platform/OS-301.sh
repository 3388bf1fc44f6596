#!/bin/bash
restorecon -R /opt/agent   # want: OS-301
sed -i s/enforcing/disabled/ /etc/selinux/config   # want: OS-301
aa-status   # ok: OS-301
echo "setenforce 0"   # ok: OS-301
if command -v semanage >/dev/null; then
    semanage port -l   # want: OS-301 guarded
fi
semodule -r agent 2>/dev/null || :   # want: OS-301 guarded
if selinuxenabled; then restorecon -R /opt; fi   # want: OS-301 guarded
