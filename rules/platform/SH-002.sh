#!/bin/sh
function run {   # want: SH-002
    :
}
run-all() {   # want: SH-002
    :
}
stop() {   # ok: SH-002
    echo function   # ok: SH-002
}
