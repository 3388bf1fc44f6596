import email
from email.MIMEText import MIMEText  # want: PY2-I013
from email import Encoders  # want: PY2-I013
import email.Utils as mail_utils  # want: PY2-I013

from email.mime.multipart import MIMEMultipart  # ok: PY2-I013
from email import encoders  # ok: PY2-I013
from email.mime.text import MIMEText as Text  # ok: PY2-I013
from sysinv.email import MIMEText as text_part  # ok: PY2-I013

try:
    from email.MIMEBase import MIMEBase  # want: PY2-I013 guarded
except ImportError:
    from email.mime.base import MIMEBase


def notice(body):
    part = MIMEText(body)  # ok: PY2-I013
    part["Date"] = email.Utils.formatdate()  # want: PY2-I013
    part["X-Kind"] = "email.MIMEText"  # ok: PY2-I013
    Encoders.encode_7or8bit(part)  # ok: PY2-I013
    return part, MIMEMultipart(), mail_utils, encoders, Text, text_part, MIMEBase
