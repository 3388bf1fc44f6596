#!/bin/sh
diff <(ls a) <(ls b)   # want: SH-004
(ls a) < x   # ok: SH-004
echo "<(ls)"   # ok: SH-004
