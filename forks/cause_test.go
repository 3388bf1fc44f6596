package forks

import (
	"context"
	"errors"
	"testing"

	"opendev.org/starlingx/stxscan/git"
)

// TestCause holds that what git said has no absolute names of files.
func TestCause(t *testing.T) {
	said := func(text string) error { return &git.Error{Command: "log", Dir: "/a/fork", Stderr: text} }
	for _, test := range []struct {
		err  error
		want string
	}{
		{said(""), "git log failed"},
		{said("error: unable to open /a/fork/.git/x: Permission denied\nfatal: more"), "git log failed: error: unable to open it/.git/x: Permission denied"},
		{said("error: unable to open /mnt/a b/x: Permission denied"), "git log failed: error: unable to open ...: Permission denied"},
		{said("fatal: not a git repository: '/mnt/a/fork/.git'"), "git log failed: fatal: not a git repository: '..."},
		{said("fatal: not a git repository: '/a/forked/.git'"), "git log failed: fatal: not a git repository: '..."},
		{said("fatal: file:///mnt/x: y/z"), "git log failed: fatal: file:..."},
		{said("fatal: bad object refs/heads/x"), "git log failed: fatal: bad object refs/heads/x"},
		{errors.New("open /mnt/x: no such file"), "open ...: no such file"},
		{&git.Error{Command: "rev-parse", Dir: "/a"}, "it has no such commit"},
		{&git.Error{Command: "log", Dir: "/a", Err: context.Canceled}, "it was stopped"},
	} {
		if got := cause(test.err); got != test.want {
			t.Errorf("%v: %q, want %q", test.err, got, test.want)
		}
	}
}
