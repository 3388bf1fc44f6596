package rpmmd

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"

	"opendev.org/starlingx/stxscan/distro"
)

// benchPackages is as many as a release of a distribution has.
const benchPackages = 20000

func BenchmarkPrimary(b *testing.B) {
	text := primaryXML(sample(benchPackages, 1), 1)
	b.Run("scanner", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			if err := readPrimary(bytes.NewReader(text), func(*pkg) { n++ }); err != nil || n != benchPackages {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("scanner and index", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			im := newImporter(distro.NewBuilder(distro.Meta{Family: distro.FamilyRPM}))
			if err := readPrimary(bytes.NewReader(text), im.add); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("tokens of encoding xml", func(b *testing.B) { benchTokens(b, text) })
}

func BenchmarkFilelists(b *testing.B) {
	text := filelistsXML(sample(benchPackages, 1), 40)
	b.Run("scanner", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			if err := readFilelists(bytes.NewReader(text), func(string, string) bool { return true }, func([]byte) { n++ }); err != nil || n == 0 {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("tokens of encoding xml", func(b *testing.B) { benchTokens(b, text) })
}

func benchTokens(b *testing.B, text []byte) {
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d := xml.NewDecoder(bytes.NewReader(text))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}
