#!/bin/bash
sed -i "s:modulepath .*:modulepath /usr/lib64/openldap:" "$conf"  # want: OS-012
sed -i "s:/usr/lib64/openldap:$folder:" "$conf"  # ok: OS-012
cp plugin.so /usr/lib64/agent/   # want: OS-012
libdir=/usr/lib64/nagios   # want: OS-012
cp x.py /usr/lib64/python2.7/site-packages/   # ok: OS-012
cp plugin.so /usr/lib/agent/   # ok: OS-012
echo "in /usr/lib64/agent"   # ok: OS-012
