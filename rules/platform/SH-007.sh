#!/bin/sh
source /etc/agent/conf   # want: SH-007
. /etc/agent/conf   # ok: SH-007
echo source   # ok: SH-007
