package rpmmd

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/oracle"
)

// How many expressions dnf is asked: capabilities, and rich dependencies.
const (
	plainExpressions = 700
	richExpressions  = 300
)

// rpmUniverse makes packages that exist in nothing but a test, and expressions
// about them.
type rpmUniverse struct{ *rand.Rand }

func (u rpmUniverse) pick(list ...string) string { return list[u.IntN(len(list))] }

// version makes one as RPM's are, few enough that many are equal.
func (u rpmUniverse) version(release bool) string {
	v := fmt.Sprint(1+u.IntN(3), ".", u.IntN(3))
	if u.IntN(3) == 0 {
		v += u.pick("~rc1", "^git1", "a", ".1", "~rc1^git2", "_1")
	}
	if release && u.IntN(2) == 0 {
		v += fmt.Sprint("-", u.IntN(3))
		if u.IntN(3) == 0 {
			v += u.pick(".el7", ".el7_5", ".1")
		}
	}
	if u.IntN(5) == 0 {
		v = fmt.Sprint(u.IntN(3), ":") + v
	}
	return v
}

// capability makes what packages provide besides their names: of each form that
// names have there are some.
func (u rpmUniverse) capability() string {
	n := u.IntN(14)
	return fmt.Sprintf(u.pick("virtual%d", "libx%d.so.1()(64bit)", "libx%d.so.1(X_1.0)(64bit)", "pkgconfig(x%d)", "perl(X::Y%d)", "python3dist(x-%d)", "isa%d(x86-64)", "/usr/lib/sendmail%d"), n)
}

// spec writes a spec whose packages provide things, and one package for each
// expression that requires it.
func (u rpmUniverse) spec(expressions []string) string {
	var s strings.Builder
	s.WriteString("Name: universe\nVersion: 1\nRelease: 1\nSummary: None\nLicense: MIT\nBuildArch: noarch\n%description\nNone.\n")
	pkg := func(name, tags, files string) {
		fmt.Fprintf(&s, "%%package -n %s\nSummary: None\n%s%%description -n %s\nNone.\n%%files -n %s\n%s", name, tags, name, name, files)
	}
	var install strings.Builder
	for i := range 60 {
		v, tags, files := u.version(false), "", ""
		if epoch, rest, ok := strings.Cut(v, ":"); ok {
			v, tags = rest, "Epoch: "+epoch+"\n"
		}
		tags += fmt.Sprintf("Version: %s\nRelease: %d\n", v, u.IntN(3))
		for range u.IntN(5) {
			tags += "Provides: " + u.capability()
			if !strings.Contains(tags[strings.LastIndexByte(tags, '\n')+1:], " /") && u.IntN(4) > 0 {
				tags += " " + u.pick("=", "=", "=", "=", "<", "<=", ">=", ">") + " " + u.version(true)
			}
			tags += "\n"
		}
		for range u.IntN(3) {
			path := fmt.Sprintf(u.pick("/usr/bin/program%d", "/usr/sbin/program%d", "/etc/conf%d"), u.IntN(30))
			fmt.Fprintf(&install, "mkdir -p %%{buildroot}%s\ntouch %%{buildroot}%s\n", filepath.Dir(path), path)
			if !strings.Contains(files, path+"\n") {
				files += path + "\n"
			}
		}
		pkg(fmt.Sprintf("prv%d", i), tags, files)
	}
	for i, text := range expressions {
		pkg(fmt.Sprintf("req%d", i), "Requires: "+text+"\n", "")
	}
	return s.String() + "%install\nmkdir -p %{buildroot}\n" + install.String()
}

// plain makes a capability, with or without a version.
func (u rpmUniverse) plain() string {
	name := fmt.Sprintf("prv%d", u.IntN(70))
	switch u.IntN(4) {
	case 0, 1:
		name = u.capability()
	case 2:
		if u.IntN(2) == 0 {
			return fmt.Sprintf(u.pick("/usr/bin/program%d", "/usr/sbin/program%d", "/bin/program%d"), u.IntN(40))
		}
	}
	if name[0] == '/' || u.IntN(4) == 0 {
		return name
	}
	return name + " " + u.pick("=", "<", "<=", ">=", ">") + " " + u.version(true)
}

// rich makes a rich dependency. Conditions stand where rpm lets them: outside
// of all but and.
func (u rpmUniverse) rich(depth int, conditions bool) string {
	part := func(conditions bool) string {
		if depth < 2 && u.IntN(3) == 0 {
			return u.rich(depth+1, conditions)
		}
		return u.plain()
	}
	both := func(op string) string { return "(" + u.plain() + " " + op + " " + u.plain() + ")" }
	join := func(op string, conditions bool) string {
		parts := []string{part(conditions), part(conditions)}
		if u.IntN(3) == 0 {
			parts = append(parts, part(conditions))
		}
		return "(" + strings.Join(parts, " "+op+" ") + ")"
	}
	switch u.IntN(6) {
	case 0:
		return join("and", conditions)
	case 1, 2:
		return join("or", false)
	case 3:
		return both(u.pick("with", "without"))
	}
	switch {
	case !conditions:
		return join("or", false)
	case u.IntN(2) == 0:
		return "(" + part(false) + " if " + part(false) + ")"
	}
	return "(" + part(false) + " if " + part(false) + " else " + part(false) + ")"
}

// dnfRepository is a repository with packages of a spec, and dnf to ask of it.
type dnfRepository struct{ dnf, repo, dir string }

func buildRepository(t *testing.T, spec string) *dnfRepository {
	t.Helper()
	rpmbuild := oracle.Program(t, "rpmbuild", "apt install rpm, or dnf install rpm-build")
	createrepo := oracle.Program(t, "createrepo_c", "apt install createrepo-c")
	d := &dnfRepository{dnf: oracle.Program(t, "dnf", "apt install dnf"), dir: t.TempDir()}
	d.repo = filepath.Join(d.dir, "repo")
	put(t, filepath.Join(d.dir, "universe.spec"), []byte(spec))
	build := exec.Command(rpmbuild, "-bb", "--quiet", "--nodeps", "--target", "noarch", "-D", "_topdir "+d.dir, "-D", "_rpmdir "+d.repo,
		"-D", "_binary_payload w0.gzdio", "-D", "__os_install_post %{nil}", filepath.Join(d.dir, "universe.spec"))
	build.Env = append(os.Environ(), "HOME="+d.dir)
	for _, c := range []*exec.Cmd{build, exec.Command(createrepo, "--quiet", d.repo)} {
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %.2000s", c.Path, err, out)
		}
	}
	return d
}

// providers asks dnf repoquery who provides what each package requires.
func (d *dnfRepository) providers(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command(d.dnf, "-q", "--disableplugin=*", "--repofrompath=stx,file://"+d.repo, "--repo=stx", "--releasever=7", "--installroot="+filepath.Join(d.dir, "root"),
		"--setopt=cachedir="+filepath.Join(d.dir, "cache"), "--setopt=reposdir="+d.dir, "repoquery", "--deplist").Output()
	if err != nil {
		t.Fatalf("dnf repoquery: %v", err)
	}
	found, current := map[string][]string{}, ""
	for line := range strings.Lines(string(out)) {
		kind, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		name, _, _ := strings.Cut(value, "-")
		switch kind {
		case "package":
			current = name
		case "provider":
			found[current] = append(found[current], name)
		}
	}
	return found
}

// installs asks the solver of dnf, which package of a name it could install.
func (d *dnfRepository) installs(t *testing.T, count int) []bool {
	t.Helper()
	program, err := os.ReadFile(d.dnf)
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(program), "\n")
	python := strings.Fields(strings.TrimPrefix(line, "#!"))
	if len(python) == 0 || !strings.Contains(python[0], "python") {
		t.Skip("dnf is no program of Python here: its solver cannot be asked")
	}
	script := fmt.Sprintf(`
import dnf
base = dnf.Base()
base.conf.cachedir, base.conf.installroot, base.conf.best = %q, %q, False
base.conf.substitutions["releasever"] = "7"
base.repos.add_new_repo("stx", base.conf, baseurl=["file://" + %q])
base.fill_sack(load_system_repo=False)
for i in range(%d):
    base.reset(goal=True)
    base.install("req%%d" %% i)
    try:
        base.resolve()
        print("yes")
    except dnf.exceptions.DepsolveError:
        print("no")
`, filepath.Join(d.dir, "cache2"), filepath.Join(d.dir, "root"), d.repo, count)
	out, err := exec.Command(python[0], append(python[1:], "-c", script)...).Output()
	if err != nil {
		t.Fatalf("dnf's solver: %v", err)
	}
	var answers []bool
	for word := range strings.FieldsSeq(string(out)) {
		answers = append(answers, word == "yes")
	}
	if len(answers) != count {
		t.Fatalf("dnf's solver gave %d answers to %d questions", len(answers), count)
	}
	return answers
}

// TestRequiresAgainstDnf holds which packages satisfy what RPMs require against
// dnf repoquery, and what can be installed against dnf's solver.
func TestRequiresAgainstDnf(t *testing.T) {
	u := rpmUniverse{rand.New(rand.NewPCG(5, 6))}
	var expressions []string
	for range plainExpressions {
		expressions = append(expressions, u.plain())
	}
	for range richExpressions {
		expressions = append(expressions, u.rich(0, true))
	}
	d := buildRepository(t, u.spec(expressions))
	x, _ := importIndex(t, d.repo)
	providers, installs := d.providers(t), d.installs(t, len(expressions))
	counts := map[distro.Answer]int{}
	for i, text := range expressions {
		list, err := distro.ParseRequires(strings.ReplaceAll(text, "(x86-64)", "%{?_isa}"), "x86_64")
		if err != nil || len(list) != 1 {
			t.Errorf("%s: %d requirements, %v", text, len(list), err)
			continue
		}
		answer := x.Satisfies(list[0])
		counts[answer]++
		if answer != distro.Maybe && (answer == distro.Yes) != installs[i] {
			t.Errorf("%s: %v, dnf says %v", text, answer, installs[i])
		}
		// The index knows programs, and of other files what packages name.
		hangs := strings.Contains(text, " if ") && installs[i] || strings.Contains(text, "/usr/lib/sendmail")
		if answer == distro.Maybe && !hangs {
			t.Errorf("%s: it could be told: dnf says %v", text, installs[i])
		}
		want := slices.Compact(slices.Sorted(slices.Values(providers[fmt.Sprintf("req%d", i)])))
		if got := x.Fitting(list[0]); i < plainExpressions && !slices.Equal(got, want) {
			t.Errorf("%s: provided by %q, dnf says %q", text, got, want)
		}
	}
	t.Logf("%d are satisfied, %d are not, %d cannot be told", counts[distro.Yes], counts[distro.No], counts[distro.Maybe])
	if counts[distro.Yes] < 200 || counts[distro.No] < 200 || counts[distro.Maybe] > richExpressions/2 {
		t.Errorf("%v: that tells little", counts)
	}
}
