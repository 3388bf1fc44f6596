def start(services, run, pool):
    map(run, services)  # want: PY2-T004
    pool.map(run, services)  # ok: PY2-T004
    started = map(run, services)  # ok: PY2-T004
    return list(started)
