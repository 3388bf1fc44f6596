//go:build unix

package indexes

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/stream"
)

// lists is the folder of apt's lists that the benchmarks read.
func lists(b *testing.B) string {
	b.Helper()
	dir := os.Getenv("STXSCAN_LISTS")
	if dir == "" {
		b.Skip("STXSCAN_LISTS names no folder of apt's lists")
	}
	return dir
}

// measure runs f, and reports the CPU of all its goroutines beside the time.
func measure(b *testing.B, f func()) {
	b.Helper()
	before := processCPU(b)
	for b.Loop() {
		f()
	}
	b.ReportMetric((processCPU(b)-before).Seconds()/float64(b.N), "cpu-s/op")
}

func processCPU(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkImport makes an index of the lists and writes it to a file.
// BenchmarkUnpack does no more than to unpack the same files with the same
// libraries, one after the other.
func BenchmarkImport(b *testing.B) {
	dir, out := lists(b), filepath.Join(b.TempDir(), "out.idx")
	measure(b, func() {
		x, _, err := Import(Target{ID: "debian-12", Family: distro.FamilyDebian}, dir, Options{Now: time.Now()})
		if err == nil {
			err = x.WriteFile(out)
		}
		if err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkUnpack(b *testing.B) {
	dir := lists(b)
	var names []string
	for _, pattern := range []string{"*Packages*", "*Sources*", "*Contents*"} {
		list, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			b.Fatal(err)
		}
		names = append(names, list...)
	}
	measure(b, func() {
		for _, name := range names {
			unpack(b, name)
		}
	})
}

func unpack(b *testing.B, name string) {
	b.Helper()
	file, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	in, err := stream.Open(file, false)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	if _, err := io.Copy(io.Discard, struct{ io.Reader }{in}); err != nil {
		b.Fatal(err)
	}
}
