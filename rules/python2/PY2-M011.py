import i18n


def plain(name):
    return name.translate(None, "-:")  # want: PY2-M011


def mapped(name, table):
    return name.translate(table, "-")  # want: PY2-M011


def fine(name, table):
    return name.translate(table), name.translate({45: None}), i18n.translate("a", "b"), str.translate(name, table)  # ok: PY2-M011


def others(lines, pages):
    places = {}
    places.translate(None, "x")  # ok: PY2-M011
    return lines.translate(None, 8), pages.translate("text", "fr", quick=True)  # ok: PY2-M011
