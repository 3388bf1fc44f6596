#!/bin/bash
if [ -f /etc/centos-release ]; then   # want: OS-004
    echo centos
fi
release=$(cat /etc/redhat-release)   # want: OS-004
. /etc/os-release   # ok: OS-004
echo "see /etc/centos-release for more"   # ok: OS-004
cat /etc/build-release   # ok: OS-004
if [ "/etc/centos-release" = no ]; then :; fi   # ok: OS-004
