#!/bin/sh
for ((i = 0; i < 3; i++)); do :; done   # want: SH-018
select x in a b; do :; done   # want: SH-018
for i in 1 2; do :; done   # ok: SH-018
case $1 in a|b) ;; esac   # ok: SH-018
