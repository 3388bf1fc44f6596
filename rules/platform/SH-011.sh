#!/bin/sh
echo -e 'a\tb'   # want: SH-011
echo -n a   # ok: SH-011
/bin/echo -e a   # ok: SH-011
echo 'use -e'   # ok: SH-011
