#!/bin/sh
pushd /opt   # want: SH-014
declare -i x=1   # want: SH-014
shopt -s nullglob   # want: SH-014
cd /opt   # ok: SH-014
echo pushd   # ok: SH-014
