import sys
import traceback


def late(work, clean_up):
    failed = False
    try:
        work()
    except IOError:
        failed = True
    if failed:
        clean_up()
        raise  # want: PY2-D005


def asked_late(work, log):
    for _ in range(3):
        try:
            return work()
        except IOError:
            log("again")
    log(sys.exc_info(), traceback.format_exc())  # ok: PY2-D005


def asked_at_once(work, log):
    try:
        work()
    except IOError:
        log("failed")
    log(sys.exc_info())  # want: PY2-D005
    log(traceback.format_exc())  # want: PY2-D005


def helper(log):
    log(sys.exc_info())  # ok: PY2-D005
    raise  # ok: PY2-D005


def fine(work, log):
    try:
        work()
    except IOError:
        log(sys.exc_info())  # ok: PY2-D005
        raise  # ok: PY2-D005
    try:
        work()
    except ValueError:
        return
    try:
        work()
    finally:
        log(sys.exc_info())  # ok: PY2-D005


def ended(work, log):
    try:
        work()
    except IOError:
        return
    log(sys.exc_info())  # ok: PY2-D005
