#!/bin/bash
# chkconfig: 345 20 80   ok: OS-002
. /etc/init.d/functions   # want: OS-002
source /etc/rc.d/init.d/functions   # want: OS-002
. /lib/lsb/init-functions   # ok: OS-002
. /etc/init.d/functions.local   # ok: OS-002
