package suggest

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
)

// TestDiffAgainstGit makes random changes to random files and has git apply
// the diff: what comes out must be what Result says.
func TestDiffAgainstGit(t *testing.T) {
	git := oracle.Program(t, "git", "apt-get install git")
	random := rand.New(rand.NewPCG(7, 11))
	names := []string{"a.py", "with blank.py", "dir/ümlaut.py", "quote\"back\\slash.py", "tab\there.py"}
	dir := t.TempDir()
	var diff bytes.Buffer
	want := map[string]string{}
	for i := range 300 {
		name := "p" + strings.Repeat("x", i%7) + "/" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + "/" + names[i%len(names)]
		src := randomText(random)
		changes := randomChanges(random, src)
		f := &File{Changes: changes}
		want[name] = string(f.Result(src))
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, src, 0o666); err != nil {
			t.Fatal(err)
		}
		if err := WriteDiff(&diff, name, src, changes); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(git, "apply", "--whitespace=nowarn", "-")
	command.Dir = dir
	command.Stdin = &diff
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git apply: %v\n%s", err, out)
	}
	for name, text := range want {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
		} else if string(got) != text {
			t.Errorf("%s:\n got %q\nwant %q", name, got, text)
		}
	}
}

// randomText is some lines with the ends that files have.
func randomText(random *rand.Rand) []byte {
	ends := []string{"\n", "\n", "\r\n", "\r"}
	end := ends[random.IntN(len(ends))]
	var b bytes.Buffer
	for range 1 + random.IntN(40) {
		b.WriteString(strings.Repeat(string(rune('a'+random.IntN(5))), random.IntN(6)))
		b.WriteString(end)
	}
	if random.IntN(2) == 0 {
		b.WriteString("no end \xe9")
	}
	return b.Bytes()
}

func randomChanges(random *rand.Rand, src []byte) []Change {
	var offsets []int
	for range 2 * (1 + random.IntN(5)) {
		offsets = append(offsets, random.IntN(len(src)+1))
	}
	slices.Sort(offsets)
	texts := []string{"", "(", "\n", "new\n", "x\ny", "\nlast", "\xe9"}
	var list []Change
	for i := 0; i < len(offsets); i += 2 {
		end := offsets[i+1]
		if random.IntN(2) == 0 {
			end = offsets[i]
		}
		text := texts[random.IntN(len(texts))]
		if end == offsets[i] && text == "" {
			text = "+"
		}
		list = append(list, Change{offsets[i], end, text})
	}
	return list
}
