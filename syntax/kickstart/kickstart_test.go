package kickstart

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func show(src string, f *File) string {
	var out []string
	for _, c := range f.Commands {
		out = append(out, c.Name+"("+strings.Join(c.Args, " ")+")")
	}
	for _, s := range f.Sections {
		out = append(out, fmt.Sprintf("%%%s o=%v c=%v %q", s.Name, s.Opened, s.Closed, src[s.BodyStart:s.BodyEnd]))
	}
	for _, p := range f.Packages {
		out = append(out, fmt.Sprintf("%s g=%v x=%v", src[p.Start:p.End], p.Group, p.Excluded))
	}
	for _, i := range f.Includes {
		out = append(out, "include "+i.Path)
	}
	return strings.Join(out, "; ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		src, want string
		fragment  bool
	}{
		{"install\n# x\nbootloader --location=mbr\n%packages\n@core\n-yum\nrpm # y\n%end\n%post --nochroot\nrpm -q\n%end\n",
			`install(); bootloader(--location=mbr); %packages o=true c=true "@core\n-yum\nrpm # y\n"; %post o=true c=true "rpm -q\n"; @core g=true x=false; -yum g=false x=true; rpm g=false x=false`, false},
		{"%pre --interpreter=/usr/bin/python\nprint 1\n", `%pre o=true c=false "print 1\n"`, true},
		{"if true; then\n  rpm -q\nfi\n%end\n", `% o=false c=true "if true; then\n  rpm -q\nfi\n"`, true},
		{"%end\n", `% o=false c=true ""`, true},
		{"%include /tmp/x\r\ntext\r\n%post\r\na\r\n%end\r\n", `text(); %post o=true c=true "a\r\n"; include /tmp/x`, false},
		{"%pre\na\n%post\nb\n%end\n", `%pre o=true c=false "a\n"; %post o=true c=true "b\n"`, false},
		{"\xef\xbb\xbf# only\n", "", false},
	} {
		f := Parse([]byte(c.src))
		if got := show(c.src, f); got != c.want || f.Fragment != c.fragment || len(f.Errors) > 0 {
			t.Errorf("%q\n got %s %v %v\nwant %s %v", c.src, got, f.Fragment, f.Errors, c.want, c.fragment)
		}
	}
	if f := Parse([]byte("install\n%nonsense\n")); len(f.Errors) != 1 || f.Errors[0].Offset != 8 {
		t.Errorf("errors %v", f.Errors)
	}
	if f := Parse([]byte(strings.Repeat("%pre\n", 10000))); len(f.Sections) != 10000 {
		t.Errorf("%d sections", len(f.Sections))
	}
	if f := Parse(make([]byte, MaxSize+1)); len(f.Errors) != 1 {
		t.Errorf("a huge file: %v", f.Errors)
	}
}

func TestScript(t *testing.T) {
	for header, want := range map[string]bool{
		"%post": true, "%pre --interpreter=/bin/bash": true, "%post --interpreter /usr/bin/python": false, "%packages": false,
	} {
		if got := Parse([]byte(header + "\nx\n%end\n")).Sections[0].Script(); got != want {
			t.Errorf("%s: %v", header, got)
		}
	}
}

// TestRealFragments: the kickstarts of StarlingX are fragments, and five of
// them leave a section to another.
func TestRealFragments(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real StarlingX workspace to read")
	}
	files, err := fs.Glob(os.DirFS(root), "stx-metal/bsp-files/kickstarts/*.cfg")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var unbalanced []string
	for _, name := range files {
		src, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		f := Parse(src)
		if len(f.Errors) > 0 {
			t.Errorf("%s: %v", name, f.Errors)
		}
		if f.Fragment {
			unbalanced = append(unbalanced, filepath.Base(name))
		}
	}
	if len(unbalanced) != 5 {
		t.Errorf("%d of %d are unbalanced: %v", len(unbalanced), len(files), unbalanced)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"%post\nx\n%end\n", "install\n%packages\n-@a\n", "x\n%end", "%include", "%\n", "\xef\xbb\xbf%pre -p"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		at := 0
		for _, s := range Parse(src).Sections {
			if s.Start < at || s.BodyStart < s.Start || s.BodyEnd < s.BodyStart || s.End < s.BodyEnd || s.End > len(src) {
				t.Fatalf("%+v after %d of %d", s, at, len(src))
			}
			at = s.End
		}
	})
}
