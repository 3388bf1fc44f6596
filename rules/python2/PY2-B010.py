import sys

import six

import settings


def refresh():
    return reload(settings)  # want: PY2-B010


def default_encoding():
    reload(sys)  # want: PY2-B010
    sys.setdefaultencoding("utf-8")


if six.PY3:
    from importlib import reload as reload_settings
else:
    reload_settings = reload  # want: PY2-B010 guarded


def refresh_service(service):
    service.reload()  # ok: PY2-B010
    return service.restart(reload=True)  # ok: PY2-B010


def refresh_module(module):
    from imp import reload
    return reload(module)  # ok: PY2-B010
