#!/bin/sh
((count++))   # want: SH-012
let count=count+1   # want: SH-012
count=$((count + 1))   # ok: SH-012
( (echo a) )   # ok: SH-012
