#!/bin/sh
run &> /dev/null   # want: SH-008
run >& log   # want: SH-008
run > /dev/null 2>&1   # ok: SH-008
run >&2   # ok: SH-008
