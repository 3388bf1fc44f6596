package assign

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"TIS_PATCH_VER=3\n", "TIS_PATCH_VER=3"},
		{"COPY_LIST=\"$FILES_BASE/*\"\nX='a b'", "COPY_LIST=$FILES_BASE/*|X=a b"},
		{"# A=1\nexport B=2 # C=3\n  D = 4\n", "B=2"},
		{"LIST=\" a \\\n  b \"\r\nNEXT=1\r\n", "LIST= a   b |NEXT=1"},
		{"\xef\xbb\xbfA=1;B=2 C=3\n", "A=1|B=2|C=3"},
		{"A=x\\ y$(date +%s)${B:-c d}\n", "A=x y$(date +%s)${B:-c d}"},
		{"A=1\nA+=2\n", "A=1|A+=2"},
		{"A=\"open\nB=1\n", "A=open\nB=1\n"},
		{"A=\n", "A="},
		{"A=\"say \\\"hi\\\" \\n\"", "A=say \"hi\" \\n"},
	} {
		var got []string
		for _, a := range Parse([]byte(c.src)).Assignments {
			operator := "="
			if a.Append {
				operator = "+="
			}
			got = append(got, a.Name+operator+a.Value)
		}
		if text := strings.Join(got, "|"); text != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.src, text, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	f := Parse([]byte("A=1\nif true; then\nB=2\nfi\nC='x\n"))
	if len(f.Assignments) != 3 || len(f.Errors) != 3 {
		t.Fatalf("%d assignments, errors %v", len(f.Assignments), f.Errors)
	}
	if f.Errors[0].Offset != 4 || !strings.Contains(f.Errors[2].Message, "line 5 is never closed") {
		t.Errorf("errors %v", f.Errors)
	}
	if f := Parse(make([]byte, MaxSize+1)); len(f.Errors) != 1 {
		t.Errorf("a huge file: %v", f.Errors)
	}
}

func TestExpand(t *testing.T) {
	env := func(name string) (string, bool) {
		return map[string]string{"CGCS_BASE": "$CGCS_BASE", "PKG_BASE": "base/agent"}[name], name == "CGCS_BASE" || name == "PKG_BASE"
	}
	f := Parse([]byte(strings.Join([]string{
		"SRC_DIR=$CGCS_BASE/git/agent", "A=${PKG_BASE}/files", "B=$A/x", "C=${D:-$B}", "E=$E/e", "F=$G", "G=$F", "H=`date`", "I=$(date)",
	}, "\n")))
	for name, want := range map[string]string{
		"SRC_DIR": "$CGCS_BASE/git/agent", "A": "base/agent/files", "B": "base/agent/files/x", "C": "base/agent/files/x",
	} {
		if got, ok := f.Expand(name, env); !ok || got != want {
			t.Errorf("%s is %q, %v; want %q", name, got, ok, want)
		}
	}
	for _, name := range []string{"E", "F", "H", "I", "NONE"} {
		if got, ok := f.Expand(name, env); ok {
			t.Errorf("%s was expanded to %q", name, got)
		}
	}
}

// TestExpandBounded doubles a variable at every step.
func TestExpandBounded(t *testing.T) {
	src := "a=xxxxxxxxxx\n"
	for c := byte('b'); c <= 'z'; c++ {
		src += string(c) + "=$" + string(c-1) + "$" + string(c-1) + "\n"
	}
	if _, ok := Parse([]byte(src)).Expand("z", nil); ok {
		t.Error("300 MB were expanded")
	}
}

func TestRealBuildData(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real StarlingX workspace to read")
	}
	files, keys := 0, map[string]int{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "build_srpm.data" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		f := Parse(src)
		for _, e := range f.Errors {
			t.Errorf("%s: %v", path, e)
		}
		for _, name := range f.Names() {
			keys[name]++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files != 290 || keys["TIS_PATCH_VER"] != 290 || keys["COPY_LIST"] != 148 || keys["SRC_DIR"] != 103 {
		t.Errorf("%d files: %v", files, keys)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"A=1", "A=\"$B\"\nB='$A'", "A=${B:-${C}}", "A+=\\\r\nx", "export A=`b`", "A=$(", "\xef\xbb\xbf"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		at := 0
		file := Parse(src)
		for _, a := range file.Assignments {
			if a.Start < at || a.ValueStart <= a.Start || a.End < a.ValueStart || a.End > len(src) {
				t.Fatalf("%+v after %d of %d", a, at, len(src))
			}
			at = a.End
			file.Expand(a.Name, nil)
		}
	})
}
