package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"opendev.org/starlingx/stxscan/rpms/rpmstest"
)

var update = flag.Bool("update", false, "rewrite the golden parts of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"stxscan": main})
}

// TestScripts runs the scripts of testdata/script: all that a user sees of the
// program stands in them.
func TestScripts(t *testing.T) {
	own, err := filepath.Abs(filepath.Join("..", "..", "testdata", "starlingx"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("OWN", own)
			e.Setenv("SOURCE_DATE_EPOCH", "1538352000")
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_DATA_HOME", filepath.Join(e.WorkDir, "data"))
			b := &double{stop: func() {}}
			e.Values[doubleKey{}] = b
			e.Defer(func() { b.stop() })
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": exitCode, "nobody": asNobody, "fill": fill, "fifo": fifo, "nest": nest, "sub": substitute, "srpm": writeSRPM,
			"board": storyBoard,
		},
	})
}

// exitCode runs a command and wants it to end with a code: exit CODE CMD ARGS.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE COMMAND [ARG ...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		if exit, ok := err.(interface{ ExitCode() int }); ok {
			got = exit.ExitCode()
		} else {
			got = -1
		}
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// asNobody runs stxscan without the rights of root and wants it to end with a
// code: nobody CODE ARGS. Others than root have no such rights to begin with.
func asNobody(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: nobody CODE [ARG ...]")
	}
	if os.Geteuid() != 0 {
		exitCode(ts, false, append([]string{args[0], "stxscan"}, args[1:]...))
		return
	}
	// The test's own program is out of others' reach: they get a copy, whose
	// name makes it run as the command.
	dir, err := os.MkdirTemp("", "stxscan-nobody-")
	ts.Check(err)
	defer os.RemoveAll(dir)
	self, err := os.Executable()
	ts.Check(err)
	data, err := os.ReadFile(self)
	ts.Check(err)
	program := filepath.Join(dir, "stxscan")
	// A process that another script starts meanwhile would inherit the file
	// while it is open for writing, and nobody could run it then.
	syscall.ForkLock.RLock()
	err = os.WriteFile(program, data, 0o755)
	syscall.ForkLock.RUnlock()
	ts.Check(err)
	ts.Check(os.Chmod(dir, 0o755))
	for at := ts.MkAbs("."); len(at) > len(os.TempDir()); at = filepath.Dir(at) {
		ts.Check(os.Chmod(at, 0o755))
	}
	command := exec.Command(program, args[1:]...)
	command.Dir = ts.MkAbs(".")
	command.Env = append(os.Environ(), "HOME=/")
	command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	out, err := command.CombinedOutput()
	ts.Logf("%s", out)
	ts.Check(os.WriteFile(ts.MkAbs("nobody.out"), out, 0o644))
	if got := fmt.Sprint(command.ProcessState.ExitCode()); got != args[0] {
		ts.Fatalf("exit code %s (%v), want %s", got, err, args[0])
	}
}

// fill writes a file of so many bytes of a kind: fill FILE SIZE BYTE. Zero
// bytes are left as a hole, so that a huge file costs nothing.
func fill(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o777))
	file, err := os.Create(name)
	ts.Check(err)
	defer file.Close()
	if args[2] == "0" {
		ts.Check(file.Truncate(size))
		return
	}
	_, err = io.CopyN(file, repeat(args[2][0]), size)
	ts.Check(err)
}

// repeat is a reader of one byte without end.
type repeat byte

func (r repeat) Read(p []byte) (int, error) {
	copy(p, bytes.Repeat([]byte{byte(r)}, len(p)))
	return len(p), nil
}

func fifo(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(syscall.Mkfifo(ts.MkAbs(args[0]), 0o666))
}

// nest writes a file of OPEN so many times over, then CLOSE as often: nest
// FILE TIMES OPEN [CLOSE]. \n in them is a line's end.
func nest(ts *testscript.TestScript, _ bool, args []string) {
	times, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := strings.Repeat(strings.ReplaceAll(args[2], `\n`, "\n"), times)
	if len(args) > 3 {
		text += strings.Repeat(strings.ReplaceAll(args[3], `\n`, "\n"), times)
	}
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o777))
	ts.Check(os.WriteFile(name, []byte(text), 0o666))
}

// substitute replaces text in a file: sub FILE OLD NEW.
func substitute(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	data, err := os.ReadFile(name)
	ts.Check(err)
	if !bytes.Contains(data, []byte(args[1])) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(name, bytes.ReplaceAll(data, []byte(args[1]), []byte(args[2])), 0o666))
}

func TestProgressLine(t *testing.T) {
	for want, c := range map[string]struct {
		done, total int
		elapsed     time.Duration
	}{
		"10 of 100 files":                           {10, 100, 0},
		"10 of 100 files, 10 files/s, 9s left":      {10, 100, time.Second},
		"100 of 100 files, 50 files/s, 0s left":     {100, 100, 2 * time.Second},
		"0 of 100 files":                            {0, 100, time.Second},
		"7000 of 7103 files, 1750 files/s, 0s left": {7000, 7103, 4 * time.Second},
	} {
		if got := progressLine(c.done, c.total, c.elapsed); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestProgressIsBounded: however fast the files go by, the terminal is written
// to ten times a second, and once at the end.
func TestProgressIsBounded(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	p := newProgress(&out, func() time.Time { return now })
	for i := 1; i <= 1000; i++ {
		now = now.Add(time.Millisecond)
		p.update(i, 1000, 1)
	}
	p.end()
	if n := strings.Count(out.String(), " of 1000 "); n < 8 || n > 12 {
		t.Errorf("%d updates in a second", n)
	}
	if !strings.HasSuffix(out.String(), "\r\033[K") {
		t.Error("the line is left standing")
	}
}

// writeSRPM writes a source RPM that holds one file: srpm FILE.src.rpm CONTENT.
func writeSRPM(ts *testscript.TestScript, _ bool, args []string) {
	content := ts.ReadFile(args[1])
	payload := rpmstest.Cpio("source.tar.gz", "no archive", filepath.Base(args[1]), content)
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o777))
	nvr := strings.TrimSuffix(filepath.Base(args[0]), ".src.rpm")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), rpmstest.Named(nvr, payload, 1), 0o666))
}
