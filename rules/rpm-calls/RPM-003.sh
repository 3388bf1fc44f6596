#!/bin/sh
smart update   # want: RPM-003
smart channel --add base type=rpm-md baseurl=http://controller/feed -y   # want: RPM-003
smart_cmd=1   # ok: RPM-003
smartctl -a /dev/sda   # ok: RPM-003
echo smart update   # ok: RPM-003
