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
		{"A=\"open\nB=1\n", "A=open|B=1"},
		{"export A B\nexport\tC=1\ndeclare -x D=2 E\n", "C=1|D=2"},
		{"A=\"$(echo \"a b\")\" B=2\n", "A=$(echo \"a b\")|B=2"},
		{"A=\"$(x\"\nB=2\n", "A=$(x|B=2"},
		{"A=a#b # c\nB=1&&C=2\n", "A=a#b|B=1"},
		{"A=${B\nC=1\r\n", "A=${B|C=1"},
		{"echo \"x\nNOT=1\"\nA=1\ncp a \\\r\n NOT=2\r\nB=1\n", "A=1|B=1"},
		{"A=\"x\r\ny\"\r\nB='x\r\ny'\r\nC=\"z\r\n", "A=x\ny|B=x\ny|C=z"},
		{"A=(x y)\nB=1\n", "B=1"},
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
		"J=1", "J=$J/2", "J+=/3", "K='$J'\"\\$J\"", "L=${M:-${N:-n}}x", "O=", "P=${O-a}${O:-b}",
	}, "\n")))
	for name, want := range map[string]string{
		"SRC_DIR": "$CGCS_BASE/git/agent", "A": "base/agent/files", "B": "base/agent/files/x", "C": "base/agent/files/x",
		"J": "1/2/3", "K": "$J$J", "L": "nx", "P": "b",
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
	// Nothing grows here but the number of references.
	if _, ok := Parse([]byte(strings.Replace(src, "xxxxxxxxxx", "", 1))).Expand("z", nil); ok {
		t.Error("2^25 references were expanded")
	}
}

// TestHostile has what once took a time that grew with the square of the size.
func TestHostile(t *testing.T) {
	for _, unit := range []string{"${", "$(", "\"$(", "\"", "'", "`", "a=$a ", "a+=$a\n", "a=\"\n", "(", "export ", "a=(", "\\\n", "${a:-", "x='\"\n", "a=\"$(x\"\n"} {
		src := "A=" + strings.Repeat(unit, (1<<20)/len(unit))
		f := Parse([]byte(src))
		f.Expand("A", nil)
		f.Expand("a", nil)
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
	for _, seed := range []string{"A=1", "A=\"$B\"\nB='$A'", "A=${B:-${C}}", "A+=\\\r\nx", "export A=`b`", "A=$(", "A=\"$(a \"b\")\"", "if 'a\nb' # c\nA=(b)\n", "\xef\xbb\xbf"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		at := 0
		file := Parse(src)
		for _, a := range file.Assignments {
			if a.Start < at || a.ValueStart <= a.Start || a.End < a.ValueStart || a.End > len(src) {
				t.Fatalf("%+v after %d of %d", a, at, len(src))
			}
			if a.Raw != string(src[a.ValueStart:a.End]) {
				t.Fatalf("%q is not what stands at %d", a.Raw, a.ValueStart)
			}
			for _, i := range a.active {
				if c := a.Value[i]; c != '$' && c != '`' {
					t.Fatalf("a reference at %d of %q", i, a.Value)
				}
			}
			at = a.End
			file.Expand(a.Name, nil)
		}
		for _, e := range file.Errors {
			if e.Offset < 0 || e.Offset > len(src) {
				t.Fatalf("%v of %d bytes", e, len(src))
			}
		}
	})
}
