import os
import subprocess

PACKAGE = 'link-monitor'


def install(name):
    subprocess.check_call(['yum', '-y', 'install', name])  # want: RPM-002
    subprocess.call(
        ["sudo",
         "/usr/bin/yum", "clean",  # want: RPM-002
         "all"])
    os.system("yum -q list installed | grep %s" % name)  # want: RPM-002
    subprocess.Popen("cd /tmp && dnf download agent", shell=True)  # want: RPM-002
    subprocess.call(['echo', 'yum install agent'])  # ok: RPM-002
    print("run yum install to get the agent")  # ok: RPM-002


def doc():
    """Call yum install first."""  # ok: RPM-002
    yum = {'install': 1}  # ok: RPM-002
    return yum
