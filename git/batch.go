package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// Errors of BatchReader.Read.
var (
	// ErrMissing says that the repository does not have the object.
	ErrMissing = errors.New("object is missing")
	// ErrTooLarge says that the object is larger than the limit.
	ErrTooLarge = errors.New("object is too large")
)

// BatchReader reads objects through one long-running git process. Reads from
// many goroutines follow one another.
type BatchReader struct {
	repo   *Repo
	ctx    context.Context
	mu     sync.Mutex
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *bytes.Buffer
	broken error // the answers are no longer in step with the questions
}

// NewBatch starts the process; it ends with Close or with ctx.
func (r *Repo) NewBatch(ctx context.Context) (*BatchReader, error) {
	b := &BatchReader{repo: r, ctx: ctx, cmd: r.command(ctx, "cat-file", "--batch"), stderr: new(bytes.Buffer)}
	b.cmd.Stderr = b.stderr
	in, err := b.cmd.StdinPipe()
	if err != nil {
		return nil, r.failure(ctx, "cat-file", "", err)
	}
	out, err := b.cmd.StdoutPipe()
	if err != nil {
		return nil, r.failure(ctx, "cat-file", "", err)
	}
	if err := b.cmd.Start(); err != nil {
		return nil, r.failure(ctx, "cat-file", "", err)
	}
	b.in, b.out = in, bufio.NewReaderSize(out, 64<<10)
	return b, nil
}

// Read gives the content of an object, named by its id or by REV:PATH. The
// error wraps ErrMissing when there is none and ErrTooLarge when it has more
// than limit bytes (0 means no limit).
func (b *BatchReader) Read(name string, limit int64) ([]byte, error) {
	if name == "" || strings.ContainsAny(name, "\n\x00") {
		return nil, fmt.Errorf("git: bad object name %q", name)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken != nil {
		return nil, b.broken
	}
	content, err := b.read(name, limit)
	if err != nil && !errors.Is(err, ErrMissing) && !errors.Is(err, ErrTooLarge) {
		// Waiting collects stderr; nothing more will come from the process.
		_ = b.in.Close()
		_ = b.cmd.Wait()
		b.broken = b.repo.failure(b.ctx, "cat-file", b.stderr.String(), err)
		return nil, b.broken
	}
	return content, err
}

func (b *BatchReader) read(name string, limit int64) ([]byte, error) {
	if _, err := io.WriteString(b.in, name+"\n"); err != nil {
		return nil, err
	}
	header, err := b.out.ReadString('\n')
	if err != nil {
		return nil, err
	}
	header = strings.TrimSuffix(header, "\n")
	if strings.HasSuffix(header, " missing") {
		return nil, fmt.Errorf("%s: %w", name, ErrMissing)
	}
	if strings.HasSuffix(header, " ambiguous") {
		return nil, fmt.Errorf("%s is ambiguous: %w", name, ErrMissing)
	}
	size, err := strconv.ParseInt(header[strings.LastIndexByte(header, ' ')+1:], 10, 64)
	if err != nil || size < 0 {
		return nil, fmt.Errorf("unexpected answer %q", header)
	}
	if limit > 0 && size > limit {
		_, err := io.CopyN(io.Discard, b.out, size+1)
		if err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%s has %d bytes: %w", name, size, ErrTooLarge)
	}
	content := make([]byte, size+1)
	if _, err := io.ReadFull(b.out, content); err != nil {
		return nil, err
	}
	return content[:size:size], nil
}

// Close ends the process. It may be called more than once.
func (b *BatchReader) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken != nil {
		return nil
	}
	b.broken = errors.New("git: the reader is closed")
	if err := b.in.Close(); err != nil {
		return err
	}
	if err := b.cmd.Wait(); err != nil {
		return b.repo.failure(b.ctx, "cat-file", b.stderr.String(), err)
	}
	return nil
}
