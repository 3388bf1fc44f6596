import formatter  # want: PY2-I024
import parser, symbol  # want: PY2-I024 x2
from . import parser as ours  # ok: PY2-I024
from email import parser as mail  # ok: PY2-I024
import logging.formatter  # ok: PY2-I024
