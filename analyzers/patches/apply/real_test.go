package apply

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/oracle"
)

// upstreams says which clone the patches of a folder of the workspace are against, and
// which tag is nearest to the source RPM that they were cut against.
var upstreams = []struct{ folder, clone, base string }{
	{"stx-integ/base/cluster-resource-agents/centos/patches", "resource-agents", "v3.9.5"},
	{"stx-integ/base/haproxy/haproxy", "haproxy", "v1.5.0"},
	{"stx-integ/config/facter/centos/patches", "facter", "2.4.4"},
	{"stx-integ/config/puppet-4.8.2/centos/patches", "puppet", "4.8.2"},
	{"stx-integ/config/puppet-modules/openstack/puppet-ceilometer-11.3.0/centos/patches", "puppet-ceilometer", "11.3.0"},
	{"stx-integ/config/puppet-modules/openstack/puppet-ceph-2.2.0/centos/patches", "puppet-ceph", "2.2.0"},
	{"stx-integ/config/puppet-modules/openstack/puppet-cinder-11.3.0/centos/patches", "puppet-cinder", "11.3.0"},
	{"stx-integ/config/puppet-modules/openstack/puppet-glance-11.3.0/centos/patches", "puppet-glance", "11.3.0"},
	{"stx-integ/config/puppet-modules/openstack/puppet-horizon-9.5.0/centos/patches", "puppet-horizon", "9.5.0"},
	{"stx-integ/config/puppet-modules/openstack/puppet-keystone-11.3.0/centos/patches", "puppet-keystone", "11.3.0"},
	{"stx-integ/config/puppet-modules/openstack/puppet-neutron-11.3.0/centos/patches", "puppet-neutron", "11.3.0"},
	{"stx-integ/config/puppet-modules/openstack/puppet-nova-11.4.0/centos/patches", "puppet-nova", "11.4.0"},
	{"stx-integ/config/puppet-modules/openstack/puppet-openstacklib-11.3.0/centos/patches", "puppet-openstacklib", "11.3.0"},
	{"stx-integ/config/puppet-modules/openstack/puppet-oslo-11.3.0/centos/patches", "puppet-oslo", "11.3.0"},
	{"stx-integ/config/puppet-modules/puppet-haproxy-1.5.0/centos/patches", "puppetlabs-haproxy", "1.5.0"},
	{"stx-integ/config/puppet-modules/puppet-lvm/centos/files", "puppetlabs-lvm", "0.5.0"},
	{"stx-integ/config/puppet-modules/puppet-postgresql-4.8.0/centos/files", "puppetlabs-postgresql", "4.8.0"},
	{"stx-integ/config/puppet-modules/puppet-stdlib-4.12.0/centos/patches", "puppetlabs-stdlib", "4.12.0"},
	{"stx-integ/logging/logrotate/centos/patches", "logrotate", "r3-8-6"},
	{"stx-integ/networking/lldpd/centos/files", "lldpd", "0.9.0"},
	{"stx-upstream/openstack/python-glance-store/centos/patches", "glance_store", "0.22.0"},
	{"stx-upstream/openstack/python-keystoneclient/python-keystoneclient", "python-keystoneclient", "3.13.0"},
	{"stx-upstream/openstack/python-openstackclient/centos/patches", "python-openstackclient", "3.12.0"},
}

// declared and applied are what specs, and patches of specs, say of patches.
var (
	declared = regexp.MustCompile(`(?m)^\+?Patch(\d+):[ \t]*(\S+)`)
	applied  = regexp.MustCompile(`(?m)^\+?%patch(\d+)[^\n]*?-p[ ]?(\d)`)
)

// stackIn reads the patches of a folder, in the order of the numbers that something
// in the package gives them, else of their names.
func stackIn(t testing.TB, dir string) []Patch {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	number, level := numbers(t, dir)
	var stack []Patch
	order := map[string]int{}
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); !e.Type().IsRegular() || ext != ".patch" && ext != ".diff" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		one := Patch{Name: e.Name(), Text: text, Strip: DefaultStrip}
		order[e.Name()] = 1 << 30
		if n, ok := number[e.Name()]; ok {
			order[e.Name()] = n
			if p, ok := level[n]; ok {
				one.Strip = p
			}
		}
		stack = append(stack, one)
	}
	slices.SortStableFunc(stack, func(a, b Patch) int { return order[a.Name] - order[b.Name] })
	return stack
}

// numbers reads the numbers of patches, and their strip levels, from specs and meta
// patches beside or above a folder.
func numbers(t testing.TB, dir string) (number map[string]int, level map[int]int) {
	t.Helper()
	number, level = map[string]int{}, map[int]int{}
	for _, pattern := range []string{"*.spec", "../*.spec", "../meta_patches/*", "../centos/*.spec", "../centos/meta_patches/*"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			text, err := os.ReadFile(file)
			if err != nil {
				continue // a link to a repo that is not in the workspace
			}
			for _, m := range declared.FindAllStringSubmatch(string(text), -1) {
				number[m[2]], _ = strconv.Atoi(m[1])
			}
			for _, m := range applied.FindAllStringSubmatch(string(text), -1) {
				n, _ := strconv.Atoi(m[1])
				level[n], _ = strconv.Atoi(m[2])
			}
		}
	}
	return number, level
}

// versions are the base and up to six tags after it, near ones and the newest.
func versions(t testing.TB, program, dir, base string) []string {
	t.Helper()
	out, err := exec.Command(program, "--git-dir="+dir, "for-each-ref", "--sort=creatordate", "--format=%(refname:short)", "refs/tags").Output()
	if err != nil {
		t.Fatal(err)
	}
	tags := strings.Fields(string(out))
	at := slices.Index(tags, base)
	if at < 0 {
		t.Fatalf("%s has no tag %s", dir, base)
	}
	some := []string{base}
	for _, step := range []int{1, 3, 8, 20, 45} {
		if at+step < len(tags)-1 {
			some = append(some, tags[at+step])
		}
	}
	if at < len(tags)-1 {
		some = append(some, tags[len(tags)-1])
	}
	return some
}

// TestRealOracle applies stacks of StarlingX to several versions of what they are
// against, and holds the result to what GNU patch does.
func TestRealOracle(t *testing.T) {
	root, clones := os.Getenv("STXSCAN_WORKSPACE"), os.Getenv("STXSCAN_UPSTREAMS")
	if root == "" || clones == "" {
		t.Skip("STXSCAN_WORKSPACE and STXSCAN_UPSTREAMS are not both set: no real stacks, or no clones of what they are against")
	}
	program := oracle.Program(t, "git", "apt-get install git")
	pairs, unknown := 0, 0
	var all comparison
	for _, u := range upstreams {
		stack, clone := stackIn(t, filepath.Join(root, u.folder)), cloneOf(clones, u.clone)
		if clone == "" || len(stack) == 0 {
			t.Logf("%s: %d patches, and %s has no clone of %s: not compared", u.folder, len(stack), clones, u.clone)
			continue
		}
		for _, tag := range versions(t, program, clone, u.base) {
			for _, fuzz := range []int{0, 2} {
				c := realPair(t, program, clone, tag, stack, fuzz)
				if c.difference != "" || c.cut {
					t.Errorf("%s %s, fuzz %d: cut %v, %s", clone, tag, fuzz, c.cut, c.difference)
				}
				all.add(c)
				if tag == u.base && fuzz == 2 && c.states[Conflict]+c.states[Missing] > 0 {
					unknown++
				}
			}
			pairs++
		}
	}
	t.Logf("the base is unknown for %d of %d stacks", unknown, len(upstreams))
	t.Logf("%d stacks x versions, each with fuzz 0 and 2: %v", pairs, &all)
	if pairs < 50 {
		t.Errorf("only %d stacks x versions were compared, and 50 are to be", pairs)
	}
}

// cloneOf finds a clone, "" if there is none.
func cloneOf(clones, name string) string {
	for _, dir := range []string{name + ".git", name + "/.git"} {
		if _, err := os.Stat(filepath.Join(clones, dir)); err == nil {
			return filepath.Join(clones, dir)
		}
	}
	return ""
}

// realPair compares one stack at one version, with all files of the version there.
func realPair(t *testing.T, program, clone, tag string, stack []Patch, fuzz int) comparison {
	t.Helper()
	repo, err := git.Open(clone)
	if err != nil {
		t.Fatal(err)
	}
	revision, err := NewRevision(context.Background(), repo, tag)
	if err != nil {
		t.Fatal(err)
	}
	defer revision.Close() //nolint:errcheck // nothing was written
	theirs := newGNU(t, fuzz)
	// What stands at the top of the tree and a patch may touch is written whole.
	args := []string{"--git-dir=" + clone, "--work-tree=" + theirs.dir, "checkout", "--quiet", "--force", tag, "--"}
	tops := map[string]bool{}
	for _, name := range Candidates(stack) {
		if top, _, _ := strings.Cut(name, "/"); revision.Look(top).Kind != Nothing && !tops[top] {
			args, tops[top] = append(args, top), true
		}
	}
	if len(tops) > 0 {
		checkout := exec.Command(program, args...)
		checkout.Env = append(os.Environ(), "GIT_INDEX_FILE="+filepath.Join(filepath.Dir(theirs.dir), "index"), "GIT_CONFIG_GLOBAL=/dev/null")
		if out, err := checkout.CombinedOutput(); err != nil {
			t.Fatalf("%s %s: %v: %s", clone, tag, err, out)
		}
	}
	tree := NewTree(revision)
	c := agree(t, theirs, tree, stack)
	if c.difference == "" {
		c.difference = compareAll(t, theirs.dir, tree, revision, tops)
	}
	return c
}

// compareAll compares the names of all files.
func compareAll(t *testing.T, dir string, tree *Tree, revision *Revision, tops map[string]bool) string {
	t.Helper()
	want := map[string]bool{}
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, file)
		want[name] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for name := range revision.entries {
		if top, _, _ := strings.Cut(name, "/"); !tops[top] {
			continue
		}
		if kind := tree.look(name).Kind; kind != Nothing && kind != Folder {
			got[name] = true
		}
	}
	for name, data := range tree.Changed() {
		if data != nil {
			got[name] = true
		}
	}
	for name := range want {
		if !got[name] {
			return fmt.Sprintf("patch leaves %s", name)
		}
	}
	for name := range got {
		if !want[name] {
			return fmt.Sprintf("patch does not leave %s", name)
		}
	}
	return ""
}
