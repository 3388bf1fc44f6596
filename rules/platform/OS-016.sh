#!/bin/bash
emulator=/usr/libexec/qemu-kvm   # want: OS-016
/usr/libexec/openssh/sftp-server   # want: OS-016
/usr/libexec/agent/run   # ok: OS-016
/usr/lib/openssh/sftp-server   # ok: OS-016
echo "in /usr/libexec/agent"   # ok: OS-016
