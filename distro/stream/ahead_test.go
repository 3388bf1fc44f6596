package stream

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"
)

func TestAhead(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789"), 1<<18)
	for name, r := range map[string]io.Reader{
		"whole": bytes.NewReader(data), "halves": iotest.HalfReader(bytes.NewReader(data)), "with the end": iotest.DataErrReader(bytes.NewReader(data)),
	} {
		a := Ahead(r)
		got, err := io.ReadAll(iotest.OneByteReader(io.LimitReader(a, 100)))
		if err != nil || !bytes.Equal(got, data[:100]) {
			t.Errorf("%s: %q %v", name, got, err)
		}
		rest, err := io.ReadAll(a)
		if err != nil || !bytes.Equal(rest, data[100:]) {
			t.Errorf("%s: %d of %d bytes, %v", name, len(rest), len(data)-100, err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
	broken := errors.New("broken")
	a := Ahead(io.MultiReader(bytes.NewReader(data[:1000]), iotest.ErrReader(broken)))
	got, err := io.ReadAll(a)
	if len(got) != 1000 || !errors.Is(err, broken) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := a.Read(make([]byte, 1)); !errors.Is(err, broken) {
		t.Errorf("after the error: %v", err)
	}
	_ = a.Close()
	early := Ahead(bytes.NewReader(data))
	if err := early.Close(); err != nil {
		t.Error(err)
	}
}
