import os


def export(password):
    os.environ["OS_PASSWORD"] = password.encode("utf-8")  # want: PY2-X022


def fine(password, options):
    os.environ["OS_PASSWORD"] = password  # ok: PY2-X022
    os.environ["OS_TENANT"] = str(password)  # ok: PY2-X022
    options["OS_PASSWORD"] = password.encode("utf-8")  # ok: PY2-X022
