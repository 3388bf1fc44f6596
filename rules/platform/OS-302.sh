#!/bin/bash
firewall-cmd --add-port=80/tcp   # want: OS-302
iptables-save > /etc/sysconfig/iptables   # want: OS-302
iptables -A INPUT -j DROP   # ok: OS-302
. /etc/sysconfig/agent   # ok: OS-302
systemctl disable firewalld   # ok: OS-302
systemctl enable firewalld   # want: OS-302
systemctl disable agent   # ok: OS-302
