// Package patches holds the labelled set that judges which carried patches are
// upstream. README.md says how it was drawn and labelled.
package patches

import (
	"crypto/sha256"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// columns are those of a labels-*.tsv, in order.
var columns = []string{"release", "repo", "path", "upstream", "verdict", "commits", "first_release", "in_base", "split", "why"}

var (
	releases = []string{"2018.10.0", "2.0.0", "5.0.0", "12.0.0"}
	verdicts = []string{"upstreamed", "partially", "reworded", "not", "reverted"}
	inBase   = []string{"yes", "no", "unknown"}

	debianVersion = regexp.MustCompile(`^[0-9][A-Za-z0-9.+~-]*$`)

	commitID = regexp.MustCompile(`^[0-9a-f]{40}$`)
	upstream = regexp.MustCompile(`^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$`)
)

// unreleased stands for the first release of what no tag has yet. In
// labels-debian*.tsv a first release is unknown: nobody looked for it.
const unreleased = "unreleased"

// A label is one row: what one reader says of one patch.
type label struct {
	file, at                            string // at is file:line
	release, repo, path, upstream       string
	verdict                             string
	commits                             []string
	firstRelease, inBase, split, reason string
}

// heldout has the files whose rows are in no half: sets that are scored apart,
// each with the name of its part.
var heldout = map[string]string{
	"labels-heldout.tsv":  "heldout",
	"labels-heldout2.tsv": "heldout2",
	"labels-debian.tsv":   "debian",
	"labels-debian2.tsv":  "debian2",
}

// isDebian says whether a file has patches of Debian's source packages: release is the
// package's version without epoch, and repo its name.
func isDebian(file string) bool { return strings.HasPrefix(file, "labels-debian") }

// split says which half a patch is in. The release is left out, so that a patch
// that several releases carry is never in both halves. All of a set that is held
// out is one part.
func split(file, repo, path string) string {
	if part, ok := heldout[file]; ok {
		return part
	}
	h := fnv.New64a()
	h.Write([]byte(repo + "/" + path))
	if h.Sum64()&1 == 0 {
		return "seen"
	}
	return "unseen"
}

// labels reads all labels-*.tsv of this folder.
func labels(t *testing.T) []label {
	t.Helper()
	files, err := filepath.Glob("labels-*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no labels-*.tsv here (%v)", err)
	}
	var all []label
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		head := true
		number := 0
		for line := range strings.Lines(string(text)) {
			number++
			row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if head {
				head = false
				if !slices.Equal(row, columns) {
					t.Fatalf("%s: the columns are %q, not %q", file, row, columns)
				}
				continue
			}
			if len(row) != len(columns) {
				t.Errorf("%s:%d: %d columns, not %d", file, number, len(row), len(columns))
				continue
			}
			l := label{
				file: file, at: fmt.Sprintf("%s:%d", file, number),
				release: row[0], repo: row[1], path: row[2], upstream: row[3], verdict: row[4],
				firstRelease: row[6], inBase: row[7], split: row[8], reason: row[9],
			}
			if row[5] != "" {
				l.commits = strings.Split(row[5], ",")
			}
			all = append(all, l)
		}
	}
	return all
}

// TestLabels holds every row to its form and to what its verdict implies.
func TestLabels(t *testing.T) {
	seen := map[string]string{}
	for _, l := range labels(t) {
		check := func(ok bool, format string, args ...any) {
			t.Helper()
			if !ok {
				t.Errorf(l.at+": "+format, args...)
			}
		}
		if isDebian(l.file) {
			check(debianVersion.MatchString(l.release), "release %q is no version of a Debian package", l.release)
		} else {
			check(slices.Contains(releases, l.release), "release %q is none of %q", l.release, releases)
		}
		check(slices.Contains(verdicts, l.verdict), "verdict %q is none of %q", l.verdict, verdicts)
		check(slices.Contains(inBase, l.inBase), "in_base %q is none of %q", l.inBase, inBase)
		check(upstream.MatchString(l.upstream), "upstream %q is no owner/name", l.upstream)
		check(!strings.HasPrefix(l.repo, "stx-") && !strings.Contains(l.repo, "/"), "repo %q: leave out stx-", l.repo)
		check(filepath.IsLocal(l.path) && filepath.Clean(l.path) == l.path, "path %q does not stay in its repo", l.path)
		want := split(l.file, l.repo, l.path)
		check(l.split == want, "split is %q, not %q", l.split, want)
		check(len(strings.Fields(l.reason)) >= 3, "why %q says nothing", l.reason)
		for i, id := range l.commits {
			check(commitID.MatchString(id), "commit %q is no full id", id)
			check(!slices.Contains(l.commits[:i], id), "commit %s twice", id)
		}
		switch l.verdict {
		case "upstreamed":
			check(len(l.commits) > 0, "upstreamed by no commit")
			check(l.firstRelease != "", "no first release: write %s if no tag has it", unreleased)
		case "partially":
			check(len(l.commits) > 0, "partially upstream by no commit")
		case "reverted":
			check(len(l.commits) > 0, "reverted, but no commit landed it")
			check(l.firstRelease == "", "reverted for good, so no release has it for good")
		case "not":
			check(len(l.commits) == 0 && l.firstRelease == "", "not upstream, but with commits or a release")
			check(l.inBase != "yes", "not upstream, but in the base")
		}
		key := l.repo + "/" + l.path
		check(seen[key] == "", "the same path as %s", seen[key])
		seen[key] = l.at
	}
}

// TestCounts prints the counts that README.md gives; -v shows them.
func TestCounts(t *testing.T) {
	byUpstream := map[string]map[string]int{}
	bySplit := map[string]map[string]int{}
	total := map[string]int{}
	add := func(m map[string]map[string]int, key, verdict string) {
		if m[key] == nil {
			m[key] = map[string]int{}
		}
		m[key][verdict]++
	}
	n := 0
	for _, l := range labels(t) {
		add(byUpstream, l.upstream, l.verdict)
		add(bySplit, l.split, l.verdict)
		total[l.verdict]++
		n++
	}
	if n == 0 {
		t.Fatal("nothing is labelled")
	}
	show := func(name string, counts map[string]int) {
		t.Logf("%-40s %10d %9d %8d %5d %8d", name, counts["upstreamed"], counts["partially"], counts["reworded"], counts["not"], counts["reverted"])
	}
	t.Logf("%-40s upstreamed partially reworded   not reverted", "")
	for _, name := range slices.Sorted(maps.Keys(byUpstream)) {
		show(name, byUpstream[name])
	}
	for _, name := range slices.Sorted(maps.Keys(bySplit)) {
		show(name, bySplit[name])
	}
	show("all", total)
	t.Logf("%d patches, %d upstreams", n, len(byUpstream))
}

// TestRealPaths looks up the rows of the release that STXSCAN_WORKSPACE holds:
// every path is there, and no two have the same bytes.
func TestRealPaths(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: it names a workspace of StarlingX, in a folder named after the release")
	}
	release := filepath.Base(root)
	rows := 0
	seen := map[[sha256.Size]byte]string{}
	for _, l := range labels(t) {
		if l.release != release {
			continue
		}
		rows++
		text, err := os.ReadFile(filepath.Join(root, "stx-"+l.repo, filepath.FromSlash(l.path)))
		if err != nil {
			t.Errorf("%s: %v", l.at, err)
			continue
		}
		sum := sha256.Sum256(text)
		if other := seen[sum]; other != "" {
			t.Errorf("%s: the same bytes as %s", l.at, other)
		}
		seen[sum] = l.at
	}
	if rows == 0 {
		t.Skipf("no label is of release %s, which the folder is named after", release)
	}
}
