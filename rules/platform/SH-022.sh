#!/bin/sh
check() {
    [ -r "$1" ] || return -1  # want: SH-022
    return 1  # ok: SH-022
}
check /etc/agent || exit -1  # want: SH-022
exit $?  # ok: SH-022
