import types
from types import NoneType, FunctionType  # want: PY2-A009


def simple(value):
    return isinstance(value, (types.IntType, types.ListType))  # want: PY2-A009 x2


def fine(value, schema):
    return isinstance(value, types.GeneratorType), schema.StringType, FunctionType, NoneType  # ok: PY2-A009


if types.StringTypes is not None:  # want: PY2-A009
    pass
