#!/bin/sh
flags+=" -v"   # want: SH-017
flags="$flags -v"   # ok: SH-017
echo x+=1   # ok: SH-017
