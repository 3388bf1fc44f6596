package mirror

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/clearsign"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/indexes"
)

// server serves a small archive as a mirror does.
type server struct {
	files  map[string][]byte
	served atomic.Int64 // bytes of files other than the Release
	ranges atomic.Int64
	cut    atomic.Int64 // how many bytes of a file are sent before the line drops, 0 for all
}

func (m *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/debian/dists/bookworm/")
	data, ok := m.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.Header.Get("Range") != "" {
		m.ranges.Add(1)
	}
	if n := int(m.cut.Load()); n > 0 && name != "InRelease" && len(data) > n {
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		_, _ = w.Write(data[:n])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	if name != "InRelease" {
		m.served.Add(int64(len(data)))
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
}

func packed(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

// newMirror makes an archive of one day, signed where there is a key.
func newMirror(t *testing.T, day int, key *openpgp.Entity) *server {
	t.Helper()
	m := &server{files: map[string][]byte{
		"main/binary-amd64/Packages.gz": packed(fmt.Sprintf("Package: agent\nVersion: 1.%d\n\nPackage: filler\nVersion: %s\n", day, strings.Repeat("1.", 100))),
		"main/source/Sources.gz":        packed("Package: agent\nVersion: 1\n"),
		"main/Contents-amd64.gz":        packed("usr/bin/agent admin/agent\n"),
		"main/Contents-all.gz":          packed("usr/share/perl5/A.pm perl/agent\n"),
	}}
	var sums strings.Builder
	for name, data := range m.files {
		h := sha256.Sum256(data)
		fmt.Fprintf(&sums, " %s %d %s\n", hex.EncodeToString(h[:]), len(data), name)
	}
	text := fmt.Sprintf("Origin: Debian\nCodename: bookworm\nVersion: 12.%d\nDate: Sat, %02d Jul 2026 10:16:37 UTC\nComponents: main\nSHA256:\n%s", day, day, sums.String())
	m.files["InRelease"] = []byte(text)
	if key != nil {
		var signed bytes.Buffer
		w, err := clearsign.Encode(&signed, key.PrivateKey, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(text))
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		m.files["InRelease"] = signed.Bytes()
	}
	return m
}

var debian12 = indexes.Target{ID: "debian-12", Family: distro.FamilyDebian}

func TestUpdate(t *testing.T) {
	key, err := openpgp.NewEntity("archive", "", "archive@example.org", nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := openpgp.NewEntity("other", "", "other@example.org", nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	keyring := filepath.Join(dir, "keys.gpg")
	var keys bytes.Buffer
	if err := key.Serialize(&keys); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(keyring, keys.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	m := newMirror(t, 11, key)
	web := httptest.NewServer(m)
	defer web.Close()
	store := indexes.Store{Dir: filepath.Join(dir, "indexes")}
	u := &Updater{Mirror: web.URL + "/debian/", Cache: filepath.Join(dir, "cache"), Keyring: keyring, Options: indexes.Options{Now: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}}

	// The line drops; the next run goes on where it was stopped.
	m.cut.Store(30)
	if _, _, err := u.Update(context.Background(), debian12); err == nil || !strings.Contains(err.Error(), "goes on where it was stopped") {
		t.Fatalf("a dropped line: %v", err)
	}
	m.cut.Store(0)
	x, report, err := u.Update(context.Background(), debian12)
	if err != nil {
		t.Fatal(err)
	}
	if m.ranges.Load() == 0 {
		t.Error("what had come was fetched again")
	}
	if p, _ := x.Package("agent"); p.Version != "1.11" || x.Date != "2026-07-11" || x.Completeness[distro.Files] != distro.Complete || len(report.Warnings) != 0 {
		t.Errorf("agent %+v of %+v, %v", p, x.Meta, report.Warnings)
	}
	if err := store.Save(x, false); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(u.Cache, "debian-12")); !os.IsNotExist(err) {
		t.Errorf("what was fetched is left: %v", err)
	}

	// Signed by a key that is not in the keyring.
	bad := httptest.NewServer(newMirror(t, 12, other))
	defer bad.Close()
	u.Mirror = bad.URL + "/debian"
	if _, _, err := u.Update(context.Background(), debian12); err == nil || !strings.Contains(err.Error(), "no key of") {
		t.Errorf("a foreign key: %v", err)
	}
	// Not signed at all.
	plain := httptest.NewServer(newMirror(t, 12, nil))
	defer plain.Close()
	u.Mirror = plain.URL + "/debian"
	if _, _, err := u.Update(context.Background(), debian12); err == nil || !strings.Contains(err.Error(), "no signature") {
		t.Errorf("no signature: %v", err)
	}

	// A file of another day than the Release.
	mixed := newMirror(t, 13, key)
	mixed.files["main/Contents-all.gz"] = append(mixed.files["main/Contents-all.gz"], 0)
	between := httptest.NewServer(mixed)
	defer between.Close()
	u.Mirror = between.URL + "/debian"
	if _, _, err := u.Update(context.Background(), debian12); err == nil || !strings.Contains(err.Error(), "between two states") {
		t.Errorf("a mixed mirror: %v", err)
	}

	// An older state than the one at hand is refused, and that one stays.
	old := httptest.NewServer(newMirror(t, 10, key))
	defer old.Close()
	u.Mirror, u.Cache = old.URL+"/debian", filepath.Join(dir, "cache2")
	y, _, err := u.Update(context.Background(), debian12)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Save(y, false); err == nil || !strings.Contains(err.Error(), "--allow-older") {
		t.Errorf("older: %v", err)
	}
	if z, err := store.Load("debian-12", ""); err != nil || z.Date != "2026-07-11" {
		t.Errorf("the index at hand is %+v, %v", z, err)
	}
	if err := store.Save(y, true); err != nil {
		t.Error(err)
	}
	if _, err := store.Load("debian-11", ""); err != nil {
		t.Errorf("a target without an index: %v", err)
	}
	if err := os.Rename(store.File("debian-12"), store.File("debian-11")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Load("debian-11", ""); err == nil || !strings.Contains(err.Error(), "not of debian-11") {
		t.Errorf("under another name: %v", err)
	}

	u.Mirror = web.URL + "/nothing"
	if _, _, err := u.Update(context.Background(), debian12); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("no such mirror: %v", err)
	}
	if _, _, err := u.Update(context.Background(), indexes.Target{ID: "clear", Family: distro.FamilyClear}); err == nil || !strings.Contains(err.Error(), "stxscan index import clear") {
		t.Errorf("no mirror: %v", err)
	}
}
