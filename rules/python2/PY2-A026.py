import email.base64mime
from email.utils import fix_eols  # want: PY2-A026
from email import charset, quoprimime

body = email.base64mime.encode(data)  # want: PY2-A026
head = quoprimime.header_encode(text, keep_eols=True)  # want: PY2-A026
latin = charset.Charset("latin-1")
text = latin.to_splittable(text)  # want: PY2-A026
fine = latin.header_encode(text)  # ok: PY2-A026
same = email.base64mime.body_encode(data)  # ok: PY2-A026
other = codec.to_splittable(text), fix_eols  # ok: PY2-A026
