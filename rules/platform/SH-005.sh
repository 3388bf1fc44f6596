#!/bin/sh
cat <<< word   # want: SH-005
cat <<END   # ok: SH-005
<<< word
END
