package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/scan"
)

// replays is how many commits of each repo TestRealReplay takes, unless
// STXSCAN_REPLAY_COMMITS says another number, strides every
// how many of them it takes a long step too.
const (
	replays = 150
	strides = 10
)

// TestRealReplay replays real commits: for each, the gate with the parent as
// its base must say what a simple comparison of two full scans says, which
// knows nothing of fingerprints, match keys and ordinals and reads the lines
// from git itself: the same exit code, and as many findings that fail. Long
// steps, over many commits, hold renames and moves. Every commit is judged in every
// mode: against the revision, where a branch left it, a report and a baseline. A
// shallow clone and a base that is not there must never pass. It needs clones of its
// own, bare or not, with their history, to which it adds commits that nothing names:
//
//	STXSCAN_REPLAY=DIR/config:DIR/nfv go test ./cmd/stxscan -run TestRealReplay -v -timeout 90m
func TestRealReplay(t *testing.T) {
	var count struct{ steps, equal, news, gone, moved, strides, equalStrides int }
	modes := newModes()
	codes := map[int]int{}
	for _, dir := range replayDirs(t) {
		known := scan.NewKnown()
		commits := spread(t, dir)
		for i, commit := range commits {
			r := replay(t, dir, commit+"^", commit, known, i%25 == 0)
			count.steps++
			codes[r.got.code]++
			count.news += len(r.result.Matching.New)
			count.gone += len(r.result.Matching.Absent)
			count.moved += len(r.result.Matching.Updated)
			if r.got == r.want {
				count.equal++
			}
			modes.replay(t, dir, commit, known, r)
			if i%strides > 0 || i == 0 {
				continue
			}
			r = replay(t, dir, commits[i-strides], commit, known, false)
			count.strides++
			count.moved += len(r.result.Matching.Updated)
			if r.got == r.want {
				count.equalStrides++
			}
		}
	}
	modes.log(t)
	t.Logf("%d of %d commits and %d of %d long steps are judged alike", count.equal, count.steps, count.equalStrides, count.strides)
	t.Logf("commits: %d pass, %d fail, %d cannot tell; %d findings new, %d gone; %d moved, long steps too",
		codes[codeOK], codes[codeFailed], codes[codeUnsure], count.news, count.gone, count.moved)
}

// TestRealVerdicts holds the gate against commits that were looked at one by
// one: those that added Python 2 code must fail it, those that ported some
// must pass. The command is that of TestRealReplay.
func TestRealVerdicts(t *testing.T) {
	commits := map[string]struct{ code, failing, gone int }{
		// They add print statements, httplib, and imports from the same folder.
		"d8c8412cb4e1bf3c0d73b987aeceb6747077f7dc": {codeFailed, 5, 0},
		"47eefce50e4ff9c9f532ecd6c773bc1bebb4a515": {codeFailed, 2, 0},
		"935aa906ba25bd6631db54d254a93dadb709aecf": {codeFailed, 3, 0},
		"d817274f1e820e01b9885b960149d2a394406507": {codeFailed, 2, 0},
		// They port httplib, print, imports, xrange and except.
		"82a7856d0fa5b01a04da6111d661535cb2ba4f13": {codeOK, 0, 27},
		"d066c11021e32c05c180e4a76065f873bb0d0b13": {codeOK, 0, 151},
		"90100b72eefa1faec75fd31b8dd8eef461cbceeb": {codeOK, 0, 6},
		"b8d3a1d525a552cbe417ce8a95132fc2605dc9a8": {codeOK, 0, 21},
		"92f3f4a82310247e5695fe5efae4c78885d22fbd": {codeOK, 0, 5},
	}
	seen := 0
	for _, dir := range replayDirs(t) {
		known := scan.NewKnown()
		for commit, want := range commits {
			if exec.Command("git", "-C", dir, "-c", "safe.directory=*", "cat-file", "-e", commit).Run() != nil {
				continue // of the other repo
			}
			seen++
			f := gateFlags{scanFlags: scanFlags{rev: commit, known: known, jobs: 2, selection: selection{only: []string{"PY2-*"}}}, revs: []string{commit + "^"}}
			r, err := judge(t.Context(), quietWorld(), dir, f, policy.Options{Severity: finding.Warning})
			if err != nil {
				t.Fatalf("%s: %v", commit, err)
			}
			if code := gateCode(t, r); code != want.code || len(r.Failures) < want.failing || len(r.Matching.Absent) < want.gone {
				t.Errorf("%s: code %d, %d failing, %d gone; want %+v", commit, code, len(r.Failures), len(r.Matching.Absent), want)
			}
		}
	}
	if seen < len(commits) {
		t.Errorf("%d of %d commits are in the clones", seen, len(commits))
	}
}

// replayDirs are the clones to replay.
func replayDirs(t *testing.T) []string {
	t.Helper()
	dirs := os.Getenv("STXSCAN_REPLAY")
	if dirs == "" {
		t.Skip("STXSCAN_REPLAY=DIR:DIR names no clones of starlingx/config and nfv: the gate was not replayed")
	}
	return filepath.SplitList(dirs)
}

// spread picks commits of 2018 to 2021 that touch code, evenly over the years.
func spread(t *testing.T, dir string) []string {
	t.Helper()
	all := strings.Fields(string(gitOut(t, dir, "log", "--no-merges", "--min-parents=1", "--reverse", "--format=%H",
		"--since=2018-01-01", "--until=2022-01-01", "HEAD", "--", "*.py", "*.sh", "*.spec")))
	n := replays
	if text := os.Getenv("STXSCAN_REPLAY_COMMITS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil || n < 1 {
			t.Fatalf("STXSCAN_REPLAY_COMMITS=%s: want a number", text)
		}
	}
	if len(all) < n {
		t.Fatalf("%s has %d commits that touch code, want %d", dir, len(all), n)
	}
	list := make([]string, n)
	for i := range list {
		list[i] = all[i*len(all)/n]
	}
	return list
}

func gitOut(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	out, err := exec.Command("git", append([]string{"-C", dir, "-c", "safe.directory=*", "-c", "core.quotePath=false"}, args...)...).Output()
	if err != nil {
		t.Fatalf("git %v in %s: %v", args, dir, err)
	}
	return out
}

// quietWorld shows nothing and has a clock that stands still.
func quietWorld() *world {
	return &world{stdout: io.Discard, stderr: io.Discard, now: func() time.Time { return time.Unix(1538352000, 0) }, width: 100}
}

// gateSays is what is compared of a replay: the exit code, and how many
// findings fail the gate.
type gateSays struct{ code, failing int }

type replayed struct {
	from      string // the commit of the base
	before    *reports.Report
	result    *policy.Result
	got, want gateSays
}

// replay holds a step from one commit to another by the gate against the
// simple comparison. The memory spares reading what other commits hold too; if
// fresh, the full scans do without it, and must find the same.
func replay(t *testing.T, dir, from, to string, known *scan.Known, fresh bool) replayed {
	t.Helper()
	from = strings.TrimSpace(string(gitOut(t, dir, "rev-parse", from)))
	f := gateFlags{scanFlags: scanFlags{rev: to, known: known, jobs: 2}, revs: []string{from}}
	result, err := judge(t.Context(), quietWorld(), dir, f, policy.Options{Severity: finding.Warning})
	if err != nil {
		t.Fatalf("%s: %v", to, err)
	}
	if fresh {
		known = nil
	}
	before, after := fullScan(t, dir, from, known), fullScan(t, dir, to, known)
	if len(after.Findings) != len(result.Report.Findings) {
		t.Errorf("%s: %d findings with memory, %d without", to, len(result.Report.Findings), len(after.Findings))
	}
	r := replayed{from, before, result, gateSays{gateCode(t, result), len(result.Failures)}, simply(t, dir, from, to, before, after)}
	if r.got != r.want {
		t.Errorf("%s %s to %s: the gate says %+v, the comparison %+v", dir, from, to, r.got, r.want)
	}
	if os.Getenv("STXSCAN_REPLAY_LIST") != "" && (r.got.code != codeOK || len(result.Matching.Absent) > 0) {
		t.Logf("%s %s: code %d, %d new, %d failing, %d gone", filepath.Base(filepath.Dir(dir)), to, r.got.code, len(result.Matching.New), r.got.failing, len(result.Matching.Absent))
	}
	return r
}

func gateCode(t *testing.T, r *policy.Result) int {
	t.Helper()
	err := gateVerdict(r, false)
	if err == nil {
		return codeOK
	}
	return err.(*exitError).code
}

func fullScan(t *testing.T, dir, rev string, known *scan.Known) *reports.Report {
	t.Helper()
	s, err := scanAll(t.Context(), quietWorld(), dir, scanFlags{rev: rev, known: known, jobs: 2})
	if err != nil {
		t.Fatalf("%s: %v", rev, err)
	}
	if err := s.space.Close(); err != nil {
		t.Fatal(err)
	}
	return s.report
}

// alike is what two findings share that the simple comparison takes for one.
type alike struct{ rule, path, subject, line string }

// simply is the oracle: it lists the findings of both scans by rule, path,
// subject and line, counts, and puts down to a move what left one file and
// came to another one.
func simply(t *testing.T, dir, from, to string, before, after *reports.Report) gateSays {
	t.Helper()
	renamed := renamesOf(t, dir, from, to)
	old := grouped(t, dir, from, before, renamed)
	new := grouped(t, dir, to, after, nil)
	fails := 0
	look := func(old, new *finding.Finding) {
		if worse(old, new) {
			fails++
		}
	}
	lost, came := map[string][]*finding.Finding{}, map[string][]*finding.Finding{}
	for _, key := range union(old, new) {
		o, n := old[key], new[key]
		for i := range max(len(o), len(n)) {
			id := fmt.Sprintf("%s\x00%s\x00%s\x00%d", key.rule, key.subject, key.line, i)
			switch {
			case i >= len(n):
				lost[id] = append(lost[id], o[i])
			case i >= len(o):
				came[id] = append(came[id], n[i])
			default:
				look(o[i], n[i])
			}
		}
	}
	for id, list := range came {
		if len(list) == 1 && len(lost[id]) == 1 {
			look(lost[id][0], list[0])
			continue
		}
		for _, f := range list {
			look(&finding.Finding{}, f)
		}
	}
	switch {
	case fails > 0:
		return gateSays{codeFailed, fails}
	case moreUnknown(before, after, renamed):
		return gateSays{codeUnsure, 0}
	}
	return gateSays{codeOK, 0}
}

// worse reports whether a finding stands in the way of a target on which the
// old one did not.
func worse(old, new *finding.Finding) bool {
	ships := func(f *finding.Finding) bool {
		return f.Role == finding.RoleRuntime || f.Role == finding.RolePackaging || f.Role == finding.RolePatch
	}
	in := func(f *finding.Finding, id string) bool {
		e := f.Targets[id]
		return ships(f) && e.Severity != finding.Info && (e.Effect == finding.Breaks || e.Effect == finding.Changes && id != "centos-7")
	}
	for id := range new.Targets {
		if in(new, id) && !in(old, id) {
			return true
		}
	}
	return false
}

// grouped lists the findings that are alike, each in the order of its file.
func grouped(t *testing.T, dir, rev string, r *reports.Report, renamed map[string]string) map[alike][]*finding.Finding {
	t.Helper()
	lines := linesOf(t, dir, rev, r)
	groups := map[alike][]*finding.Finding{}
	for i := range r.Findings {
		f := &r.Findings[i]
		name := f.Path
		if to := renamed[name]; to != "" {
			name = to
		}
		key := alike{f.Rule, name, f.Subject, strings.Join(strings.Fields(lines(f.Path, f.Line)), " ")}
		groups[key] = append(groups[key], f)
	}
	return groups
}

func union(a, b map[alike][]*finding.Finding) []alike {
	var keys []alike
	for key := range a {
		keys = append(keys, key)
	}
	for key := range b {
		if a[key] == nil {
			keys = append(keys, key)
		}
	}
	return keys
}

// linesOf reads the files with findings through one git process.
func linesOf(t *testing.T, dir, rev string, r *reports.Report) func(string, int) string {
	t.Helper()
	var names []string
	for i := range r.Findings {
		names = append(names, r.Findings[i].Path)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	var ask strings.Builder
	for _, name := range names {
		fmt.Fprintf(&ask, "%s:%s\n", rev, name)
	}
	command := exec.Command("git", "-C", dir, "-c", "safe.directory=*", "cat-file", "--batch")
	command.Stdin = strings.NewReader(ask.String())
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]string{}
	in := bufio.NewReader(bytes.NewReader(out))
	for _, name := range names {
		var id, kind string
		var size int
		head, err := in.ReadString('\n')
		if _, scanErr := fmt.Sscanf(head, "%s %s %d", &id, &kind, &size); err != nil || scanErr != nil {
			t.Fatalf("%s:%s: %q %v", rev, name, head, err)
		}
		text := make([]byte, size+1)
		if _, err := io.ReadFull(in, text); err != nil {
			t.Fatal(err)
		}
		files[name] = strings.Split(string(text), "\n")
	}
	return func(name string, line int) string {
		if line > len(files[name]) {
			return "" // a finding on a whole package
		}
		return files[name][line-1]
	}
}

// renamesOf maps old paths to new ones, by git's own words.
func renamesOf(t *testing.T, dir, from, to string) map[string]string {
	t.Helper()
	renamed := map[string]string{}
	for line := range strings.Lines(string(gitOut(t, dir, "diff", "--name-status", "-M", "--diff-filter=R", from, to))) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); len(fields) == 3 {
			renamed[fields[1]] = fields[2]
		}
	}
	return renamed
}

// moreUnknown reports whether some file or package has more unknowns of a kind
// than before.
func moreUnknown(before, after *reports.Report, renamed map[string]string) bool {
	count := map[string]int{}
	for sign, r := range map[int]*reports.Report{-1: before, 1: after} {
		for _, u := range r.Unknowns {
			name := u.Path
			if to := renamed[name]; to != "" && sign < 0 {
				name = to
			}
			count[fmt.Sprintf("%s\x00%s\x00%s", u.Kind, name, u.Analyzer)] += sign
		}
	}
	for _, n := range count {
		if n > 0 {
			return true
		}
	}
	return false
}
