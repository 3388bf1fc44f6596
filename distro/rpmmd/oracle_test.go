package rpmmd

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/oracle"
)

// TestOracle builds packages, lets createrepo_c and dnf make metadata of them
// in all forms they know, and compares with what rpm says of the packages.
func TestOracle(t *testing.T) {
	rpmbuild := oracle.Program(t, "rpmbuild", "apt install rpm, or dnf install rpm-build")
	rpm := oracle.Program(t, "rpm", "apt install rpm")
	createrepo := oracle.Program(t, "createrepo_c", "apt install createrepo-c")
	repo := buildPackages(t, rpmbuild)
	want := indexByRPM(t, rpm, repo)
	if packages, sources, provides, files := want.Count(); packages < 10 || sources < 4 || provides < 50 || files < 40 {
		t.Fatalf("the packages are too few: %d, %d, %d, %d", packages, sources, provides, files)
	}
	for _, arguments := range [][]string{
		{"--general-compress-type=gz"}, {"--general-compress-type=bz2"}, {"--general-compress-type=xz"}, {"--general-compress-type=zstd"},
		{"--checksum=sha"}, {"--checksum=sha512", "--no-database"}, {"--simple-md-filenames"},
	} {
		t.Run(strings.Join(arguments, " "), func(t *testing.T) {
			out, err := exec.Command(createrepo, append(arguments, "--quiet", repo)...).CombinedOutput()
			unknown := err != nil && strings.HasSuffix(arguments[0], "=zstd") && strings.Contains(string(out), "compression type")
			if unknown { // createrepo_c before 1.0
				out, err = exec.Command(createrepo, "--general-compress-type=gz", "--no-database", "--quiet", repo).CombinedOutput()
			}
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if unknown {
				recompress(t, filepath.Join(repo, "repodata"))
			}
			x, _ := importIndex(t, repo)
			sameIndex(t, x, want)
			wantComplete(t, x, "complete complete complete complete complete")
		})
	}
	t.Run("dnf", func(t *testing.T) {
		dnf := oracle.Program(t, "dnf", "apt install dnf")
		cache := t.TempDir()
		out, err := exec.Command(dnf, "-q", "--disableplugin=*", "--repofrompath=stx,file://"+repo, "--repo=stx", "--releasever=7", "--installroot="+t.TempDir(),
			"--setopt=cachedir="+cache, "--setopt=reposdir="+t.TempDir(), "makecache").CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		x, report := importIndex(t, cache)
		if report.Repositories[0].Name != "stx" {
			t.Errorf("the report is %+v", report)
		}
		sameIndex(t, x, want)
	})
}

// recompress makes zstd of metadata that createrepo_c wrote as gzip, and names
// the new files in repomd.xml.
func recompress(t *testing.T, dir string) {
	t.Helper()
	repomd := get(t, filepath.Join(dir, "repomd.xml"))
	names, err := filepath.Glob(filepath.Join(dir, "*.xml.gz"))
	if err != nil || len(names) < 3 {
		t.Fatalf("%q is not all of the metadata (%v)", names, err)
	}
	for _, name := range names {
		before := get(t, name)
		r, err := gzip.NewReader(bytes.NewReader(before))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		after := compress(t, "zst", text)
		renamed := strings.NewReplacer(digest("sha256", before), digest("sha256", after), ".xml.gz", ".xml.zst").Replace(filepath.Base(name))
		for _, pair := range [][2]string{
			{filepath.Base(name), renamed}, {digest("sha256", before), digest("sha256", after)},
			{fmt.Sprintf("<size>%d</size>", len(before)), fmt.Sprintf("<size>%d</size>", len(after))},
		} {
			if !bytes.Contains(repomd, []byte(pair[0])) {
				t.Fatalf("%q is not in repomd.xml", pair[0])
			}
			repomd = bytes.ReplaceAll(repomd, []byte(pair[0]), []byte(pair[1]))
		}
		put(t, filepath.Join(dir, renamed), after)
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(dir, "repomd.xml"), repomd)
}

func get(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// buildPackages builds packages of specs made at random, and returns the folder
// that holds them.
func buildPackages(t *testing.T, rpmbuild string) string {
	t.Helper()
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(11, 12))
	arguments := []string{"-ba", "--quiet", "--nodeps", "-D", "_topdir " + dir, "-D", "_rpmdir " + dir + "/repo", "-D", "_srcrpmdir " + dir + "/repo", "-D", "__os_install_post %{nil}"}
	for i := range 5 {
		name := filepath.Join(dir, fmt.Sprintf("p%d.spec", i))
		put(t, name, []byte(spec(r, fmt.Sprintf("stem%d", i))))
		arguments = append(arguments, name)
	}
	command := exec.Command(rpmbuild, arguments...)
	command.Env = append(os.Environ(), "HOME="+dir)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return filepath.Join(dir, "repo")
}

// spec writes a spec of three packages, which have provides with and without
// versions, and files of the kinds that mapping needs.
func spec(r *rand.Rand, name string) string {
	var head, install, lists strings.Builder
	epoch := ""
	if r.IntN(2) == 0 {
		epoch = fmt.Sprintf("Epoch: %d\n", r.IntN(3))
	}
	fmt.Fprintf(&head, "Name: %s\nVersion: %d.%d\nRelease: %d%%{?dist}\n%sSummary: A & B <c>\nLicense: MIT\nBuildArch: noarch\n", name, r.IntN(9), r.IntN(30), 1+r.IntN(9), epoch)
	for n, part := range []string{"", "devel", "libs"} {
		full := name
		if part != "" {
			full += "-" + part
			fmt.Fprintf(&head, "%%package %s\nSummary: More\n", part)
			if part == "libs" && r.IntN(2) == 0 {
				fmt.Fprintf(&head, "Version: %d\n", r.IntN(50))
			}
		}
		fmt.Fprintf(&head, "Provides: virtual-%s = %d:%d.%d-%d, bare-%s, other-%s >= %d, shared = %d\n", full, r.IntN(2), r.IntN(9), r.IntN(9), r.IntN(9), full, full, r.IntN(9), r.IntN(99))
		fmt.Fprintf(&head, "Provides: perl(%s::Which) = 0.%d, lib%s.so.%d()(64bit), python3dist(%s) = %d.%d\n%%description %s\nAll of \"it\" > that\n", name, r.IntN(99), full, n, full, r.IntN(9), r.IntN(9), part)
		fmt.Fprintf(&lists, "%%files %s\n", part)
		for _, path := range []string{
			"/usr/bin/" + full, "/usr/sbin/" + full + "d", "/etc/" + full + "/a&b.conf", "/usr/lib64/lib" + full + ".so." + fmt.Sprint(n), "/usr/lib64/lib" + full + ".so",
			"/usr/lib64/pkgconfig/" + full + ".pc", "/usr/share/pkgconfig/" + full + "-data.pc", "/usr/lib/python3.6/site-packages/" + strings.ReplaceAll(full, "-", "_") + "/__init__.py",
			"/usr/share/perl5/vendor_perl/" + name + "/Which" + fmt.Sprint(n) + ".pm", "/usr/lib/systemd/system/" + full + ".service", "/usr/share/doc/" + full + "/it's <read> me",
		} {
			if r.IntN(4) == 0 {
				continue
			}
			fmt.Fprintf(&install, "mkdir -p \"%%{buildroot}%s\"\necho \"%s\" > \"%%{buildroot}%s\"\n", filepath.Dir(path), path, path)
			fmt.Fprintf(&lists, "%s\"%s\"\n", config(path), path)
		}
		// A folder that is called as a program is.
		fmt.Fprintf(&install, "mkdir -p %%{buildroot}/usr/bin/%s.d\n", full)
		fmt.Fprintf(&lists, "%%dir /usr/bin/%s.d\n", full)
	}
	return head.String() + "%install\n" + install.String() + lists.String()
}

func config(path string) string {
	if strings.HasPrefix(path, "/etc/") {
		return "%config(noreplace) "
	}
	return ""
}

// indexByRPM makes the index out of what rpm says of each package.
func indexByRPM(t *testing.T, rpm, dir string) *distro.Index {
	t.Helper()
	b := newBuilder()
	var found []string
	for _, pattern := range []string{"*.rpm", "*/*.rpm"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, names...)
	}
	ask := func(arguments ...string) []string {
		out, err := exec.Command(rpm, append([]string{"-qp", "--nosignature"}, arguments...)...).Output()
		if err != nil {
			t.Fatalf("rpm %v: %v", arguments, err)
		}
		return strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' })
	}
	for _, name := range found {
		tags := strings.Split(ask("--qf", "%{NAME}\t%{EPOCH}\t%{VERSION}-%{RELEASE}\t%{SOURCERPM}\n", name)[0], "\t")
		version := withoutZero(strings.ReplaceAll(tags[1], "(none)", "0") + ":" + tags[2])
		if strings.HasSuffix(name, ".src.rpm") {
			b.AddSource(tags[0], version)
			continue
		}
		parts := strings.Split(strings.TrimSuffix(tags[3], ".src.rpm"), "-")
		b.Add(distro.Package{Name: tags[0], Version: version, Source: strings.Join(parts[:len(parts)-2], "-")})
		for _, line := range ask("--provides", name) {
			words := strings.Fields(line)
			switch {
			case strings.HasPrefix(line, "config("):
			case len(words) == 3 && words[1] == "=":
				b.AddProvides(words[0], tags[0], withoutZero(words[2]))
			case len(words) == 3:
				b.AddProvides(words[0], tags[0], words[1]+" "+withoutZero(words[2]))
			default:
				b.AddProvides(words[0], tags[0], "")
			}
		}
		for _, line := range ask("--qf", "[%{FILEMODES:perms}\t%{FILENAMES}\n]", name) {
			if mode, path, _ := strings.Cut(line, "\t"); mode[0] != 'd' {
				b.AddFile(path, tags[0])
			}
		}
	}
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func withoutZero(version string) string { return strings.TrimPrefix(version, "0:") }

// sameIndex holds that two indexes have the same tables.
func sameIndex(t *testing.T, got, want *distro.Index) {
	t.Helper()
	if got.Digest == want.Digest {
		return
	}
	gotPackages, gotSources, gotProvides, gotFiles := got.Count()
	packages, sources, provides, files := want.Count()
	t.Errorf("there are %d packages, %d sources, %d provides and %d facts about files, and should be %d, %d, %d and %d, or they differ", gotPackages, gotSources, gotProvides, gotFiles, packages, sources, provides, files)
	for i := range 5 {
		for _, part := range []string{"", "-devel", "-libs"} {
			name := fmt.Sprintf("stem%d%s", i, part)
			a, _ := got.Package(name)
			b, _ := want.Package(name)
			if a != b {
				t.Errorf("got %+v, want %+v", a, b)
			}
			for _, capability := range []string{name, "virtual-" + name, "other-" + name, "shared"} {
				if a, b := fmt.Sprint(got.Providers(capability)), fmt.Sprint(want.Providers(capability)); a != b {
					t.Errorf("%s: got %s, want %s", capability, a, b)
				}
			}
		}
	}
}
