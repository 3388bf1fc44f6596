package emit_test

import (
	"bytes"
	"context"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers/packaging"
	"opendev.org/starlingx/stxscan/analyzers/rpmdeps"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/clearlinux"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/portplan/emit"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/syntax/control"
	"opendev.org/starlingx/stxscan/workspace"
)

// scanned is the report of a workspace on targets, by the analyzers that drafts are
// made of.
func scanned(t testing.TB, root string, targets ...string) (*reports.Report, *rules.Set) {
	t.Helper()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	space, err := workspace.Open(context.Background(), workspace.Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	defer space.Close()
	list := []*analysis.Analyzer{rpmdeps.Analyzer, packaging.Analyzer}
	var applied []*rules.Rule
	for _, r := range set.Rules {
		if r.Analyzer == "rpmdeps" {
			applied = append(applied, r)
		}
	}
	partial, err := scan.Map(context.Background(), space, scan.Options{Rules: applied, Analyzers: list})
	if err != nil {
		t.Fatal(err)
	}
	o := scan.ReduceOptions{Set: set, Rules: applied, Analyzers: list, Time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	for _, id := range targets {
		o.Targets = append(o.Targets, set.Target(id))
	}
	return scan.Reduce(space, partial, o), set
}

// options are those of a target, with its embedded index.
func options(t testing.TB, set *rules.Set, id string) emit.Options {
	t.Helper()
	target := set.Target(id)
	embedded, err := distro.NewEmbedded(rules.NameTable("debian"))
	if err != nil {
		t.Fatal(err)
	}
	resolver, err := (&indexes.Store{}).Resolver(embedded, id, target.Build)
	if err != nil || resolver == nil {
		t.Fatalf("no index of %s: %v", id, err)
	}
	return emit.Options{Target: id, Standards: target.Standards, Compat: target.Debhelper,
		Look: func(name string) (finding.DependencyVerdict, []string) {
			need := distro.Need{Kind: distro.RPM, Name: name}
			_, near := embedded.Tried(resolver, need)
			return resolver.Resolve(need), near
		}}
}

// specs makes a workspace of specs, by the names of their packages.
func specs(t testing.TB, texts map[string]string) string {
	t.Helper()
	root := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(root, "stx-lights", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	list := ""
	for name, text := range texts {
		write(name+"/centos/"+name+".spec", text)
		write(name+"/centos/build_srpm.data", "SRC_DIR=\"src\"\nTIS_PATCH_VER=1\n")
		list += name + "\n"
	}
	write("centos_pkg_dirs", list)
	write("centos_iso_image.inc", "# What the image has.\nbeacon\nbeacon-libs\nsignal-fire\nbash\nlvm2\nselinux-policy\n")
	return root
}

// beacon is the sample: a spec with a bit of everything, and one beside it.
func beacon(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/beacon/beacon.spec")
	if err != nil {
		t.Fatal(err)
	}
	return specs(t, map[string]string{
		"beacon":      string(text),
		"signal-fire": "Name: signal-fire\nVersion: 1\nRelease: 1\nSummary: A fire\nLicense: Apache-2.0\nBuildArch: noarch\n%description\nFire.\n%files\n/usr/bin/signal-fire\n",
	})
}

func find(t testing.TB, r *reports.Report, name string) *reports.Package {
	t.Helper()
	for i := range r.Packages {
		if r.Packages[i].Name == name {
			return &r.Packages[i]
		}
	}
	t.Fatalf("no package %s", name)
	return nil
}

func golden(t *testing.T, name string, files []emit.File) {
	t.Helper()
	var out bytes.Buffer
	if err := emit.Print(&out, files); err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, name, out.Bytes())
}

func TestControl(t *testing.T) {
	r, set := scanned(t, beacon(t), "debian-12", "ubuntu-24.04")
	for _, target := range []string{"debian-12", "ubuntu-24.04"} {
		files, err := emit.NewDebian(r, options(t, set, target)).Draft(find(t, r, "beacon"))
		if err != nil {
			t.Fatal(err)
		}
		golden(t, target+".golden", files)
	}
}

func TestAutospec(t *testing.T) {
	r, set := scanned(t, beacon(t), "clear")
	files, err := emit.NewAutospec(r, options(t, set, "clear")).Draft(find(t, r, "beacon"))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "autospec.golden", files)
}

// TestBundles: what is drafted is read again by the reader of Clear's bundles, names
// the bundles of Clear that fit, and holds what the list names.
func TestBundles(t *testing.T) {
	r, set := scanned(t, beacon(t), "clear")
	upstream := map[string]clearlinux.Bundle{
		"lvm":    {Name: "lvm", Packages: []string{"LVM2"}},
		"all":    {Name: "all", Packages: []string{"LVM2", "bash", "x1", "x2", "x3", "x4", "x5"}},
		"shells": {Name: "shells", Packages: []string{"bash"}, Includes: []string{"all"}},
	}
	files, err := emit.Bundles(r, options(t, set, "clear"), upstream)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "bundles.golden", files)
	read := readBundles(t, files)
	bundle := read["stx-lights-iso-image"]
	if !strings.Contains(strings.Join(bundle.Packages, " "), "beacon") || strings.Join(bundle.Includes, " ") != "lvm" {
		t.Errorf("%+v", bundle)
	}
	if bundle.Title != "stx-lights-iso-image" {
		t.Errorf("the title is %q", bundle.Title)
	}
}

// readBundles writes files and reads them as Clear's bundles, the included ones left
// open.
func readBundles(t *testing.T, files []emit.File) map[string]clearlinux.Bundle {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	if err := emit.WriteFolder(dir, files); err != nil {
		t.Fatal(err)
	}
	read, err := clearlinux.Bundles(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(read) != len(files) {
		t.Errorf("%d bundles are read of %d files", len(read), len(files))
	}
	for _, problem := range clearlinux.Problems(read) {
		if !strings.Contains(problem, "is not there") {
			t.Error(problem)
		}
	}
	return read
}

// hostileSpec tries to get out of every field that it is put into.
const hostileSpec = "Name: evil\nVersion: 1\x1b[2J\nRelease: 1\nSummary: A\x0bPackage: forged1\x00 \u202etxt\x1b]0;x\x07\n" +
	"%define nl() %{expand:x\n\nPackage: forged2\nDepends: forged3\n}\nLicense: MIT %nl and x\r\n\nURL: http://x/%nl\rSource: forged4\n" +
	"Group: %nl\nBuildRequires: bash\rPackage: %nl, gcc >= 1\x00\nRequires: ../../etc/passwd >= $(rm -rf /)\nProvides: a\x0bb = 1\nObsoletes: %nl\n" +
	"%description\n\nPackage: forged5\nDepends: forged6\n.\n \n#forged7\n\x85Package: forged8\n" +
	"%package -n ../../../tmp/x\nSummary: %nl\n%description -n ../../../tmp/x\n%nl\n" +
	"%package -n -rf\nSummary: y\n%description -n -rf\nz\n%files -n -rf\n/x\n" +
	"%build\nmake X=`id`\n\x0b\tall:\n==> debian/control <==\n%nl\n%install\n==> x <==\nfoo\rbar:\n\tbaz\n" +
	"%files\n/a b\n%attr(4755,\x1b,x) /\x1b[0m\n/usr/../../etc/passwd\n%nl\n%files -n ../../../tmp/x\n/b\n"

var fieldNames = regexp.MustCompile(`^(?:Source|Section|Priority|Maintainer|Build-Depends|Standards-Version|Homepage|Rules-Requires-Root|Package|Architecture|Pre-Depends|Depends|Recommends|Suggests|Conflicts|Breaks|Replaces|Provides|Description)$`)

// checkFiles holds drafts to what no spec can change: fields, names, characters.
func checkFiles(t *testing.T, p *reports.Package, files []emit.File) {
	t.Helper()
	for _, f := range files {
		if path.Clean(f.Name) != f.Name || path.IsAbs(f.Name) || slices.Contains(strings.Split(f.Name, "/"), "..") || strings.ContainsAny(f.Name, "\x00\n\\ ") {
			t.Errorf("a file is called %q", f.Name)
		}
		for _, r := range f.Text {
			if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0xfffd || r == 0x202e {
				t.Fatalf("%s holds %q", f.Name, r)
			}
		}
		if f.Name == "debian/control" {
			checkControl(t, p, f.Text)
		}
	}
}

func checkControl(t *testing.T, p *reports.Package, text string) {
	t.Helper()
	stanzas, err := control.Read([]byte(text))
	if err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	made := 0
	for _, rpm := range p.SpecContent.RPMs {
		if rpm.HasFiles {
			made++
		}
	}
	if len(stanzas) > 1+made {
		t.Errorf("%d stanzas of %d packages:\n%s", len(stanzas), made, text)
	}
	for i, s := range stanzas {
		for name, value := range s {
			if !fieldNames.MatchString(name) {
				t.Errorf("a field is called %q in:\n%s", name, text)
			}
			switch name {
			case "Build-Depends", "Depends", "Pre-Depends", "Conflicts", "Breaks", "Replaces", "Provides", "Recommends", "Suggests":
				checkDepends(t, value)
			}
		}
		if _, ok := s["Package"]; ok == (i == 0) {
			t.Errorf("stanza %d of %d is of the wrong kind", i, len(stanzas))
		}
	}
}

var variable = regexp.MustCompile(`\$\{(?:misc|python3|shlibs):Depends\}`)

func checkDepends(t *testing.T, value string) {
	t.Helper()
	value = variable.ReplaceAllString(strings.NewReplacer("${binary:Version}", "1", "${source:Version}", "1").Replace(value), "x1")
	if _, err := distro.ParseDepends(value, "amd64"); err != nil {
		t.Errorf("%v in %q", err, value)
	}
}

func TestHostile(t *testing.T) {
	r, set := scanned(t, specs(t, map[string]string{"evil": strings.ReplaceAll(hostileSpec, "\x00", "\x01")}), "debian-12", "clear")
	p := find(t, r, "evil")
	o := options(t, set, "debian-12")
	o.Maintainer = "A\nPackage: forged9 <x@y>"
	files, err := emit.NewDebian(r, o).Draft(p)
	if err != nil {
		t.Fatal(err)
	}
	checkFiles(t, p, files)
	for _, f := range files {
		if f.Name == "debian/copyright" {
			if stanzas, err := control.Read([]byte(f.Text)); err != nil || len(stanzas) > 5 {
				t.Errorf("%v, %d stanzas:\n%s", err, len(stanzas), f.Text)
			}
		}
	}
	files, err = emit.NewAutospec(r, options(t, set, "clear")).Draft(p)
	if err != nil {
		t.Fatal(err)
	}
	checkFiles(t, p, files)
	r.Dependencies = append(r.Dependencies, finding.Dependency{
		Package: "x", Repo: "re\npo", Path: "../a\x1b\nb_image.inc", Name: "na\nme", Need: finding.NeedImage, Line: 1,
		Verdicts: map[string]finding.DependencyVerdict{"clear": {Verdict: finding.Present, Name: "include(evil)\nforged"}},
	})
	files, err = emit.Bundles(r, options(t, set, "clear"), nil)
	if err != nil {
		t.Fatal(err)
	}
	checkFiles(t, p, files)
	for name, bundle := range readBundles(t, files) {
		if len(bundle.Includes) > 0 || strings.Contains(strings.Join(bundle.Packages, " "), "forged") {
			t.Errorf("%s: %+v", name, bundle)
		}
	}
}

// FuzzDraft: no spec makes a draft that says more than the draft does.
func FuzzDraft(f *testing.F) {
	text, err := os.ReadFile("testdata/beacon/beacon.spec")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add(hostileSpec)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		content := packaging.Read([]byte(text), "p/centos/p.spec")
		p := reports.Package{Name: "p", Repo: "r", Path: "p", Origin: "flock", Built: true, SpecContent: &content}
		r := &reports.Report{Packages: []reports.Package{p}, Targets: []reports.Target{{ID: "debian-12", Name: "Debian 12"}, {ID: "clear", Name: "Clear"}}}
		if files, err := emit.NewDebian(r, emit.Options{Target: "debian-12"}).Draft(&r.Packages[0]); err == nil {
			checkFiles(t, &p, files)
		}
		if files, err := emit.NewAutospec(r, emit.Options{Target: "clear"}).Draft(&r.Packages[0]); err == nil {
			checkFiles(t, &p, files)
		}
	})
}
