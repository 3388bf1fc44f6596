import json
import subprocess
from subprocess import PIPE, Popen


def password(user, word):
    p = Popen(["chpasswd"], stdin=PIPE)
    p.communicate("%s:%s" % (user, word))  # want: PY2-X002


def answer(process_arguments):
    p = subprocess.Popen(process_arguments, stdin=PIPE)
    p.stdin.write("yes\n")  # want: PY2-X002
    p.communicate(input="no")  # want: PY2-X002


def given(state):
    p = Popen(["sm-load"], stdin=PIPE)
    json.dump(state, p.stdin)  # want: PY2-X002


def fine(word):
    p = Popen(["cat"], stdin=PIPE, universal_newlines=True)
    p.communicate("text")  # ok: PY2-X002
    q = Popen(["cat"], stdin=PIPE)
    q.communicate(b"bytes")  # ok: PY2-X002
    q.communicate(word.encode("utf-8"))  # ok: PY2-X002
    q.communicate()  # ok: PY2-X002
