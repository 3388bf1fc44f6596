import httplib
import locale
import smtplib
import ssl

secure = ssl.wrap_socket(sock, keyfile=key)  # want: PY2-A045
text = locale.format("%d", 10)  # want: PY2-A045
connection = httplib.HTTPSConnection(host, key_file=key, cert_file=cert)  # want: PY2-A045 x2
mail = smtplib.SMTP_SSL(host, keyfile=key)  # want: PY2-A045
fine = ssl.SSLContext(1).wrap_socket(sock), locale.format_string("%d", 10)  # ok: PY2-A045
plain = httplib.HTTPSConnection(host, 443)  # ok: PY2-A045

if hasattr(ssl, "wrap_socket"):
    secure = ssl.wrap_socket(sock)  # want: PY2-A045 guarded
