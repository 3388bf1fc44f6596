package git

import (
	"context"
	"errors"
	"testing"
)

func TestParseVersion(t *testing.T) {
	for text, want := range map[string]string{
		"git version 2.39.5\n":                   "2.39.5",
		"git version 2.39.5 (Apple Git-154)\n":   "2.39.5",
		"git version 1.8.3.1\n":                  "1.8.3.1",
		"git version 2.45.0.windows.1":           "2.45.0.windows.1",
		"git version 2.45-rc1":                   "2.45-rc1",
		"":                                       "",
		"git version":                            "",
		"git version new":                        "",
		"hub version 2.1":                        "",
		"git version 99999999999999999999.1.2\n": "",
	} {
		got, ok := parseVersion(text)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v", text, got, ok)
		}
	}
}

func TestOlder(t *testing.T) {
	for version, want := range map[string]bool{
		"2.32": false, "2.32.0": false, "2.31.9": true, "1.8.3.1": true, "2.9.5": true, "3.0.1": false, "2.45-rc1": false, "2.100.0": false,
	} {
		if got := Older(version, MinVersion); got != want {
			t.Errorf("%s: %v", version, got)
		}
	}
}

func TestVersion(t *testing.T) {
	sample(t) // skips where git is not installed
	version, err := Version(context.Background())
	if err != nil || Older(version, "1.0") {
		t.Errorf("%q, %v", version, err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Version(context.Background()); !errors.Is(err, ErrNotInstalled) {
		t.Errorf("without git: %v", err)
	}
}
