import iso8601
from iso8601.iso8601 import Utc  # want: PY2-A037

when = when.replace(tzinfo=iso8601.iso8601.Utc())  # want: PY2-A037
when = when.replace(tzinfo=iso8601.UTC)  # ok: PY2-A037
when = iso8601.iso8601.parse_date(text), Utc  # ok: PY2-A037


def fine(iso8601):
    return iso8601.iso8601.Utc()  # ok: PY2-A037
