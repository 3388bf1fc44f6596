#!/bin/bash
grub2-install /dev/sda   # want: OS-104
cp grub.cfg /boot/efi/EFI/centos/   # want: OS-104
grub-mkconfig -o /boot/grub/grub.cfg   # ok: OS-104
echo "run grub2-mkconfig"   # ok: OS-104
cp x /boot/grub/grub.cfg   # ok: OS-104
if command -v grub2-mkconfig; then
    grub2-mkconfig   # want: OS-104 guarded
fi
mkdir -p $root/EFI/centos/x86_64-efi   # want: OS-104
mkdir -p $root/EFI/BOOT   # ok: OS-104
