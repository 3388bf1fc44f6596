package stream

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz"
)

// allForms are the forms that tests can write. Nothing in Go writes bz2: what
// is compared in it was written before.
var allForms = []string{"", "gz", "xz", "zst", "lz4", "bz2"}

// lines and zeros are 200 lines, and 70 MB of zeros, as bzip2 -9 writes them.
const (
	lines = "QlpoOTFBWSZTWfvRxZQABgpZAAAQQAB/4CMlwAH9hAApkxMgyMIqPB6fqqgAKZMTIMjBJqpQnv9NVUPUNP2AQJ7AgT2BAn17H1e35/X793nu7u7u9cwA4MgbDQNA2GQODACHUAtQARTADgyBsNA0DYZA4MAIdQC1ABdXV3d3dpJJJJddK5PO7u7u922223kgsgsgsgsgsgsgsgsgshvM7bba62229RVVVVVXebebbbW6223vSqqqqqu823xttrbrbb34VVVVVV3m23zttbbrbe+lVVVVVd5ttvrbW23W3vlVVVVVXebbbfja223W98Kqqqqq7zbbbetbbbde8VVVVVVPN8bbbb11tttuVVVVVRQIE/oECf4CBPsCBPgCBP4BAnyBAn2BAn2BAiBAnyBAn/F3JFOFCQ+9HFlA"
	zeros = "QlpoOTFBWSZTWQ4J4t8BX45AAMAAAAggADCATUZCoCWpCoCXMUFZJlNZM/Kv7gDSo8EAwABAAAAIIAAwzAUppqhJEtgRJEvF3JFOFCQL+FqUAA=="
)

// content is what tests pack: 200 lines for bz2, else more than any buffer
// holds.
func content(form string) []byte {
	var b bytes.Buffer
	for i := range 200 {
		fmt.Fprintf(&b, "line %d of a file\n", i+1)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for form != "bz2" && b.Len() < 600<<10 {
		fmt.Fprintf(&b, "usr/bin/program-%d\tadmin/package-%d\n", r.Uint32(), r.IntN(1000))
	}
	return b.Bytes()
}

func pack(t testing.TB, form string, text io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser = plain{&b}
	var err error
	switch form {
	case "gz":
		w = gzip.NewWriter(&b)
	case "xz":
		w, err = xz.NewWriter(&b)
	case "zst":
		w, err = zstd.NewWriter(&b)
	case "lz4":
		w = lz4.NewWriter(&b)
	}
	if err == nil {
		_, err = io.Copy(w, text)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type plain struct{ io.Writer }

func (plain) Close() error { return nil }

func packed(t testing.TB, form string) []byte {
	t.Helper()
	if form == "bz2" {
		return decoded(t, lines)
	}
	return pack(t, form, bytes.NewReader(content(form)))
}

func decoded(t testing.TB, text string) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// unpack reads all that a file holds.
func unpack(in io.Reader) ([]byte, error) {
	r, err := Open(in, false)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func sum(b []byte) string { return fmt.Sprintf("%x", sha256.Sum256(b)) }

func TestOpen(t *testing.T) {
	for _, form := range allForms {
		data, want := packed(t, form), content(form)
		for name, in := range map[string]io.Reader{
			"at once": bytes.NewReader(data), "by halves": iotest.HalfReader(bytes.NewReader(data)), "by bytes": iotest.OneByteReader(bytes.NewReader(data)), "with the end": iotest.DataErrReader(bytes.NewReader(data)),
		} {
			r, err := Open(in, true)
			if err != nil {
				t.Fatalf("%s, %s: %v", form, name, err)
			}
			got, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s, %s: %d bytes, %v; want %d", form, name, len(got), err, len(want))
			}
			if err := r.Finish(); err != nil {
				t.Errorf("%s, %s: %v", form, name, err)
			}
			if raw, unpacked := r.Sums(); raw != sum(data) || unpacked != sum(want) {
				t.Errorf("%s, %s: the sums are %s, %s", form, name, raw, unpacked)
			}
			if r.Form != form || r.Size() != int64(len(want)) {
				t.Errorf("%s, %s: it is %q of %d bytes", form, name, r.Form, r.Size())
			}
			r.Close()
		}
	}
}

// TestFinish holds that checksums are of the whole file, whatever was read.
func TestFinish(t *testing.T) {
	for _, form := range allForms {
		for _, most := range []int64{0, 1, 1000} {
			data, want := packed(t, form), content(form)
			r, err := Open(bytes.NewReader(data), true)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.CopyN(io.Discard, r, most); err != nil {
				t.Fatal(err)
			}
			if err := r.Finish(); err != nil {
				t.Errorf("%s after %d bytes: %v", form, most, err)
			}
			if raw, unpacked := r.Sums(); raw != sum(data) || unpacked != sum(want) || r.Size() != int64(len(want)) {
				t.Errorf("%s after %d bytes: the sums are %s, %s of %d bytes", form, most, raw, unpacked, r.Size())
			}
			r.Close()
		}
	}
}

// TestSeveral holds that a file of several packed parts is read to its end, as
// pigz and others write such.
func TestSeveral(t *testing.T) {
	for _, form := range allForms {
		data := packed(t, form)
		got, err := unpack(bytes.NewReader(append(bytes.Clone(data), data...)))
		if want := append(content(form), content(form)...); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v; want %d", form, len(got), err, len(want))
		}
	}
}

// TestCutOff holds that no file passes that is cut off, wherever that is.
func TestCutOff(t *testing.T) {
	for _, form := range allForms[1:] {
		data, whole := packed(t, form), content(form)
		for _, at := range []int{6, 7, 8, 10, 12, 16, 20, 40, len(data) / 3, len(data) / 2, len(data) - 20, len(data) - 12, len(data) - 9, len(data) - 8, len(data) - 5, len(data) - 4, len(data) - 3, len(data) - 2, len(data) - 1} {
			got, err := unpack(bytes.NewReader(data[:at]))
			if err == nil {
				t.Errorf("%s cut off after %d of %d bytes: %d bytes of %d and no error", form, at, len(data), len(got), len(whole))
			} else if errors.Is(err, ErrTooLarge) || len(got) > 0 && !strings.Contains(err.Error(), "cut off after") {
				t.Errorf("%s cut off after %d of %d bytes: %v", form, at, len(data), err)
			}
		}
	}
}

// TestCutOffAnywhere is TestCutOff at each byte of files that are short or, of
// xz, of several blocks.
func TestCutOffAnywhere(t *testing.T) {
	for _, form := range allForms[1:] {
		data, whole := packed(t, "bz2"), content("bz2")
		switch form {
		case "bz2":
		case "xz":
			whole = whole[:1500]
			var b bytes.Buffer
			w, err := xz.WriterConfig{BlockSize: 1000}.NewWriter(&b)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(whole); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			data = append(b.Bytes(), 0, 0, 0, 0) // which may stand behind it
		default:
			data = pack(t, form, bytes.NewReader(whole))
		}
		if got, err := unpack(iotest.OneByteReader(bytes.NewReader(data))); err != nil || !bytes.Equal(got, whole) {
			t.Fatalf("%s: %d bytes, %v", form, len(got), err)
		}
		for at := 6; at < len(data)-4; at++ {
			if got, err := unpack(bytes.NewReader(data[:at])); err == nil {
				t.Errorf("%s cut off after %d of %d bytes: %d bytes and no error", form, at, len(data), len(got))
			}
		}
	}
}

// TestDamaged holds that a file with a changed byte is an error or, where the
// form has no checksum of that byte, gives what was in it.
func TestDamaged(t *testing.T) {
	for _, form := range allForms[1:] {
		data, whole := packed(t, form), content(form)
		r := rand.New(rand.NewPCG(3, 4))
		for range 40 {
			at := 6 + r.IntN(len(data)-6)
			changed := bytes.Clone(data)
			changed[at] ^= 1 << r.IntN(8)
			if got, err := unpack(bytes.NewReader(changed)); err == nil && !bytes.Equal(got, whole) {
				t.Errorf("%s with byte %d changed: other data and no error", form, at)
			}
		}
	}
}

// TestBomb holds that what unpacks to far more than it should is refused, and
// before it is all unpacked.
func TestBomb(t *testing.T) {
	const size = 300 << 20
	for _, form := range allForms[1:] {
		var data []byte
		switch form {
		case "bz2":
			data = bytes.Repeat(decoded(t, zeros), 4)
		case "xz":
			data = bytes.Repeat(pack(t, form, io.LimitReader(zero{}, 10<<20)), 30) // xz takes long
		default:
			data = pack(t, form, io.LimitReader(zero{}, size))
		}
		r, err := Open(bytes.NewReader(data), true)
		if err != nil {
			t.Fatalf("%s: %v", form, err)
		}
		if _, err := io.Copy(io.Discard, onlyReader{r}); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s, %d bytes of it: %v", form, len(data), err)
		}
		if r.Size() > size*2/3 {
			t.Errorf("%s: %d bytes were unpacked before it was refused", form, r.Size())
		}
		if err := r.Finish(); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: the rest of it: %v", form, err)
		}
		r.Close()
	}
}

// TestPlain holds that much of what is not packed is no bomb, and that next to
// nothing is a file as well.
func TestPlain(t *testing.T) {
	r, err := Open(io.LimitReader(zero{}, 2*free), false)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, onlyReader{r}); n != 2*free || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	for _, text := range []string{"", "a", "BZ", "\x1f", "\xfd7zXZ"} {
		if got, err := unpack(strings.NewReader(text)); string(got) != text || err != nil {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	broken := errors.New("the disk is broken")
	if _, err := unpack(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	data := packed(t, "gz")
	if _, err := unpack(io.MultiReader(bytes.NewReader(data[:len(data)/2]), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// zero is zeros without an end.
type zero struct{}

func (zero) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func FuzzOpen(f *testing.F) {
	for _, form := range allForms {
		data := packed(f, form)
		f.Add(data[:min(len(data), 4096)])
	}
	f.Add(decoded(f, zeros))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Open(bytes.NewReader(data), true)
		if err != nil {
			return
		}
		defer r.Close()
		if r.Finish() != nil {
			return
		}
		raw, unpacked := r.Sums()
		if raw != sum(data) || r.Form == "" && unpacked != raw || r.Size() > free && r.Size() > times*int64(len(data)) {
			t.Fatalf("%q of %d bytes unpacks to %d, with the sums %s, %s", r.Form, len(data), r.Size(), raw, unpacked)
		}
	})
}
