package stream

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// linesOf puts all blocks together, and holds each to be whole lines.
func linesOf(t *testing.T, l *Lines) (text []byte, err error) {
	t.Helper()
	for {
		block, err := l.Next()
		if err != nil {
			return text, err
		}
		if len(block) == 0 || len(text) > 0 && text[len(text)-1] != '\n' {
			t.Fatalf("a block of %d bytes behind %q", len(block), text[max(0, len(text)-10):])
		}
		text = append(text, block...)
	}
}

func TestReadLines(t *testing.T) {
	long := strings.Repeat("x", 3*lineBlock)
	for name, text := range map[string]string{
		"nothing": "", "a line": "a\n", "no end": "a\nb", "empty lines": "\n\n\n",
		"many":            strings.Repeat("0123456789\n", 3*lineBlocks*lineBlock/10),
		"long":            "a\n" + long + "\nb\n",
		"long at the end": "a\n" + long,
		"as a block":      strings.Repeat(strings.Repeat("y", lineBlock-1)+"\n", 3),
	} {
		for how, r := range map[string]io.Reader{
			"whole": strings.NewReader(text), "halves": iotest.HalfReader(strings.NewReader(text)), "with the end": iotest.DataErrReader(strings.NewReader(text)),
		} {
			l := ReadLines(r, 4*lineBlock)
			got, err := linesOf(t, l)
			if !errors.Is(err, io.EOF) || string(got) != text {
				t.Errorf("%s, %s: %d of %d bytes, %v", name, how, len(got), len(text), err)
			}
			if _, err := l.Next(); !errors.Is(err, io.EOF) {
				t.Errorf("%s, %s: after the end: %v", name, how, err)
			}
			l.Close()
			l.Close()
		}
	}
}

func TestReadLinesRefused(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		in   io.Reader
		have string // that comes first
		want error
	}{
		"an error":                {io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken)), "a\n", broken},
		"an error at once":        {iotest.ErrReader(broken), "", broken},
		"a line that is too long": {io.MultiReader(strings.NewReader("a\n"), zero{}), "a\n", ErrLongLine},
	} {
		l := ReadLines(c.in, 2*lineBlock)
		if got, err := linesOf(t, l); !errors.Is(err, c.want) || string(got) != c.have {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		l.Close()
	}
	exact := bytes.Repeat([]byte("x"), 2*lineBlock+1)
	exact[2*lineBlock] = '\n'
	l := ReadLines(bytes.NewReader(exact), 2*lineBlock)
	if got, err := linesOf(t, l); !errors.Is(err, io.EOF) || len(got) != len(exact) {
		t.Errorf("a line as long as allowed: %d bytes, %v", len(got), err)
	}
	l.Close()
}

// TestReadLinesClosed holds that reading ends where nobody takes what is read.
func TestReadLinesClosed(t *testing.T) {
	l := ReadLines(strings.NewReader(strings.Repeat("\n", 4*lineBlocks*lineBlock)), lineBlock)
	if _, err := l.Next(); err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, err := l.Next(); err == nil {
		t.Error("there is more after Close")
	}
}
