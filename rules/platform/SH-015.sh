#!/bin/sh
trap cleanup SIGTERM   # want: SH-015
set -o pipefail   # want: SH-015
read -t 5 answer   # want: SH-015
trap cleanup TERM EXIT   # ok: SH-015
read -r answer   # ok: SH-015
set -e   # ok: SH-015
