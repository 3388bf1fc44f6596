package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestNotice: NOTICE says what is linked now.
func TestNotice(t *testing.T) {
	t.Chdir("../..")
	var now bytes.Buffer
	if err := write(&now, "./cmd/stxscan"); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile("NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(now.Bytes(), kept) {
		t.Error("NOTICE is not what is linked now: go generate ./deploy/notice")
	}
	for _, module := range []string{"github.com/spf13/cobra v", "github.com/smacker/go-tree-sitter v", "The Go standard library"} {
		if !strings.Contains(now.String(), "\n"+module) {
			t.Errorf("it does not name %s", module)
		}
	}
	if strings.Contains(now.String(), "chromedp") {
		t.Error("it names what only tests are linked with")
	}
}

func TestNoLicence(t *testing.T) {
	if _, err := licences(part{"example.org/x v1.0.0", t.TempDir()}); err == nil {
		t.Error("a module without a licence is taken")
	}
}
