package main

import (
	"fmt"
	"io"
	"time"
)

// progress shows on a terminal how far a scan is. Its methods are called by
// one goroutine at a time.
type progress struct {
	out   io.Writer
	now   func() time.Time
	start time.Time
	shown time.Time
}

// interval between two updates: often enough to see it move.
const interval = 100 * time.Millisecond

func newProgress(out io.Writer, now func() time.Time) *progress {
	return &progress{out: out, now: now, start: now()}
}

// update is told of every file that is done.
func (p *progress) update(done, total int, _ int64) {
	now := p.now()
	if now.Sub(p.shown) < interval && done < total {
		return
	}
	p.shown = now
	fmt.Fprintf(p.out, "\r\033[K%s", progressLine(done, total, now.Sub(p.start)))
}

// end clears the line.
func (p *progress) end() { fmt.Fprint(p.out, "\r\033[K") }

// progressLine says how many files are done, how fast, and how long the rest
// will take at that rate.
func progressLine(done, total int, elapsed time.Duration) string {
	line := fmt.Sprintf("%d of %d files", done, total)
	if seconds := elapsed.Seconds(); seconds > 0.2 && done > 0 {
		rate := float64(done) / seconds
		left := time.Duration(float64(total-done) / rate * float64(time.Second))
		line += fmt.Sprintf(", %.0f files/s, %s left", rate, left.Round(time.Second))
	}
	return line
}
