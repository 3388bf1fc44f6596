import re
import subprocess
from subprocess import PIPE, Popen, check_output


def names():
    return check_output(["ls"]).split("\n")  # want: PY2-X001


def version():
    out, err = Popen(["uname", "-r"], stdout=PIPE).communicate()  # want: PY2-X001
    return out.strip() + "-stx"


def running(name):
    p = subprocess.Popen("ps -e", shell=True, stdout=subprocess.PIPE)  # want: PY2-X001
    for line in p.stdout:
        if name in line or "init" in line:
            return True


def address():
    out = ""
    try:
        out = subprocess.check_output(["ip", "addr"])  # want: PY2-X001
    except OSError:
        pass
    return re.search("inet (.*)/", out)


def state():
    up = subprocess.check_output(["is-up"])  # want: PY2-X001
    return up == "yes"


def run(command):
    p = Popen(command, stdout=PIPE)  # want: PY2-X001
    return p.communicate()[0]


def model():
    lines = run(["lscpu"])
    return [line for line in lines.split("\n") if "Model" in line]


class Host(object):
    def __init__(self):
        self.name = subprocess.check_output(["hostname"]).rstrip()  # want: PY2-X001


def fine(path):
    subprocess.check_output(["cp", path, "/tmp"])  # ok: PY2-X001
    text = subprocess.check_output(["ls"], universal_newlines=True).split("\n")  # ok: PY2-X001
    out = subprocess.check_output(["ls"])  # ok: PY2-X001
    out = out.decode("utf-8")
    count = int(subprocess.check_output(["nproc"]))  # ok: PY2-X001
    Popen(["sync"]).communicate()  # ok: PY2-X001
    if isinstance(out, bytes):
        out = out.decode()
    return text, out.split("\n"), count


def sent(command, **options):
    return check_output(command, **options).split("\n")  # ok: PY2-X001


def raw(command):
    return check_output(command).decode("utf-8").split("\n")  # ok: PY2-X001


def command(arguments, **options):
    process = Popen(arguments, stdout=PIPE, **options)  # want: PY2-X001
    return process.communicate()[0]


def disks():
    return [line for line in command(["lsblk"], shell=False).split("\n") if "disk" in line]


def asked(arguments, **options):
    return check_output(arguments, **options).split("\n")  # ok: PY2-X001


def volumes():
    return asked(["lvs"], universal_newlines=True)


def both():
    out = check_output(["pvs"])  # want: PY2-X001
    out = out + check_output(["lvs"])  # want: PY2-X001
    return out.split("\n")


def either(path):
    if path:
        out = check_output(["ls", path])  # want: PY2-X001
    else:
        out = check_output(["ls"])  # want: PY2-X001
    return out.split("\n")


def shown(names):
    for name in names.split("\n"):
        print(name)


def given():
    shown(check_output(["ls"]))  # want: PY2-X001


def classes():
    import shlex
    return [shlex.split(line) for line in Popen(["lspci"], stdout=PIPE).stdout]  # want: PY2-X001


def has(constants):
    if constants.POOL in check_output(["vgs"]):  # want: PY2-X001
        return check_output(["image"]) == constants.IMAGE  # want: PY2-X001
    colour = re.compile("\x1b[[0-9;]*m")
    return colour.sub("", check_output(["log"]))  # want: PY2-X001


def is_in(state):
    return state in check_output(["query"])  # want: PY2-X001


def is_up():
    return is_in("up")


def failed(error):
    p = Popen(["helm"], stdout=PIPE, stderr=PIPE)  # want: PY2-X001
    _, err = p.communicate()
    if p.returncode:
        raise error(reason=err)


def again(command):
    command = Popen(command, stdout=PIPE)  # want: PY2-X001
    return "yes" in command.stdout.read()
