#!/bin/sh
name=${file//x/y}   # want: SH-009
first=${file:0:1}   # want: SH-009
value=${!name}   # want: SH-009
stem=${file%.*}   # ok: SH-009
other=${file:-x}   # ok: SH-009
