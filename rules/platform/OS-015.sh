#!/bin/bash
/usr/sbin/pidof agent   # want: OS-015
pidof agent   # ok: OS-015
/bin/pidof agent   # ok: OS-015
/usr/sbin/fping -c 1 host   # want: OS-015
/usr/bin/fping -c 1 host   # ok: OS-015
