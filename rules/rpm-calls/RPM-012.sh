#!/bin/bash
/usr/lib/rpm/find-debuginfo.sh   # want: RPM-012
cp macros.agent /etc/rpm/   # want: RPM-012
ls /usr/lib/rpmbuild   # ok: RPM-012
