#!/bin/bash
dracut -f --kver "$(uname -r)"   # want: OS-105
cp agent.conf /etc/dracut.conf.d/   # want: OS-105
update-initramfs -u   # ok: OS-105
cat /var/log/dracut.log   # ok: OS-105
