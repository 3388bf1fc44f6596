"""Installs what the controller offers. A patch is a tar of RPMs: a contract."""

import Queue
import subprocess

import rpm

import repo

SMART = '/usr/bin/smart'


def newer(old, new):
    return rpm.labelCompare(('0', old, '1'), ('0', new, '1')) < 0


def version(name):
    matches = rpm.TransactionSet().dbMatch('name', name)
    try:
        return matches.next()['version']
    except StopIteration:
        raise LookupError, name


def install(names):
    jobs = Queue.Queue()
    map(jobs.put, names)
    subprocess.check_call([SMART, 'update'])
    while not jobs.empty():
        command = [SMART, 'install', '-y']
        command.append(jobs.get())
        try:
            subprocess.check_call(command)
        except OSError, e:
            print 'cannot install:', e
    repo.refresh('/var/www/pages/updates')
