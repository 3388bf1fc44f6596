#!/bin/sh
IFS=$'\n'   # want: SH-010
IFS='$'   # ok: SH-010
echo "$x"   # ok: SH-010
