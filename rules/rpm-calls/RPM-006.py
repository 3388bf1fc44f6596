import os
import rpm  # want: RPM-006
from rpm import labelCompare  # want: RPM-006
import rpmalike  # ok: RPM-006
from . import rpm as own  # ok: RPM-006
from agent import rpm as other  # ok: RPM-006
