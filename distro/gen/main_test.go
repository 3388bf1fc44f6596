package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"opendev.org/starlingx/stxscan/distro"
)

// TestCurrent holds the index that the program carries against the lists that it
// is made of.
func TestCurrent(t *testing.T) {
	want, err := lastLists("../lists")
	if err != nil {
		t.Fatal(err)
	}
	got, err := distro.ReadFile("../data/clear-2025.idx")
	if err != nil {
		t.Fatal(err)
	}
	if got.Digest != want.Digest || got.Date != want.Date || got.Source != want.Source {
		t.Errorf("it is not what the lists come to: run go generate ./distro")
	}
	packages, sources, _, _ := got.Count()
	if packages != 4896 || sources != 5415 {
		t.Errorf("%d packages and %d sources", packages, sources)
	}
}

func TestBundles(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"bundles/os-core": "# [TITLE]: os-core\nbash\n", "bundles/shells": "# [TITLE]: shells\nbash\nzsh\n", "packages": "zsh\n",
		"bundles/os-testsuite": "# [TITLE]: os-testsuite\ncheck\n", "bundles/all": "# [TITLE]: all\ninclude(shells)\ninclude(all)\ncheck\nbash\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := writeBundles(&out, dir); err != nil {
		t.Fatal(err)
	}
	if want := "bash\tos-core shells all\ncheck\tall os-testsuite\nzsh\tzsh shells\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
	if err := writeBundles(&out, t.TempDir()); err == nil {
		t.Error("a folder without bundles is taken")
	}
	if _, err := lastLists(t.TempDir()); err == nil {
		t.Error("a folder without lists is taken")
	}
}
