package scan_test

func init() {
	for _, n := range []struct{ name, source string }{
		{"call of a list", "import subprocess\nsubprocess.call(['§rpm', '-qa'])\n"},
		{"call of a tuple", "import subprocess\nsubprocess.check_call(('§rpm', '-qa'))\n"},
		{"a list over several lines", "import subprocess\nsubprocess.check_output(\n    ['§rpm',\n     '-qa'])\n"},
		{"a text with shell=True", "import subprocess\nsubprocess.Popen('§rpm -qa', shell=True)\n"},
		{"run", "import subprocess\nsubprocess.run(['§/usr/bin/rpm', '-qa'], check=True)\n"},
		{"getoutput", "import subprocess\nsubprocess.getoutput('§rpm -qa')\n"},
		{"an imported name", "from subprocess import Popen as P, PIPE\nP(['§rpm', '-qa'], stdout=PIPE)\n"},
		{"eventlet's", "from eventlet.green import subprocess\nsubprocess.Popen(['§rpm', '-qa'])\n"},
		{"args=", "import subprocess\nsubprocess.Popen(args=['§rpm', '-qa'])\n"},
		{"with sudo", "import subprocess\nsubprocess.call(['sudo', '-n', '§rpm', '-qa'])\n"},
		{"split", "import subprocess\nsubprocess.call('§rpm -qa'.split())\n"},
		{"shlex", "import shlex, subprocess\nsubprocess.call(shlex.split('§rpm -qa'))\n"},
		{"a name", "import subprocess\n\n\ndef f():\n    cmd = ['§rpm', '-qa']\n    subprocess.call(cmd)\n"},
		{"a constant", "import subprocess\nCMD = '§rpm -qa'\n\n\ndef f():\n    subprocess.call(CMD, shell=True)\n"},
		{"a program in a constant", "import subprocess\nRPM = '/usr/bin/rpm'\nsubprocess.call([§RPM, '-qa'])\n"},
		{"a class attribute", "import subprocess\n\n\nclass A(object):\n    cmd = ['§rpm', '-qa']\n\n    def f(self):\n        subprocess.call(self.cmd)\n"},
		{"an attribute of self", "import subprocess\n\n\nclass A(object):\n    def __init__(self):\n        self.cmd = ['§rpm', '-qa']\n\n    def f(self):\n        subprocess.call(self.cmd)\n"},
		{"lists added", "import subprocess\nsubprocess.call(['§rpm'] + ['-qa'])\n"},
		{"a list that grows", "import subprocess\n\n\ndef f(names):\n    cmd = ['§rpm', '-q']\n    cmd.append('-a')\n    cmd.extend(names)\n    subprocess.call(cmd)\n"},
		{"a list that is added to", "import subprocess\n\n\ndef f(names):\n    cmd = ['§rpm', '-q']\n    cmd += names\n    subprocess.call(cmd)\n"},
		{"a format", "import os\n\n\ndef f(x):\n    os.system('§rpm -q %s' % x)\n"},
		{"str.format", "import os\n\n\ndef f(x):\n    os.system('§rpm -q {}'.format(x))\n"},
		{"an f-string", "import os\n\n\ndef f(x):\n    os.system(f'§rpm -q {x}')\n"},
		{"texts added", "import os\n\n\ndef f(x):\n    os.system('§rpm -q ' + x)\n"},
		{"texts side by side", "import os\nos.system('§rpm '\n          '-qa')\n"},
		{"os.popen", "import os\nout = os.popen('§rpm -qa').read()\n"},
		{"os.execvp", "import os\nos.execvp('§rpm', ['rpm', '-qa'])\n"},
		{"os.execl", "import os\nos.execl('§/usr/bin/rpm', 'rpm', '-qa')\n"},
		{"os.spawnlp", "import os\nos.spawnlp(os.P_WAIT, '§rpm', 'rpm', '-qa')\n"},
		{"commands", "import commands\ncommands.getstatusoutput('§rpm -qa')\n"},
		{"processutils", "from oslo_concurrency import processutils\nprocessutils.execute('§rpm', '-qa')\n"},
		{"utils.execute", "from sysinv.common import utils\nutils.execute('§rpm', '-qa', run_as_root=True)\n"},
		{"cutils.execute of a list", "from sysinv.common import utils as cutils\nargs = ['§rpm', '-qa']\ncutils.execute(*args)\n"},
		{"pexpect", "import pexpect\npexpect.spawn('§rpm -qa')\n"},
		{"a function of the file that hands it on", "import subprocess\n\n\ndef run(cmd):\n    return subprocess.check_output(cmd, shell=True)\n\n\nrun('§rpm -qa')\n"},
		{"a method of the file that hands it on", "import subprocess\n\n\nclass A(object):\n    def _run(self, cmd, check=True):\n        p = subprocess.Popen(cmd)\n        return p.wait()\n\n    def f(self):\n        self._run(['§rpm', '-qa'])\n"},
		{"paramiko", "def f(ssh):\n    ssh.exec_command('§rpm -qa')\n"},
		{"bash -c in a list", "import subprocess\nsubprocess.call(['bash', '-c', '§rpm -qa | sort'])\n"},
		{"behind a pipe", "import os\nos.system('cat list | xargs §rpm -q')\n"},
		{"a conditional", "import subprocess\n\n\ndef f(x):\n    subprocess.call(['§rpm', '-qa'] if x else ['true'])\n"},
		{"in a loop over commands", "import os\nfor c in ('§rpm -qa', 'true'):\n    os.system(c)\n"},
		{"in a dictionary of commands", "import os\nCOMMANDS = {'list': '§rpm -qa', 'wait': 'true'}\n\n\ndef f():\n    os.system(COMMANDS['list'])\n"},
		{"asyncio", "import asyncio\n\n\nasync def f():\n    await asyncio.create_subprocess_exec('§rpm', '-qa')\n"},
		{"asyncio's shell", "import asyncio\n\n\nasync def f():\n    await asyncio.create_subprocess_shell('§rpm -qa')\n"},
		{"joined words", "import os\nos.system(' '.join(['§rpm', '-qa']))\n"},
	} {
		notations = append(notations, notation{"Python: " + n.name, "a.py", n.source})
	}
	for _, n := range []struct{ name, source string }{
		{"a comment", "import os\n# os.system('rpm -qa')\n"},
		{"a docstring", "def f():\n    \"\"\"Runs rpm -qa.\n\n    rpm -qa\n    \"\"\"\n"},
		{"help", "def f(parser):\n    parser.add_argument('--list', help='the output of rpm -qa')\n"},
		{"a message", "def f():\n    print('rpm -qa')\n"},
		{"a log", "import logging\nLOG = logging.getLogger()\nLOG.info('running rpm -qa')\nLOG.error('rpm -qa failed: %s', 1)\n"},
		{"an exception", "def f():\n    raise ValueError('rpm -qa failed')\n"},
		{"a name that is never run", "CMD = 'rpm -qa'\n"},
		{"an echo", "import os\nos.system('echo rpm -qa')\n"},
		{"a key", "d = {'rpm': '-qa'}\n"},
		{"revolutions", "def fan(rpm):\n    return rpm > 3000\n"},
		{"a file", "import os\nos.remove('/tmp/rpm')\n"},
		{"another program", "import os\nos.system('rpmlint a')\nos.system('/opt/rpm.sh -qa')\n"},
		{"an argument", "import subprocess\nsubprocess.call(['find', '-name', 'rpm'])\n"},
		{"which", "import os\nos.system('which rpm')\nos.system('command -v rpm')\n"},
	} {
		decoys = append(decoys, notation{"Python: " + n.name, "a.py", n.source})
	}
}

var notations, decoys []notation
