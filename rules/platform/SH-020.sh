#!/bin/sh
exec {lock}>/run/lock   # want: SH-020
exec 9>/run/lock   # ok: SH-020
echo {lock} > x   # ok: SH-020
