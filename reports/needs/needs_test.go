package needs_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/needs"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func write(t *testing.T, r *reports.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := needs.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestLikely: what is there by inference is listed with what that rests on.
func TestLikely(t *testing.T) {
	r := &reports.Report{
		Targets:  []reports.Target{{ID: "ubuntu-24.04", Name: "Ubuntu 24.04", Index: &finding.Index{Date: "2026-11-21"}}},
		Packages: []reports.Package{{Name: "agent", Repo: "config", Origin: "flock", Built: true}},
	}
	for name, v := range map[string]finding.DependencyVerdict{
		"bash\x1b": {Verdict: finding.LikelyPresent, Name: "bash", Evidence: "present in Debian 12 (5.2.15-2), and by inference here: the shell"},
		"zlib":     {Verdict: finding.Present, Name: "zlib1g", Evidence: "a package of that name"},
	} {
		r.Dependencies = append(r.Dependencies, finding.Dependency{
			Package: "agent", Repo: "config", Name: name, Need: finding.NeedRun, Path: "agent.spec", Line: 1,
			Verdicts: map[string]finding.DependencyVerdict{"ubuntu-24.04": v},
		})
	}
	out := write(t, r)
	const want = "Likely there, by inference and in a version that is not known (1)\n  bash"
	const why = "      bash: present in Debian 12 (5.2.15-2), and by inference here: the shell\n"
	if !strings.Contains(out, want) || !strings.Contains(out, why) || strings.Contains(out, "zlib1g: ") || strings.Contains(out, "\x1b") {
		t.Errorf("%s", out)
	}
}

// sample is a report about two packages of StarlingX's own, one that a build
// list does not name, and one that is patched.
func sample() *reports.Report {
	r := &reports.Report{
		Targets: []reports.Target{
			{ID: "centos-7", Name: "CentOS 7", Origin: true},
			{ID: "clear", Name: "Clear Linux", Build: "24761", Index: &finding.Index{Date: "2018-09-20"}},
			{ID: "ubuntu-18.04", Name: "Ubuntu 18.04"},
		},
		Packages: []reports.Package{
			{Name: "agent", Repo: "config", Origin: "flock", Built: true}, {Name: "api", Repo: "config", Origin: "flock", Built: true},
			{Name: "old", Repo: "config", Origin: "flock"}, {Name: "bash", Repo: "integ", Origin: "patched", Built: true},
		},
	}
	add := func(pkg, name string, need finding.Need, condition string, v finding.DependencyVerdict) {
		repo, short, _ := strings.Cut(pkg, "/")
		r.Dependencies = append(r.Dependencies, finding.Dependency{
			Package: short, Repo: repo, Name: name, Need: need, Condition: condition, Path: short + ".spec", Line: 10 + len(r.Dependencies),
			Verdicts: map[string]finding.DependencyVerdict{"clear": v},
		})
	}
	missing := finding.DependencyVerdict{Verdict: finding.Missing, Evidence: "by the complete list"}
	there := func(name string, bundles ...string) finding.DependencyVerdict {
		return finding.DependencyVerdict{Verdict: finding.Renamed, Name: name, Bundles: bundles, Evidence: "x"}
	}
	three := there("six-python3", "python-extras", "shared")
	three.Verdict, three.Gone = finding.Python3Only, "2025-07-11"
	add("config/agent", "collectd", finding.NeedRun, "", missing)
	add("config/agent", "Judy", finding.NeedBuild, "%if %{with judy}", missing)
	add("config/agent", "amqplib", finding.NeedPython, "", missing)
	add("config/agent", "bash", finding.NeedRun, "", there("bash", "shells", "os-core"))
	add("config/agent", "openssl-devel", finding.NeedBuild, "", there("openssl-dev", "os-core-dev"))
	add("config/agent", "glib2-devel", finding.NeedBuild, "", there("glib-dev", "desktop-dev", "os-core-dev"))
	add("config/agent", "libx", finding.NeedRun, "", there("x-lib"))
	add("config/agent", "own", finding.NeedRun, "", finding.DependencyVerdict{Verdict: finding.OwnPackage, Name: "api"})
	add("config/agent", "$name", finding.NeedImage, "", finding.DependencyVerdict{Verdict: finding.PresenceUnknown, Evidence: "a variable"})
	add("config/api", "collectd", finding.NeedRun, "%if 1", missing)
	add("config/api", "collectd", finding.NeedRun, "", missing)
	add("config/api", "python-six", finding.NeedRun, "", three)
	add("config/api", "libevent.so.2", finding.NeedRun, "", finding.DependencyVerdict{Verdict: finding.ABIChanged, Name: "libevent-lib", Version: "2.1", Evidence: "it has 6"})
	add("config/api", "puppet-etcd", finding.NeedRun, "", missing)
	add("config/api", "etcd", finding.NeedPuppet, "", missing)
	add("config/api", "strange", finding.NeedRun, "", finding.DependencyVerdict{Verdict: finding.PresenceUnknown, Evidence: "nobody knows"})
	add("config/old", "gone", finding.NeedRun, "", missing)
	add("integ/bash", "gone", finding.NeedRun, "", missing)
	return r
}

const want = `What StarlingX's own packages need on Clear Linux, build 24761, by what is known of 2018-09-20
2 packages need something from outside: 5 names are there, 1 of them for Python 3 alone,
4 are missing, 1 does not do, and of 1 it is not known. 1 that is there is gone from the last lists.

Missing (4)
  collectd
      by the complete list
      needed by config/agent, config/api
  Judy
      by the complete list
      needed by config/agent
  amqplib (Python)
      by the complete list
      needed by config/agent
  puppet-etcd
      by the complete list
      needed by config/api

There, in a version or component that does not do (1)
  libevent.so.2
      libevent-lib 2.1: it has 6
      needed by config/api

Not known (1)
  strange
      nobody knows
      needed by config/api

By package, with bundles that bring what there is. What no bundle lists comes with what requires it,
or has to be added to one

config/agent
  missing      Judy, agent.spec:11, if %if %{with judy}
               amqplib (Python), agent.spec:12
               collectd, agent.spec:10
  not known    1 name that is computed
  bundles      os-core: bash
               os-core-dev: glib-dev, openssl-dev
  no bundle    x-lib

config/api
  missing      collectd, api.spec:19
               puppet-etcd, api.spec:23
  does not do  libevent.so.2, api.spec:22
  not known    strange, api.spec:25
  bundles      python-extras: six-python3
  Python 3     six-python3
  gone         six-python3


Nothing is known of the packages of ubuntu-18.04: bring an index with 'stxscan index'
`

func TestWrite(t *testing.T) {
	if got := write(t, sample()); got != want {
		t.Errorf("it writes\n%s", got)
	}
	if got := write(t, &reports.Report{Targets: sample().Targets[:1]}); got != "The report has no target to port to\n" {
		t.Errorf("without a target it writes %q", got)
	}
	if got := write(t, reporttest.Sample()); !strings.Contains(got, "What StarlingX's own packages need on Ubuntu") {
		t.Errorf("of the sample it writes %q", got)
	}
}

// TestSingular holds what is said of one package and one name, and of two.
func TestSingular(t *testing.T) {
	r := sample()
	all := r.Dependencies
	totals := func(names ...string) string {
		r.Dependencies = nil
		for _, d := range all {
			if slices.Contains(names, d.Name) {
				r.Dependencies = append(r.Dependencies, d)
			}
		}
		_, rest, _ := strings.Cut(write(t, r), "\n")
		text, _, _ := strings.Cut(rest, "\n\n")
		return text
	}
	if got, want := totals("bash", "Judy"), "1 package needs something from outside: 1 name is there, 0 of them for Python 3 alone,\n"+
		"1 is missing, 0 do not do, and of 0 it is not known."; got != want {
		t.Errorf("got\n%s", got)
	}
	if got, want := totals("bash", "openssl-devel", "collectd", "Judy", "libevent.so.2"), "2 packages need something from outside: 2 names are there, 0 of them for Python 3 alone,\n"+
		"2 are missing, 1 does not do, and of 0 it is not known."; got != want {
		t.Errorf("got\n%s", got)
	}
}

// TestHostile holds that names of the scanned tree end no line, and that nothing
// invisible is left of them.
func TestHostile(t *testing.T) {
	r := sample()
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		d.Name, d.Path, d.Condition = "\x1b[31m"+d.Name+"\nx", "\u202e"+d.Path, "\x00\r"
		v := d.Verdicts["clear"]
		v.Name, v.Evidence, v.Bundles = v.Name+"\n", "\x9b"+v.Evidence, []string{"a\nb"}
		d.Verdicts["clear"] = v
	}
	for _, text := range []string{write(t, r), write(t, reporttest.Hostile())} {
		if !utf8.ValidString(text) {
			t.Error("no UTF-8")
		}
		for _, c := range text {
			if c < ' ' && c != '\n' || c >= 0x7f && c < 0xa0 || c >= 0x200b && c <= 0x202e {
				t.Errorf("the character %U is in it", c)
			}
		}
		if strings.Contains(text, "\nx") || strings.Contains(text, "\nb") {
			t.Error("a name ends a line")
		}
	}
}
