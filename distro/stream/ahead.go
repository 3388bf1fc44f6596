package stream

import "io"

// blockSize and blocks bound how much is read ahead.
const (
	blockSize = 1 << 18
	blocks    = 8
)

// ahead reads in a goroutine of its own, so that unpacking and reading go on at
// once.
type ahead struct {
	filled chan block
	empty  chan []byte
	stop   chan struct{}
	now    block
	rest   []byte
}

type block struct {
	data []byte
	err  error
}

// Ahead returns a reader of the same bytes that are read ahead of it. Close stops
// the reading; until it returns, nobody else may use what is read.
func Ahead(r io.Reader) io.ReadCloser {
	a := &ahead{filled: make(chan block, blocks), empty: make(chan []byte, blocks), stop: make(chan struct{})}
	for range blocks {
		a.empty <- make([]byte, blockSize)
	}
	go a.fill(r)
	return a
}

func (a *ahead) fill(r io.Reader) {
	defer close(a.filled)
	for {
		var buffer []byte
		select {
		case buffer = <-a.empty:
		case <-a.stop:
			return
		}
		n, err := r.Read(buffer[:blockSize])
		select {
		case a.filled <- block{buffer[:n], err}:
		case <-a.stop:
			return
		}
		if err != nil {
			return
		}
	}
}

// Read implements io.Reader.
func (a *ahead) Read(p []byte) (int, error) {
	for len(a.rest) == 0 {
		if a.now.err != nil {
			return 0, a.now.err
		}
		if a.now.data != nil {
			a.empty <- a.now.data
		}
		next, ok := <-a.filled
		if !ok {
			return 0, io.ErrClosedPipe
		}
		a.now, a.rest = next, next.data
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// Close stops the reading and waits for it to end.
func (a *ahead) Close() error {
	close(a.stop)
	for range a.filled { //nolint:revive // until the goroutine is gone
	}
	return nil
}
