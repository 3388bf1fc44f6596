package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/scan"
)

// modeNames are the ways to name a base beside a revision, in the order of the log.
var modeNames = []string{"merge base", "report", "baseline", "shallow clone", "missing base"}

// modes replays commits against bases of every kind.
type modes struct {
	steps, equal map[string]int
	shallow      map[string]string // clones, by what they are of
}

func newModes() *modes {
	return &modes{steps: map[string]int{}, equal: map[string]int{}, shallow: map[string]string{}}
}

// replay holds what the gate says of a commit in each mode against what the simple
// comparison said of it. Every so many commits it tries bases that are not there.
func (m *modes) replay(t *testing.T, dir, commit string, known *scan.Known, r replayed) {
	t.Helper()
	folder, err := os.MkdirTemp(t.TempDir(), "") // a report is large: gone with the step
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	report, baseline := filepath.Join(folder, "report.json"), filepath.Join(folder, "baseline.json")
	write(t, report, func(out io.Writer) error { return reports.Encode(out, r.before) })
	write(t, baseline, func(out io.Writer) error { return policy.EncodeBaseline(out, policy.NewBaseline(r.before)) })
	for mode, f := range map[string]gateFlags{
		"merge base": {mergeRevs: []string{theirs(t, dir, r.from)}},
		"report":     {report: report},
		"baseline":   {baseline: baseline},
	} {
		f.scanFlags = scanFlags{rev: commit, known: known, jobs: 2}
		if err := f.oneBase(); err != nil {
			t.Fatal(err)
		}
		result, err := judge(t.Context(), quietWorld(), dir, f, policy.Options{Severity: finding.Warning})
		if err != nil {
			t.Fatalf("%s, %s: %v", commit, mode, err)
		}
		m.steps[mode]++
		if got := (gateSays{gateCode(t, result), len(result.Failures)}); got == r.want {
			m.equal[mode]++
		} else {
			t.Errorf("%s %s against the %s: the gate says %+v, the comparison %+v", dir, commit, mode, got, r.want)
		}
	}
	if m.steps["report"]%strides == 1 {
		m.missing(t, dir, r.from, known)
	}
}

// theirs is a commit that somebody else made of a base, so that the base is where
// the branches parted.
func theirs(t *testing.T, dir, base string) string {
	t.Helper()
	out := gitOut(t, dir, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit-tree", "-p", base, "-m", "theirs", "HEAD^{tree}")
	return strings.TrimSpace(string(out))
}

// missing wants the gate to say that it could not tell: in a shallow clone, which
// lacks the commit of the base, and for a commit that is nowhere.
func (m *modes) missing(t *testing.T, dir, base string, known *scan.Known) {
	t.Helper()
	if m.shallow[dir] == "" {
		m.shallow[dir] = filepath.Join(t.TempDir(), "shallow.git")
		clone := exec.Command("git", "-c", "safe.directory=*", "clone", "-q", "--bare", "--depth", "1", "file://"+dir, m.shallow[dir])
		if out, err := clone.CombinedOutput(); err != nil {
			t.Fatalf("git clone --depth 1 of %s: %v: %s", dir, err, out)
		}
	}
	nowhere := strings.Repeat("0123456789", 4)
	for mode, list := range map[string][]gateFlags{
		"shallow clone": {{revs: []string{base}}, {mergeRevs: []string{base}}},
		"missing base":  {{revs: []string{nowhere}}, {mergeRevs: []string{nowhere}}, {report: "none.json"}, {baseline: "none.json"}},
	} {
		for _, f := range list {
			where := dir
			if mode == "shallow clone" {
				where = m.shallow[dir]
			}
			f.scanFlags = scanFlags{rev: "HEAD", known: known, jobs: 2}
			if err := f.oneBase(); err != nil {
				t.Fatal(err)
			}
			m.steps[mode]++
			_, err := judge(t.Context(), quietWorld(), where, f, policy.Options{Severity: finding.Warning})
			if isUnsure(err) {
				m.equal[mode]++
			} else {
				t.Errorf("%s %+v: %v, want that it could not tell", mode, f.revs, err)
			}
		}
	}
}

func (m *modes) log(t *testing.T) {
	t.Helper()
	for _, mode := range modeNames {
		t.Logf("%s: %d of %d as they should be", mode, m.equal[mode], m.steps[mode])
	}
}

func write(t *testing.T, name string, content func(io.Writer) error) {
	t.Helper()
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := content(file); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
