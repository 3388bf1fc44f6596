def load(text):
    exec text  # want: PY2-D003
    return config


def in_a_dictionary(text):
    names = {}
    exec text in names  # ok: PY2-D003
    return names["config"]


def nothing_read(text):
    exec text  # ok: PY2-D003
    return len(text)


def before(text, config):
    exec text  # ok: PY2-D003
    return config


exec "limit = 1"  # ok: PY2-D003
print limit
