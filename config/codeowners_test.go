package config

import (
	"strings"
	"testing"
	"time"
)

const owners = `# A comment, and a blank line

*       @global-1 @global-2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
/build/logs/ @org/doctocat
docs/*  docs@example.com
apps/ @octocat
/apps/github
a\ b/ @blank
!apps/x @never
[ab].py @never
\#x @never
wrong.txt not-an-owner
`

func TestCodeOwners(t *testing.T) {
	c := ParseCodeOwners([]byte("\ufeff" + owners))
	for path, want := range map[string]string{
		"x": "@global-1 @global-2", "a/b.js": "@js-owner", "x.go": "docs@example.com",
		"build/logs/a": "@org/doctocat", "x/build/logs/a": "@global-1 @global-2",
		"docs/a.js": "docs@example.com", "docs/b/a.js": "@js-owner",
		"x/apps/y.js": "@octocat", "apps/github/z": "", "a b/c": "@blank",
		"apps/x": "@octocat", "a.py": "@global-1 @global-2", "#x": "@global-1 @global-2", "wrong.txt": "@global-1 @global-2",
	} {
		if got, fits := c.Of(path); got != want || !fits {
			t.Errorf("%s: %q, %v, want %q", path, got, fits, want)
		}
	}
	for dir, want := range map[string]string{"": "@global-1 @global-2", "apps/x": "@octocat", "apps/github": "", "docs": "docs@example.com"} {
		if got, _ := c.OfFolder(dir); got != want {
			t.Errorf("folder %s: %q, want %q", dir, got, want)
		}
	}
	var none *CodeOwners
	if got, fits := none.Of("a"); got != "" || fits {
		t.Error("a file that is not there owns")
	}
	if _, fits := ParseCodeOwners([]byte("docs/ @a\n")).Of("x"); fits {
		t.Error("what no pattern fits is owned")
	}
}

// TestCodeOwnersIsLinear: the largest file, and the worst of patterns, take
// time that nobody notices.
func TestCodeOwnersIsLinear(t *testing.T) {
	start := time.Now()
	c := ParseCodeOwners([]byte(strings.Repeat("*a*a*a*a*a*a*a*b @x\n", 100000)))
	if len(c.rules) != maxCodeOwnerRules {
		t.Errorf("%d patterns", len(c.rules))
	}
	ParseCodeOwners([]byte(strings.Repeat("#", MaxCodeOwners)))
	ParseCodeOwners([]byte(strings.Repeat("a", MaxCodeOwners)))
	glob, err := newPathGlob(strings.Repeat("*a", maxGlob/2))
	if err != nil || glob.fits(strings.Repeat("a", 4000)+"b") {
		t.Error(err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

// FuzzCodeOwners: no content makes it fail, and a pattern without wildcards
// that is the last owns its own path.
func FuzzCodeOwners(f *testing.F) {
	f.Add([]byte(owners), "docs/a.js")
	f.Add([]byte("\\ @a\n\\"), " ")
	f.Fuzz(func(t *testing.T, content []byte, path string) {
		c := ParseCodeOwners(content)
		c.Of(path)
		c.OfFolder(path)
		c = ParseCodeOwners(append(content, "\n/the/last/ @me\n"...))
		if got, _ := c.Of("the/last/file"); got != "@me" && len(c.rules) < maxCodeOwnerRules {
			t.Errorf("%q", got)
		}
	})
}
