import sys


def build(repo):
    return sys.subversion, repo.subversion  # want: PY2-A005


def digits():
    return sys.long_info.bits_per_digit  # want: PY2-A005


def info(repo):
    return sys.version, sys.float_info, repo.subversion  # ok: PY2-A005
