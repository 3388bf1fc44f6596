def owner(handler):
    return handler.im_self  # want: PY2-M007


def kind(handler):
    return handler.im_class, handler.im_func  # want: PY2-M007


def fine(handler):
    return handler.__self__, handler.__func__, type(handler.__self__)  # ok: PY2-M007
