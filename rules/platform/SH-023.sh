#!/bin/sh
monitor() {
    local mode=$1; shift  # want: SH-023
}
once() {
    name=$1
    shift  # ok: SH-023
    shift  # want: SH-023
}
asks() {
    [ $# -gt 0 ] && shift  # ok: SH-023
    shift  # ok: SH-023
}
all() {
    shift  # ok: SH-023
}
never() {
    shift  # ok: SH-023
}
loop() {
    while [ -n "$1" ]; do shift; done  # ok: SH-023
}
monitor
once a
once a b
asks
all "$@"
loop
