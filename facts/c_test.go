package facts

import (
	"fmt"
	"strings"
	"testing"
)

func TestC(t *testing.T) {
	src := `#include "x.h"
// system("rpm -e comment");
/* system("rpm -e comment"); */
static const char *p = "/etc/sysconfig/agent", *q = "no /etc/path", c = '"';
int main(void) {
    system("rpm -qa | grep agent");
    f = popen ( "/usr/bin/systemctl "
                "restart agent &> /dev/null", "r");
    snprintf(cmd, n, "/usr/bin/systemctl reboot %s", x);
    printf("system(rpm) /etc/x\n");
    my_system("rpm -q x");
    log("/var/log/agent is full");
    std::system("yum \"x\" y");
}
`
	f := Extract(C, []byte(src), nil)
	if got := commands(t, src, f); got != "rpm@6 grep@6 systemctl@7 yum@13" {
		t.Errorf("commands %s", got)
	}
	var paths []string
	for _, p := range f.Paths {
		if !strings.Contains(src[p.Span.Start:p.Span.End], p.Text) {
			t.Errorf("the span of %s holds %q", p.Text, src[p.Span.Start:p.Span.End])
		}
		paths = append(paths, fmt.Sprintf("%s@%d", p.Text, 1+strings.Count(src[:p.Span.Start], "\n")))
	}
	if got := strings.Join(paths, " "); got != "/etc/sysconfig/agent@4 /usr/bin/systemctl@7 /dev/null@8 /usr/bin/systemctl@9" {
		t.Errorf("paths %s", got)
	}
	if len(f.Scripts) != 3 || f.Scripts[1].Shell != "sh" {
		t.Errorf("scripts %+v", f.Scripts)
	}
}

// TestScripts holds who reads which piece of code.
func TestScripts(t *testing.T) {
	for _, c := range []struct {
		language  Language
		src, want string
	}{
		{Shell, "#!/bin/sh -e\na\n", "sh"}, {Shell, "#! /usr/bin/env bash\na\n", "bash"}, {Shell, "a\n", ""}, {Shell, "#!/bin/sh\nbash -c 'a'\n", "sh bash"},
		{Shell, "#!/bin/bash\nsh -c 'a'; ssh x 'b'; su -c 'c'\n", "bash sh"}, {Shell, "#!/bin/bash\nsh <<E\na\nE\n", "bash sh"},
		{Python, "import os\nos.system('a')\n", "sh"}, {Python, "import subprocess\nsubprocess.call('a', shell=True)\n", "sh"},
		{Python, "import subprocess\nsubprocess.call('a', shell=True, executable='/bin/bash')\n", "bash"},
		{Python, "import subprocess\nsubprocess.call(['a'])\n", ""}, {Python, "import pexpect\npexpect.run('a')\n", ""},
		{Makefile, "a:\n\tb\n", "sh"}, {Makefile, "SHELL := /bin/bash\na:\n\tb\n", "bash"}, {Makefile, "SHELL = $(X)\na:\n\tb\n", ""},
		{Spec, "Name: a\n%post\nb\n%postun -p /bin/bash\nc\n", "sh bash"}, {Unit, "[Service]\nExecStart=/bin/a\n", ""},
		{Puppet, "exec { 'a': command => 'b' }\n", ""}, {Puppet, "exec { 'a': command => 'b', provider => shell }\n", "sh"},
	} {
		var got []string
		for _, s := range extract(t, c.language, c.src).Scripts {
			got = append(got, s.Shell)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %q: %v, want %s", c.language, c.src, got, c.want)
		}
	}
}

// TestRootedPaths holds that a path below a variable or a macro is the path.
func TestRootedPaths(t *testing.T) {
	for _, c := range []struct {
		language  Language
		src, want string
	}{
		{Shell, "cp a $ROOT/etc/fstab ${D}/usr/lib64/x $X/opt/y a/etc/z\n", "/etc/fstab /usr/lib64/x"},
		{Spec, "Name: a\n%install\ncp a %{buildroot}/etc/fstab\n", "/etc/fstab"},
		{Unit, "[Service]\nEnvironmentFile=-/etc/sysconfig/a\n", "/etc/sysconfig/a"},
		{Puppet, "$x = '/etc/a'\nfile { '/etc/b': source => '/etc/c', content => 'no /etc/d' }\n", "/etc/a /etc/b /etc/c"},
	} {
		var got []string
		for _, p := range extract(t, c.language, c.src).Paths {
			got = append(got, p.Text)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %q: %v, want %s", c.language, c.src, got, c.want)
		}
	}
}

func TestConfig(t *testing.T) {
	src := "# /etc/comment/x\n  ; /etc/comment/y\ninclude\t/etc/openldap/schema/core.schema\ndir=\"/usr/lib64/collectd\", -/etc/a/b\n" +
		"url = http://host/usr/lib64/x file:///etc/pki/a\nx = a/etc/b <%= @c %>/etc/d\n/etc/httpd/logs/*.log {\n"
	var got []string
	for _, p := range Extract(Config, []byte(src), nil).Paths {
		if src[p.Span.Start:p.Span.End] != p.Text {
			t.Errorf("the span of %s holds %q", p.Text, src[p.Span.Start:p.Span.End])
		}
		got = append(got, p.Text)
	}
	if want := "/etc/openldap/schema/core.schema /usr/lib64/collectd /etc/a/b /etc/d /etc/httpd/logs/*.log"; strings.Join(got, " ") != want {
		t.Errorf("paths %v, want %s", got, want)
	}
}
