import runpy
import sys


def local_settings(path):
    settings = {}
    execfile(path, settings)  # want: PY2-B016
    return settings


def activate(env):
    execfile(env + "/bin/activate_this.py", dict(__file__=env))  # want: PY2-B016


def load(path):
    return runpy.run_path(path)  # ok: PY2-B016


def shell(console, path):
    return console.execfile(path)  # ok: PY2-B016


def load_any(path, settings):
    if sys.version_info[0] == 2:
        execfile(path, settings)  # want: PY2-B016 guarded


def usage():
    return "execfile(path) is gone"  # ok: PY2-B016
