import csv
import json


def save(path, state):
    with open(path, "wb") as f:
        f.write("# written by the agent\n")  # want: PY2-X006
        f.write("state=%s" % state)  # want: PY2-X006


def keep(path, state):
    f = open(path, "wb")
    json.dump(state, f)  # want: PY2-X006


def rows(path):
    with open(path, "rb") as f:
        return list(csv.reader(f))  # want: PY2-X006


def options(path):
    with open(path, mode="rb") as f:  # want: PY2-X006
        for line in f:
            if "=" in line:
                return line.split("=")


def fine(source, target):
    with open(source, "rb") as f, open(target, "wb") as g:  # ok: PY2-X006
        g.write(f.read())  # ok: PY2-X006
        g.write(b"end")  # ok: PY2-X006
    with open(source, "r") as f:
        return f.read().split("=")  # ok: PY2-X006


def opened(path):
    return open(path, "wb")


def store(path, state):
    f = opened(path)
    f.write("state=%s" % state)  # want: PY2-X006
    f.close()


class Log(object):
    def __init__(self, path):
        self.file = open(path, "ab")

    def add(self, line):
        self.file.write("%s\n" % line)  # want: PY2-X006


def listed(path, images):
    import yaml
    with open(path, "wb") as f:
        yaml.safe_dump(images, f, default_flow_style=False)  # want: PY2-X006
        yaml.dump(images, stream=f)  # want: PY2-X006
        yaml.dump(images, f, encoding="utf-8")  # ok: PY2-X006
    with open(path, "w") as f:
        yaml.safe_dump(images, f)  # ok: PY2-X006


def logged(path, command):
    import subprocess
    p = subprocess.Popen(command, stdout=subprocess.PIPE, universal_newlines=True)
    with open(path, "ab") as log:
        for line in p.stdout:
            log.write(line)  # want: PY2-X006
