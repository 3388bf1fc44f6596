package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/analyzers/patches/upstream"
)

const head = "release\trepo\tpath\tupstream\tverdict\tcommits\tfirst_release\tin_base\tsplit\twhy\n"

func row(path, verdict, commits, release, half string) string {
	return strings.Join([]string{"1.0", "integ", path, "o/n", verdict, commits, release, "no", half, "because"}, "\t") + "\n"
}

func TestReadLabels(t *testing.T) {
	name := filepath.Join(t.TempDir(), "labels-x.tsv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(head + row("a", "upstreamed", "c1,c2", "1.1", "seen") + row("b", "not", "", "", "unseen") + row("c", "not", "", "", "heldout") + row("d", "not", "", "", "heldout2"))
	for part, want := range map[string]int{"": 4, "seen": 1, "unseen": 1, "heldout": 1, "heldout2": 1} {
		list, err := readLabels([]string{name}, part)
		if err != nil || len(list) != want || part != "" && list[0].split != part {
			t.Errorf("%q: %+v, %v", part, list, err)
		}
	}
	write(head + "too\tfew\n")
	if _, err := readLabels([]string{name}, ""); err == nil || !strings.Contains(err.Error(), ":2: 2 columns") {
		t.Errorf("%v", err)
	}
}

// TestTally counts one row of each kind.
func TestTally(t *testing.T) {
	made := func(path, verdict string) label {
		return label{release: "1.0", repo: "integ", path: path, upstream: "o/n", verdict: verdict, commits: []string{"c1"}, firstRelease: "1.1", inBase: "no", split: "unseen"}
	}
	labels := []label{made("a", "upstreamed"), made("b", "upstreamed"), made("c", "not"), made("d", "partially"), made("e", "reverted"), made("f", "not"), made("g", "not")}
	say := func(state upstream.State, commit, release string) upstream.Answer {
		return upstream.Answer{State: state, Commits: []upstream.Commit{{ID: commit}}, FirstRelease: release, InBase: upstream.No}
	}
	said := map[string]upstream.Answer{
		labels[0].said(): say(upstream.Upstreamed, "c1", "1.1"), labels[1].said(): say(upstream.Review, "c9", ""),
		labels[2].said(): say(upstream.Upstreamed, "c9", ""), labels[3].said(): say(upstream.Partially, "c1", ""),
		labels[4].said(): say(upstream.Reverted, "c1", ""), labels[5].said(): say(upstream.NotFound, "", ""),
	}
	var out bytes.Buffer
	if err := write(&out, labels, said, false, time.Second); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"unseen: 7 labels, 1 not in a stack", "upstreamed: 2, found 1 (recall 1 of 2 = 0.500), falsely said of others 1",
		"commit right 1 of 1 = 1.000, first release 1 of 1 = 1.000, in base 1 of 1 = 1.000",
		"partially: 1 of 1 = 1.000 found; reverted: 1 of 1 = 1.000 found", "label not        said upstreamed 1",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}

const made = "Description: Add a line\nForwarded: no\n\n--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n one\n+two\n"

// TestReadDebian reads the series of a source package, as a whole and without headers.
func TestReadDebian(t *testing.T) {
	dir := t.TempDir()
	patches := filepath.Join(dir, "pkg_1.0-2", "debian", "patches")
	if err := os.MkdirAll(filepath.Join(patches, "sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"series": "# none\nsub/b.patch -p1 # why\n\na.patch\n../../out.patch\n", "a.patch": made, "sub/b.patch": made} {
		if err := os.WriteFile(filepath.Join(patches, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	row := label{release: "1.0-2", repo: "pkg", path: "debian/patches/a.patch", upstream: "o/n", split: debianPart}
	debian, others := apart([]label{row, {split: "seen"}, {release: "1.0-2", repo: "pkg", split: "debian2"}})
	if len(debian) != 2 || len(others) != 1 {
		t.Fatalf("%d and %d", len(debian), len(others))
	}
	if _, err := readDebian("", debian); err == nil || !strings.Contains(err.Error(), "STXSCAN_DEBIAN") {
		t.Errorf("without a folder: %v", err)
	}
	list, err := readDebian(dir, debian)
	if err != nil || len(list) != 1 || len(list[0].patches) != 2 || !list[0].ids[row.id()] {
		t.Fatalf("%+v, %v", list, err)
	}
	all := stacks{list: list}
	if got := list[0].patches[0]; got.ID != "1.0-2 pkg debian/patches/sub/b.patch" || got.Parsed.Header.Get("Forwarded") != "no" {
		t.Errorf("%+v", got)
	}
	all.strip()
	want := made[strings.Index(made, "---"):]
	if got := list[0].patches[1]; string(got.Src) != want || len(got.Parsed.Files) != 1 || len(got.Parsed.Header.Trailers) != 0 {
		t.Errorf("%q", got.Src)
	}
	if got := all.of("o/n", []label{row}); len(got) != 1 {
		t.Errorf("%d stacks of the upstream", len(got))
	}
}
