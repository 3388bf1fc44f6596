#!/bin/sh
# Watches links. Says sh and needs bash.

INTERVAL=5
FUNCTIONS=/usr/libexec/link-monitor/linkmon-functions

while [[ $# -gt 0 ]]; do
    case $1 in
        --interval) INTERVAL=$2; shift 2 ;;
        --functions) FUNCTIONS=$2; shift 2 ;;
        *) echo "usage: rpm -q link-monitor, then read its documents" >&2; exit 1 ;;
    esac
done
source $FUNCTIONS

declare -A state
names=(mgmt0 oam0)

function report {
    python -c "import sys; print sys.argv[1].upper()" "$1" &>> /var/log/linkmon.log
}

while sleep $INTERVAL; do
    for name in "${names[@]}"; do
        now=$(cat /sys/class/net/$name/operstate)
        if [[ $now != "${state[$name]}" ]]; then
            report "$name is $now, bonding $(link_config $name)"
            /sbin/service network status &> /dev/null
        fi
        state[$name]=$now
    done
done
