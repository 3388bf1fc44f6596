import json


def write(f, hosts):
    json.dump(hosts, f, encoding="utf-8")  # want: PY2-X025
    return json.dumps(hosts, encoding="latin-1")  # want: PY2-X025


def fine(hosts, yaml):
    return json.dumps(hosts, indent=2), yaml.dump(hosts, encoding="utf-8")  # ok: PY2-X025
