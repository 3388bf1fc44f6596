"""Exports the inventory as CSV. Lines of this file end in CR LF."""
import csv
import sys


def export(rows, out=sys.stdout):
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([unicode(cell).encode("utf-8") for cell in row])
    print >>sys.stderr, "%d rows" % len(rows)


if __name__ == "__main__":
    export([("host", raw_input("Name of the host? "))])
