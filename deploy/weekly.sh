#!/bin/sh
# The weekly run: scan a StarlingX workspace, keep the run in the history, and
# write the page, the report and the agenda of the call into a folder of the day.
#
#   weekly.sh WORKSPACE STATE
#
# STATE/history         what 'stxscan history' reads: keep it for ever
# STATE/weeks/DATE      report.html, report.json, agenda.txt, trend.csv, log.txt
# STATE/weeks/latest    the newest of these
#
# STXSCAN       the program, stxscan on the PATH if not set
# STXSCAN_KEEP  how many folders of weeks are kept, 26 if not set
#
# Exit codes: 0 done; 3 done, and something could not be told; 4 nothing to scan;
# 75 another run is under way; 1 and 2 nothing was written.
set -eu

program=${STXSCAN:-stxscan}
keep=${STXSCAN_KEEP:-26}

say() { printf 'weekly: %s\n' "$*" >&2; }
fail() {
    code=$1
    shift
    say "$*"
    exit "$code"
}

[ $# -eq 2 ] || fail 2 "usage: weekly.sh WORKSPACE STATE"
workspace=$1
state=$2
case $keep in
'' | *[!0-9]* | 0*) fail 2 "STXSCAN_KEEP=$keep: want a number of weeks, 1 or more" ;;
esac
[ -d "$workspace" ] || fail 2 "there is no workspace $workspace: name the folder of the repos"
command -v "$program" >/dev/null || fail 2 "there is no program $program: set STXSCAN to its path"
command -v flock >/dev/null || fail 2 "flock is missing: install util-linux"
mkdir -p "$state/weeks" || fail 2 "$state cannot be written"
# What follows changes no folder, so that relative paths stay what they are.
case $state in
/*) ;;
*) state=$PWD/$state ;;
esac

# The lock goes with the process, whatever ends it.
exec 9>"$state/lock"
flock -n 9 || fail 75 "another run holds $state/lock: nothing was done"

# A folder is seen whole or not at all.
today=$(date -u +%Y-%m-%d)
new=$state/weeks/.new
rm -rf "$new"
mkdir "$new"
trap 'rm -rf "$new"' EXIT
trap 'exit 2' HUP INT TERM

# Programs that are started here must not keep the lock when this one is gone.
code=0
"$program" scan --strict --no-progress --record="$state/history" \
    -o html="$new/report.html" -o json="$new/report.json" \
    "$workspace" 2>"$new/log.txt" 9>&- || code=$?
cat "$new/log.txt" >&2
case $code in
0) ;;
3) say "something could not be told, and is not counted as ready: report.html lists it with what would settle it" ;;
*) fail "$code" "the scan ended with $code: nothing was kept" ;;
esac
for file in report.html report.json; do
    [ -s "$new/$file" ] || fail 2 "the scan did not write $file: nothing was kept"
done

# A point of the trend is a state of the source: one more run at the same commits
# adds none.
points() { sed 1d "$1" | cut -d, -f1-3 | sort -u | grep -c . || true; }
"$program" history trend --dir "$state/history" -o "csv=$new/trend.csv" 9>&- ||
    fail 2 "the trend could not be written: 'stxscan history verify --dir $state/history' says what is damaged"
before=0
if [ -f "$state/weeks/latest/trend.csv" ]; then
    before=$(points "$state/weeks/latest/trend.csv")
fi
after=$(points "$new/trend.csv")
if [ "$after" -lt 2 ]; then
    echo "This is the first recorded state of the source: there is nothing to compare it with." >"$new/agenda.txt"
elif [ "$after" -eq "$before" ]; then
    echo "The source is what it was at the run before: nothing moved." >"$new/agenda.txt"
else
    "$program" history compare --dir "$state/history" -o "agenda=$new/agenda.txt" 9>&- ||
        fail 2 "the agenda could not be written: 'stxscan history verify --dir $state/history' says what is damaged"
fi

chmod 755 "$new"
rm -rf "$state/weeks/$today"
mv "$new" "$state/weeks/$today"
rm -f "$state/weeks/latest"
ln -s "$today" "$state/weeks/latest"

# Names are dates, so their order is that of time. Others are not ours.
set -- "$state"/weeks/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]
while [ $# -gt "$keep" ]; do
    rm -rf "$1"
    shift
done
say "wrote $state/weeks/$today"
exit "$code"
