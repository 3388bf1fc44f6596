#!/bin/bash
stat /var/lib/rpm/Packages   # want: RPM-011
rm -rf /var/cache/yum   # want: RPM-011
stat /var/lib/dpkg/status   # ok: RPM-011
