// Package stream reads files that may be compressed, whatever they are called,
// and refuses those that unpack to more than anybody means.
package stream

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz"
)

// Limits of what is unpacked: so many bytes at the most, and so many times as
// many as were read, once there are more than free bytes. Indexes of Debian
// unpack to 15 times, lists of files that are all alike to 100 times. LZ4 cannot
// do more than 255, so a limit above that would never hold it.
const (
	Most  = 16 << 30
	times = 200
	free  = 64 << 20
)

// ErrTooLarge is what is refused with that unpacks to more than the limits.
var ErrTooLarge = errors.New("it unpacks to far more than such a file holds: refused, as it may be made to fill the machine")

// Reader gives what a file holds, unpacked.
type Reader struct {
	packed  *counter
	in      io.Reader
	closers []func()
	out     int64
	// sum is of what was unpacked, raw of what was read.
	sum, raw hash.Hash
	// Form is how the file is compressed: gz, xz, zst, lz4, bz2, or empty.
	Form string
}

// counter counts what was read.
type counter struct {
	in  io.Reader
	n   int64
	sum hash.Hash
	// last are the last two bytes but for zeros behind them, of which there
	// are some if padded is set.
	last   [2]byte
	padded bool
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	if c.sum != nil {
		c.sum.Write(p[:n])
	}
	switch rest := bytes.TrimRight(p[:n], "\x00"); len(rest) {
	case 0:
		c.padded = c.padded || n > 0
	case 1:
		c.last[0], c.last[1] = c.last[1], rest[0]
		if c.padded {
			c.last[0] = 0
		}
		c.padded = n > 1
	default:
		c.last, c.padded = [2]byte(rest[len(rest)-2:]), len(rest) < n
	}
	return n, err
}

// forms tells the forms by how they begin.
var forms = []struct{ name, magic string }{
	{"gz", "\x1f\x8b"}, {"xz", "\xfd7zXZ\x00"}, {"zst", "\x28\xb5\x2f\xfd"}, {"lz4", "\x04\x22\x4d\x18"}, {"bz2", "BZh"},
}

// Open begins to read. It unpacks by what the first bytes say. Checksums are
// kept where they are asked for.
func Open(r io.Reader, checksums bool) (*Reader, error) {
	packed := &counter{in: r}
	reader := &Reader{packed: packed}
	if checksums {
		packed.sum = sha256.New()
		reader.raw, reader.sum = packed.sum, sha256.New()
	}
	buffered := bufio.NewReaderSize(packed, 1<<18)
	head, err := buffered.Peek(6)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	for _, f := range forms {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			reader.Form = f.name
		}
	}
	if reader.in, err = reader.unpack(buffered); err != nil {
		return nil, fmt.Errorf("as %s: %w", reader.Form, err)
	}
	return reader, nil
}

func (r *Reader) unpack(in io.Reader) (io.Reader, error) {
	switch r.Form {
	case "gz":
		return gzip.NewReader(in)
	case "xz":
		return xz.NewReader(in)
	case "zst":
		z, err := zstd.NewReader(in, zstd.WithDecoderMaxMemory(1<<30), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, err
		}
		r.closers = append(r.closers, z.Close)
		return z, nil
	case "lz4":
		return lz4.NewReader(in), nil
	case "bz2":
		return bzip2.NewReader(in), nil
	}
	return in, nil
}

// Read implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	r.out += int64(n)
	if r.sum != nil {
		r.sum.Write(p[:n])
	}
	if r.out > Most || r.out > free && r.out > times*r.packed.n {
		return 0, ErrTooLarge
	}
	// A file of xz that ends where a block would begin is whole to the decoder,
	// but not if what ends each such file is not there.
	if errors.Is(err, io.EOF) && r.Form == "xz" && string(r.packed.last[:]) != "YZ" {
		err = io.ErrUnexpectedEOF
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("the file is damaged or cut off after %d bytes unpacked: %w", r.out, err)
	}
	return n, err
}

// OnlyRaw leaves out the checksum of what the file holds, where that of the file
// itself will do: to sum what lists of contents unpack to takes as long as to
// unpack them. Sums then has nothing for it.
func (r *Reader) OnlyRaw() { r.sum = nil }

// OnlyContent leaves out the checksum of the file itself, where nobody has said
// which it should be. Sums then has nothing for it.
func (r *Reader) OnlyContent() { r.raw, r.packed.sum = nil, nil }

// Finish reads what is left, so that the checksums are of the whole file.
func (r *Reader) Finish() error {
	if _, err := io.Copy(io.Discard, onlyReader{r}); err != nil {
		return err
	}
	// What stands behind the end of the packed data counts as well.
	_, err := io.Copy(io.Discard, onlyReader{r.packed})
	return err
}

// onlyReader hides all methods but Read, so that nothing goes around it.
type onlyReader struct{ io.Reader }

// Sums returns the SHA-256 of the file as it is, and of what it holds, in
// hexadecimal. They are of what was read so far.
func (r *Reader) Sums() (raw, unpacked string) {
	if r.sum != nil {
		unpacked = hex.EncodeToString(r.sum.Sum(nil))
	}
	if r.raw != nil {
		raw = hex.EncodeToString(r.raw.Sum(nil))
	}
	return raw, unpacked
}

// Size is the number of bytes that were unpacked so far.
func (r *Reader) Size() int64 { return r.out }

// Close frees what unpacking holds. The file itself is its owner's to close.
func (r *Reader) Close() {
	for _, f := range r.closers {
		f()
	}
}
