#!/bin/bash
cat kdump.conf > /etc/kdump.conf   # want: OS-307
kdumpctl restart   # want: OS-307
kdump-config reload   # ok: OS-307
cp kdump-tools /etc/default/kdump-tools   # ok: OS-307
