import subprocess


def restart():
    subprocess.call(["/usr/bin/systemctl", "restart", "agent"])  # want: OS-007
    subprocess.call(["/bin/systemctl", "restart", "agent"])  # ok: OS-007
    subprocess.call(["systemctl", "restart", "agent"])  # ok: OS-007
    subprocess.call(["/usr/bin/python", "x.py"])  # ok: OS-007
    """ /usr/bin/systemctl in a docstring """  # ok: OS-007
