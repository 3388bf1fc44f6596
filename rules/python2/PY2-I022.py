import dbm  # want: PY2-I022
import os, dbm as database  # want: PY2-I022
from dbm import open as open_database  # want: PY2-I022
from dbm import ndbm  # ok: PY2-I022
from dbm import whichdb  # ok: PY2-I022
import dbm.gnu  # ok: PY2-I022
from . import dbm as ours  # ok: PY2-I022

try:
    from dbm import ndbm as third
except ImportError:
    import dbm as third  # want: PY2-I022 guarded
