package platform_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers/platform"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/workspace"
)

var update = flag.Bool("update", false, "rewrite the counts of the real workspace")

// scanned scans a workspace with this analyzer alone, judged by all targets.
func scanned(t *testing.T, root string) *reports.Report {
	t.Helper()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	w, err := workspace.Open(ctx, workspace.Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	own, list := set.For("platform"), []*analysis.Analyzer{platform.Analyzer}
	partial, err := scan.Map(ctx, w, scan.Options{Rules: own, Analyzers: list})
	if err != nil {
		t.Fatal(err)
	}
	return scan.Reduce(w, partial, scan.ReduceOptions{Set: set, Rules: own, Analyzers: list, Targets: set.Targets})
}

// found scans one file of a repo and lists what was found as "RULE@LINE", with
// g for guarded ones.
func found(t *testing.T, files map[string]string) (list []string, r *reports.Report) {
	t.Helper()
	root := t.TempDir()
	files["stx-agent/.gitreview"] = "[gerrit]\nproject=starlingx/stx-agent.git\n"
	for name, content := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	r = scanned(t, root)
	for i := range r.Findings {
		f := &r.Findings[i]
		text := fmt.Sprintf("%s@%d", f.Rule, f.Line)
		if f.Guard != "" {
			text += "g"
		}
		list = append(list, text)
	}
	return list, r
}

func TestMatches(t *testing.T) {
	for name, c := range map[string]struct{ file, src, want string }{
		"the longest pattern wins":   {"a.sh", "#!/bin/bash\ncp a /etc/sysconfig/network-scripts/ifcfg-a\ncp a /etc/sysconfig/iptables\n", "OS-101@2 OS-302@3"},
		"below a root":               {"a.sh", "#!/bin/bash\ncp a /mnt/sysimage/etc/sysconfig/network $ROOT/etc/yum.conf\n", "OS-001@2 RPM-010@2"},
		"a folder of another name":   {"a.sh", "#!/bin/bash\ncp a /etc/sysconfigured/x /etc/rc.data /etc/httpdx/y\n", ""},
		"asked for first":            {"a.sh", "#!/bin/bash\n[ -f /etc/sysconfig/agent ] && . /etc/sysconfig/agent\n", "OS-001@2g"},
		"a question is no proof":     {"a.sh", "#!/bin/bash\nif [ -f /etc/centos-release ]; then chkconfig a; else chkconfig b; fi\n", "OS-004@2 OS-005@2g OS-005@2"},
		"the program is asked for":   {"a.sh", "#!/bin/bash\nif command -v grubby; then grubby -a; fi\nif ! command -v dracut; then dracut; fi\n", "OS-103@2g OS-105@3g"},
		"bash may be Bash":           {"a.sh", "#!/bin/bash\n[[ a ]] && source b\n", ""},
		"sourced by nobody knows":    {"a.sh", "[[ a ]] && source b\n", ""},
		"sh -c in Python":            {"a.py", "import os\nos.system('source /x && [[ a ]]')\n", "SH-007@2 SH-001@2"},
		"two lines of a string":      {"a.py", "import os\nos.system('true; '\n          'source /x')\n", "SH-007@3"},
		"a makefile":                 {"Makefile", "a:\n\tsource b\n", "SH-007@2"},
		"a makefile's lib64":         {"Makefile", "a:\n\tinstall -d ${DEST_DIR}/usr/lib64\n\tcp -P a $(DESTDIR)/usr/lib64/x/\n\tcp a $(DESTDIR)$(LIBDIR)\n\tcp a $(DESTDIR)/usr/lib64bit\nX=$(DESTDIR)/usr/lib64\n", "OS-012@2 OS-012@3"},
		"a makefile with SHELL":      {"Makefile", "SHELL = /bin/bash\na:\n\tsource b\n", ""},
		"C":                          {"a.c", "int f() { return system(\"source /x; chkconfig a\"); }\n", "SH-007@1 OS-005@1"},
		"a puppet exec has no shell": {"a.pp", "exec { 'a': command => 'source /x' }\n", ""},
		"units in one command":       {"a.sh", "#!/bin/bash\nsystemctl restart crond agent httpd\n", "OS-010@2 OS-010@2"},
		"a unit of puppet":           {"a.pp", "service { 'crond': ensure => running }\n", "OS-010@1"},
		"with a guard of puppet":     {"a.pp", "if $::osfamily == 'RedHat' {\n  service { 'crond': ensure => running }\n}\n", "OS-010@2g"},
		"a macro that is used":       {"a.c", "#define A_DIR \"/usr/lib64/a\"\n#ifdef B_DIR\n#undef B_DIR\n#endif\n#define B_DIR \"/usr/lib64/b\"\nconst char *d = A_DIR; // B_DIR\n", "OS-012@1"},
		"macros in small letters":    {"a.c", "#define a_dir \"/usr/lib64/a\"\n", "OS-012@1"},
		"words that are compared":    {"a.sh", "#!/bin/bash\nif test \"/etc/centos-release\" = no; then\n  chkconfig a on\nelse\n  chkconfig b on\nfi\n", "OS-005@3g OS-005@5"},
		"one arm for CentOS alone":   {"a.sh", "#!/bin/bash\nif [ -f /etc/centos-release -a ! -L /run/a ]; then\n  ln -s /run/b /run/a\nfi\n", "OS-004@2"},
		"where LSB has none":         {"a.sh", "#!/bin/bash\nif [ -d /lib/lsb ]; then\n  . /lib/lsb/init-functions\nelse\n  . /etc/init.d/functions\nfi\n", "OS-002@5g OS-019@3"},
		"a comment of puppet":        {"a.pp", "# case $::osfamily { 'RedHat': {} }\n$a = 'it''s' # case $::osfamily { 'RedHat': {} }\n", ""},
	} {
		list, _ := found(t, map[string]string{"stx-agent/" + c.file: c.src})
		want := strings.Fields(c.want)
		slices.Sort(list)
		slices.Sort(want)
		if strings.Join(list, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %v, want %s", name, list, c.want)
		}
	}
}

// TestUnits holds what a unit means by the tables of the targets.
func TestUnits(t *testing.T) {
	_, r := found(t, map[string]string{"stx-agent/a.sh": "#!/bin/bash\nsystemctl start sshd\nsystemctl start crond\nsystemctl start lvm2-lvmetad\nsystemctl start chronyd\n"})
	got := map[string]string{}
	for i := range r.Findings {
		for id, e := range r.Findings[i].Targets {
			got[r.Findings[i].Subject+" "+id] = string(e.Effect) + " " + e.Alternative
		}
	}
	for key, want := range map[string]string{
		"sshd centos-7": "works ", "sshd debian-12": "changes ssh", "sshd clear": "works ", "crond debian-12": "breaks cron",
		"crond clear": "breaks ", "lvm2-lvmetad debian-12": "breaks ", "lvm2-lvmetad clear": "works ", "lvm2-lvmetad ubuntu-24.04": "breaks ", "chronyd ubuntu-24.04": "unknown ",
	} {
		if got[key] != want {
			t.Errorf("%s: %q, want %q", key, got[key], want)
		}
	}
}

// TestTables checks that the tables of the targets and the names that are
// looked for agree, and that no alias is about an unknown unit.
func TestTables(t *testing.T) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, target := range set.Targets {
		for name := range target.Units {
			if known[name] = true; !platform.Renamed()[name] {
				t.Errorf("%s: nobody looks for the unit %s", target.ID, name)
			}
		}
		for _, alias := range target.Aliases {
			if target.Units[alias] == "" {
				t.Errorf("%s: alias %s of an unknown unit", target.ID, alias)
			}
		}
	}
	for name := range platform.Renamed() {
		if !known[name] {
			t.Errorf("no target says what the unit %s is called there", name)
		}
	}
}

// TestTestCover counts the tests of packages.
func TestTestCover(t *testing.T) {
	list, r := found(t, map[string]string{
		"stx-agent/centos_pkg_dirs":                    "one\ntwo\nthree\nfour\n",
		"stx-agent/one/centos/build_srpm.data":         "SRC_DIR=\"one\"\n",
		"stx-agent/one/one/tests/test_a.py":            "class T(object):\n    def test_a(self):\n        pass\n\n    def test_b(self):\n        pass\n\n    def helper_test_c(self):\n        pass\n",
		"stx-agent/two/centos/build_srpm.data":         "SRC_DIR=\"two\"\n",
		"stx-agent/two/two/test_a.txt":                 "def test_a\n",
		"stx-agent/three/centos/build_srpm.data":       "SRC_DIR=\"three\"\n",
		"stx-agent/three/three/tests/a.cpp":            "TEST(Agent, Starts) {}\n  TEST_F(Agent, Stops) {}\n",
		"stx-agent/four/centos/build_srpm.data":        "SRC_DIR=\"four\"\n",
		"stx-agent/four/four/tests/run.sh":             "#!/bin/bash\ntrue\n",
		"stx-agent/unbuilt/centos/build_srpm.data":     "SRC_DIR=\"x\"\n",
		"stx-agent/unbuilt/unbuilt/nothing/to/test.py": "x = 1\n",
	})
	if len(list) != 1 || list[0] != "TEST-001@1" || r.Findings[0].Package != "two" {
		t.Errorf("found %v", list)
	}
	got := map[string]int{}
	for _, p := range r.Packages {
		got[p.Name] = p.Tests
	}
	want := map[string]int{"one": 2, "two": 0, "three": 2, "four": 1, "unbuilt": 0}
	for name, n := range want {
		if got[name] != n {
			t.Errorf("%s has %d tests, want %d", name, got[name], n)
		}
	}
}

// TestHostile holds that no input takes long or makes Map fail.
func TestHostile(t *testing.T) {
	long := strings.Repeat("$::osfamily ? { 'RedHat' => {", 5000)
	for name, src := range map[string]string{
		"a.pp": long, "b.pp": strings.Repeat("'", 100001) + "#", "c.sh": "#!/bin/sh\n" + strings.Repeat("[[ a && ", 20000), "d.c": strings.Repeat("\"/etc/a\" ", 50000),
		"e.sh": "#!/bin/sh\n" + strings.Repeat("if [ -f /etc/sysconfig/a ]; then\n", 400) + ". /etc/sysconfig/a\n",
	} {
		_, r := found(t, map[string]string{"stx-agent/" + name: src})
		for _, u := range r.Unknowns {
			if u.Kind == finding.UnknownAnalyzer {
				t.Errorf("%s: %s", name, u.Message)
			}
		}
	}
}

// TestRealCounts compares what is found in a real workspace with the counts
// that are kept: by rule and role, guarded ones apart. A change there needs a
// reason in the commit.
func TestRealCounts(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set")
	}
	r := scanned(t, root)
	counts := map[string]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		key := f.Rule + " " + string(f.Role)
		if f.Guard != "" {
			key += " guarded"
		}
		counts[key]++
	}
	tests := 0
	for _, p := range r.Packages {
		tests += p.Tests
	}
	counts["tests"] = tests
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(&b, "%s %d\n", key, counts[key])
	}
	file := filepath.Join("testdata", "real", filepath.Base(root)+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		t.Skipf("%s: no counts are kept of a release of that name", file)
	}
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("counted\n%sexpected\n%s", b.String(), want)
	}
}

// TestMacroOfHeader: a macro is used wherever a file of C of the workspace names it.
func TestMacroOfHeader(t *testing.T) {
	list, _ := found(t, map[string]string{
		"stx-agent/a.h": "#define A_DIR \"/usr/lib64/a\"\n#define B_DIR \"/usr/lib64/b\"\n",
		"stx-agent/a.c": "#include \"a.h\"\nconst char *d = A_DIR;\n#ifndef B_DIR\n#endif\n",
	})
	if want := []string{"OS-012@1"}; !slices.Equal(list, want) {
		t.Errorf("%v, want %v", list, want)
	}
}

// TestMacrosAreShown: a finding in a spec names macros as the file has them.
func TestMacrosAreShown(t *testing.T) {
	_, r := found(t, map[string]string{"stx-agent/a.spec": "Name: a\n%build\nperl /usr/src/kernels/%{kversion}/scripts/sign-file sha256 k c a.ko\n"})
	if len(r.Findings) != 1 || r.Findings[0].Subject != "/usr/src/kernels/%{kversion}/scripts/sign-file" {
		t.Errorf("%+v", r.Findings)
	}
}
