#!/bin/bash
cp plugin.so /usr/lib64/agent/   # want: OS-012
libdir=/usr/lib64/nagios   # want: OS-012
cp x.py /usr/lib64/python2.7/site-packages/   # ok: OS-012
cp plugin.so /usr/lib/agent/   # ok: OS-012
echo "in /usr/lib64/agent"   # ok: OS-012
