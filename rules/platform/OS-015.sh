#!/bin/bash
/usr/sbin/pidof agent   # want: OS-015
pidof agent   # ok: OS-015
/bin/pidof agent   # ok: OS-015
