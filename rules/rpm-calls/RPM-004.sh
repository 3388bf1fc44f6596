#!/bin/bash
CREATEREPO=$(which createrepo_c)
[ -n "$CREATEREPO" ] || CREATEREPO=createrepo
createrepo -g comps.xml /www/pages/updates   # want: RPM-004
(cd /www/pages/feed; createrepo .)   # want: RPM-004
ls createrepo   # ok: RPM-004
mkdir -p /www/createrepo   # ok: RPM-004
# createrepo /www   # ok: RPM-004
