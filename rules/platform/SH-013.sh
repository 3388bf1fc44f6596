#!/bin/sh
mkdir -p /opt/{a,b}   # want: SH-013
for i in {1..3}; do   # want: SH-013
    :
done
find . -exec ls {} +   # ok: SH-013
echo "{a,b}" ${x}   # ok: SH-013
