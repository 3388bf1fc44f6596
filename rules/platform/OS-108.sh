#!/bin/bash
implantisomd5 boot.iso   # want: OS-108
xorriso -as mkisofs -o boot.iso image   # ok: OS-108
echo "implantisomd5 failed"   # ok: OS-108
cp /usr/share/syslinux/isolinux.bin $out/   # want: OS-108
cp /usr/lib/ISOLINUX/isolinux.bin $out/   # ok: OS-108
