#!/bin/sh
me=$HOSTNAME   # want: SH-016
[ $UID = 0 ]   # want: SH-016
host=$HOST   # ok: SH-016
(GROUPS=here; echo $GROUPS)   # ok: SH-016
(SECONDS=0; echo $SECONDS)   # want: SH-016
echo ${OSTYPE:-linux}   # ok: SH-016
