package reporttest

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"unicode"
	"unicode/utf8"

	"opendev.org/starlingx/stxscan/reports"
)

// Write is what a writer writes of a report.
type Write func(io.Writer, *reports.Report) error

// Text is what it writes.
func (write Write) Text(t testing.TB, r *reports.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Writer holds a writer to what holds for every one: what it writes of Sample,
// of Gate and of an empty report is what golden files hold, SAMPLE.ext,
// GATE.ext and EMPTY.ext, with and without a base; it writes the same each
// time; and it passes on the error of where it writes to.
func Writer(t *testing.T, ext string, write Write) {
	t.Helper()
	empty := func() *reports.Report { return &reports.Report{Schema: reports.Schema} }
	for name, of := range map[string]func() *reports.Report{"sample": Sample, "gate": Gate, "empty": empty} {
		text := write.Text(t, of())
		Golden(t, name+ext, []byte(text))
		for range 8 {
			if again := write.Text(t, of()); again != text {
				t.Fatalf("%s: the same report was written in two ways", name)
			}
		}
	}
	want := errors.New("full")
	for _, most := range []int{0, 100} {
		if err := write(&full{most, want}, Hostile()); !errors.Is(err, want) {
			t.Errorf("the error after %d bytes is %v, want %v", most, err, want)
		}
	}
}

// full takes so many bytes and no more.
type full struct {
	most int
	err  error
}

func (f *full) Write(p []byte) (int, error) {
	if f.most -= len(p); f.most < 0 {
		return 0, f.err
	}
	return len(p), nil
}

// Harmless checks that text holds nothing that a terminal would obey or hide,
// but the ends of lines.
func Harmless(t testing.TB, name, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("%s: the text is no UTF-8", name)
	}
	for _, r := range text {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("%s: %q is left in the text", name, r)
			return
		}
	}
}
