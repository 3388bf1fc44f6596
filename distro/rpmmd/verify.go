package rpmmd

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // it is what older repositories have
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"opendev.org/starlingx/stxscan/distro/stream"
)

// ErrMismatch is what a file is refused with that is not the one that
// repomd.xml describes.
var ErrMismatch = errors.New("not the file that repomd.xml describes")

// again says what helps when a file is not whole or of another day.
const again = "fetch the whole repodata folder again (dnf clean metadata && dnf makecache) or make it again (createrepo_c)"

// hash returns what computes a checksum of its kind.
func (c checksum) hash() (hash.Hash, error) {
	var h hash.Hash
	switch strings.ToLower(c.Type) {
	case "sha256":
		h = sha256.New()
	case "sha", "sha1":
		h = sha1.New() //nolint:gosec // it is compared with what is there
	case "sha512":
		h = sha512.New()
	case "sha384":
		h = sha512.New384()
	case "sha224":
		h = sha256.New224()
	default:
		return nil, fmt.Errorf("%w: a checksum of type %.40q, of which sha256, sha512 and sha1 are known: make the metadata again (createrepo_c --checksum sha256)", ErrFormat, c.Type)
	}
	if sum, err := hex.DecodeString(strings.TrimSpace(c.Hex)); err != nil || len(sum) != h.Size() {
		return nil, fmt.Errorf("%w: the %s %.140q is none", ErrFormat, c.Type, c.Hex)
	}
	return h, nil
}

// is reports whether a computed checksum is the one that is given.
func (c checksum) is(h hash.Hash) bool {
	sum, err := hex.DecodeString(strings.TrimSpace(c.Hex))
	return err == nil && bytes.Equal(sum, h.Sum(nil))
}

// source is a file of a repository. Unpacked is set for those that yum has
// unpacked, which only have the checksum of what was in them.
type source struct {
	path     string
	unpacked bool
	data     *data
}

// read calls f with what the file holds. Whatever f makes of that counts only
// if read returns no error: that it was the right file shows at the end.
func (s *source) read(f func(io.Reader) error) error {
	if err := s.verified(f); err != nil {
		return fmt.Errorf("%s: %w", s.path, err)
	}
	return nil
}

func (s *source) verified(f func(io.Reader) error) error {
	packed, size := s.data.Packed, s.data.size
	if s.unpacked {
		packed, size = s.data.Open, s.data.openSize
	}
	raw, err := packed.hash()
	if err != nil {
		return err
	}
	file, err := openRegular(s.path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if size > 0 && info.Size() != size {
		return fmt.Errorf("%w: it has %d bytes and should have %d: %s", ErrMismatch, info.Size(), size, again)
	}
	tee := io.TeeReader(file, raw)
	failed := s.unpack(tee, f)
	if errors.Is(failed, stream.ErrTooLarge) {
		return fmt.Errorf("%w: %s", failed, again)
	}
	// A file that cannot be read is most often not the right one, and that is
	// what helps to know.
	if _, err := io.Copy(io.Discard, tee); err != nil {
		return err
	}
	if !packed.is(raw) {
		return fmt.Errorf("%w: its %s is %x: it is damaged or of another day: %s", ErrMismatch, packed.Type, raw.Sum(nil), again)
	}
	if failed != nil {
		return fmt.Errorf("%w: %s", failed, again)
	}
	return nil
}

// unpack calls f with what is in a file, and holds that against its size and
// checksum.
func (s *source) unpack(in io.Reader, f func(io.Reader) error) error {
	unpacked, err := stream.Open(in, false)
	if err != nil {
		return err
	}
	defer unpacked.Close()
	content := &bounded{in: unpacked, most: s.data.openSize}
	if s.data.Open.Hex != "" {
		if content.sum, err = s.data.Open.hash(); err != nil {
			return err
		}
	}
	// What is behind the end of the document counts as well.
	failed := f(content)
	if _, err := io.Copy(io.Discard, onlyReader{content}); err != nil {
		return err
	}
	switch {
	case content.most > 0 && content.n != content.most:
		return fmt.Errorf("%w: it unpacks to %d bytes and should to %d", ErrMismatch, content.n, content.most)
	case content.sum != nil && !s.data.Open.is(content.sum):
		return fmt.Errorf("%w: what is in it has the %s %x", ErrMismatch, s.data.Open.Type, content.sum.Sum(nil))
	}
	return failed
}

// bounded ends with an error behind as many bytes as there should be.
type bounded struct {
	in      io.Reader
	n, most int64 // most is 0 where that is not known
	sum     hash.Hash
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	b.n += int64(n)
	if b.sum != nil {
		b.sum.Write(p[:n])
	}
	if b.most > 0 && b.n > b.most {
		return 0, fmt.Errorf("%w: it unpacks to more than the %d bytes that it should: %w", ErrMismatch, b.most, stream.ErrTooLarge)
	}
	return n, err
}

// onlyReader hides all methods but Read.
type onlyReader struct{ io.Reader }
