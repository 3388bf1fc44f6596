import yaml

DOCUMENT = "name: !!python/unicode 'controller-0'"  # want: PY2-X019
TAG = u"tag:yaml.org,2002:python/unicode"  # want: PY2-X019


def fine(hosts):
    path = "/opt/python/unicode/data"  # ok: PY2-X019
    return yaml.safe_dump(hosts), path
