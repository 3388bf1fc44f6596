#!/bin/sh
nodes=(a b)   # want: SH-003
echo "${nodes[0]}"   # want: SH-003
list="(a b)"   # ok: SH-003
echo "${list}[0]"   # ok: SH-003
