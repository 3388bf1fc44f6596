package history

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/reports"
)

// Schema names the form of a recorded run. Within a major version it only
// gains what older programs may ignore.
const Schema = "stxscan-run/1.0"

// Bounds on what is read of one run.
const (
	mostBytes = 256 << 20
	mostLines = 4 << 20
	mostDepth = 25 // runs from one that is stored whole to the last that rests on it
)

// Kind says how a run came to be.
type Kind string

// The kinds of runs, a closed list.
const (
	KindScan     Kind = "scan"     // recorded when it was scanned, or from a report
	KindBackfill Kind = "backfill" // made later out of git's history
	KindRescan   Kind = "rescan"   // a recorded point, computed again by a later tool
)

// Run is what stands at the head of a recorded run.
type Run struct {
	// ID names the run and its file: the date and a digest of all that it says.
	ID string `json:"-"`
	// Size is that of the file, in bytes.
	Size int64 `json:"-"`

	Schema string `json:"schema"`
	// Point is the same for all runs of the same commits of the same day: what
	// is scanned, not by which tool.
	Point string `json:"point"`
	// Time is the date that the run is about, Made when it was computed. They
	// differ where history was scanned later.
	Time time.Time `json:"time"`
	Made time.Time `json:"made"`
	Kind Kind      `json:"kind"`
	// Label is what the point was asked for by, such as a tag or a week's end.
	Label string `json:"label,omitempty"`
	// Tool and Rules are the version and the digest of the rules that made it.
	Tool  string `json:"tool"`
	Rules string `json:"rules"`
	// Config is the digest of the configuration that applied, empty without one.
	Config string `json:"config,omitempty"`
	// Parent is the run that this is stored as difference to, empty for one that
	// is stored whole; Depth counts the runs to one that is.
	Parent string `json:"parent,omitempty"`
	Depth  int    `json:"depth,omitempty"`
}

// tail is the last line of a run, which says that it is whole.
type tail struct {
	// Lines counts the lines of the content, Stored those in between.
	Lines  int `json:"lines"`
	Stored int `json:"stored"`
	// Content is the digest of what the run says, Body that of the file up to
	// this line.
	Content string `json:"content"`
	Body    string `json:"body"`
}

// ErrNoRun says that a file holds no run that can be read as data. The error
// that wraps it says why and what to do.
var ErrNoRun = errors.New("this is no run that can be read")

// stored is a run as its file has it.
type stored struct {
	Run
	lines [][]byte
	tail  tail
}

// newRun is the head of a run of a slimmed report.
func newRun(r *reports.Report, kind Kind, label string, made time.Time) Run {
	return Run{
		Schema: Schema, Point: PointOf(r), Time: r.Run.Time.UTC(), Made: made.UTC().Truncate(time.Second), Kind: kind, Label: label,
		Tool: r.Tool.Version, Rules: r.Tool.Rules, Config: r.Run.Config,
	}
}

// PointOf identifies what a report is of: the date and the commits.
func PointOf(r *reports.Report) string {
	commits := make(map[string]string, len(r.Inputs))
	for _, in := range r.Inputs {
		commits[in.Repo] = in.Commit
		if in.Dirty {
			commits[in.Repo] += " dirty"
		}
	}
	return PointAt(r.Run.Time, commits)
}

// PointAt identifies a date with the commits of all repos.
func PointAt(date time.Time, commits map[string]string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n", date.UTC().Format(time.RFC3339))
	for _, repo := range slices.Sorted(maps.Keys(commits)) {
		fmt.Fprintf(h, "%q %q\n", repo, commits[repo])
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// content is the digest of all that a run says, however it is stored.
func (r Run) content(lines [][]byte) string {
	r.Parent, r.Depth = "", 0
	h := sha256.New()
	head, _ := json.Marshal(r) // strings and times
	h.Write(head)
	for _, line := range lines {
		h.Write([]byte{'\n'})
		h.Write(line)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// identify gives the run the id that its content has.
func (r Run) identify(content string) string {
	return r.Time.Format("20060102T150405Z") + "-" + content[:16]
}

// encode writes a run with the lines that are stored of it.
func encode(r Run, content string, stored [][]byte, total int) ([]byte, error) {
	head, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.Write(head)
	out.WriteByte('\n')
	for _, line := range stored {
		out.Write(line)
		out.WriteByte('\n')
	}
	body := sha256.Sum256(out.Bytes())
	end, err := json.Marshal(tail{Lines: total, Stored: len(stored), Content: content, Body: hex.EncodeToString(body[:])})
	if err != nil {
		return nil, err
	}
	out.Write(end)
	out.WriteByte('\n')
	if out.Len() > mostBytes {
		return nil, fmt.Errorf("the run has %d bytes, more than the %d that are kept: record fewer repos at once", out.Len(), mostBytes)
	}
	return out.Bytes(), nil
}

// decode reads what encode wrote. The id is the name of the file. The error
// wraps ErrNoRun.
func decode(id string, in io.Reader) (*stored, error) {
	text, err := io.ReadAll(io.LimitReader(in, mostBytes+1))
	switch {
	case err != nil:
		return nil, refuse("it cannot be read: %v", err)
	case len(text) > mostBytes:
		return nil, refuse("it is larger than %d bytes, the most that is read", mostBytes)
	case len(bytes.TrimSpace(text)) == 0:
		return nil, refuse("it is empty: restore it from git, or remove it")
	case bytes.HasPrefix(text, []byte("<<<<<<< ")) || bytes.Contains(text, []byte("\n<<<<<<< ")):
		return nil, refuse("it holds the marks of a merge conflict: take either side, they say the same")
	case text[len(text)-1] != '\n':
		return nil, refuse("it ends in the middle, after %d bytes: restore it from git, or remove it", len(text))
	}
	lines := bytes.Split(text[:len(text)-1], []byte{'\n'})
	s := &stored{}
	if err := s.head(lines[0]); err != nil {
		return nil, err
	}
	last := lines[len(lines)-1]
	if len(lines) < 2 || json.Unmarshal(last, &s.tail) != nil || s.tail.Body == "" {
		return nil, refuse("it has no last line that says it is whole: restore it from git, or remove it")
	}
	s.lines = lines[1 : len(lines)-1]
	body := sha256.Sum256(text[:len(text)-1-len(last)])
	switch {
	case hex.EncodeToString(body[:]) != s.tail.Body:
		return nil, refuse("its content is not what its last line says it is, it was changed: restore it from git, or remove it")
	case s.tail.Stored != len(s.lines) || s.tail.Lines < 0 || s.tail.Lines > mostLines || len(s.tail.Content) != sha256.Size*2:
		return nil, refuse("its last line counts %d lines where %d are: restore it from git", s.tail.Stored, len(s.lines))
	case s.identify(s.tail.Content) != id:
		return nil, refuse("its name is not that of its content, which is %s: name it so", s.identify(s.tail.Content))
	}
	s.ID, s.Size = id, int64(len(text))
	return s, nil
}

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrNoRun, fmt.Errorf(format, args...))
}

// head reads the first line.
func (s *stored) head(line []byte) error {
	var schema struct {
		Schema string `json:"schema"`
	}
	if json.Unmarshal(line, &schema) != nil || schema.Schema == "" {
		return refuse("its first line names no schema, such as %q", Schema)
	}
	name, version, _ := strings.Cut(schema.Schema, "/")
	ourName, ourVersion, _ := strings.Cut(Schema, "/")
	if name != ourName {
		return refuse("its schema is %.40q, not %q", schema.Schema, Schema)
	}
	if major(version) != major(ourVersion) {
		return refuse("it has the schema %.40q, this stxscan reads %q: use the stxscan that wrote it, or a newer one", schema.Schema, Schema)
	}
	if err := json.Unmarshal(line, &s.Run); err != nil {
		return refuse("its first line does not keep to %s: %v", Schema, err)
	}
	switch {
	case s.Time.IsZero() || s.Made.IsZero() || s.Point == "":
		return refuse("its first line has no time or no point")
	case (s.Parent == "") != (s.Depth == 0) || s.Depth < 0 || s.Depth > mostDepth:
		return refuse("its first line says it rests on %d runs, at most %d can be", s.Depth, mostDepth)
	case s.Parent != "" && !isID(s.Parent):
		return refuse("its parent has the name %.40q, which no run has", s.Parent)
	}
	s.Time, s.Made = s.Time.UTC(), s.Made.UTC()
	return nil
}

func major(version string) int {
	first, _, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(first)
	if err != nil {
		return -1
	}
	return n
}

// isID says whether a text has the form of the id of a run.
func isID(s string) bool {
	date, digest, ok := strings.Cut(s, "-")
	if !ok || len(digest) != 16 || strings.Trim(digest, "0123456789abcdef") != "" {
		return false
	}
	_, err := time.Parse("20060102T150405Z", date)
	return err == nil
}
