#!/bin/bash
mock -r stx.cfg --rebuild agent-1.0-1.src.rpm   # want: RPM-005
if ! mockchain-parallel -r stx.cfg -l /localdisk; then exit 1; fi   # want: RPM-005
import mock   # ok: RPM-005
pip install mock   # ok: RPM-005
mock_file=stx.cfg   # ok: RPM-005
sudo chown root:mock /localdisk/mock   # want: RPM-005
id "$USER" | grep '751(mock)' > /dev/null   # ok: RPM-005
grep mock list   # ok: RPM-005
chown root:root mock   # ok: RPM-005
