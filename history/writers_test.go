package history

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// recorderDir and recorderFirst, if set, make the test program a recorder.
const (
	recorderDir   = "STXSCAN_TEST_RECORDER"
	recorderFirst = "STXSCAN_TEST_RECORDER_FIRST"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(recorderDir); dir != "" {
		recordForever(dir)
	}
	os.Exit(m.Run())
}

// recordForever records one run after the other and says which are recorded.
func recordForever(dir string) {
	s, err := Open(dir, "")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	first, _ := strconv.Atoi(os.Getenv(recorderFirst))
	for n := first; ; n++ {
		r := week(n)
		run, err := s.Record(r, KindScan, "", r.Run.Time)
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(run.ID)
	}
}

// TestKilledRecorder kills recorders at random moments: no run is lost that was
// recorded, and nothing is read that is not whole.
func TestKilledRecorder(t *testing.T) {
	kills, perStore := 200, 20
	if testing.Short() {
		kills = 20
	}
	var committed, halves atomic.Int64
	t.Run("stores", func(t *testing.T) {
		for store := range kills / perStore {
			t.Run(strconv.Itoa(store), func(t *testing.T) {
				t.Parallel()
				random := rand.New(rand.NewPCG(uint64(store), 2))
				s := open(t)
				var ids []string
				for range perStore {
					ids = append(ids, killRecorder(t, s.dir, len(ids), time.Duration(random.IntN(30_000))*time.Microsecond)...)
				}
				committed.Add(int64(len(ids)))
				halves.Add(int64(verified(t, s, ids)))
			})
		}
	})
	t.Logf("%d recorders were killed: %d runs were recorded and are there, %d unfinished files were left", kills, committed.Load(), halves.Load())
	if int(committed.Load()) < kills {
		t.Errorf("only %d runs were recorded by %d recorders: they were killed too early to tell", committed.Load(), kills)
	}
}

// killRecorder starts a recorder and kills it some time after its first run.
func killRecorder(t *testing.T, dir string, first int, after time.Duration) (ids []string) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), recorderDir+"="+dir, recorderFirst+"="+strconv.Itoa(first))
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var kill *time.Timer
	for lines.Scan() {
		if kill == nil {
			kill = time.AfterFunc(after, func() { _ = c.Process.Kill() })
		}
		ids = append(ids, lines.Text())
	}
	if err := c.Wait(); err == nil || err.Error() != "signal: killed" {
		t.Fatalf("the recorder ended by itself: %v, %q", err, ids)
	}
	return ids
}

// verified holds a store against the runs that were recorded, and counts what
// was left unfinished.
func verified(t *testing.T, s *Store, ids []string) (halves int) {
	t.Helper()
	fresh, err := Open(s.dir, "")
	if err != nil {
		t.Fatal(err)
	}
	for n, id := range ids {
		if !isID(id) {
			t.Fatalf("the recorder says %q", id)
		}
		got, err := fresh.Load(id)
		if err != nil {
			t.Fatalf("run %d was recorded and is lost: %v", n, err)
		}
		if n%10 == 0 && got.Inputs[0].Commit == "" {
			t.Errorf("run %d is empty", n)
		}
	}
	v, err := fresh.Verify()
	if err != nil || len(v.Problems) > 0 || v.Whole < len(ids) {
		t.Errorf("%+v, %v", v, err)
	}
	return len(v.Left)
}

// TestWriters has several recorders and readers of one store at once.
func TestWriters(t *testing.T) {
	s := open(t)
	const writers, each = 4, 6
	var wait sync.WaitGroup
	var lock sync.Mutex
	var ids []string
	for w := range writers {
		wait.Go(func() {
			own, err := Open(s.dir, "")
			if err != nil {
				t.Error(err)
				return
			}
			own.index = s.index // all share one index
			for n := range each {
				r := week(w*each/2 + n) // half of them are those of the next writer too
				run, err := own.Record(r, KindScan, "", r.Run.Time)
				if err != nil {
					t.Error(err)
					return
				}
				lock.Lock()
				ids = append(ids, run.ID)
				lock.Unlock()
				if _, err := own.Trend(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if want := writers*each/2 + each/2; len(ids) != want {
		t.Errorf("%d runs, want %d", len(ids), want)
	}
	if halves := verified(t, s, ids); halves > 0 {
		t.Errorf("%d files are left", halves)
	}
	trend, err := s.Trend(context.Background())
	if err != nil || len(trend.Points) != len(ids) {
		t.Errorf("%d points of %d runs, %v", len(trend.Points), len(ids), err)
	}
}

// TestBranchesMerge: two branches that record on their own merge as files do,
// with nothing to resolve, whichever runs the others rest on.
func TestBranchesMerge(t *testing.T) {
	a, b := open(t), open(t)
	base := record(t, a, week(0), KindScan, week(0).Run.Time)
	record(t, b, week(0), KindScan, week(0).Run.Time)
	one := record(t, a, week(1), KindScan, week(1).Run.Time)
	two := record(t, b, week(2), KindScan, week(2).Run.Time)
	for name, text := range files(t, b) {
		was, err := os.ReadFile(a.dir + "/" + runsDir + "/" + name)
		if err == nil && !bytes.Equal(was, []byte(text)) {
			t.Errorf("%s differs in both branches", name)
		}
		if err := os.WriteFile(a.dir+"/"+runsDir+"/"+name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	verified(t, a, []string{base.ID, one.ID, two.ID})
}
