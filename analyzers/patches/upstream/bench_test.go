package upstream

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/diskcache"
	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// imported makes a repository of many commits in one go.
func imported(tb testing.TB, commits int) *git.Repo {
	tb.Helper()
	oracle.Program(tb, "git", "apt install git")
	var in bytes.Buffer
	files := 40
	texts := make([][]string, files)
	for i := range commits {
		f := (i * 7) % files
		texts[f] = append(texts[f], fmt.Sprintf("    step_%d(value, \"%d of file %d\")", i, i*i%9973, f))
		if len(texts[f]) > 400 {
			texts[f] = texts[f][len(texts[f])-300:]
		}
		text := strings.Join(texts[f], "\n") + "\n"
		fmt.Fprintf(&in, "commit refs/heads/master\ncommitter a <a@example.org> %d +0000\ndata 21\nStep number %08d\nM 644 inline src/d%d/f%d.py\ndata %d\n%s\n",
			1500000000+i, i, f%5, f, len(text), text)
	}
	dir := tb.TempDir()
	for _, args := range [][]string{{"init", "-q", "-b", "master"}, {"fast-import", "--quiet"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		if args[0] == "fast-import" {
			cmd.Stdin = &in
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			tb.Fatalf("%v: %s", err, out)
		}
	}
	repo, err := git.Open(dir)
	if err != nil {
		tb.Fatal(err)
	}
	return repo
}

// plainLog runs git log -p over the same history, limited to the same files,
// and throws its output away.
func plainLog(tb testing.TB, repo *git.Repo, names []string) time.Duration {
	tb.Helper()
	m, err := readRefs(tb.Context(), repo)
	if err != nil {
		tb.Fatal(err)
	}
	in := strings.Join(m.tips, "\n") + "\n--\n"
	for _, name := range names {
		in += ":(glob)**/" + name + "\n"
	}
	dir := repo.Dir()
	if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
		dir = filepath.Join(dir, ".git")
	}
	cmd := exec.Command("git", "--git-dir="+dir, "log", "--stdin", "--no-merges", "-p", "-U0", "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv")
	cmd.Stdin, cmd.Stdout = strings.NewReader(in), io.Discard
	start := time.Now()
	if err := cmd.Run(); err != nil {
		tb.Fatal(err)
	}
	return time.Since(start)
}

func namesOf(stacks [][]Patch) []string {
	names := map[string]bool{}
	for _, c := range takeAll(stacks) {
		for _, f := range c.files {
			names[path.Base(f.path)] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// measure matches again and again, and reports what that costs as a part of
// what the plain stream costs.
func measure(b *testing.B, repo *git.Repo, stacks [][]Patch) {
	var plain, own, again time.Duration
	names := namesOf(stacks)
	var result Result
	for b.Loop() {
		plain += plainLog(b, repo, names)
		start := time.Now()
		r, err := Match(b.Context(), repo, stacks, Options{})
		if err != nil {
			b.Fatal(err)
		}
		own += time.Since(start)
		result = r
	}
	kept := Options{Cache: diskcache.New(b.TempDir())}
	for range 2 {
		start := time.Now()
		if _, err := Match(b.Context(), repo, stacks, kept); err != nil {
			b.Fatal(err)
		}
		again = time.Since(start) // the second time from the cache
	}
	b.ReportMetric(again.Seconds(), "s/again")
	b.ReportMetric(float64(own)/float64(plain), "of-git-log")
	b.ReportMetric(own.Seconds()/float64(b.N), "s/match")
	b.ReportMetric(plain.Seconds()/float64(b.N), "s/git-log")
	b.ReportMetric(float64(result.Commits), "commits")
}

func BenchmarkMatchGenerated(b *testing.B) {
	repo := imported(b, 5000)
	var stack []Patch
	for f := range 10 {
		var lines strings.Builder
		for i := range 6 {
			n := 1000 + f*7 + i*280
			fmt.Fprintf(&lines, "+    step_%d(value, \"%d of file %d\")\n", n, n*n%9973, (n*7)%40)
		}
		name := fmt.Sprintf("src/d%d/f%d.py", (f*9)%5, (f*9)%40)
		src := []byte(fmt.Sprintf("--- a/%s\n+++ b/%s\n@@ -1,0 +1,6 @@\n%s", name, name, lines.String()))
		stack = append(stack, Patch{ID: name, Parsed: patch.Parse(src), Src: src})
	}
	measure(b, repo, [][]Patch{stack})
}

// real are patches of StarlingX 2018.10.0 and the clones that they belong to.
var real = []struct{ clone, patches string }{
	{"haproxy+haproxy", "stx-integ/base/haproxy/haproxy/*.patch"},
	{"lldpd+lldpd", "stx-integ/networking/lldpd/*/*.patch"},
	{"openstack+puppet-nova", "stx-integ/config/puppet-modules/openstack/puppet-nova-*/centos/patches/*.patch"},
	{"openstack+puppet-neutron", "stx-integ/config/puppet-modules/openstack/puppet-neutron-*/centos/patches/*.patch"},
	{"openstack+python-openstackclient", "stx-upstream/openstack/python-openstackclient/centos/patches/*.patch"},
	{"openstack+oslo.service", "stx-upstream/openstack/python-oslo-service/centos/patches/*.patch"},
}

func BenchmarkMatchReal(b *testing.B) {
	upstreams, root := os.Getenv("STXSCAN_UPSTREAMS"), os.Getenv("STXSCAN_WORKSPACE")
	if upstreams == "" || root == "" {
		b.Skip("STXSCAN_UPSTREAMS or STXSCAN_WORKSPACE is not set: no real clones and patches")
	}
	for _, r := range real {
		b.Run(r.clone, func(b *testing.B) {
			repo, err := git.Open(filepath.Join(upstreams, r.clone, "repo"))
			if err != nil {
				b.Skip(err)
			}
			files, err := filepath.Glob(filepath.Join(root, r.patches))
			if err != nil || len(files) == 0 {
				b.Fatalf("no patches %s: %v", r.patches, err)
			}
			var stack []Patch
			for _, name := range files {
				src, err := os.ReadFile(name)
				if err != nil {
					b.Fatal(err)
				}
				stack = append(stack, Patch{ID: name, Parsed: patch.Parse(src), Src: src})
			}
			measure(b, repo, [][]Patch{stack})
		})
	}
}

// BenchmarkTakeApart makes the keys of a large patch.
func BenchmarkTakeApart(b *testing.B) {
	var src bytes.Buffer
	src.WriteString("--- a/f.py\n+++ b/f.py\n@@ -0,0 +1,20000 @@\n")
	for i := range 20000 {
		fmt.Fprintf(&src, "+    line %d of a file that is long enough to be one\n", i)
	}
	p := Patch{Src: src.Bytes(), Parsed: patch.Parse(src.Bytes())}
	b.SetBytes(int64(src.Len()))
	b.ReportAllocs()
	for b.Loop() {
		takeApart(p, 0)
	}
}
