package storyboard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// TokenVariable is the variable of the environment that holds a token.
const TokenVariable = "STXSCAN_STORYBOARD_TOKEN"

// maxToken bounds a token, in bytes.
const maxToken = 4096

// ReadToken reads a token from a file: its first line. A file that others can
// read is refused.
func ReadToken(name string) (string, error) {
	file, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return "", fmt.Errorf("the file with the token cannot be read: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return "", fmt.Errorf("the file with the token cannot be read: %w", err)
	case info.IsDir():
		return "", fmt.Errorf("%s is a folder: name the file that holds the token", name)
	case info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0:
		return "", fmt.Errorf("%s can be read by others: 'chmod 600' it first, and make another token if somebody may have seen this one", name)
	}
	token, err := TokenFrom(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return token, nil
}

// CommandToken runs a command with the shell, such as one that asks a keyring, and
// takes the first line that it prints for the token. What it says on standard
// error goes to stderr, and it may ask on the terminal.
func CommandToken(ctx context.Context, command string, stderr io.Writer) (string, error) {
	run := exec.CommandContext(ctx, "sh", "-c", command)
	run.Stdin, run.Stderr = os.Stdin, stderr
	out, err := run.StdoutPipe()
	if err == nil {
		err = run.Start()
	}
	if err != nil {
		return "", fmt.Errorf("the command for the token cannot be run: %w", err)
	}
	token, err := TokenFrom(out)
	_, drained := io.Copy(io.Discard, out)
	if ended := errors.Join(run.Wait(), drained); ended != nil {
		return "", fmt.Errorf("the command for the token failed: %w: run it by hand to see why", ended)
	}
	if err != nil {
		return "", fmt.Errorf("what the command for the token prints: %w", err)
	}
	return token, nil
}

// TokenFrom reads a token: the first line. Errors do not show it.
func TokenFrom(in io.Reader) (string, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxToken+1))
	if err != nil {
		return "", fmt.Errorf("the token cannot be read: %w", err)
	}
	if len(data) > maxToken {
		return "", fmt.Errorf("more than %d bytes: this is no token", maxToken)
	}
	token, _, _ := strings.Cut(string(data), "\n")
	if token = strings.TrimSpace(token); token == "" {
		return "", errors.New("there is no token in it: put it on the first line")
	}
	return token, nil
}
