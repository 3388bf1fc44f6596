package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestInterrupt: Ctrl-C in the middle of a scan ends it with a word, and
// leaves nothing half-written.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	calls := 0
	w := &world{stdout: &stdout, stderr: &stderr, terminal: true, width: 100}
	w.now = func() time.Time {
		// The third look at the clock is that of a file that is done.
		if calls++; calls == 3 {
			if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
				t.Error(err)
			}
			time.Sleep(50 * time.Millisecond) // until the signal is delivered
		}
		return time.Unix(int64(calls), 0)
	}
	file := filepath.Join(dir, "report.json")
	code := run([]string{"scan", "-j", "1", "-o", "json=" + file, filepath.Join("..", "..", "testdata", "starlingx")}, w)
	if code != codeError || !strings.Contains(stderr.String(), "interrupted: nothing was written") {
		t.Errorf("exit code %d\n%s", code, stderr.String())
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v left behind (%v)", left, err)
	}
	if stdout.Len() > 0 {
		t.Errorf("written: %s", stdout.String())
	}
}
