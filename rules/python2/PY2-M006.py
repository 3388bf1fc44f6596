def describe(hook):
    return hook.func_name, hook.__name__  # want: PY2-M006


def arguments(hook):
    return hook.func_code.co_varnames  # want: PY2-M006


def fine(hook):
    return hook.__code__.co_varnames  # ok: PY2-M006


class Task(object):
    def __init__(self, hook):
        self.func_name = hook.__name__  # ok: PY2-M006
