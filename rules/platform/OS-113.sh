#!/bin/bash
conf="$(ls ${root}/etc/ld.so.conf.d/kernel-*.conf)"   # want: OS-113
rm -f /etc/ld.so.conf.d/kernel-3.10.0-862.el7.x86_64.conf   # want: OS-113
echo /opt/agent/lib64 > /etc/ld.so.conf.d/agent.conf   # ok: OS-113
ls /lib/modules   # ok: OS-113
