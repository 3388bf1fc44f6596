package rpms

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// maxWindow bounds the memory that a payload may ask its decompressor for; xz
// takes 64 MiB at its highest level.
const maxWindow = 128 << 20

// maxMagic are the first bytes of a payload that are looked at: an xz stream's
// header, and the header of its first block up to its filter.
const maxMagic = 40

// decompress returns the payload as it was before compression. How it was
// compressed, its first bytes tell.
func decompress(r *bufio.Reader) (payload io.Reader, done func(), err error) {
	done = func() {}
	magic, _ := r.Peek(maxMagic)
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		payload, err = gzip.NewReader(r)
	case bytes.HasPrefix(magic, []byte("BZh")):
		payload = bzip2.NewReader(r)
	case bytes.HasPrefix(magic, []byte{0xfd, '7', 'z', 'X', 'Z', 0}):
		if xzWindow(magic) > maxWindow {
			return nil, nil, fmt.Errorf("damaged payload: xz asks for more than %d MiB of memory", maxWindow>>20)
		}
		payload, err = xz.NewReader(r)
	case bytes.HasPrefix(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		var z *zstd.Decoder
		z, err = zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderMaxMemory(2*maxWindow))
		if err == nil {
			payload, done = z, z.Close
		}
	case len(magic) >= 13 && magic[0] == 0x5d:
		if binary.LittleEndian.Uint32(magic[1:]) > maxWindow {
			return nil, nil, fmt.Errorf("damaged payload: lzma asks for more than %d MiB of memory", maxWindow>>20)
		}
		payload, err = lzma.NewReader(r)
	case bytes.HasPrefix(magic, []byte("0707")):
		payload = r
	case len(magic) == 0:
		return nil, nil, errors.New("damaged payload: it is missing")
	default:
		return nil, nil, errors.New("damaged payload: it is compressed in no known way")
	}
	if err != nil {
		return nil, nil, fmt.Errorf("damaged payload: %w", err)
	}
	return payload, done, nil
}

// xzWindow returns the size of the dictionary that the first block of an xz
// stream asks for, 0 if it cannot be told.
func xzWindow(magic []byte) int64 {
	// Stream header of 12 bytes, then the block's size, flags, sizes where the
	// flags announce them, and the filter: id 0x21, one byte of properties.
	if len(magic) < 14 {
		return 0
	}
	rest := magic[14:]
	for _, announced := range []byte{0x40, 0x80} {
		if magic[13]&announced != 0 {
			_, n := binary.Uvarint(rest)
			rest = rest[max(n, 0):]
		}
	}
	if len(rest) < 3 || rest[0] != 0x21 || rest[1] != 1 {
		return 0
	}
	bits := rest[2] & 0x3f
	if bits > 40 {
		return 1 << 40
	}
	return int64(2|bits&1) << (bits/2 + 11)
}

// archive is a cpio archive in the form "newc", which RPM payloads have.
type archive struct {
	r    *bufio.Reader
	read int64 // bytes so far
	// left is what is left of the content at hand, with its padding.
	left, padding int64
}

// entry is a file of an archive.
type entry struct {
	name    string
	size    int64
	regular bool
}

const (
	newcHeader = 110
	maxName    = 4096
	trailer    = "TRAILER!!!"
)

// next goes on to the next file. The error is io.EOF after the last.
func (a *archive) next() (*entry, error) {
	if err := a.skip(a.left + a.padding); err != nil {
		return nil, err
	}
	a.left, a.padding = 0, 0
	var header [newcHeader]byte
	if err := a.fill(header[:]); err != nil {
		return nil, err
	}
	if magic := string(header[:6]); magic != "070701" && magic != "070702" {
		return nil, fmt.Errorf("no cpio archive: %.6q is no magic number", header[:6])
	}
	mode, err1 := field(header[:], 1)
	size, err2 := field(header[:], 6)
	length, err3 := field(header[:], 11)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	if length < 1 || length > maxName {
		return nil, fmt.Errorf("a name of %d bytes", length)
	}
	name := make([]byte, length)
	if err := a.fill(name); err != nil {
		return nil, err
	}
	if err := a.skip(aligned(newcHeader+length) - newcHeader - length); err != nil {
		return nil, err
	}
	text, _, _ := strings.Cut(string(name), "\x00")
	if text == trailer {
		return nil, io.EOF
	}
	a.left, a.padding = size, aligned(size)-size
	return &entry{name: text, size: size, regular: mode&0o170000 == 0o100000}, nil
}

// content reads the file that next returned.
func (a *archive) content() ([]byte, error) {
	data := make([]byte, a.left)
	err := a.fill(data)
	a.left = 0
	return data, err
}

func (a *archive) fill(to []byte) error {
	n, err := io.ReadFull(a.r, to)
	a.read += int64(n)
	if err != nil {
		return fmt.Errorf("it ends too early: %w", io.ErrUnexpectedEOF)
	}
	return nil
}

func (a *archive) skip(n int64) error {
	skipped, err := io.CopyN(io.Discard, a.r, n)
	a.read += skipped
	if err != nil {
		return fmt.Errorf("it ends too early: %w", io.ErrUnexpectedEOF)
	}
	return nil
}

// field returns the i-th number after the magic one, eight hex digits each.
func field(header []byte, i int) (int64, error) {
	n, err := strconv.ParseUint(string(header[6+8*i:14+8*i]), 16, 32)
	if err != nil {
		return 0, fmt.Errorf("%.8q is no number", header[6+8*i:14+8*i])
	}
	return int64(n), nil
}

func aligned(n int64) int64 { return (n + 3) &^ 3 }
