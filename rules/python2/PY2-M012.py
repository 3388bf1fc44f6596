from errors import HostError


def run(log, work):
    try:
        work()
    except ValueError as e:
        log.error(e.message)  # want: PY2-M012
    except (HostError, OSError) as e:
        log.error(e.message)  # want: PY2-M012
    except Exception as e:
        text = e.message if hasattr(e, "message") else str(e)  # want: PY2-M012 guarded
        log.error(text, log.message)  # ok: PY2-M012


def fine(log, mail, work):
    try:
        work()
    except Exception as e:
        e.message = "no host"  # ok: PY2-M012
        raise
    return mail.message  # ok: PY2-M012


def remote(log, client):
    from neutronclient.common import exceptions as neutron_exceptions
    try:
        client.list()
    except neutron_exceptions.NeutronClientException as e:
        log.error(e.message)  # ok: PY2-M012
