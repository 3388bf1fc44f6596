// Package rpmstest writes RPM files for tests: small, uncompressed, and damaged
// where a test wants them so.
package rpmstest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
)

// Tag is one entry of a header: its number, type, number of values and data.
type Tag struct {
	ID, Kind uint32
	Count    int
	Data     string
}

// Header writes an RPM header structure, padded as signatures are.
func Header(tags []Tag, padded bool) []byte {
	var index, data bytes.Buffer
	for _, t := range tags {
		for _, n := range []uint32{t.ID, t.Kind, uint32(data.Len()), uint32(t.Count)} {
			binary.Write(&index, binary.BigEndian, n)
		}
		data.WriteString(t.Data)
	}
	var out bytes.Buffer
	out.Write([]byte{0x8e, 0xad, 0xe8, 1, 0, 0, 0, 0})
	binary.Write(&out, binary.BigEndian, uint32(len(tags)))
	binary.Write(&out, binary.BigEndian, uint32(data.Len()))
	out.Write(index.Bytes())
	out.Write(data.Bytes())
	for padded && out.Len()%8 != 0 {
		out.WriteByte(0)
	}
	return out.Bytes()
}

// RPM writes an RPM of the package dhcp with a payload: a source RPM if kind is
// 1, else a binary one.
func RPM(payload []byte, kind byte) []byte { return Named("dhcp-4.2.5-58.el7", payload, kind) }

// Named is RPM for the package NAME-VERSION-RELEASE.
func Named(nvr string, payload []byte, kind byte) []byte {
	parts := strings.Split(nvr, "-")
	n := len(parts)
	name, version, release := strings.Join(parts[:n-2], "-"), parts[n-2], parts[n-1]
	lead := make([]byte, 96)
	copy(lead, []byte{0xed, 0xab, 0xee, 0xdb, 3, 0, 0, kind})
	out := append(lead, Header(nil, true)...)
	out = append(out, Header([]Tag{
		{1000, 6, 1, name + "\x00"}, {1001, 6, 1, version + "\x00"}, {1002, 6, 1, release + "\x00"}, {1022, 6, 1, "x86_64\x00"},
		{1048, 4, 2, "\x00\x00\x00\x0c\x00\x00\x00\x00"}, {1049, 8, 2, "openldap-devel\x00gcc\x00"}, {1050, 8, 2, "2.4\x00\x00"},
		{1018, 8, 1, "dhcp-4.2.5.tar.gz\x00"}, {1019, 8, 2, "a.patch\x00b.patch\x00"},
	}, false)...)
	return append(out, payload...)
}

// Cpio writes an archive of regular files, given as names and contents by
// turns.
func Cpio(files ...string) []byte {
	var out bytes.Buffer
	write := func(name, content string) {
		fmt.Fprintf(&out, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x", 1, 0o100644, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name)+1, 0)
		out.WriteString(name + "\x00")
		for out.Len()%4 != 0 {
			out.WriteByte(0)
		}
		out.WriteString(content)
		for out.Len()%4 != 0 {
			out.WriteByte(0)
		}
	}
	for i := 0; i+1 < len(files); i += 2 {
		write(files[i], files[i+1])
	}
	write("TRAILER!!!", "")
	return out.Bytes()
}
