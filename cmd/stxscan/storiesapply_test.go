package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/storyboard"
	"opendev.org/starlingx/stxscan/storyboard/storyboardtest"
)

// TestInterruptedApply: Ctrl-C between two writes ends a run with a word about what
// was written, and the next run finishes it.
func TestInterruptedApply(t *testing.T) {
	server := storyboardtest.New()
	server.AddProject("starlingx/config")
	address, stop := server.Start()
	defer stop()
	server.SetFault(func(r *http.Request) storyboardtest.Fault {
		if r.Method == http.MethodPut {
			if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
				t.Error(err)
			}
			time.Sleep(50 * time.Millisecond) // until the signal is delivered
		}
		return storyboardtest.None
	})
	t.Setenv(storyboard.TokenVariable, "good-token")
	plan := filepath.Join(t.TempDir(), "plan.json")
	text := `{"schema":"stxscan.stories/1","stories":[{"key":"v1:0123456789abcdef","title":"[MultiOS] A story","actions":[
		{"action":"create","after":"text"},{"action":"tag_add","tags":["stx.multios"]},
		{"action":"task_add","after":"do it","task_key":"v1:0123456789abcdef","notes":"stxscan task v1:0123456789abcdef","projects":["starlingx/config"]}]}]}`
	if err := os.WriteFile(plan, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	apply := func() (int, string) {
		var out bytes.Buffer
		w := &world{stdout: &out, stderr: &out, now: time.Now, width: 100}
		code := run([]string{"stories", "apply", "--no-config", "--pause", "0", "--server", address, plan}, w)
		return code, out.String()
	}
	if code, out := apply(); code != codeError || !strings.Contains(out, "interrupted after 2 writes: plan again") || strings.Contains(out, "nothing was written") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	server.SetFault(nil)
	if code, out := apply(); code != codeOK || len(server.Stories()) != 1 || len(server.Tasks(0)) != 1 {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
