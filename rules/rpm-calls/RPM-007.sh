#!/bin/bash
for package in $(find "$out" -name "*.rpm"); do  # want: RPM-007
    cp "$package" "$repo"
done
name=${file%.src.rpm}  # want: RPM-007
rsync -u "$results"/*.rpm "$repo"  # want: RPM-007
srpm="$name-$version-$release.src.rpm"  # want: RPM-007
short=$(basename "$1" | sed 's#.src.rpm$##')  # want: RPM-007
list | grep -v '[.]src[.]rpm$' | sort  # want: RPM-007
curl -O https://example.org/agent-1.0-1.x86_64.rpm  # want: RPM-007
rpm -Uvh agent-1.0-1.x86_64.rpm  # ok: RPM-007
echo "no agent-1.0.rpm"  # ok: RPM-007
curl https://rpm.org/api  # ok: RPM-007
fan=rpm.speed  # ok: RPM-007
ls rpm.d  # ok: RPM-007
# *.rpm  # ok: RPM-007
SEARCHD_RPM=https://example.com/searchd-2.3.rpm   # want: RPM-007 guarded
SEARCHD_DEB=https://example.com/searchd_2.3_amd64.deb
