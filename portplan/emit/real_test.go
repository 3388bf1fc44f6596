package emit_test

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/portplan/emit"
)

// TestRealDrafts drafts every package of a real workspace that has a spec, and holds
// the drafts to what tools read: control files of Debian, bundles of Clear.
func TestRealDrafts(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: it names a workspace of StarlingX")
	}
	r, set := scanned(t, root, "debian-12", "clear")
	control, autospec := emit.NewDebian(r, options(t, set, "debian-12")), emit.NewAutospec(r, options(t, set, "clear"))
	bash := oracle.Program(t, "bash", "apt-get install bash")
	drafts, scripts := 0, 0
	for i := range r.Packages {
		p := &r.Packages[i]
		if p.SpecContent == nil {
			continue
		}
		drafts++
		files, err := control.Draft(p)
		if err != nil {
			t.Errorf("%s: %v", p.Name, err)
			continue
		}
		checkFiles(t, p, files)
		scripts += checkScripts(t, bash, p.Name, files)
		if p.SpecContent.Cut {
			t.Errorf("%s: its spec was cut", p.Name)
		}
		if files, err = autospec.Draft(p); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		checkFiles(t, p, files)
		for _, f := range files {
			checkKnown(t, p.Name, f.Name)
		}
	}
	specs := 0
	for i := range r.Packages {
		if r.Packages[i].Spec != "" {
			specs++
		}
	}
	// One spec of 2018.10.0 is a link that leads nowhere.
	if drafts < specs-1 || drafts == 0 {
		t.Errorf("%d drafts of %d specs", drafts, specs)
	}
	if scripts == 0 {
		t.Error("no draft has a script")
	}
	bundles, err := emit.Bundles(r, options(t, set, "clear"), nil)
	if err != nil {
		t.Fatal(err)
	}
	readBundles(t, bundles)
}

// checkScripts has bash read the scripts of a draft, and returns how many there are.
func checkScripts(t *testing.T, bash, where string, files []emit.File) (n int) {
	t.Helper()
	for _, f := range files {
		if !strings.HasSuffix(f.Name, ".sh") {
			continue
		}
		n++
		c := exec.Command(bash, "-n")
		c.Stdin = strings.NewReader(f.Text)
		if out, err := c.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %s: %v\n%s", where, f.Name, err, out)
		}
	}
	return n
}

// known are the names of files that autospec reads in a package git, facts of its
// config.py: those before the bar, and behind a name of one's own those after it.
var known = regexp.MustCompile(`^(?:Makefile|options\.conf|release|series|summary|description|configure|cmake_args|make_args|make_install_args|build_pattern|` +
	`buildreq_add|buildreq_ban|requires_add|requires_ban|provides_add|excludes|setuid|build_prepend|build_append|install_prepend|install_append|` +
	`[\w.+-]+(?:\.license|_extras|_requires_add|_provides_add))$`)

func checkKnown(t *testing.T, where, name string) {
	t.Helper()
	if !known.MatchString(name) {
		t.Errorf("%s: autospec reads no file %s", where, name)
	}
}

// TestAutospecFiles holds the sample to the names that autospec reads.
func TestAutospecFiles(t *testing.T) {
	r, set := scanned(t, beacon(t), "clear")
	files, err := emit.NewAutospec(r, options(t, set, "clear")).Draft(find(t, r, "beacon"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		checkKnown(t, "beacon", f.Name)
	}
}

var optionKey = regexp.MustCompile(`(?m)^\s+"([\w+-]+)": "`)

// TestAutospecKeys holds the options of a draft to those that autospec knows, and the
// files of a draft to those that it opens. STXSCAN_AUTOSPEC names its config.py.
func TestAutospecKeys(t *testing.T) {
	name := os.Getenv("STXSCAN_AUTOSPEC")
	if name == "" {
		t.Skip("STXSCAN_AUTOSPEC is not set: it names autospec/config.py of github.com/clearlinux/autospec")
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "self.config_options = {")
	block, _, closed := strings.Cut(rest, "\n        }")
	if !ok || !closed {
		t.Fatalf("%s has no config_options", name)
	}
	var want []string
	for _, m := range optionKey.FindAllStringSubmatch(block, -1) {
		want = append(want, m[1])
	}
	slices.Sort(want)
	r, set := scanned(t, beacon(t), "clear")
	files, err := emit.NewAutospec(r, options(t, set, "clear")).Draft(find(t, r, "beacon"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		if f.Name == "options.conf" {
			_, section, _ := strings.Cut(f.Text, "[autospec]\n")
			for line := range strings.Lines(section) {
				key, _, _ := strings.Cut(line, " = ")
				got = append(got, key)
			}
			continue
		}
		base := f.Name
		for _, suffix := range []string{".license", "_extras", "_requires_add", "_provides_add"} {
			if strings.HasSuffix(base, suffix) {
				base = suffix
			}
		}
		if f.Name != "Makefile" && !strings.Contains(string(text), base) {
			t.Errorf("autospec knows no file %s", f.Name)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("options %v, autospec has %v", got, want)
	}
}
