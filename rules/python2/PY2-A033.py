import logging
import logging.handlers
from logging import _levelNames  # want: PY2-A033

level = logging._levelNames["DEBUG"]  # want: PY2-A033
syslog = logging.handlers.SysLogHandler()
print(syslog.log_format_string, _levelNames)  # want: PY2-A033
name = logging.getLevelName("DEBUG")  # ok: PY2-A033
levels = oslo_log._levelNames  # ok: PY2-A033

if hasattr(logging, "_levelNames"):
    names = logging._levelNames  # want: PY2-A033 guarded
else:
    names = logging._nameToLevel  # ok: PY2-A033
