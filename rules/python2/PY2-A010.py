import operator
from operator import div, add  # want: PY2-A010


def run(hook):
    return hook() if operator.isCallable(hook) else hook  # want: PY2-A010


def fine(values, cpu):
    return operator.itemgetter(1)(values), cpu.div, add, div  # ok: PY2-A010
