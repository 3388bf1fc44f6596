#!/bin/bash
mkisofs -o boot.iso image   # want: OS-109
xorriso -as mkisofs -o boot.iso image   # ok: OS-109
echo mkisofs   # ok: OS-109
