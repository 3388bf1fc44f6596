package git

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// MinVersion is the oldest git that keeps to what every command is told. Older
// ones do not know GIT_CONFIG_GLOBAL (2.32) and GIT_CONFIG_COUNT (2.31), by which
// hooks, filters and the user's configuration are turned off: git's release notes.
const MinVersion = "2.32"

// Version returns the version of the git that commands run, such as "2.39.5". The
// error is ErrNotInstalled where there is none.
func Version(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, "git", "version")
	cmd.Env = environment(os.Environ(), nil)
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git version: %w", err)
	}
	version, ok := parseVersion(string(out))
	if !ok {
		return "", fmt.Errorf("git version: %.60q says no version", out)
	}
	return version, nil
}

// parseVersion reads what git says: "git version 2.39.5", with a vendor's word or
// more numbers behind it.
func parseVersion(text string) (string, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(text), "git version ")
	version, _, _ := strings.Cut(rest, " ")
	_, _, numbers := versionNumbers(version)
	return version, ok && numbers
}

// Older reports whether a version comes before another; by the first two numbers,
// since no feature comes with a third.
func Older(version, than string) bool {
	major, minor, _ := versionNumbers(version)
	wantMajor, wantMinor, _ := versionNumbers(than)
	return major < wantMajor || major == wantMajor && minor < wantMinor
}

func versionNumbers(version string) (major, minor int, ok bool) {
	first, rest, found := strings.Cut(version, ".")
	second, _, _ := strings.Cut(rest, ".")
	second, _, _ = strings.Cut(second, "-") // 2.45-rc1
	major, err1 := strconv.Atoi(first)
	minor, err2 := strconv.Atoi(second)
	return major, minor, found && err1 == nil && err2 == nil
}
