import os
import shutil


def remove(path):
    try:
        os.remove(path)
    except WindowsError:  # want: PY2-B021
        shutil.rmtree(path)


def rename(old, new):
    try:
        os.rename(old, new)
    except (IOError, WindowsError) as e:  # want: PY2-B021
        raise RuntimeError(str(e))


def remote(client):
    try:
        client.call()
    except client.WindowsError:  # ok: PY2-B021
        return "WindowsError"  # ok: PY2-B021


def portable(path, WindowsError=OSError):
    try:
        os.remove(path)
    except WindowsError:  # ok: PY2-B021
        pass


def winerror(e):
    try:
        return isinstance(e, WindowsError)  # want: PY2-B021 guarded
    except NameError:
        return False
