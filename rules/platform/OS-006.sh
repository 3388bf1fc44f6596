#!/bin/bash
service agent restart   # want: OS-006
sudo /sbin/service agent status   # want: OS-006
systemctl restart agent.service   # ok: OS-006
openstack service list   # ok: OS-006
echo "service agent restart"   # ok: OS-006
