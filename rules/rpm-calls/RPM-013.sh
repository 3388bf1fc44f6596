#!/bin/bash
rm -f /var/lib/smart/config   # want: RPM-013
rm -f /var/lib/smartmontools/x   # ok: RPM-013
