package config

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestPathGlobs holds the patterns of CODEOWNERS: those of GitHub's page about
// it, and what gitignore says where that page says nothing.
func TestPathGlobs(t *testing.T) {
	for _, c := range []struct{ glob, fits, not string }{
		{"*", "a a/b a/b/c.py", ""},
		{"**", "a a/b", ""},
		{"*.js", "a.js a/b.js a.js/b", "a.jsx"},
		{"/build/logs/", "build/logs/a build/logs/a/b", "x/build/logs/a build/logs build/logsx/a"},
		{"docs/*", "docs/a.md", "docs/build-app/a.md x/docs/a.md"},
		{"apps/", "apps/a x/apps/a apps/x/y", "apps xapps/a"},
		{"/docs/", "docs/a docs/a/b", "x/docs/a"},
		{"/scripts/", "scripts/a", "x/scripts/a"},
		{"**/logs", "logs logs/a a/logs/b a/b/logs", "alogs"},
		{"/apps/github", "apps/github apps/github/a", "apps/githubx x/apps/github"},
		{"apps/github", "apps/github apps/github/a", "x/apps/github"},
		{"sysinv", "sysinv a/sysinv a/sysinv/b", "sysinvx a/xsysinv"},
		{"a/**/b", "a/b a/x/b a/x/y/b a/b/c", "ab a/xb"},
		{"a/**", "a/b a/b/c", "a ab/c"},
		{"**/", "a/b a/b/c", "a"},
		{"a?c", "abc x/abc", "ac a/c abbc"},
		{"*/centos", "a/centos a/centos/b", "centos a/b/centos"},
		{"a+b(c).txt", "a+b(c).txt", "aab(c)Atxt"},
		{"ünï/*.py", "ünï/a.py", "uni/a.py"},
	} {
		g, err := newPathGlob(c.glob)
		if err != nil {
			t.Errorf("%s: %v", c.glob, err)
			continue
		}
		for _, path := range strings.Fields(c.fits) {
			if !g.fits(path) {
				t.Errorf("%s does not fit %s", c.glob, path)
			}
		}
		for _, path := range strings.Fields(c.not) {
			if g.fits(path) {
				t.Errorf("%s fits %s", c.glob, path)
			}
		}
	}
}

func TestFolders(t *testing.T) {
	for glob, want := range map[string]struct {
		folder string
		fits   bool
	}{
		"*": {"", true}, "/docs/": {"docs/a", true}, "docs/*": {"docs", true}, "sysinv": {"a/sysinv", true},
		"*.spec": {"base/foo", false}, "/docs/a/": {"docs", false}, "/docs/a/*": {"docs/a/b", false},
	} {
		g, err := newPathGlob(glob)
		if err != nil || g.fitsFolder(want.folder) != want.fits {
			t.Errorf("%s fits the folder %q: %v, %v", glob, want.folder, !want.fits, err)
		}
	}
}

func TestBadGlobs(t *testing.T) {
	for glob, want := range map[string]string{
		"": "an empty glob", " ": "an empty glob", "[a-z]": "not read", "{a,b}": "not read", "!a": "later entry",
		`a\b`: "separated by /", "a***": "** is any", "a//b": "empty folder", "/": "matches nothing",
		strings.Repeat("a", maxGlob+1): "at most",
	} {
		if _, err := newPathGlob(glob); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %s", glob, err, want)
		}
	}
}

func TestNameGlobs(t *testing.T) {
	for _, c := range []struct {
		glob, name string
		fold, fits bool
	}{
		{"config", "config", false, true}, {"config", "configx", false, false}, {"conf*", "config", false, true},
		{"puppet-*-1.?", "puppet-a/b-1.2", false, true}, {"py2-s*", "PY2-S001", true, true}, {"py2-s*", "PY2-S001", false, false},
		{"a.c", "abc", false, false}, {"a.c", "abc", true, false}, {"*a*b", "xaxbxb", false, true}, {"*a*b", "xaxbxbc", false, false},
		{"*", "", false, true}, {"**a", "a", false, true}, {"?", "ü", false, true}, {"*?", "", false, false}, {"a*", "ba", false, false},
	} {
		g, err := newNameGlob(c.glob, c.fold)
		if err != nil || g.fits(c.name) != c.fits {
			t.Errorf("%s fits %s: %v, %v", c.glob, c.name, !c.fits, err)
		}
	}
	if !(nameGlob{}).fits("anything") {
		t.Error("what is not given does not fit")
	}
}

// FuzzNameGlob: globs of names match as the regular expressions that say the
// same.
func FuzzNameGlob(f *testing.F) {
	f.Add("a*b?c", "axxbyc", false)
	f.Add("*ü?*", "xüy", true)
	f.Fuzz(func(t *testing.T, glob, name string, fold bool) {
		g, err := newNameGlob(glob, fold)
		if err != nil || !utf8.ValidString(glob) || !utf8.ValidString(name) {
			return
		}
		text, subject := glob, name
		if fold {
			text, subject = strings.ToUpper(glob), strings.ToUpper(name)
		}
		want := regexp.MustCompile(`(?s)\A` + globText(text, ".*", ".") + `\z`).MatchString(subject)
		if g.fits(name) != want {
			t.Errorf("%q fits %q: %v", glob, name, !want)
		}
	})
}

// FuzzPathGlob: whatever the pattern, it is read or refused, and fits the path
// that it spells if it has no wildcards.
func FuzzPathGlob(f *testing.F) {
	f.Add("docs/*", "docs/a")
	f.Add("a/**/b", "a/b")
	f.Add("**/*?**/", "\xff/\x00")
	f.Fuzz(func(t *testing.T, glob, path string) {
		g, err := newPathGlob(glob)
		if err != nil {
			return
		}
		g.fits(path)
		g.fitsFolder(path)
		if !strings.ContainsAny(glob, "*?") && !strings.HasSuffix(glob, "/") && strings.ToValidUTF8(glob, "") == glob &&
			!g.fits(strings.TrimPrefix(glob, "/")) {
			t.Errorf("%q does not fit itself", glob)
		}
	})
}
