#!/bin/bash
ifup eth0   # want: OS-102
/usr/sbin/ifdown eth0   # want: OS-102
ip link set eth0 up   # ok: OS-102
log "ifup eth0"   # ok: OS-102
