"""Stop workers that are generators: worker.throw(ValueError, "stop")."""  # ok: PY2-S015
import errors


def stop(worker, promise, dice, trace):
    worker.throw(ValueError, "stop")  # want: PY2-S015
    worker.throw(errors.Stopped, errors.Stopped("stop"), trace)  # want: PY2-S015
    worker.throw(ValueError("stop"))  # ok: PY2-S015
    worker.throw(errors.Stopped)  # ok: PY2-S015
    promise.throw(trace)  # ok: PY2-S015
    dice.throw(6, 2)  # ok: PY2-S015
    return throw(ValueError, "stop")  # ok: PY2-S015


def throw(kind, value):
    return "throw", kind, value
