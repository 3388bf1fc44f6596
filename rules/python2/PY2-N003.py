def pages(rows, text):
    return len(rows) / 20, int(text) / 1024  # want: PY2-N003


def fine(rows, size):
    return len(rows) // 20, size / 1024, len(rows) / 20.0, rows / len(rows), int(len(rows) / 20)  # ok: PY2-N003
