#!/bin/sh
if [[ "$1" = start ]]; then   # want: SH-001
    echo
fi
if [ "$1" = start ]; then   # ok: SH-001
    echo "[[ in a text ]]"   # ok: SH-001
fi
case $1 in [[:alpha:]]*) ;; esac   # ok: SH-001
