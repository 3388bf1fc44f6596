package history

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
)

// FuzzRun: whatever stands in a file, it is a run that restores or it is refused.
func FuzzRun(f *testing.F) {
	r := week(1)
	lines, err := linesOf(Slim(r))
	if err != nil {
		f.Fatal(err)
	}
	run := newRun(r, KindScan, "", r.Run.Time)
	content := run.content(lines)
	text, err := encode(run, content, lines, len(lines))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"schema":"stxscan-run/1.0","point":"x","time":"2018-10-24T00:00:00Z","made":"2018-10-24T00:00:00Z"}` + "\n{}\n"))
	f.Add([]byte("[\"item\",\"findings\",{\"@\":\"x\"}]\n[\"in\",\"findings\",{}]\n[\"keep\",1]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if s, err := decode(run.identify(content), bytes.NewReader(text)); err != nil {
			if !errors.Is(err, ErrNoRun) {
				t.Errorf("%v", err)
			}
		} else if !bytes.Equal(bytes.Join(s.lines, []byte("\n")), bytes.Join(lines, []byte("\n"))) {
			t.Error("another content has the same digest")
		}
		body := bytes.Split(text, []byte("\n"))
		if out, err := apply(lines, body); err == nil {
			body = out
		}
		if r, err := restore(body); err == nil && r.Schema == "" {
			t.Error("a report without a schema")
		}
	})
}

// FuzzDifference: a difference makes of the old lines the new ones.
func FuzzDifference(f *testing.F) {
	f.Add(uint64(1), 10, 10)
	f.Add(uint64(7), 0, 5)
	f.Add(uint64(9), 5, 0)
	f.Fuzz(func(t *testing.T, seed uint64, a, b int) {
		random := rand.New(rand.NewPCG(seed, 1))
		some := func(n int) (lines [][]byte) {
			for range max(0, min(n, 300)) {
				lines = append(lines, []byte{'"', 'a' + byte(random.IntN(20)), '"'})
			}
			return lines
		}
		old, new := some(a), some(b)
		got, err := apply(old, difference(old, new))
		if err != nil || !bytes.Equal(bytes.Join(got, nil), bytes.Join(new, nil)) || len(got) != len(new) {
			t.Errorf("%q to %q: %q, %v", old, new, got, err)
		}
	})
}

// BenchmarkRestore is what reading a run costs once its parents are read.
func BenchmarkRestore(b *testing.B) {
	lines, err := linesOf(Slim(week(1)))
	if err != nil {
		b.Fatal(err)
	}
	var r *reports.Report
	for b.Loop() {
		if r, err = restore(lines); err != nil {
			b.Fatal(err)
		}
	}
	_ = r
}
