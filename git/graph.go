package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Ancestry calls visit with every commit that is reachable from the tips, which
// are full ids, and with its parents; each commit comes after its parents. The
// slice is valid during the call. An error of visit ends it and is returned.
func (r *Repo) Ancestry(ctx context.Context, tips []string, visit func(id string, parents []string) error) error {
	for _, tip := range tips {
		if !isID(tip) {
			return fmt.Errorf("git: %q is no full commit id", tip)
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cmd := r.command(ctx, "rev-list", "--stdin", "--topo-order", "--reverse", "--parents")
	stderr := &head{most: mostStderr}
	cmd.Stdin, cmd.Stderr = strings.NewReader(strings.Join(tips, "\n")+"\n"), stderr
	pipe, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return r.failure(ctx, "rev-list", "", err)
	}
	err = readAncestry(bufio.NewReaderSize(pipe, 64<<10), visit)
	if err != nil {
		stop()
	}
	if waited := cmd.Wait(); waited != nil && err == nil {
		return r.failure(ctx, "rev-list", stderr.String(), waited)
	}
	return err
}

func readAncestry(in *bufio.Reader, visit func(id string, parents []string) error) error {
	for {
		line, err := in.ReadString('\n')
		if errors.Is(err, io.EOF) && line == "" {
			return nil
		}
		if err != nil {
			return err
		}
		ids := strings.Fields(line)
		if len(ids) == 0 || !isID(ids[0]) {
			return fmt.Errorf("git: unexpected record %q of rev-list", line)
		}
		if err := visit(ids[0], ids[1:]); err != nil {
			return err
		}
	}
}
