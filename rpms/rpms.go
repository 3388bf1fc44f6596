// Package rpms reads RPM files: the header of any, and the spec file inside of
// a source RPM. It runs nothing, writes nothing to disk and trusts no number
// that a file gives of itself.
package rpms

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/cavaliergopher/rpm"
)

// The bounds of a file. The largest of CentOS 7, kernel and firmware, stay far
// below them.
const (
	maxHeader  = 32 << 20 // bytes of a header's data
	maxTags    = 10_000   // entries of its index
	maxMemory  = 64 << 20 // bytes that its values take once they are read
	maxPayload = 2 << 30  // bytes gone through in search of the spec
	maxSpec    = 16 << 20 // bytes of a spec
	maxEntries = 100_000  // files of a payload
)

// Package is what the header of an RPM says.
type Package struct {
	Name, Version, Release string
	// Arch is the architecture it is built for; of a source RPM the one that
	// it was made on.
	Arch string
	// Source says that it is a source RPM.
	Source             bool
	Requires, Provides []Dependency
	// Sources and Patches are those of a source RPM, by file name.
	Sources, Patches []string
}

// Dependency is a capability, with a constraint such as ">=" and "1.2".
type Dependency struct{ Name, Op, Version string }

// Source is a source RPM with the spec file inside of it.
type Source struct {
	Package
	// SpecName is the base name of the spec file, Spec its content.
	SpecName string
	Spec     []byte
}

// FileName is the name that a source RPM has by its header.
func (s *Source) FileName() string {
	return s.Name + "-" + s.Version + "-" + s.Release + ".src.rpm"
}

// ErrNoSpec says that the payload of a source RPM holds no spec file.
var ErrNoSpec = errors.New("it holds no spec file")

// ReadFile reads the header of an RPM file. The error says what is wrong with
// the file.
func ReadFile(name string) (*Package, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return Read(bufio.NewReader(file))
}

// Read reads the header of an RPM and leaves r at its payload.
func Read(r io.Reader) (p *Package, err error) {
	head, err := readHead(r)
	if err != nil {
		return nil, err
	}
	// The library was written for files that keep to the format.
	defer func() {
		if v := recover(); v != nil {
			p, err = nil, fmt.Errorf("damaged header: %v", v)
		}
	}()
	read, err := rpm.Read(bytes.NewReader(head))
	if err != nil {
		return nil, fmt.Errorf("damaged header: %w", err)
	}
	p = &Package{
		Name: read.Name(), Version: read.Version(), Release: read.Release(), Arch: read.Architecture(),
		Source: read.Lead.Type == 1, Sources: read.Source(), Patches: read.Patch(),
		Requires: dependencies(read.Requires()), Provides: dependencies(read.Provides()),
	}
	if p.Name == "" {
		return nil, errors.New("damaged header: it names no package")
	}
	return p, nil
}

func dependencies(list []rpm.Dependency) []Dependency {
	var out []Dependency
	for _, d := range list {
		one := Dependency{Name: d.Name(), Version: d.Version()}
		for _, flag := range []struct {
			bit  int
			text string
		}{{rpm.DepFlagLesser, "<"}, {rpm.DepFlagGreater, ">"}, {rpm.DepFlagEqual, "="}} {
			if d.Flags()&flag.bit != 0 {
				one.Op += flag.text
			}
		}
		if one.Version != "" && d.Release() != "" {
			one.Version += "-" + d.Release()
		}
		if one.Version != "" && d.Epoch() > 0 {
			one.Version = fmt.Sprintf("%d:%s", d.Epoch(), one.Version)
		}
		out = append(out, one)
	}
	return out
}

// ReadSourceFile reads a source RPM: its header and the spec in its payload.
func ReadSourceFile(name string) (*Source, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return ReadSource(file)
}

// ReadSource is ReadSourceFile for an open file.
func ReadSource(r io.Reader) (s *Source, err error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	p, err := Read(buffered)
	if err != nil {
		return nil, err
	}
	if !p.Source {
		return nil, errors.New("it is no source RPM")
	}
	defer func() {
		if v := recover(); v != nil {
			s, err = nil, fmt.Errorf("damaged payload: %v", v)
		}
	}()
	payload, closePayload, err := decompress(buffered)
	if err != nil {
		return nil, err
	}
	defer closePayload()
	s = &Source{Package: *p}
	s.SpecName, s.Spec, err = findSpec(payload)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// findSpec returns the first spec file of a cpio archive. Of its name only the
// last component counts: nothing is ever unpacked.
func findSpec(r io.Reader) (name string, content []byte, err error) {
	archive := &archive{r: bufio.NewReader(io.LimitReader(r, maxPayload+1))}
	for range maxEntries {
		entry, err := archive.next()
		switch {
		case errors.Is(err, io.EOF):
			return "", nil, ErrNoSpec
		case err != nil:
			return "", nil, fmt.Errorf("damaged payload: %w", err)
		case archive.read > maxPayload:
			return "", nil, fmt.Errorf("no spec file in the first %d MiB of the payload", maxPayload>>20)
		}
		base := path.Base(path.Clean("/" + entry.name))
		if !entry.regular || !strings.HasSuffix(base, ".spec") {
			continue
		}
		if entry.size > maxSpec {
			return "", nil, fmt.Errorf("the spec file %.60q has %d bytes, more than %d MiB", base, entry.size, maxSpec>>20)
		}
		content, err := archive.content()
		if err != nil {
			return "", nil, fmt.Errorf("damaged payload: %w", err)
		}
		return base, content, nil
	}
	return "", nil, fmt.Errorf("no spec file among the first %d files of the payload", maxEntries)
}

// The fixed parts of the format, in bytes.
const (
	leadSize   = 96
	introSize  = 16 // of a header: magic, reserved, number of entries, size of the data
	entrySize  = 16 // of its index: tag, type, offset, count
	headerUnit = 8  // what the signature is padded to
)

// readHead reads lead, signature and header, having checked that what they say
// of their own size is so.
func readHead(r io.Reader) ([]byte, error) {
	var head bytes.Buffer
	if err := take(r, &head, leadSize); err != nil {
		return nil, fmt.Errorf("it is no RPM: %w", err)
	}
	if !bytes.HasPrefix(head.Bytes(), []byte{0xed, 0xab, 0xee, 0xdb}) {
		return nil, errors.New("it is no RPM: the first bytes are others")
	}
	for _, padded := range []bool{true, false} {
		if err := readHeader(r, &head, padded); err != nil {
			return nil, fmt.Errorf("damaged header: %w", err)
		}
	}
	return head.Bytes(), nil
}

func readHeader(r io.Reader, head *bytes.Buffer, padded bool) error {
	start := head.Len()
	if err := take(r, head, introSize); err != nil {
		return err
	}
	intro := head.Bytes()[start:]
	if !bytes.HasPrefix(intro, []byte{0x8e, 0xad, 0xe8}) {
		return errors.New("the magic number is missing")
	}
	entries, size := int64(binary.BigEndian.Uint32(intro[8:])), int64(binary.BigEndian.Uint32(intro[12:]))
	if entries > maxTags || size > maxHeader {
		return fmt.Errorf("%d entries and %d bytes of data are more than any RPM has", entries, size)
	}
	if err := take(r, head, entries*entrySize); err != nil {
		return err
	}
	if err := take(r, head, size); err != nil {
		return err
	}
	index, data := head.Bytes()[start+introSize:], head.Bytes()[start+introSize+int(entries*entrySize):]
	total := 0
	for i := range entries {
		length, err := checkEntry(index[i*entrySize:], data)
		if err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
		if total += length; total > maxMemory {
			return fmt.Errorf("its values take more than %d MiB", maxMemory>>20)
		}
	}
	if padded {
		return take(r, head, (headerUnit-size%headerUnit)%headerUnit)
	}
	return nil
}

// widths are the bytes that a value takes at least, by its type.
var widths = map[uint32]int64{0: 0, 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 1, 9: 1}

// What a value takes in memory beside its own bytes: the library makes every
// integer one of 64 bits, and every string has a head.
const (
	integerSize = 8
	stringHead  = 16
)

// checkEntry refuses an entry that cannot lie in the data: reading it would
// take memory for values that are not there. It returns the memory that its
// values take, since entries may share their data.
func checkEntry(entry, data []byte) (memory int, err error) {
	kind, offset, count := binary.BigEndian.Uint32(entry[4:]), int64(binary.BigEndian.Uint32(entry[8:])), int64(binary.BigEndian.Uint32(entry[12:]))
	width, known := widths[kind]
	size := int64(len(data))
	if !known {
		return 0, fmt.Errorf("type %d is not known", kind)
	}
	if offset > size || count > maxHeader || offset+count*width > size {
		return 0, fmt.Errorf("%d values at %d do not fit into %d bytes", count, offset, size)
	}
	if kind != typeString && kind != typeStrings && kind != typeTranslated {
		return int(count) * integerSize, nil
	}
	rest := data[offset:]
	for range count {
		end := bytes.IndexByte(rest, 0)
		if end < 0 {
			return 0, errors.New("a string that does not end")
		}
		rest = rest[end+1:]
	}
	return int(size-offset) - len(rest) + int(count)*stringHead, nil
}

// The types of strings: one, several, and translated ones.
const (
	typeString     = 6
	typeStrings    = 8
	typeTranslated = 9
)

// take copies n bytes. The buffer grows with what is there, not with what a
// number promises.
func take(r io.Reader, to *bytes.Buffer, n int64) error {
	copied, err := io.CopyN(to, r, n)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("it ends after %d of %d bytes", copied, n)
	}
	return err
}
