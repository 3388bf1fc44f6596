#!/bin/bash
stat /var/lib/rpm/Packages   # want: RPM-011
rm -rf /var/cache/yum   # ok: RPM-011
rm -f /var/lib/rpm/__db*   # ok: RPM-011
stat /var/lib/dpkg/status   # ok: RPM-011
