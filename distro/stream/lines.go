package stream

import (
	"bytes"
	"errors"
	"io"
	"sync"
)

// lineBlock and lineBlocks bound how much is read ahead, in bytes and blocks: so
// little that a core's cache still holds it when it is looked at.
const (
	lineBlock  = 1 << 18
	lineBlocks = 6
)

// ErrLongLine is what a text is refused with that has a line longer than allowed.
var ErrLongLine = errors.New("a line is too long")

// Lines reads a text in a goroutine of its own, so that it is unpacked and looked
// at on two cores, and gives it in blocks of whole lines.
type Lines struct {
	filled chan block
	empty  chan []byte
	stop   chan struct{}
	once   sync.Once
	now    block
}

type block struct {
	data []byte
	err  error
}

// ReadLines begins to read r. A line that is longer than a block, 256 KiB, and than
// most bytes ends the reading. Until Close returns, nobody else may use r.
func ReadLines(r io.Reader, most int) *Lines {
	l := &Lines{filled: make(chan block, lineBlocks), empty: make(chan []byte, lineBlocks), stop: make(chan struct{})}
	for range lineBlocks {
		l.empty <- nil // made when it is first needed: most texts are short
	}
	go l.fill(r, most)
	return l
}

// Next returns the next block: lines with their ends, of which only the last of
// the text may have none. It is never empty, and good until the next call. At the
// end of the text the error is io.EOF; after an error there is nothing more.
func (l *Lines) Next() ([]byte, error) {
	if l.now.err != nil {
		return nil, l.now.err
	}
	if l.now.data != nil {
		l.empty <- l.now.data
	}
	next, ok := <-l.filled
	if !ok {
		next.err = io.ErrClosedPipe
	}
	l.now = next
	return next.data, next.err
}

// Close stops the reading and waits for it to end. It may be called twice.
func (l *Lines) Close() {
	l.once.Do(func() { close(l.stop) })
	for range l.filled { //nolint:revive // until the goroutine is gone
	}
}

func (l *Lines) fill(r io.Reader, most int) {
	defer close(l.filled)
	var begun []byte // of the line that the block before did not end
	for {
		var buffer []byte
		select {
		case buffer = <-l.empty:
		case <-l.stop:
			return
		}
		if buffer == nil {
			buffer = make([]byte, lineBlock)
		}
		buffer, whole, err := l.block(r, append(buffer[:0], begun...), most)
		// What is sent may be filled anew before this goes on.
		begun = append(begun[:0], buffer[whole:]...)
		if whole > 0 && !l.send(block{data: buffer[:whole]}) {
			return
		}
		if err != nil {
			l.send(block{err: err})
			return
		}
	}
}

func (l *Lines) send(b block) bool {
	select {
	case l.filled <- b:
		return true
	case <-l.stop:
		return false
	}
}

// block fills a buffer, that begins with what is there, up to its capacity, and
// on to the end of a line. whole is how much of it are whole lines; at the end of
// the text that is all.
func (l *Lines) block(r io.Reader, b []byte, most int) (filled []byte, whole int, err error) {
	for {
		for len(b) < cap(b) && err == nil {
			var n int
			n, err = r.Read(b[len(b):cap(b)])
			b = b[:len(b)+n]
		}
		whole = bytes.LastIndexByte(b, '\n') + 1
		switch {
		case errors.Is(err, io.EOF):
			return b, len(b), io.EOF
		case err != nil || whole > 0:
			return b, whole, err
		case len(b) > most:
			return b, 0, ErrLongLine
		}
		grown := make([]byte, len(b), min(2*len(b), most+1))
		b = grown[:copy(grown, b)]
	}
}
