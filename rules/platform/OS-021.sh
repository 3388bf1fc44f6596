#!/bin/bash
qemu -kernel /usr/share/qemu-kvm/tscdeadline_latency.flat  # want: OS-021
qemu -bios /usr/share/qemu/bios.bin  # ok: OS-021
