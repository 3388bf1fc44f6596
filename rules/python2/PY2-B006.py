"""Installation questions: raw_input() would do on Python 2."""
import mock


def confirm(prompt):
    answer = raw_input(prompt)  # want: PY2-B006
    return answer.lower() in ("y", "yes")


def choose(reader=raw_input):  # want: PY2-B006
    return reader("Select interface: ")


try:
    read_line = raw_input  # want: PY2-B006 guarded
except NameError:
    read_line = input


def ask(console, prompt):
    return console.raw_input(prompt)  # ok: PY2-B006


def ask_again(prompt):
    from six.moves import input as raw_input
    return raw_input(prompt)  # ok: PY2-B006


NAMES = {"raw_input": mock.sentinel.reader}  # ok: PY2-B006
