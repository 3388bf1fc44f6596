#!/bin/bash
mock -r stx.cfg --rebuild agent-1.0-1.src.rpm   # want: RPM-005
if ! mockchain-parallel -r stx.cfg -l /localdisk; then exit 1; fi   # want: RPM-005
import mock   # ok: RPM-005
pip install mock   # ok: RPM-005
mock_file=stx.cfg   # ok: RPM-005
