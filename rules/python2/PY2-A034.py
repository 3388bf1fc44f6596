import argparse
import uuid

key = uuid.uuid4().get_hex()  # want: PY2-A034
host = uuid.UUID(text)
print(host.get_node(), host.get_urn())  # want: PY2-A034 x2
print(host.hex, host.urn)  # ok: PY2-A034

parser = argparse.ArgumentParser(version="1.0")  # want: PY2-A034
parser.print_version()  # want: PY2-A034
fine = argparse.ArgumentParser(description="version")  # ok: PY2-A034
fine.add_argument("--version", action="version", version="1.0")  # ok: PY2-A034


def other(record):
    return record.get_hex()  # ok: PY2-A034
