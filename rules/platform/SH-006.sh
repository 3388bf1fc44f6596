#!/bin/sh
if [ "$1" == start ]; then   # want: SH-006
    test "$1" == x   # want: SH-006
fi
if [ "$1" = start ]; then   # ok: SH-006
    echo "=="   # ok: SH-006
fi
