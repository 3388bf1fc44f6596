import fileinput
import mock
import platform
from platform import dist  # want: PY2-A041

name = platform.linux_distribution()[0]  # want: PY2-A041
for line in fileinput.input(paths, bufsize=0):  # want: PY2-A041
    print(line, platform.machine(), dist)  # ok: PY2-A041
for line in fileinput.input(paths, inplace=1):  # ok: PY2-A041
    print(line)

try:
    release = platform.dist()  # want: PY2-A041 guarded
except AttributeError:
    release = distro.linux_distribution()  # ok: PY2-A041


@mock.patch("platform.linux_distribution")  # want: PY2-A041
@mock.patch("platform.machine")  # ok: PY2-A041
def test_name(machine, name):
    return machine, name
