// Package git is the one place that runs git. Every command runs without the
// user's and the system's configuration, without hooks, helpers, pagers,
// external diffs, filters and network, and never searches parent folders for a
// repository; its exit code is checked and its message is in the error.
package git

import (
	"bytes"
	"context"
	"crypto/sha1" //nolint:gosec // git's own object id, not a signature
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// ErrNotInstalled says that there is no git to run.
var ErrNotInstalled = exec.ErrNotFound

// ErrNotRepository says that a folder is no git repository itself, whatever
// its parents are.
var ErrNotRepository = errors.New("not a git repository")

// Repo is one repository, bare or with a work tree. It is safe for concurrent
// use.
type Repo struct {
	dir      string // the work tree, or the repository itself when bare
	gitDir   string
	bare     bool
	settings []string // further key=value pairs of configuration
}

// Open finds the repository of dir: dir/.git (a folder, a link or a file, as
// work trees and submodules have it), or dir itself when it is bare. It runs
// no command. The error is ErrNotRepository when there is none.
func Open(dir string) (*Repo, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("git: %w", err)
	}
	dotGit := filepath.Join(abs, ".git")
	if _, err := os.Stat(dotGit); err == nil {
		return &Repo{dir: abs, gitDir: dotGit}, nil
	}
	if IsBare(abs) {
		return &Repo{dir: abs, gitDir: abs, bare: true}, nil
	}
	return nil, fmt.Errorf("%s: %w", abs, ErrNotRepository)
}

// IsBare says whether dir looks like a bare repository.
func IsBare(dir string) bool {
	for _, name := range []string{"objects", "refs"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || !info.IsDir() {
			return false
		}
	}
	info, err := os.Stat(filepath.Join(dir, "HEAD"))
	return err == nil && info.Mode().IsRegular()
}

// Dir is the absolute path of the work tree, or of the repository when bare.
func (r *Repo) Dir() string { return r.dir }

// Bare says whether the repository has no work tree.
func (r *Repo) Bare() bool { return r.bare }

// Commit gives the full id of the commit that rev names ("HEAD", a tag, ...).
func (r *Repo) Commit(ctx context.Context, rev string) (string, error) {
	out, err := r.run(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		return "", fmt.Errorf("no commit %q: %w", rev, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// Describe names a commit for people: the nearest tag and the distance to it,
// else the short id.
func (r *Repo) Describe(ctx context.Context, rev string) (string, error) {
	commit, err := r.Commit(ctx, rev)
	if err != nil {
		return "", err
	}
	out, err := r.run(ctx, "describe", "--tags", "--always", commit)
	return strings.TrimSpace(string(out)), err
}

// RemoteURL gives the URL of a remote without user name and password; empty
// when there is no such remote.
func (r *Repo) RemoteURL(ctx context.Context, remote string) (string, error) {
	out, err := r.run(ctx, "config", "--local", "--get", "remote."+remote+".url")
	if exitCode(err) == 1 {
		return "", nil
	}
	return stripCredentials(strings.TrimSpace(string(out))), err
}

// Dirty says whether tracked files of the work tree or the index differ from
// HEAD. Untracked files do not count, nor do submodules; a bare repository is
// never dirty.
func (r *Repo) Dirty(ctx context.Context) (bool, error) {
	if r.bare {
		return false, nil
	}
	safe, err := r.withoutFilters(ctx)
	if err != nil {
		return false, err
	}
	out, err := safe.run(ctx, "status", "--porcelain", "-z", "--untracked-files=no",
		"--ignore-submodules=all", "--no-renames")
	return len(out) > 0, err
}

// withoutFilters is r with every clean and smudge filter of its configuration
// switched off: status would run them.
func (r *Repo) withoutFilters(ctx context.Context) (*Repo, error) {
	out, err := r.run(ctx, "config", "--name-only", "-z", "--get-regexp", `^filter\.`)
	if err != nil && exitCode(err) != 1 {
		return nil, err
	}
	safe := *r
	for key := range strings.SplitSeq(string(out), "\x00") {
		if driver, ok := strings.CutPrefix(key, "filter."); ok {
			driver = driver[:strings.LastIndexByte(driver, '.')+1]
			for _, command := range []string{"clean=", "smudge=", "process=", "required=false"} {
				safe.settings = append(safe.settings, "filter."+driver+command)
			}
		}
	}
	return &safe, nil
}

// MergeBase gives the best common ancestor of two revisions.
func (r *Repo) MergeBase(ctx context.Context, a, b string) (string, error) {
	one, err := r.Commit(ctx, a)
	if err != nil {
		return "", err
	}
	two, err := r.Commit(ctx, b)
	if err != nil {
		return "", err
	}
	out, err := r.run(ctx, "merge-base", one, two)
	return strings.TrimSpace(string(out)), err
}

// BlobID gives the id that git gives to a file of that content, in hex.
func BlobID(content []byte) string {
	h := sha1.New() //nolint:gosec // see the import
	h.Write([]byte("blob " + strconv.Itoa(len(content)) + "\x00"))
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}

// Error is a git command that failed.
type Error struct {
	Command string // the sub-command
	Dir     string
	Stderr  string // trimmed
	Err     error
}

func (e *Error) Error() string {
	text := fmt.Sprintf("git %s in %s: %v", e.Command, e.Dir, e.Err)
	if e.Stderr != "" {
		text += ": " + e.Stderr
	}
	return text
}

// Unwrap gives the error of the process.
func (e *Error) Unwrap() error { return e.Err }

func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return -1
}

func (r *Repo) run(ctx context.Context, args ...string) ([]byte, error) {
	cmd := r.command(ctx, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, r.failure(ctx, args[0], stderr.String(), err)
	}
	return out, nil
}

func (r *Repo) failure(ctx context.Context, command, stderr string, err error) error {
	if ctx.Err() != nil {
		err = ctx.Err() // the kill is the consequence, not the cause
	}
	return &Error{Command: command, Dir: r.dir, Stderr: strings.TrimSpace(stderr), Err: err}
}

func (r *Repo) command(ctx context.Context, args ...string) *exec.Cmd {
	all := []string{"--no-pager", "--git-dir=" + r.gitDir}
	if r.bare {
		all = append(all, "--bare")
	} else {
		all = append(all, "--work-tree="+r.dir)
	}
	cmd := exec.CommandContext(ctx, "git", append(all, args...)...)
	cmd.Dir = r.dir
	cmd.Env = environment(os.Environ(), r.settings)
	return cmd
}

// environment is base without any variable of git's, such as a hook's GIT_DIR,
// with those that make git read nothing but the repository.
func environment(base, settings []string) []string {
	var env []string
	for _, entry := range base {
		name, _, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, "GIT_") && name != "LC_ALL" && name != "LANGUAGE" {
			env = append(env, entry)
		}
	}
	env = append(env,
		"LC_ALL=C",
		"GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_GLOBAL=/dev/null",
		"GIT_ATTR_NOSYSTEM=1",
		"GIT_OPTIONAL_LOCKS=0",
		"GIT_TERMINAL_PROMPT=0",
		"GIT_NO_REPLACE_OBJECTS=1",
		// No such file, so that none is read.
		"GIT_GRAFT_FILE=/dev/null/none",
		"GIT_LITERAL_PATHSPECS=1",
		// A partial clone would fetch what is missing.
		"GIT_NO_LAZY_FETCH=1",
		"GIT_ALLOW_PROTOCOL=none",
	)
	settings = append([]string{
		"core.quotePath=false",
		"core.fsmonitor=false",
		"core.untrackedCache=false",
		"core.hooksPath=/dev/null",
		"core.attributesFile=/dev/null",
		"safe.directory=*",
	}, settings...)
	for i, setting := range settings {
		// The key of a filter may hold "=", its value here does not.
		at := strings.LastIndexByte(setting, '=')
		n := strconv.Itoa(i)
		env = append(env, "GIT_CONFIG_KEY_"+n+"="+setting[:at], "GIT_CONFIG_VALUE_"+n+"="+setting[at+1:])
	}
	return append(env, "GIT_CONFIG_COUNT="+strconv.Itoa(len(settings)))
}

// stripCredentials removes user and password from a URL; "git@host:path" and
// plain paths stay as they are.
func stripCredentials(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme == "" || u.User == nil {
		return raw
	}
	if u.Scheme == "ssh" {
		if _, secret := u.User.Password(); !secret {
			return raw // the user is part of the address
		}
	}
	u.User = nil
	return u.String()
}
