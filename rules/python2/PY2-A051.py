import daemon
from daemon import runner
from daemon.runner import DaemonRunner


def start(app):
    runner.DaemonRunner(app).do_action()  # want: PY2-A051
    DaemonRunner(app).do_action()  # want: PY2-A051


class Inherits(runner.DaemonRunner):
    action_funcs = {}


class Opens(runner.DaemonRunner):  # ok: PY2-A051
    def _open_streams_from_app_stream_paths(self, app):
        self.daemon_context.stderr = open(app.stderr_path, "wb+", buffering=0)


class Own(object):
    pass


def derived(app):
    Inherits(app).do_action()  # want: PY2-A051
    Opens(app).do_action()  # ok: PY2-A051
    Own().do_action()  # ok: PY2-A051
    with daemon.DaemonContext():  # ok: PY2-A051
        app.run()
    return DaemonRunner  # ok: PY2-A051
