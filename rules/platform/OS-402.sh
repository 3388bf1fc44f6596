#!/bin/bash
make -C /usr/src/kernels/$KERNEL   # want: OS-402
make -C /lib/modules/$KERNEL/build   # ok: OS-402
ls /usr/src/debug   # ok: OS-402
