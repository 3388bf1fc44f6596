package history

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/reports"
)

// DefaultDir is the folder of the history where none is named. A scan leaves
// it out.
const DefaultDir = ".stxscan-history"

const (
	runsDir = "runs"
	suffix  = ".jsonl"
)

// Store is a folder of recorded runs. Several processes may record into one at
// once: a run is a file of its own, which is there whole or not at all. A Store
// belongs to one goroutine.
type Store struct {
	dir string
	// index is the file of the index, "" for one in memory.
	index string
	// recent are the contents of the runs that were read last, newest first.
	recent []content
	// restored are the reports of those that were asked for last.
	restored []restored
}

type restored struct {
	id     string
	report *reports.Report
}

type content struct {
	id    string
	depth int
	lines [][]byte
}

// Problem is a file of the store that is not read as data.
type Problem struct {
	// Name is that of the file, below the folder of the store.
	Name string
	Err  error
}

// ErrNone says that there is no history in a folder.
var ErrNone = errors.New("there is no history")

// Open opens the history in a folder. index is the folder for its index, which
// is made from the runs when it is asked for; empty keeps it in memory. A folder
// that is not there is a history without runs.
func Open(dir, index string) (*Store, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	switch info, err := os.Stat(filepath.Join(abs, runsDir)); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("history: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("%s is no folder: name the folder of a history", filepath.Join(dir, runsDir))
	}
	s := &Store{dir: abs}
	if index != "" {
		s.index = filepath.Join(index, indexName(abs))
	}
	return s, nil
}

// Runs lists the runs, the oldest first, and what stands among them and is not
// read as data. Only the heads of the files are looked at here; Verify reads
// them whole.
func (s *Store) Runs() ([]Run, []Problem, error) {
	names, err := os.ReadDir(filepath.Join(s.dir, runsDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("the history cannot be read: %w", err)
	}
	var runs []Run
	var problems []Problem
	for _, entry := range names {
		id, ok := strings.CutSuffix(entry.Name(), suffix)
		if !ok || strings.HasPrefix(id, ".") {
			continue // what is being written, or left by who was ended
		}
		run, err := s.peek(id)
		if err != nil {
			problems = append(problems, Problem{filepath.Join(runsDir, entry.Name()), err})
			continue
		}
		runs = append(runs, run)
	}
	slices.SortFunc(runs, func(a, b Run) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Point, b.Point), byMade(a, b))
	})
	return runs, problems, nil
}

// mostHead is more than any first line needs, in bytes.
const mostHead = 64 << 10

// peek reads the head of a run.
func (s *Store) peek(id string) (Run, error) {
	file, size, err := s.open(id)
	if err != nil {
		return Run{}, err
	}
	defer file.Close()
	head, err := io.ReadAll(io.LimitReader(file, mostHead))
	if err != nil {
		return Run{}, refuse("it cannot be read: %v", err)
	}
	line, _, ok := bytes.Cut(head, []byte{'\n'})
	if !ok {
		return Run{}, refuse("it ends in its first line: restore it from git, or remove it")
	}
	run := stored{}
	if err := run.head(line); err != nil {
		return Run{}, err
	}
	if !isID(id) || !strings.HasPrefix(id, run.Time.Format("20060102T150405Z")) {
		return Run{}, refuse("its name is not that of a run of %s", run.Time.Format(time.DateOnly))
	}
	run.ID, run.Size = id, size
	return run.Run, nil
}

func (s *Store) open(id string) (*os.File, int64, error) {
	name := s.path(id)
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, 0, refuse("it is not there: restore it from git")
	case err != nil:
		return nil, 0, refuse("%v", err)
	case !info.Mode().IsRegular():
		return nil, 0, refuse("it is no file")
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, 0, refuse("it cannot be read: %v", err)
	}
	return file, info.Size(), nil
}

func (s *Store) path(id string) string { return filepath.Join(s.dir, runsDir, id+suffix) }

// Load restores the report of a run, without what Slim leaves out. The error
// wraps ErrNoRun where the run is not whole.
func (s *Store) Load(id string) (*reports.Report, error) {
	if !isID(id) {
		return nil, fmt.Errorf("%.60q is no id of a run", id)
	}
	c, err := s.load(id, mostDepth+1)
	if err != nil {
		return nil, err
	}
	r, err := restore(c.lines)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", id, refuse("%v", err))
	}
	return r, nil
}

// report is Load with a memory of the last two: the reports are not to be changed.
func (s *Store) report(id string) (*reports.Report, error) {
	for _, r := range s.restored {
		if r.id == id {
			return r.report, nil
		}
	}
	r, err := s.Load(id)
	if err != nil {
		return nil, err
	}
	s.restored = append([]restored{{id, r}}, s.restored[:min(len(s.restored), 1)]...)
	return r, nil
}

// load restores the content of a run that rests on fewer than depth others.
func (s *Store) load(id string, depth int) (content, error) {
	for i, c := range s.recent {
		if c.id == id && c.depth < depth {
			s.recent = append([]content{c}, slices.Delete(s.recent, i, i+1)...)
			return c, nil
		}
	}
	run, err := s.read(id)
	if err != nil {
		return content{}, fmt.Errorf("%s: %w", id, err)
	}
	if run.Depth >= depth {
		return content{}, fmt.Errorf("%s: %w", id, refuse("it rests on %d runs, fewer than %d are needed here", run.Depth, depth))
	}
	lines := run.lines
	if run.Parent != "" {
		parent, err := s.load(run.Parent, run.Depth)
		if err != nil {
			return content{}, fmt.Errorf("%s rests on %w", id, err)
		}
		if lines, err = apply(parent.lines, run.lines); err != nil {
			return content{}, fmt.Errorf("%s: %w", id, refuse("%v", err))
		}
	}
	if len(lines) != run.tail.Lines || run.content(lines) != run.tail.Content {
		return content{}, fmt.Errorf("%s: %w", id, refuse("it is not what its last line says it is: restore it and its parent %s from git", run.Parent))
	}
	c := content{id, run.Depth, lines}
	s.remember(c)
	return c, nil
}

func (s *Store) remember(c content) {
	s.recent = append([]content{c}, s.recent[:min(len(s.recent), 3)]...)
}

func (s *Store) read(id string) (*stored, error) {
	file, _, err := s.open(id)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return decode(id, file)
}

// Record keeps a report as a run. It is stored as the difference to an earlier
// one where that is smaller. What is there already is not written again. When
// it returns without an error, the run is on the disk.
func (s *Store) Record(r *reports.Report, kind Kind, label string, made time.Time) (Run, error) {
	lines, err := linesOf(Slim(r))
	if err != nil {
		return Run{}, fmt.Errorf("the run cannot be recorded: %w", err)
	}
	run := newRun(r, kind, label, made)
	digest := run.content(lines)
	run.ID = run.identify(digest)
	if old, err := s.load(run.ID, mostDepth+1); err == nil {
		info, err := os.Stat(s.path(old.id))
		if err == nil {
			run.Size = info.Size()
		}
		return run, err
	}
	whole, err := encode(run, digest, lines, len(lines))
	if err != nil {
		return Run{}, fmt.Errorf("the run cannot be recorded: %w", err)
	}
	for _, parent := range s.parents(run) {
		c, err := s.load(parent.ID, mostDepth)
		if err != nil {
			continue // what is damaged is no parent; Verify names it
		}
		child := run
		child.Parent, child.Depth = parent.ID, c.depth+1
		text, err := encode(child, digest, difference(c.lines, lines), len(lines))
		if err == nil && len(text) < len(whole) {
			whole, run = text, child
		}
	}
	if err := s.write(run.ID, whole); err != nil {
		return Run{}, fmt.Errorf("the run was not recorded: %w", err)
	}
	run.Size = int64(len(whole))
	s.remember(content{run.ID, run.Depth, lines})
	return run, nil
}

// parents are the runs that a new one may be stored as difference to: the
// last before it, and the last of the same rules.
func (s *Store) parents(run Run) []Run {
	runs, _, err := s.Runs()
	if err != nil {
		return nil
	}
	var found []Run
	last := func(fits func(Run) bool) {
		for i := len(runs) - 1; i >= 0; i-- {
			r := runs[i]
			if r.ID == run.ID || r.Time.After(run.Time) || !fits(r) {
				continue
			}
			// After so many differences one is stored whole.
			if r.Depth < mostDepth && !slices.Contains(found, r) {
				found = append(found, r)
			}
			return
		}
	}
	last(func(r Run) bool { return r.Rules == run.Rules && r.Tool == run.Tool })
	last(func(Run) bool { return true })
	return found
}

// create makes the folders. What a writer that was ended leaves is nothing to
// commit.
func (s *Store) create() error {
	if err := os.MkdirAll(filepath.Join(s.dir, runsDir), 0o755); err != nil {
		return err
	}
	ignore := filepath.Join(s.dir, ".gitignore")
	if _, err := os.Lstat(ignore); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return reports.WriteFile(ignore, func(out io.Writer) error {
		_, err := io.WriteString(out, "*.tmp\n")
		return err
	})
}

// write puts a run in its place.
func (s *Store) write(id string, text []byte) error {
	if err := s.create(); err != nil {
		return fmt.Errorf("the folder of the history cannot be made: %w", err)
	}
	return reports.WriteFile(s.path(id), func(out io.Writer) error {
		_, err := out.Write(text)
		return err
	})
}

// Verified is what Verify found.
type Verified struct {
	// Whole counts the runs that restore to what was recorded.
	Whole int
	// Problems are files that are no such runs.
	Problems []Problem
	// Left are files of writers that were ended, below the folder of the store.
	// They hold no run, and can be removed when nothing is being recorded.
	Left []string
}

// Verify reads every run whole and holds it against its digests.
func (s *Store) Verify() (*Verified, error) {
	runs, problems, err := s.Runs()
	if err != nil {
		return nil, err
	}
	v := &Verified{Problems: problems}
	for _, run := range runs {
		if _, err := s.Load(run.ID); err != nil {
			v.Problems = append(v.Problems, Problem{filepath.Join(runsDir, run.ID+suffix), err})
			continue
		}
		v.Whole++
	}
	left, err := filepath.Glob(filepath.Join(s.dir, runsDir, ".*.tmp"))
	for _, name := range left {
		v.Left = append(v.Left, filepath.Join(runsDir, filepath.Base(name)))
	}
	return v, err
}
