package rpms

import (
	"bytes"
	"encoding/binary"
	"runtime"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/rpms/rpmstest"
)

// TestOverlap: entries may share their data, so that a small header asks for
// its memory many times over.
func TestOverlap(t *testing.T) {
	const n, size = 60, 1 << 20
	for name, c := range map[string]struct {
		kind  uint32
		count int
		data  string
	}{
		"bytes":         {2, size, strings.Repeat("x", size)},
		"integers":      {4, size / 4, strings.Repeat("x", size)},
		"empty strings": {8, size, strings.Repeat("\x00", size)},
	} {
		one := rpmstest.Header([]rpmstest.Tag{{ID: 5000, Kind: c.kind, Count: c.count, Data: c.data}}, false)
		out := append(rpmstest.RPM(nil, 1)[:112:112], one[:8]...)
		out = binary.BigEndian.AppendUint32(out, n)
		out = append(out, one[12:16]...)
		out = append(out, bytes.Repeat(one[16:32], n)...)
		out = append(out, one[32:]...)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Read(bytes.NewReader(out))
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), "its values take more than 64 MiB") {
			t.Errorf("%s: %v", name, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 16*size {
			t.Errorf("%s: %d bytes allocated for a file of %d", name, used, len(out))
		}
	}
}
