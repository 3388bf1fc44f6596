package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
	"opendev.org/starlingx/stxscan/workspace"
)

// week is the sample report as it would be some weeks later: findings came,
// went and moved to other lines.
func week(n int) *reports.Report {
	r := reporttest.Sample()
	random := rand.New(rand.NewPCG(uint64(n), 1))
	r.Run.Time = r.Run.Time.AddDate(0, 0, 7*n)
	r.Inputs[0].Commit = fmt.Sprintf("%040x", n+1)
	r.Inputs[1].Dirty = false
	for i := range 40 { // enough that a difference pays
		f := r.Findings[i%len(r.Findings)]
		f.Line, f.EndLine = 1000+i, 1000+i
		f.Fingerprint, f.MatchKey = fmt.Sprintf("%020x", i), fmt.Sprintf("%020x", i+1000)
		r.Findings = append(r.Findings, f)
	}
	r.Files = map[string]map[string]string{"inventory": {"a.py": fmt.Sprint(n), "b.py": "1"}, "updates": {"c@.py": ""}}
	r.Milestones = []reports.Milestone{
		{ID: "boot", Title: "It boots", Target: "clear", Packages: 4, Done: n % 5, Rest: []reports.MilestoneRest{{Package: "inventory/inventory-api", Places: n}}},
		{ID: "run", Title: "It runs", Target: "debian-12", Packages: 3, Done: 3},
	}
	for range n % 5 {
		i := random.IntN(len(r.Findings))
		r.Findings = slices.Delete(r.Findings, i, i+1)
		r.Findings[random.IntN(len(r.Findings))].Line++
	}
	return r
}

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.TempDir(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func record(t *testing.T, s *Store, r *reports.Report, kind Kind, made time.Time) Run {
	t.Helper()
	run, err := s.Record(r, kind, "", made)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// TestSlimKeeps: what is recorded comes back as it was, apart from what Slim
// names.
func TestSlimKeeps(t *testing.T) {
	s := open(t)
	r := week(3)
	before := encoded(t, r)
	run := record(t, s, r, KindScan, r.Run.Time)
	if !bytes.Equal(encoded(t, r), before) {
		t.Error("the report that was recorded is another one now")
	}
	got, err := s.Load(run.ID)
	if err != nil {
		t.Fatal(err)
	}
	if want := encoded(t, Slim(r)); !bytes.Equal(encoded(t, got), want) {
		t.Errorf("restored:\n%s\nwant:\n%s", encoded(t, got), want)
	}
	for _, f := range got.Findings {
		if f.Snippet != "" || f.Fix != nil || f.Fingerprint == "" || f.Message == "" || len(f.Targets) == 0 {
			t.Fatalf("%+v", f)
		}
	}
}

// TestSlimDropsOnlyWhatItNames holds the fields of a report that are lost, so
// that one that is added is kept unless somebody decides otherwise.
func TestSlimDropsOnlyWhatItNames(t *testing.T) {
	r := reporttest.Sample()
	slim := Slim(r)
	var lost []string
	for field, value := range reflect.ValueOf(slim).Elem().Fields() {
		if was := reflect.ValueOf(r).Elem().FieldByIndex(field.Index); was.Kind() == reflect.Slice && was.Len() > 0 && value.Len() == 0 {
			lost = append(lost, field.Name)
		}
	}
	if want := []string{"Dependencies", "PatchStacks"}; !slices.Equal(lost, want) {
		t.Errorf("lost: %v, want %v", lost, want)
	}
}

func encoded(t *testing.T, r *reports.Report) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := reports.Encode(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestDifferences: runs that are stored as differences restore as those that are
// stored whole, cost less, and are whole again after so many.
func TestDifferences(t *testing.T) {
	s := open(t)
	whole, rest := 0, 0
	for n := range 2*mostDepth + 5 {
		run := record(t, s, week(n), KindScan, week(n).Run.Time)
		if run.Parent == "" {
			whole++
		} else {
			rest++
		}
		if run.Depth > mostDepth {
			t.Errorf("%d runs have to be read for one", run.Depth)
		}
	}
	if whole < 2 || whole > 3 || rest < 2*mostDepth {
		t.Errorf("%d whole, %d as differences", whole, rest)
	}
	fresh, err := Open(s.dir, "")
	if err != nil {
		t.Fatal(err)
	}
	runs, problems, err := fresh.Runs()
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	for n, run := range runs {
		got, err := fresh.Load(run.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(encoded(t, got), encoded(t, Slim(week(n)))) {
			t.Errorf("%s is not what was recorded", run.ID)
		}
	}
}

// TestSameBytes: the same runs give the same files, whoever records them, and
// what is there is not written again.
func TestSameBytes(t *testing.T) {
	a, b := open(t), open(t)
	for n := range 4 {
		record(t, a, week(n), KindScan, week(n).Run.Time)
		record(t, b, week(n), KindScan, week(n).Run.Time)
	}
	before := files(t, a)
	if !reflect.DeepEqual(before, files(t, b)) {
		t.Error("two stores of the same runs differ")
	}
	record(t, a, week(2), KindScan, week(2).Run.Time)
	if !reflect.DeepEqual(before, files(t, a)) {
		t.Error("a run was written twice")
	}
}

func files(t *testing.T, s *Store) map[string]string {
	t.Helper()
	all := map[string]string{}
	names, err := filepath.Glob(filepath.Join(s.dir, runsDir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)] = string(text)
	}
	return all
}

// TestDamage: what is no whole run is named and never taken for data, and the
// others stay readable.
func TestDamage(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(text []byte) []byte
		want   string
	}{
		"half":         {func(b []byte) []byte { return b[:len(b)/2] }, "ends in the middle"},
		"a line less":  {func(b []byte) []byte { return b[:bytes.LastIndexByte(b[:len(b)-1], '\n')+1] }, "no last line"},
		"empty":        {func([]byte) []byte { return nil }, "ends in its first line"},
		"changed":      {func(b []byte) []byte { return bytes.Replace(b, []byte(`"item"`), []byte(`"itum"`), 1) }, "it was changed"},
		"conflict":     {func(b []byte) []byte { return append([]byte("<<<<<<< HEAD\n"), b...) }, "names no schema"},
		"later schema": {func(b []byte) []byte { return bytes.Replace(b, []byte("stxscan-run/1."), []byte("stxscan-run/2."), 1) }, "use the stxscan that wrote it"},
		"other file":   {func([]byte) []byte { return []byte("{\"schema\":\"stxscan-report/1.0\"}\n") }, `not "stxscan-run/1.0"`},
		"no JSON":      {func([]byte) []byte { return []byte("hello\n") }, "names no schema"},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			record(t, s, week(0), KindScan, week(0).Run.Time)
			lone := record(t, s, week(40), KindScan, week(40).Run.Time)
			text, err := os.ReadFile(s.path(lone.ID))
			if err != nil {
				t.Fatal(err)
			}
			damaged := c.damage(slices.Clone(text))
			if bytes.Equal(damaged, text) {
				t.Fatal("nothing was damaged")
			}
			if err := os.WriteFile(s.path(lone.ID), damaged, 0o666); err != nil {
				t.Fatal(err)
			}
			fresh, err := Open(s.dir, "")
			if err != nil {
				t.Fatal(err)
			}
			v, err := fresh.Verify()
			if err != nil || v.Whole != 1 || len(v.Problems) != 1 || !errors.Is(v.Problems[0].Err, ErrNoRun) || !strings.Contains(v.Problems[0].Err.Error(), c.want) {
				t.Fatalf("%+v, %v; want %q", v, err, c.want)
			}
			if _, err := fresh.Load(lone.ID); err == nil {
				t.Error("it is loaded all the same")
			}
			trend, err := fresh.Trend(context.Background())
			if err != nil || len(trend.Points) != 1 {
				t.Errorf("%d points, %v", len(trend.Points), err)
			}
			// To record it again mends it.
			record(t, fresh, week(40), KindScan, week(40).Run.Time)
			if v, err := fresh.Verify(); err != nil || v.Whole != 2 || len(v.Problems) > 0 {
				t.Errorf("after recording again: %+v, %v", v, err)
			}
		})
	}
}

// TestMissingParent: a run whose parent is gone is named, with the parent.
func TestMissingParent(t *testing.T) {
	s := open(t)
	parent := record(t, s, week(0), KindScan, week(0).Run.Time)
	child := record(t, s, week(1), KindScan, week(1).Run.Time)
	if child.Parent != parent.ID {
		t.Fatalf("its parent is %q", child.Parent)
	}
	text, err := os.ReadFile(s.path(parent.ID))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(s.path(parent.ID)); err != nil {
		t.Fatal(err)
	}
	fresh, _ := Open(s.dir, "")
	_, err = fresh.Load(child.ID)
	if err == nil || !errors.Is(err, ErrNoRun) || !strings.Contains(err.Error(), child.ID+" rests on "+parent.ID) {
		t.Errorf("%v", err)
	}
	if err := os.WriteFile(s.path(parent.ID), text, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := fresh.Load(child.ID); err != nil {
		t.Errorf("its parent is back: %v", err)
	}
}

// TestRenamedRun: a run under another's name is refused.
func TestRenamedRun(t *testing.T) {
	s := open(t)
	run := record(t, s, week(0), KindScan, week(0).Run.Time)
	other := run.ID[:len(run.ID)-4] + "0000"
	if err := os.Rename(s.path(run.ID), s.path(other)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load(other); err == nil || !strings.Contains(err.Error(), "name it so") {
		t.Error(err)
	}
}

// TestTrend holds the trend against the reports, also with an index that is
// damaged, of another version, or gone.
func TestTrend(t *testing.T) {
	s := open(t)
	for n := range 5 {
		record(t, s, week(n), KindBackfill, week(10).Run.Time)
	}
	again := week(2)
	again.Tool.Version = "0.9.1"
	record(t, s, again, KindRescan, week(11).Run.Time)
	want, err := s.Trend(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(want.Points) != 5 || !want.Points[2].Rescanned || want.Points[2].Tool != "0.9.1" || !want.Points[2].Moved || !want.Points[3].Moved || want.Points[4].Moved {
		t.Fatalf("%+v", want.Points)
	}
	for i, p := range want.Points {
		r := week(i)
		for _, target := range r.Targets {
			got, blocking := p.Targets[target.ID], 0
			for j := range r.Findings {
				if r.Findings[j].Blocks(target.ID) {
					blocking++
				}
			}
			if got.Headline != target.Headline || got.Blocking != blocking {
				t.Errorf("point %d, %s: %+v, want %+v and %d", i, target.ID, got, target.Headline, blocking)
			}
		}
	}
	for i := 1; i < len(want.Points); i++ {
		for id, now := range want.Points[i].Targets {
			moved := want.Points[i-1].Targets[id].Blocking
			for _, m := range now.Moved {
				moved += m.Came - m.Gone
			}
			if id != "centos-7" && moved != now.Blocking {
				t.Errorf("point %d, %s: %d block, what moved makes it %d: %+v", i, id, now.Blocking, moved, now.Moved)
			}
		}
	}
	if m := want.Points[3].Milestones; len(m) != 2 || m[0] != (reports.TrendMilestone{ID: "boot", Title: "It boots", Target: "clear", Packages: 4, Done: 3}) {
		t.Errorf("milestones: %+v", m)
	}
	if !slices.Equal(want.Origins, []string{"centos-7"}) || want.Targets[0] != "clear" || len(want.Packages) == 0 {
		t.Errorf("%v, %v, %d packages", want.Targets, want.Origins, len(want.Packages))
	}
	for name, damage := range map[string]func() error{
		"gone":          func() error { return os.Remove(s.index) },
		"no database":   func() error { return os.WriteFile(s.index, []byte(strings.Repeat("nonsense ", 1000)), 0o666) },
		"half":          func() error { return os.Truncate(s.index, 5000) },
		"a folder":      func() error { return errors.Join(os.Remove(s.index), os.MkdirAll(filepath.Join(s.index, "x"), 0o755)) },
		"other version": func() error { return os.RemoveAll(s.index) },
	} {
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		if name == "other version" {
			old(t, s.index)
		}
		got, err := s.Trend(context.Background())
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("index %s: %v\n%+v\n%+v", name, err, got, want)
		}
	}
}

// old writes an index as a later version might.
func old(t *testing.T, name string) {
	t.Helper()
	x, err := openFile(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer x.close()
	if _, err := x.db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
}

// TestTrendForgets: a run whose file is gone is no part of the trend.
func TestTrendForgets(t *testing.T) {
	s := open(t)
	run := record(t, s, week(0), KindScan, week(0).Run.Time)
	record(t, s, week(300), KindScan, week(300).Run.Time)
	for want := 2; want > 0; want-- {
		trend, err := s.Trend(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if len(trend.Points) != want && want == 2 {
			t.Errorf("%d points", len(trend.Points))
		}
		os.Remove(s.path(run.ID))
	}
	left, err := s.Trend(context.Background())
	if err != nil || slices.ContainsFunc(left.Points, func(p reports.TrendPoint) bool { return p.Run == run.ID }) {
		t.Errorf("%+v, %v", left.Points, err)
	}
}

// TestFolders: the folder that a scan leaves out is the one that is the default.
func TestFolders(t *testing.T) {
	if DefaultDir != workspace.HistoryDir {
		t.Errorf("%s is scanned, %s is left out", DefaultDir, workspace.HistoryDir)
	}
}
