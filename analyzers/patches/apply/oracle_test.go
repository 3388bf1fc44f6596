package apply

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// gnu is GNU patch in a scratch folder.
type gnu struct {
	program, dir, input string
	fuzz                int
}

func newGNU(t testing.TB, fuzz int) *gnu {
	t.Helper()
	top := t.TempDir()
	g := &gnu{program: oracle.Program(t, "patch", "apt-get install patch"), dir: filepath.Join(top, "tree"), input: filepath.Join(top, "input"), fuzz: fuzz}
	if err := os.Mkdir(g.dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return g
}

// outcome is what patch said: the state of each file, and a line for each hunk.
type outcome struct {
	state State
	files []State
	hunks []string
	text  string
	// silent says that patch passes over lines without a word.
	silent bool
}

func (g *gnu) run(t testing.TB, p Patch, strip int) outcome {
	t.Helper()
	if err := os.WriteFile(g.input, p.Text, 0o666); err != nil {
		t.Fatal(err)
	}
	out, code := g.patch(t, g.dir, strip)
	o := outcome{text: out}
	o.parse(t, out, func(i int, name string) bool { return g.creates(t, p, i, name, strip) })
	o.settle(code)
	return o
}

func (g *gnu) patch(t testing.TB, dir string, strip int) (out string, code int) {
	t.Helper()
	c := exec.Command(g.program, "--forward", "--batch", "--verbose", "--no-backup-if-mismatch", "--reject-file=-",
		"-p"+strconv.Itoa(strip), "-F"+strconv.Itoa(g.fuzz), "-d", dir, "-i", g.input)
	c.Env = []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + filepath.Dir(g.dir), "QUOTING_STYLE=literal"}
	b, err := c.CombinedOutput()
	if err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	return string(b), c.ProcessState.ExitCode()
}

// creates tells whether the diff that creates the file makes what it holds.
func (g *gnu) creates(t testing.TB, p Patch, i int, name string, strip int) bool {
	t.Helper()
	d := patch.Parse(p.Text).Files[i]
	if err := os.WriteFile(g.input, p.Text[d.Start:d.End], 0o666); err != nil {
		t.Fatal(err)
	}
	none := t.TempDir()
	g.patch(t, none, strip)
	// The mode is no matter.
	made, _ := strings.CutPrefix(entryOf(t, filepath.Join(none, name)), "file true ")
	there, _ := strings.CutPrefix(entryOf(t, filepath.Join(g.dir, name)), "file true ")
	made, there = strings.TrimPrefix(made, "file false "), strings.TrimPrefix(there, "file false ")
	return made != "nothing" && made == there
}

var (
	hunkLine = regexp.MustCompile(`^Hunk #(\d+) (succeeded|FAILED|ignored) at (\d+)(?: with fuzz (\d+))?(?: \(offset (-?\d+) lines?\))?`)
	would    = regexp.MustCompile(`The next patch would (create|delete|empty out) the file (.*),$`)
)

func (o *outcome) parse(t testing.TB, out string, creates func(int, string) bool) {
	t.Helper()
	worse := func(s State) {
		if n := len(o.files) - 1; rank(s) > rank(o.files[n]) {
			o.files[n] = s
		}
	}
	for line := range strings.Lines(out) {
		line = strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "Hmm...")
		switch {
		case strings.HasPrefix(line, "Patching file "), strings.HasPrefix(line, "Patching symbolic link "), strings.HasPrefix(line, "patching "):
			o.files = append(o.files, Clean)
		case strings.HasPrefix(line, "can't find file"), strings.HasPrefix(line, "Cannot rename file"), strings.HasPrefix(line, "Cannot copy file"):
			o.files = append(o.files, Missing)
		case strings.HasPrefix(line, "Invalid file name"), strings.Contains(line, "-- refusing to patch"):
			o.files = append(o.files, Conflict)
		case strings.HasPrefix(line, "Reversed (or previously applied)"):
			worse(Already)
		case strings.HasPrefix(line, "Not deleting file"):
			worse(Conflict)
		}
		if m := would.FindStringSubmatch(line); m != nil {
			o.files = append(o.files, Already)
			if m[1] == "create" && !creates(len(o.files)-1, m[2]) {
				worse(Conflict)
			}
		}
		m := hunkLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		at := m[3]
		switch {
		case m[2] == "FAILED":
			worse(Conflict)
		case m[2] == "ignored":
			at = ""
		case m[4] != "":
			worse(Fuzz)
		case m[5] != "":
			worse(Offset)
		}
		o.hunks = append(o.hunks, fmt.Sprintf("%s %s at %s fuzz %s offset %s", m[1], m[2], at, cmp.Or(m[4], "0"), cmp.Or(m[5], "0")))
	}
}

// settle gives the whole the state of its worst file.
func (o *outcome) settle(code int) {
	for _, s := range o.files {
		if rank(s) > rank(o.state) {
			o.state = s
		}
	}
	if o.state == Already && slices.ContainsFunc(o.files, func(s State) bool { return s != Already }) {
		o.state = Conflict
	}
	if code > 1 {
		o.state = Malformed
	}
}

// ours writes a result the same way.
func ours(r Result) outcome {
	words := map[Outcome]string{Applied: "succeeded", Failed: "FAILED", Ignored: "ignored"}
	o := outcome{state: r.State, silent: r.First != nil && strings.Contains(r.First.Why, "passes over")}
	for _, f := range r.Files {
		o.files = append(o.files, f.State)
		for i, h := range f.Hunks {
			at := strconv.Itoa(h.At)
			if h.Outcome == Ignored {
				at = ""
			}
			if h.Outcome != Unread {
				o.hunks = append(o.hunks, fmt.Sprintf("%d %s at %s fuzz %d offset %d", i+1, words[h.Outcome], at, h.Fuzz, h.Offset))
			}
		}
	}
	return o
}

// differ compares what both say of a patch. Of one that patch gives up on only that
// is compared, and the files.
func differ(own, theirs outcome) string {
	switch {
	case own.silent && slices.Equal(own.hunks, theirs.hunks):
		return ""
	case own.state != theirs.state:
		return fmt.Sprintf("state %s, patch says %s", own.state, theirs.state)
	case own.state == Malformed:
		return ""
	case !slices.Equal(own.files, theirs.files):
		return fmt.Sprintf("files %v, patch says %v", own.files, theirs.files)
	case !slices.Equal(own.hunks, theirs.hunks):
		return fmt.Sprintf("hunks\n%s\npatch says\n%s", strings.Join(own.hunks, "\n"), strings.Join(theirs.hunks, "\n"))
	}
	return ""
}

// entryOf describes a file of the scratch folder.
func entryOf(t testing.TB, file string) string {
	t.Helper()
	info, err := os.Lstat(file)
	switch {
	case err != nil || info.IsDir():
		return "nothing"
	case info.Mode()&fs.ModeSymlink != 0:
		to, err := os.Readlink(file)
		if err != nil {
			t.Fatal(err)
		}
		return "link " + to
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("file %v %q", info.Mode()&0o111 != 0, data)
}

// entryIn describes a file of a tree.
func entryIn(t testing.TB, tree *Tree, name string) string {
	t.Helper()
	info := tree.look(name)
	if info.Kind != Regular && info.Kind != Link {
		return "nothing"
	}
	data, err := tree.read(name)
	if err != nil {
		t.Fatal(err)
	}
	if info.Kind == Link {
		return "link " + string(data)
	}
	return fmt.Sprintf("file %v %q", info.Executable, data)
}

// comparison is what came of applying a stack both ways.
type comparison struct {
	difference string // the first, "" if there is none
	patches    int    // that were compared
	hunks      int
	states     map[State]int
	cut        bool // the rest of the stack was not compared
}

func (c *comparison) add(o comparison) {
	c.patches, c.hunks = c.patches+o.patches, c.hunks+o.hunks
	if c.states == nil {
		c.states = map[State]int{}
	}
	for s, n := range o.states {
		c.states[s] += n
	}
}

func (c *comparison) String() string {
	return fmt.Sprintf("%d patches, %d hunks, %v", c.patches, c.hunks, c.states)
}

// agree applies a stack both ways and compares after every patch.
func agree(t testing.TB, g *gnu, tree *Tree, stack []Patch) comparison {
	t.Helper()
	watch := Candidates(stack)
	c := comparison{states: map[State]int{}}
	for i, p := range stack {
		r := Apply(tree, []Patch{p}, Options{Fuzz: g.fuzz})[0]
		theirs := g.run(t, p, r.Strip)
		if strings.Contains(theirs.text, "(already renamed from ") {
			// patch may then remove what it has just written. The rest of the
			// stack would only show the consequences.
			c.cut = true
			return c
		}
		if d := differ(ours(r), theirs); d != "" {
			c.difference = fmt.Sprintf("patch %d, %s: %s\npatch wrote:\n%s", i, p.Name, d, theirs.text)
			return c
		}
		for _, name := range watch {
			if got, want := entryIn(t, tree, name), entryOf(t, filepath.Join(g.dir, name)); got != want {
				c.difference = fmt.Sprintf("patch %d, %s: %s is\n%.600s\npatch made\n%.600s\nand wrote:\n%s", i, p.Name, name, got, want, theirs.text)
				return c
			}
		}
		c.patches, c.hunks = c.patches+1, c.hunks+len(theirs.hunks)
		c.states[r.State]++
	}
	return c
}
