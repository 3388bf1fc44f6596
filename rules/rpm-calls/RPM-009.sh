#!/bin/bash
conf="$workspace/yum.conf"  # want: RPM-009
cp "$template" "$work/local.repo"  # want: RPM-009
cat /etc/yum.conf  # ok: RPM-009
echo "no yum.conf"  # ok: RPM-009
cd local.repository  # ok: RPM-009
rm -rf mvn.repo  # ok: RPM-009
