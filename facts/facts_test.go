package facts

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// extract reads facts, parsing Python first.
func extract(t testing.TB, language Language, src string) *File {
	t.Helper()
	if language != Python {
		return Extract(language, []byte(src), nil)
	}
	p := python.NewParser()
	defer p.Close()
	tree, err := p.Parse(context.Background(), []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return Extract(language, []byte(src), tree)
}

// commands lists "PROGRAM@LINE" for every command, with what it runs through.
// It also checks that the span of each holds the program as it is written.
func commands(t testing.TB, src string, f *File) string {
	t.Helper()
	var out []string
	for _, c := range f.Commands {
		if c.Span.Start < 0 || c.Span.End > len(src) || c.Span.Start > c.Span.End {
			t.Fatalf("%s at %+v of %d bytes", c.Program, c.Span, len(src))
		}
		if written := src[c.Span.Start:c.Span.End]; !strings.Contains(written, c.Program) && !strings.ContainsAny(written, "$%\\") && written != "CMD" {
			t.Errorf("the span of %s holds %q", c.Program, written)
		}
		text := fmt.Sprintf("%s@%d", c.Program, 1+strings.Count(src[:c.Span.Start], "\n"))
		if len(c.Through) > 0 {
			text += "<" + strings.Join(c.Through, "<")
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func TestPythonCommands(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"import subprocess\nsubprocess.call(['rpm', '-qa'])\n", "rpm@2"},
		{"import subprocess as sp\nsp.check_output(\n    [\n     \"/usr/bin/rpm\",\n     '-q'])\n", "rpm@4"},
		{"from subprocess import Popen, PIPE\nPopen(('yum', 'x'), stdout=PIPE)\n", "yum@2"},
		{"from eventlet.green import subprocess\nsubprocess.Popen(['rpm'] + args)\n", "rpm@2"},
		{"import os\nos.system('rpm -qa | grep x')\n", "rpm@2 grep@2"},
		{"import os\nos.popen(\"cd /tmp && yum -q \" + name + ' | wc')\n", "cd@2 yum@2 wc@2"},
		{"import subprocess\nsubprocess.call('rpm -q %s' % name, shell=True)\n", "rpm@2"},
		{"import subprocess\nsubprocess.call('rpm -q {}'.format(name), shell=True)\n", "rpm@2"},
		{"import subprocess\nsubprocess.call(f'rpm -q {name}', shell=True)\n", "rpm@2"},
		{"import subprocess, shlex\nsubprocess.call(shlex.split('rpm -q x'))\n", "rpm@2"},
		{"import subprocess\nCMD = '/usr/bin/smart'\nsubprocess.call([CMD, 'update'])\n", "smart@3"},
		{"import subprocess\nclass A:\n    cmd = ['yum', 'x']\n    def f(self):\n        subprocess.call(A.cmd)\n", "yum@3"},
		{"import subprocess\nCMD = ['/usr/bin/smart']\nsubprocess.call(CMD + ['a'])\nsubprocess.call(CMD + ['b'])\n", "smart@3 smart@4"},
		{"import subprocess\ncmd = 'rpm -q x | wc'\nsubprocess.call(cmd, shell=True)\nsubprocess.Popen(cmd, shell=True)\n", "rpm@2 wc@2"},
		{"import subprocess\ndef f():\n    cmd = ['yum', 'x']\n    subprocess.call(cmd)\n", "yum@3"},
		{"import subprocess\nsubprocess.call(['sh', '-c', 'rpm -q x; yum y'])\n", "sh@2 rpm@2<sh yum@2<sh"},
		{"import subprocess\nsubprocess.call(['sudo', '-u', 'root', 'rpm', '-q'])\n", "sudo@2 rpm@2<sudo"},
		{"import subprocess\nsubprocess.call('a \\\n rpm; ' \\\n 'yum x', shell=True)\n", "a@2 yum@4"},
		{"import os\nos.execvp('rpm', ['rpm', '-q'])\nos.spawnl(os.P_WAIT, '/bin/rpm', 'rpm')\n", "rpm@2 rpm@3"},
		{"import commands\ncommands.getoutput('rpm -qa')\n", "rpm@2"},
		{"from oslo_concurrency import processutils\nprocessutils.execute('rpm', '-qa', run_as_root=True)\n", "rpm@2"},
		{"from sysinv.common import utils as cutils\ncutils.execute('yum', 'x')\n", "yum@2"},
		{"\"\"\"Call rpm -qa here.\"\"\"\nLOG.info('rpm -qa')\nprint('yum install')\n# rpm\nx = ['rpm', '-q']\n", ""},
		{"def call(x):\n    pass\ncall(['rpm'])\nself.subprocess.call(['rpm'])\n", ""},
		{"import subprocess\nsubprocess.call(args)\nsubprocess.call()\nsubprocess.call([])\n", ""},
		{"import subprocess\ncmd = 'rpm'\ncmd = 'dpkg'\nsubprocess.call(cmd, shell=True)\n", "dpkg@3"},
		{"import subprocess\nif a:\n    cmd = 'rpm'\nelse:\n    cmd = 'dpkg'\nsubprocess.call(cmd, shell=True)\n", "rpm@3 dpkg@5"},
		{"import subprocess\ndef f(cmd):\n    cmd = cmd or 'x'\n    subprocess.call(cmd)\ndef g(cmd=()):\n    subprocess.call(cmd)\ng(['rpm'])\n", "x@3 rpm@7"},
		{"import subprocess\nsubprocess.call(['a\\tb', u'rpm'])\nsubprocess.call(ur'rpm x', shell=1)\n", "a\tb@2 rpm@3"},
	} {
		src := c.src
		if got := commands(t, src, extract(t, Python, src)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", src, got, c.want)
		}
	}
}

// guardsIn returns the guards of the last command of a Python file.
func guardsIn(t *testing.T, src string) string {
	t.Helper()
	f := extract(t, Python, "import os\n"+src)
	if len(f.Commands) == 0 {
		t.Fatalf("no command in %s", src)
	}
	var list []string
	for _, g := range f.Commands[len(f.Commands)-1].Guards {
		list = append(list, map[bool]string{true: "!"}[g.Negated]+g.Text)
	}
	return strings.Join(list, " ")
}

// TestWithin: a command tells the function that it stands in.
func TestWithin(t *testing.T) {
	src := "import os\nos.system('a')\ndef f():\n    os.system('b')\nclass C(object):\n    @staticmethod\n    def m():\n        os.system('c')\n" +
		"    def n(self):\n        def inner():\n            os.system('d')\n"
	var got []string
	for _, c := range extract(t, Python, src).Commands {
		got = append(got, c.Program+"@"+c.Within)
	}
	if text := strings.Join(got, " "); text != "a@ b@f c@C.m d@inner" {
		t.Errorf("within %s", text)
	}
	got = nil
	for _, c := range extract(t, Shell, "a\nf() {\n  b\n  sh -c 'c'\n}\n").Commands {
		got = append(got, c.Program+"@"+c.Within)
	}
	if text := strings.Join(got, " "); text != "a@ b@f sh@f c@f" {
		t.Errorf("within %s", text)
	}
}

func TestPythonGuardsAndImports(t *testing.T) {
	src := "try:\n    import rpm\nexcept ImportError:\n    rpm = None\nfrom . import x as y\nfrom ..a.b import c, d\n" +
		"import os, os.path as p\nif os.path.exists('/etc/centos-release'):\n    os.system('yum x')\nelse:\n    os.system('apt y')\n"
	f := extract(t, Python, src)
	var imports []string
	for _, i := range f.Imports {
		imports = append(imports, fmt.Sprintf("%s/%s/%v", i.Module, i.Name, i.Guarded))
	}
	if got := strings.Join(imports, " "); got != "rpm//true ./x/false ..a.b/c/false ..a.b/d/false os//false os.path//false" {
		t.Errorf("imports %s", got)
	}
	if len(f.Commands) != 2 || len(f.Commands[0].Guards) != 1 || f.Commands[0].Guards[0].Negated || !f.Commands[1].Guards[0].Negated {
		t.Errorf("commands %+v", f.Commands)
	}
	if g := guardsIn(t, "if a:\n    pass\nelif b:\n    os.system('yum x')\n"); g != "!a b" {
		t.Errorf("an elif is run under %s", g)
	}
	if g := guardsIn(t, "if a:\n    pass\nelif b:\n    pass\nelse:\n    os.system('yum x')\n"); g != "!a !b" {
		t.Errorf("an else is run under %s", g)
	}
	if g := guardsIn(t, "def f():\n    if not a:\n        return\n    if b:\n        c()\n    if d:\n        raise e\n    os.system('yum x')\n"); g != "!not a !d" {
		t.Errorf("what follows a return is run under %s", g)
	}
	if len(f.Paths) != 1 || f.Paths[0].Text != "/etc/centos-release" {
		t.Errorf("paths %+v", f.Paths)
	}
}

func TestShellCommands(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"rpm -qa | sort\n", "rpm@1 sort@1"},
		{"sudo -u root env A=1 nice -n 5 rpm -q\n", "sudo@1 env@1<sudo nice@1<sudo<env rpm@1<sudo<env<nice"},
		{"find . -name '*.rpm' -exec rpm -K {} \\; | xargs -n 1 yum x\n", "find@1 rpm@1<find xargs@1 yum@1<xargs"},
		{"ssh -i key host \"rpm -e x && yum y\"\n", "ssh@1 rpm@1<ssh yum@1<ssh"},
		{"ssh host rpm -q x\n", "ssh@1 rpm@1<ssh"},
		{"chroot /mnt rpm -q\nchroot --userspec=a /mnt yum x\n", "chroot@1 rpm@1<chroot chroot@2 yum@2<chroot"},
		{"bash -xc 'rpm -q\nyum x'\n", "bash@1 rpm@1<bash yum@2<bash"},
		{"su - user -c \"rpm -q\"\neval \"rpm $x\"\n", "su@1 rpm@1<su eval@2 rpm@2<eval"},
		{"timeout -k 5 10 rpm -q\nflock /run/x rpm -q\n", "timeout@1 rpm@1<timeout flock@2 rpm@2<flock"},
		{"bash <<EOF\nrpm -q x\nEOF\nssh host <<'E'\nyum x\nE\n", "bash@1 rpm@2<bash ssh@4 yum@5<ssh"},
		{"cat > x.sh <<EOF\n#!/bin/sh\nrpm -q\nEOF\ncat <<EOF\nyum install x\nEOF\n", "cat@1 rpm@3<cat cat@5"},
		{"Q=/usr/bin/rpm\n$Q -q\n${RPM:-rpm} -q\nC=$(which createrepo_c)\n\"$C\" .\n", "rpm@2 rpm@3 which@4 createrepo_c@5"},
		{"M=\"mock -r $CFG\"\n$M --rebuild x\nC=/usr/bin/createrepo\nif x; then C=createrepo_c; fi\n$C .\nN=$1\n$N x\n", "mock@2 x@4 createrepo@5 $N@7"},
		{"which rpm\ncommand -v yum\ntype dnf\necho rpm -q\nlog \"yum x\"\n# rpm\n", "which@1 command@2 type@3 echo@4 log@5"},
		{"f() {\n  rpm -q\n}\nf x\nv=$(f)\n", "rpm@2"},
		{"if [ -x /usr/bin/apt ]; then apt x; else yum x; fi\n", "[@1 apt@1 yum@1"},
		{"A=1 rpm -q\r\nif ! yum x; then\r\n  :\r\nfi\r\n", "rpm@1 yum@2 :@3"},
	} {
		if got := commands(t, c.src, extract(t, Shell, c.src)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
	f := extract(t, Shell, ". /etc/init.d/functions\nif true; then rm -f /var/lib/rpm/__db > /dev/null; fi\n")
	if len(f.Needs) != 1 || f.Needs[0].Name != "/etc/init.d/functions" || f.Needs[0].Kind != NeedFile {
		t.Errorf("needs %+v", f.Needs)
	}
	var paths []string
	for _, p := range f.Paths {
		paths = append(paths, p.Text+":"+p.Via)
	}
	if got := strings.Join(paths, " "); got != "/etc/init.d/functions:argument /var/lib/rpm/__db:argument /dev/null:redirect" {
		t.Errorf("paths %s", got)
	}
	if g := f.Commands[len(f.Commands)-1].Guards; len(g) != 1 || g[0].Text != "true" {
		t.Errorf("guards %+v", g)
	}
	// What for goes through, elements of arrays, and what nothing is written to.
	f = extract(t, Shell, "for f in $ROOT/etc/a /etc/b $(ls /etc/c); do :; done\nF=(/etc/d \"/etc/e\")\n> /etc/f\n")
	paths = nil
	for _, p := range f.Paths {
		paths = append(paths, p.Text+":"+p.Via)
	}
	if got := strings.Join(paths, " "); got != "/etc/a:list /etc/b:list /etc/c:argument /etc/d:list /etc/e:list /etc/f:redirect" {
		t.Errorf("paths %s", got)
	}
}

func TestOtherCommands(t *testing.T) {
	for _, c := range []struct {
		language  Language
		src, want string
	}{
		{Makefile, "VERSION := $(shell rpm -q --qf %{VERSION} x)\nall: a b\n\t@rpm -q $(NAME) \\\n\t  | wc\n\t-$(RPM) x; yum $$y\nx = rpm\nclean: ; dnf z\n",
			"rpm@1 rpm@3 wc@4 XXXXXX@5 yum@5 dnf@7"},
		{Makefile, "# rpm\nifeq ($(x),rpm)\nrpm: x\nendif\n", ""},
		{Dockerfile, "FROM centos:7\nRUN yum install -y \\\n    # a comment\n    rpm-build && \\\n    createrepo .\nCMD [\"/bin/rpm\", \"-q\"]\nENV rpm=1\nrun dnf x\n",
			"yum@2 createrepo@5 rpm@6 dnf@8"},
		{Unit, "[Service]\nExecStart=-/usr/bin/rpm -q x; y\nExecStop=/bin/sh -c 'yum x && rpm'\n# ExecStart=rpm\nDescription=rpm -q\nExecReload=/bin/kill -HUP $MAINPID\n",
			"rpm@2 y@2 sh@3 yum@3<sh rpm@3<sh kill@6"},
		{Puppet, "exec { 'x':\n  command => \"rpm -q ${n} | wc\",\n  unless => ['yum x',\n 'test -f y'],\n}\nexec { 'createrepo .': path => '/bin' }\nnotify { 'rpm': }\n# exec { 'dnf': }\nexec { 'z':\n command => \"bash -c 'smart x'\" }\n",
			"rpm@2 wc@2 yum@3 test@4 createrepo@6 bash@10 smart@10<bash"},
		{Kickstart, "install\n%packages\nrpm\n%end\n%post\n# yum\nrpm -q x\ncat > y <<E\nyum\nE\n%end\n%pre --interpreter=/usr/bin/python\nimport rpm\n%end\n",
			"rpm@7 cat@8"},
		{Kickstart, "mkdir x\nif true; then yum y; fi\n%end\n", "mkdir@1 true@2 yum@2"},
		{Spec, "Name: a\nVersion: 1\nRelease: 1\n%define v %(rpm -q kernel)\n%post\n%systemd_post a.service\nif [ $1 -eq 1 ]; then\n  /bin/rpm -q %{name}\nfi\n%postun -p /sbin/ldconfig\n%changelog\n* x\n- rpm -q\n",
			"rpm@4 [@7 rpm@8 ldconfig@10"},
	} {
		got := commands(t, c.src, extract(t, c.language, c.src))
		if c.language == Makefile {
			got = strings.ReplaceAll(got, "(RPM)", "")
		}
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

func TestNeeds(t *testing.T) {
	for _, c := range []struct {
		language  Language
		src, want string
	}{
		{Requirements, "# x\nsix>=1.9,<2  # y\n-r other.txt\nmock\nhttps://a/b\nfoo[bar]==1;python_version<'3'\n",
			"python six >= 1.9 run  | python six < 2 run  | python mock   run  | python foo == 1 run python_version<'3'"},
		{Spec, "Name: a\nVersion: 1\nRelease: 1\nRequires: b >= 2, /bin/sh\n%if 0%{?x}\nBuildRequires: c\n%endif\n",
			"rpm b >= 2 run  | rpm /bin/sh   run  | rpm c   build %if 0%{?x}"},
		{Puppet, "package { ['a', 'b']: ensure => present }\nif $x { service { 'c': name => 'd' } }\ninclude ::e::f\nclass { '::g': }\n",
			"package a present  run  | package b present  run  | unit d   run $x | puppet e::f   run  | puppet g   run "},
		{DebControl, "Source: a\nBuild-Depends: b (>= 2), c:any |\n d [amd64],\n# e,\n\nPackage: f\nDepends: ${x:Depends}, g@KERNEL@, h\nSuggests: i\n",
			"debian b (>= 2)   build  | debian c:any | d [amd64]   build  | debian h   run "},
		{Kickstart, "%packages\n@core\n-x\ny\n%end\n", "package y   run "},
		{Unit, "[Unit]\nAfter=a.service b.target\nWants=c.service\n", "unit a.service After  run  | unit b.target After  run  | unit c.service Wants  run "},
	} {
		var out []string
		f := extract(t, c.language, c.src)
		for _, n := range f.Needs {
			out = append(out, fmt.Sprintf("%s %s %s %s %s %s", n.Kind, n.Name, n.Op, n.Version, n.When, n.Condition))
			if got := c.src[n.Span.Start:n.Span.End]; !strings.Contains(strings.Join(strings.Fields(got), " "), n.Name) {
				t.Errorf("the span of %s holds %q", n.Name, got)
			}
		}
		if got := strings.Join(out, " | "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

func FuzzExtract(f *testing.F) {
	languages := []Language{Python, Shell, Spec, Puppet, Kickstart, Unit, Makefile, Dockerfile, Requirements, C, Config, Patch, YAML, Ruby, Perl, Tcl, Cron, Udev, DebControl}
	for i, seed := range []string{
		"import os\nos.system('a \\\n%s' % x + y)\n", "sudo sh -c \"ssh x 'y $z'\" <<E\nE", "%post -p /x\n%{a\n%(b", "exec { 'a': command => \"b\" }",
		"%post\nrpm\n%end", "ExecStart=-@a 'b;", "a: b\n\t$(c) $$d \\\n e", "RUN [\"a\",\nRUN a \\\n# b\n c", "a[b]>=1,<2;x",
		"system(\"a\" /* */ \"b \\\\x\"); // \"\n'\"'", "#!/usr/bin/python\n<%= x %> <% {{",
		"--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n a\n+print 1\n+else:\n",
		"- shell: |\n    python -c 'print {{ x }}'\n- command:\n  - a\n  - \"b \\\"c\"\n  argv: [\"a\"]\n",
		"x = `a #{b}`\n%x{a {b}}.y\n<<E\n`c`\nE\nsystem('a', %w[b c])\n=begin\n=end\n",
		"system(\"a\", 'b'); qx{a}; s/x/`y`/; open(F, 'a |'); =~ /a`b/\n=pod\n\n=cut\n__END__",
		"spawn -noecho a [exec b {c}]\nsend \"d\\r\"; open \"|e\"", "SHELL=/bin/bash\n*/5 * * * * root /a %\n@daily b\n", "RUN+=\"a \\\" b\", PROGRAM=\"c\"",
	} {
		f.Add(uint8(i), seed)
	}
	parser := python.NewParser()
	f.Fuzz(func(t *testing.T, which uint8, src string) {
		language := languages[int(which)%len(languages)]
		var tree *python.Tree
		if language == Python {
			var err error
			if tree, err = parser.Parse(context.Background(), []byte(src)); err != nil {
				return
			}
		}
		facts := Extract(language, []byte(src), tree)
		last := 0
		check := func(s Span) {
			if s.Start < 0 || s.End < s.Start || s.End > len(src) {
				t.Fatalf("%s: span %+v of %d bytes", language, s, len(src))
			}
		}
		for _, c := range facts.Commands {
			check(c.Span)
			check(Span{c.Whole.Start, max(c.Whole.Start, c.Whole.End)})
			if c.Span.Start < last {
				t.Fatalf("%s: commands out of order", language)
			}
			last = c.Span.Start
		}
		for _, p := range facts.Paths {
			check(p.Span)
		}
		for _, n := range facts.Needs {
			check(n.Span)
		}
		for i := range facts.Programs {
			p := &facts.Programs[i]
			for n := range p.Src {
				check(Span{p.At(n), p.At(n)})
			}
		}
	})
}

// TestSteps: a command says which names were followed to it, and where what
// they stand for is written.
func TestSteps(t *testing.T) {
	for _, c := range []struct {
		name     string
		language Language
		src      string
		want     string // of the first command
	}{
		{"python constant", Python, "import subprocess\nCMD = '/usr/bin/smart'\nsubprocess.call([CMD, 'update'])\n",
			"CMD='/usr/bin/smart'@2"},
		{"python alias", Python, "from subprocess import call as run\nrun(['rpm', '-qa'])\n", "run=subprocess.call@1"},
		{"python list through two names", Python, "import subprocess\nRPM = 'rpm'\nbase = [RPM, '-q']\nsubprocess.call(base + ['x'])\n",
			"base=[RPM, '-q']@3 RPM='rpm'@2"},
		{"nothing to follow", Python, "import subprocess\nsubprocess.call(['rpm'])\n", ""},
		{"two calls do not mix", Python, "import subprocess\nsubprocess.call(['ls'])\nX = 'rpm'\nsubprocess.call([X])\n", ""},
		{"shell variable", Shell, "RPM=/bin/rpm\n$RPM -qa\n", "$RPM=/bin/rpm@1"},
		{"shell default", Shell, "${RPM:-/bin/rpm} -qa\n", ""},
	} {
		f := extract(t, c.language, c.src)
		if len(f.Commands) == 0 {
			t.Errorf("%s: no command", c.name)
			continue
		}
		var got []string
		for _, s := range f.Commands[0].Steps {
			got = append(got, fmt.Sprintf("%s=%s@%d", s.Name, s.Value, 1+strings.Count(c.src[:s.Span.Start], "\n")))
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %q, want %q", c.name, text, c.want)
		}
	}
	long := newStep("x", strings.Repeat("é\n ", 500), Span{})
	if len(long.Value) > maxStep+len("…") || strings.Contains(long.Value, "\n") || !strings.HasSuffix(long.Value, "…") {
		t.Errorf("a long value is kept as %q", long.Value)
	}
}

// TestPatchScripts: the shell of code in a patch is known of new scripts, of first lines
// that a hunk shows, and of resource agents; of others that may be scripts it is not.
func TestPatchScripts(t *testing.T) {
	src := `Some scripts
--- /dev/null
+++ b/bin/new
@@ -0,0 +1,2 @@
+#!/bin/sh
+one
--- a/bin/shown
+++ b/bin/shown
@@ -1,2 +1,2 @@
 #!/bin/bash
-old
+two
@@ -20,1 +20,2 @@
 context
+three
--- a/bin/hidden
+++ b/bin/hidden
@@ -20,1 +20,2 @@
 context
+four
--- a/heartbeat/IPaddr2
+++ b/heartbeat/IPaddr2
@@ -20,1 +20,2 @@
 context
+five
--- a/heartbeat/Makefile.am
+++ b/heartbeat/Makefile.am
@@ -20,1 +20,2 @@
 context
+six
--- a/heartbeat/galera
+++ b/heartbeat/galera
@@ -20,1 +20,2 @@
 context
+seven
--- a/client/scripts/linux
+++ b/client/scripts/linux
@@ -20,1 +20,2 @@
 context
+eight
`
	var got []string
	for _, s := range extract(t, Patch, src).Scripts {
		text := ""
		for _, a := range s.Added {
			text += string(s.Src[a.Start:a.End])
			if at := s.At(a.Start); src[at] != s.Src[a.Start] {
				t.Errorf("%q is not at %d", s.Src[a.Start:a.End], at)
			}
		}
		got = append(got, s.Shell+": "+strings.ReplaceAll(text, "\n", "|"))
	}
	want := []string{"sh: #!/bin/sh|one|", "bash: two|", "bash: three|", ": four|", "sh: five|", ": seven|", "sh: eight|"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
