package distro

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// magic begins a file with an index in it; the number is the version of what
// follows: the description as JSON, then the tables, each one frame of zstd,
// each with its length ahead as eight bytes, big endian. Lengths of tables are
// given twice, packed and unpacked.
const magic = "stxscan index 1\n"

// maxTable bounds a table, in bytes; maxMeta its description.
const (
	maxTable = 1 << 30
	maxMeta  = 1 << 20
)

// ErrFormat is what a file is refused with that holds no index, or a damaged one.
var ErrFormat = errors.New("no index, or a damaged one")

// WriteTo writes the index as a file holds it.
func (x *Index) WriteTo(w io.Writer) (int64, error) { return x.pack(w, zstd.SpeedDefault) }

func (x *Index) pack(w io.Writer, level zstd.EncoderLevel) (int64, error) {
	meta, err := json.Marshal(&x.Meta)
	if err != nil {
		return 0, err
	}
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(level), zstd.WithWindowSize(8<<20), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return 0, err
	}
	defer encoder.Close()
	var out bytes.Buffer
	out.WriteString(magic)
	out.Write(binary.BigEndian.AppendUint64(nil, uint64(len(meta))))
	out.Write(meta)
	for _, t := range x.tables() {
		packed := encoder.EncodeAll(bytesOf(t.text), make([]byte, 0, len(t.text)/3))
		out.Write(binary.BigEndian.AppendUint64(nil, uint64(len(packed))))
		out.Write(binary.BigEndian.AppendUint64(nil, uint64(len(t.text))))
		out.Write(packed)
	}
	n, err := w.Write(out.Bytes())
	return int64(n), err
}

// Decode reads an index out of what WriteTo wrote. Whatever else it is given, it
// returns an error of ErrFormat.
func Decode(data []byte) (*Index, error) {
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		return nil, fmt.Errorf("%w: it does not begin as one", ErrFormat)
	}
	x := &Index{}
	meta, rest, err := section(rest, maxMeta)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(meta, &x.Meta); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxTable), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer decoder.Close()
	for i, t := range x.tables() {
		if len(rest) < 8 {
			return nil, fmt.Errorf("%w: it ends before its table of %s", ErrFormat, tableNames[i])
		}
		length := binary.BigEndian.Uint64(rest)
		var packed []byte
		var size uint64
		if len(rest) >= 16 {
			size = binary.BigEndian.Uint64(rest[8:])
		}
		if size > maxTable || length > uint64(max(0, len(rest)-16)) {
			return nil, fmt.Errorf("%w: its table of %s is cut off or too large", ErrFormat, tableNames[i])
		}
		packed, rest = rest[16:16+length], rest[16+length:]
		// A frame that unpacks to more than it says is stopped there.
		text, err := decoder.DecodeAll(packed, make([]byte, 0, min(size, uint64(len(packed))*400)))
		if err != nil || uint64(len(text)) != size {
			return nil, fmt.Errorf("%w: its table of %s cannot be unpacked", ErrFormat, tableNames[i])
		}
		if len(text) > 0 && text[len(text)-1] != '\n' {
			return nil, fmt.Errorf("%w: its table of %s is cut off", ErrFormat, tableNames[i])
		}
		*t = newTable(stringOf(text))
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("%w: there is more behind its tables", ErrFormat)
	}
	return x, nil
}

// section takes a length and as many bytes.
func section(data []byte, most uint64) (head, rest []byte, err error) {
	if len(data) < 8 {
		return nil, nil, fmt.Errorf("%w: it is cut off", ErrFormat)
	}
	n := binary.BigEndian.Uint64(data)
	if n > most || n > uint64(len(data)-8) {
		return nil, nil, fmt.Errorf("%w: it is cut off", ErrFormat)
	}
	return data[8 : 8+n], data[8+n:], nil
}

// ReadFile reads an index from a file.
func ReadFile(name string) (*Index, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	x, err := Decode(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return x, nil
}

// WriteFile writes the index to a file, whole or not at all.
func (x *Index) WriteFile(name string) error { return x.writeFile(name, zstd.SpeedDefault) }

// WriteSmall is WriteFile for an index that the program carries: it takes eight
// times as long, and makes a file that is a seventh smaller.
func (x *Index) WriteSmall(name string) error { return x.writeFile(name, zstd.SpeedBestCompression) }

func (x *Index) writeFile(name string, level zstd.EncoderLevel) error {
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = x.pack(file, level)
	if err := errors.Join(err, file.Chmod(0o644), file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
