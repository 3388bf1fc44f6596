import pickle


def load(path):
    return pickle.load(open(path))  # want: PY2-X009


def save(path, state):
    with open(path, "w") as f:
        pickle.dump(state, f)  # want: PY2-X009


def fine(path, state, f):
    pickle.dump(state, open(path, "wb"))  # ok: PY2-X009
    return pickle.load(f)  # ok: PY2-X009
