package rpmdeps_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// pinned is a workspace with lists of every kind that pins, and a need that tells
// of a library.
const pinned = `
-- stx-config/.gitreview --
[gerrit]
project=starlingx/config.git
-- stx-config/centos_pkg_dirs --
agent
-- stx-config/agent/centos/build_srpm.data --
TIS_PATCH_VER=1
-- stx-config/agent/centos/agent.spec --
Name: agent
Version: 1.0
Release: 1
Requires: libjson-c.so.2()(64bit)
-- stx-config/agent/upper-constraints.txt --
eventlet===0.20.0
oslo.i18n>=3
nobody-knows-this==1
enum34===1.1.6
-- stx-config/debian/upper-constraints.txt --
eventlet===0.20.0
-- stx-tools/.gitreview --
[gerrit]
project=starlingx/tools.git
-- stx-tools/centos-mirror-tools/rpms_centos.lst --
json-c-0.11-4.el7_0.x86_64.rpm
json-c-devel-0.11-4.el7_0.x86_64.rpm
openssl-1.0.2k-12.el7.x86_64.rpm
chrpath-0.16-0.el7.x86_64.rpm
OVMF-20150414-2.gitc9e5618.el7.noarch.rpm
infinipath-psm-99.3-26.el7.x86_64.rpm
nobody-1-1.el7.noarch.rpm
systemd-219-57.el7.src.rpm
`

func TestPins(t *testing.T) {
	r := scanned(t, lay(t, pinned))
	got := map[string]string{}
	for _, d := range r.Dependencies {
		if d.Need != finding.NeedPin {
			continue
		}
		for _, target := range []string{"debian-12", "clear"} {
			if f := d.Verdicts[target].Float; f != nil {
				got[d.Name+" "+string(d.Pins)+" "+target] = f.String()
			} else {
				t.Errorf("%s on %s: no float", d.Name, target)
			}
		}
	}
	for pin, want := range map[string]string{
		"json-c binary debian-12":          "soname-change, 0.11 -> 0.16, libjson-c.so.2 -> libjson-c.so.5",
		"json-c-devel binary debian-12":    "soname-change, 0.11 -> 0.16, libjson-c.so.2 -> libjson-c.so.5",
		"json-c binary clear":              "soname-change, 0.11 -> 0.13.1, libjson-c.so.2 -> libjson-c.so.4",
		"openssl binary debian-12":         "major-jump, 1.0.2k -> 3.0.",
		"openssl binary clear":             "newer, 1.0.2k -> 1.0.2p",
		"chrpath binary debian-12":         "same, 0.16 -> 0.16",
		"OVMF binary debian-12":            "unknown, 20150414 -> 2022.11: they are numbered",
		"infinipath-psm binary debian-12":  "unknown, 99.3 -> 3.3+20.604758e7: libpsm-infinipath1 3.3",
		"nobody binary debian-12":          "unknown, 1: what stands for it",
		"systemd source debian-12":         "major-jump, 219 -> 252.",
		"eventlet python debian-12":        "major-jump, 0.20.0 -> 0.33.1",
		"eventlet python clear":            "same, 0.20.0 -> 0.20.0",
		"enum34 python debian-12":          "dropped, 1.1.6",
		"nobody-knows-this python clear":   "gone, 1",
		"nobody-knows-this python missing": "",
	} {
		if !strings.HasPrefix(got[pin], want) || want == "" && got[pin] != "" {
			t.Errorf("%s: %q, want %q", pin, got[pin], want)
		}
	}
	if len(got) != 2*(8+3) {
		t.Errorf("%d pins on two targets: %v", len(got), got)
	}
	doubted(t, r)
}

// doubted holds that what is older than plausible is no answer any more.
func doubted(t *testing.T, r *reports.Report) {
	t.Helper()
	for _, d := range r.Dependencies {
		v := d.Verdicts["debian-12"]
		if d.Name == "infinipath-psm" && (v.Verdict != finding.PresenceUnknown || v.Name != "" || !strings.Contains(v.Evidence, "likely another software")) {
			t.Errorf("%s: %+v", d.Name, v)
		}
	}
}

// TestPinLists: one finding a list, with what becomes of its pins on each target
// in a sentence.
func TestPinLists(t *testing.T) {
	r := scanned(t, lay(t, pinned))
	got := map[string]map[string]finding.TargetEffect{}
	for _, f := range r.Findings {
		if f.Rule == "DEP-010" {
			got[filepath.Base(f.Path)] = f.Targets
			if f.Repo == "config" && !strings.HasPrefix(f.Path, "agent/") {
				t.Errorf("%s is another system's", f.Path)
			}
		}
	}
	for file, notes := range map[string][2]string{
		"rpms_centos.lst":       {"1 float, 4 need a look (2 major-jump, 2 soname-change), 3 unknown", "Clear Linux moves as a whole, so no pin holds there; of these "},
		"upper-constraints.txt": {"1 float, 2 need a look (1 major-jump, 1 gone), 0 unknown", "Clear Linux moves as a whole, so no pin holds there; of these 2 float"},
	} {
		if e := got[file]["debian-12"]; e.Note != notes[0] || e.Effect != finding.Changes {
			t.Errorf("%s on debian-12: %+v, want %q", file, e, notes[0])
		}
		if e := got[file]["clear"]; !strings.HasPrefix(e.Note, notes[1]) {
			t.Errorf("%s on clear: %+v, want %q", file, e, notes[1])
		}
		if e := got[file]["ubuntu-18.04"]; e.Note != "no index of ubuntu-18.04" {
			t.Errorf("%s on ubuntu-18.04: %+v", file, e)
		}
		if e := got[file]["centos-7"]; e.Effect != finding.Works || e.Note != "" {
			t.Errorf("%s on centos-7: %+v", file, e)
		}
	}
	if lists := r.PinLists(); len(lists) != 2 || lists[0].Pins+lists[1].Pins != 11 {
		t.Errorf("%+v", lists)
	}
}

// TestOriginIndex: what the origin's packages provide tells which library was
// there, where no need of the workspace does.
func TestOriginIndex(t *testing.T) {
	root := lay(t, `
-- stx-tools/.gitreview --
[gerrit]
project=starlingx/tools.git
-- stx-tools/centos-mirror-tools/rpms_centos.lst --
gdbm-1.10-8.el7.x86_64.rpm
`)
	float := func(dir string) string {
		for _, d := range scannedWith(t, root, dir).Dependencies {
			if d.Name == "gdbm" {
				return d.Verdicts["debian-12"].Float.String()
			}
		}
		return ""
	}
	if got := float(""); got != "newer, 1.10 -> 1.23, libgdbm.so.6" {
		t.Errorf("without an index of CentOS: %q", got)
	}
	b := distro.NewBuilder(distro.Meta{Target: "centos-7", Family: "centos", Date: "2018-10-01"})
	b.Add(distro.Package{Name: "gdbm", Version: "1.10-8.el7"})
	b.AddProvides("libgdbm.so.4()(64bit)", "gdbm", "")
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := (indexes.Store{Dir: dir}).Save(x, false); err != nil {
		t.Fatal(err)
	}
	if got := float(dir); got != "soname-change, 1.10 -> 1.23, libgdbm.so.4 -> libgdbm.so.6" {
		t.Errorf("with an index of CentOS: %q", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "centos-7.idx"), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := scannedWith(t, root, dir)
	if !slices.ContainsFunc(r.Unknowns, func(u finding.Unknown) bool { return strings.Contains(u.Settle, "index of centos-7") }) {
		t.Errorf("a damaged index of CentOS: %+v", r.Unknowns)
	}
}

// TestBounds: a bound that a target breaks is told, one that it meets is not.
func TestBounds(t *testing.T) {
	r := scanned(t, lay(t, `
-- stx-a/.gitreview --
[gerrit]
project=starlingx/a.git
-- stx-a/centos_pkg_dirs --
p
-- stx-a/p/centos/build_srpm.data --
TIS_PATCH_VER=1
-- stx-a/p/centos/p.spec --
Name: p
Version: 1.0
Release: 1
Requires: openssl < 1.1, bash < 9
-- stx-a/p/requirements.txt --
eventlet<0.21.0,>=0.18.2
chardet==5.1.0
-- stx-a/p/setup.py --
import setuptools
setuptools.setup(name="p", install_requires=["SQLAlchemy~=1.0.10", "six<2"])
-- stx-a/p/tox.ini --
[testenv]
deps = hacking<0.11
`))
	got := map[string]finding.TargetEffect{}
	for _, f := range r.Findings {
		if f.Rule == "DEP-013" || f.Rule == "DEP-011" {
			got[f.Rule+" "+f.Subject] = f.Targets["debian-12"]
		}
	}
	for subject, want := range map[string]finding.Effect{
		"DEP-013 openssl": finding.Breaks, "DEP-013 eventlet": finding.Breaks, "DEP-013 SQLAlchemy": finding.Breaks,
		"DEP-013 hacking": finding.EffectUnknown, "DEP-011 chardet": finding.Works,
	} {
		if e, ok := got[subject]; !ok || e.Effect != want {
			t.Errorf("%s: %+v, want %s", subject, e, want)
		}
	}
	if len(got) != 5 {
		t.Errorf("%d findings: %v", len(got), got)
	}
}
