import platform

name = platform.linux_distribution()[0]  # want: OS-017
old = platform.dist()  # want: OS-017
kernel = platform.release()  # ok: OS-017
text = 'platform.dist()'  # ok: OS-017
other.platform.dist()  # ok: OS-017
