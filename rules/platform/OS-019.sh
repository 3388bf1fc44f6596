#!/bin/sh
if [ -f /etc/init.d/functions ]; then
    . /etc/init.d/functions
else
    . /lib/lsb/init-functions  # want: OS-019
fi
. /lib/lsb/init-functions.d  # ok: OS-019
