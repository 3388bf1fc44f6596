import argparse

import six


def partition_bytes(text):
    return long(text.strip()) * 1024  # want: PY2-B003


def is_size(value):
    return isinstance(value, (int, long))  # want: PY2-B003


def show(parser):
    parser.add_argument("--long", action="store_true")  # ok: PY2-B003
    args = parser.parse_args()
    return listing(args.long, long=args.long)  # ok: PY2-B003


def listing(rows, long=False):
    return rows if long else rows[:1]  # ok: PY2-B003


class Disk(object):
    def long(self):  # ok: PY2-B003
        return self.long  # ok: PY2-B003


def counter(text):
    return int(text) if six.PY3 else long(text)  # want: PY2-B003 guarded


PARSER = argparse.ArgumentParser()
