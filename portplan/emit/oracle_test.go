package emit_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/portplan/emit"
	"opendev.org/starlingx/stxscan/rules"
)

// drafted writes the draft of the sample for Debian 12 and its source beside it, and
// returns the folder that a build would start in.
func drafted(t *testing.T) string {
	t.Helper()
	r, set := scanned(t, beacon(t), "debian-12")
	files, err := emit.NewDebian(r, options(t, set, "debian-12")).Draft(find(t, r, "beacon"))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "beacon-2.1")
	if err := emit.WriteFolder(dir, files); err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(filepath.Dir(dir), "beacon-2.1.orig")
	if err := os.MkdirAll(source, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{source, dir} {
		if err := os.WriteFile(filepath.Join(at, "README"), []byte("A beacon.\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("tar", "-czf", filepath.Join(filepath.Dir(dir), "beacon_2.1.orig.tar.gz"), "-C", filepath.Dir(dir), "beacon-2.1.orig").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

// command runs a program in a folder and returns what it says. It must succeed.
func command(t *testing.T, dir, program string, args ...string) string {
	t.Helper()
	c := exec.Command(program, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "LC_ALL=C", "DEB_BUILD_OPTIONS=")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// TestDpkgOracle: dpkg builds a source package of the draft, reads its changelog,
// writes the control file of each package, and complains of nothing.
func TestDpkgOracle(t *testing.T) {
	hint := "apt-get install dpkg-dev"
	source := oracle.Program(t, "dpkg-source", hint)
	changelog := oracle.Program(t, "dpkg-parsechangelog", hint)
	control := oracle.Program(t, "dpkg-gencontrol", hint)
	dir := drafted(t)
	out := command(t, dir, source, "-b", ".")
	if strings.Contains(out, "warning") || strings.Contains(out, "error") {
		t.Errorf("dpkg-source says:\n%s", out)
	}
	dsc, err := os.ReadFile(filepath.Join(filepath.Dir(dir), "beacon_2.1-1.dsc"))
	if err != nil || !strings.Contains(string(dsc), "Binary: beacon, libbeacon3, libbeacon-dev, python3-beacon") {
		t.Errorf("%v:\n%s", err, dsc)
	}
	for field, want := range map[string]string{"Source": "beacon", "Version": "2.1-1", "Distribution": "UNRELEASED"} {
		if got := strings.TrimSpace(command(t, dir, changelog, "-S", field)); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	for _, name := range []string{"beacon", "libbeacon3", "libbeacon-dev", "python3-beacon"} {
		if err := os.MkdirAll(filepath.Join(dir, "debian", name, "DEBIAN"), 0o777); err != nil {
			t.Fatal(err)
		}
		// That variables of helpers are not set yet is no fault of the draft's.
		out := command(t, dir, control, "-p"+name, "-Vmisc:Depends=", "-Vshlibs:Depends=", "-Vpython3:Depends=", "-Pdebian/"+name)
		if strings.Contains(out, "warning") {
			t.Errorf("dpkg-gencontrol says of %s:\n%s", name, out)
		}
	}
}

var unmet = regexp.MustCompile(`(?i)unmet build dependencies: (.*)`)

// TestCheckBuildDepsOracle: dpkg reads the Build-Depends, and names of them what this
// machine does not have.
func TestCheckBuildDepsOracle(t *testing.T) {
	check := oracle.Program(t, "dpkg-checkbuilddeps", "apt-get install dpkg-dev")
	dir := drafted(t)
	c := exec.Command(check)
	c.Dir, c.Env = dir, append(os.Environ(), "LC_ALL=C")
	out, err := c.CombinedOutput()
	if err != nil && !unmet.Match(out) {
		t.Errorf("%v: %s", err, out)
	}
}

// TestSortOracle: wrap-and-sort would change nothing but the order of comments.
func TestSortOracle(t *testing.T) {
	sort := oracle.Program(t, "wrap-and-sort", "apt-get install devscripts python3-debian")
	if exec.Command(sort, "--help").Run() != nil && os.Getenv("STXSCAN_ORACLES") != "require" {
		t.Skip("wrap-and-sort is there without python3-debian, so it was not asked (apt-get install python3-debian)")
	}
	dir := drafted(t)
	name := filepath.Join(dir, "debian/control")
	before := withoutComments(t, name)
	if err := os.WriteFile(name, []byte(before), 0o666); err != nil {
		t.Fatal(err)
	}
	command(t, dir, sort, "-a", "-s", "-t", "-k", "-f", "debian/control")
	if after := withoutComments(t, name); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

func withoutComments(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// TestShellOracle: bash and make read what the draft runs.
func TestShellOracle(t *testing.T) {
	bash := oracle.Program(t, "bash", "apt-get install bash")
	makeProgram := oracle.Program(t, "make", "apt-get install make")
	dir := drafted(t)
	command(t, dir, bash, "-n", "debian/spec-build.sh")
	// make runs $(MAKE) also where it only says what it would run.
	if err := os.WriteFile(filepath.Join(dir, "Makefile"), []byte("install:\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	out := command(t, dir, makeProgram, "-n", "-f", "debian/rules", "override_dh_auto_install", "override_dh_auto_build", "override_dh_usrlocal", "build")
	for _, want := range []string{"DESTDIR=" + dir + "/debian/tmp", "bash -e debian/spec-build.sh", "dh build --with python3"} {
		if !strings.Contains(out, want) {
			t.Errorf("make would not run %q:\n%s", want, out)
		}
	}
}

// TestReleases holds what targets say of policy and debhelper against the indexes of
// Debian that the program carries.
func TestReleases(t *testing.T) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	embedded := &distro.Embedded{}
	for _, id := range []string{"debian-11", "debian-12", "debian-13"} {
		target, index := set.Target(id), embedded.Index(id)
		policy, _ := index.Package("debian-policy")
		helper, _ := index.Package("debhelper")
		if !strings.HasPrefix(policy.Version, target.Standards+".") || target.Standards == "" {
			t.Errorf("%s: standards_version is %s, and its policy is %s", id, target.Standards, policy.Version)
		}
		if !strings.HasPrefix(helper.Version, "13.") || target.Debhelper != 13 {
			t.Errorf("%s: debhelper_compat is %d, and debhelper is %s", id, target.Debhelper, helper.Version)
		}
	}
}
