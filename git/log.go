package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// LogOptions says which commits a LogReader reads, and what of them.
type LogOptions struct {
	// Tips are the full ids of the commits to start from: they and all that
	// they are made on are read, newest first.
	Tips []string
	// Only, if there are no Tips, are the ids of commits that alone are read,
	// in this order.
	Only []string
	// Paths limits what is shown of the commits in Only; none shows all. They
	// are names, not patterns. To limit a walk by paths costs more than to
	// read the names of all files, so that it cannot be asked for.
	Paths []string
	// Lines asks for the changed lines too; otherwise only for the files.
	Lines bool
}

// LogKind says what LogReader.Next has read.
type LogKind uint8

// What a log consists of: commits, the files that each changed, and of each
// file the lines that were removed and added.
const (
	LogCommit LogKind = iota + 1
	LogFile
	LogLine
)

// FileChange is one file that a commit changed.
type FileChange struct {
	// Path is as the tree has it: not always UTF-8.
	Path string
	// Added and Deleted say that the file as a whole came or went. A rename is
	// a file that went and one that came.
	Added, Deleted bool
	// Binary says that git shows no lines of it.
	Binary bool
}

// The bounds on what is kept of a log. What is beyond is read and dropped.
const (
	mostMessage = 64 << 10
	mostLine    = 16 << 10
	// bigFile is the size in bytes from which git treats a file as binary, so
	// that its memory is bounded too.
	bigFile = 16 << 20
)

// LogReader reads commits with their changes while git writes them, in memory
// that does not grow with the history. The fields hold what Next read, until
// the next call. It belongs to one goroutine.
type LogReader struct {
	Kind   LogKind
	Commit Revision   // of every kind
	File   FileChange // of LogFile and LogLine
	Op     byte       // of LogLine: '+' or '-'
	Text   []byte     // of LogLine, without the end of line

	repo     *Repo
	ctx      context.Context
	stop     context.CancelFunc
	cmd      *exec.Cmd
	out      *bufio.Reader
	stderr   *head
	long     []byte
	old, new int // lines that the hunk still has
	pending  bool
	done     bool
	err      error
}

// Log starts to read commits without merges, which change nothing that their
// parents do not say. The caller closes the reader.
func (r *Repo) Log(ctx context.Context, o LogOptions) (*LogReader, error) {
	ask, err := o.question()
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	l := &LogReader{repo: r, ctx: ctx, stop: stop, stderr: &head{most: mostStderr}}
	l.cmd = r.logCommand(ctx, o)
	l.cmd.Stdin, l.cmd.Stderr = ask, l.stderr
	out, err := l.cmd.StdoutPipe()
	if err == nil {
		err = l.cmd.Start()
	}
	if err != nil {
		stop()
		return nil, r.failure(ctx, "log", "", err)
	}
	l.out = bufio.NewReaderSize(out, 256<<10)
	return l, nil
}

// question is what git reads from its input, so that neither the number nor
// the form of ids and paths is limited by a command line.
func (o *LogOptions) question() (*bytes.Buffer, error) {
	ask := new(bytes.Buffer)
	for _, id := range append(o.Tips[:len(o.Tips):len(o.Tips)], o.Only...) {
		if !isID(id) {
			return nil, fmt.Errorf("git: %q is no full commit id", id)
		}
		ask.WriteString(id + "\n")
	}
	if ask.Len() == 0 || len(o.Tips) > 0 && len(o.Only)+len(o.Paths) > 0 {
		return nil, errors.New("git: a log is of tips, or of commits alone with or without paths")
	}
	// One path a line: with a name that holds a newline, all are shown.
	if len(o.Paths) > 0 && !slices.ContainsFunc(o.Paths, func(name string) bool { return strings.ContainsAny(name, "\n\x00") || name == "" }) {
		ask.WriteString("--\n" + strings.Join(o.Paths, "\n") + "\n")
	}
	return ask, nil
}

// logCommand is git log without anything that the repository's configuration
// could add to it. Fields end with a NUL, which neither a message nor the start
// of a line of a diff can hold, so that no text passes for a record.
func (r *Repo) logCommand(ctx context.Context, o LogOptions) *exec.Cmd {
	bare := *r
	bare.bare = true
	bare.settings = append(r.settings[:len(r.settings):len(r.settings)],
		"log.showRoot=true", "log.follow=false", "log.mailmap=false", "diff.orderFile=/dev/null", "diff.noprefix=false",
		"diff.suppressBlankEmpty=false", "core.bigFileThreshold="+strconv.Itoa(bigFile))
	args := []string{"log", "--stdin", "--no-merges", "--encoding=none",
		"--no-show-signature", "--no-notes", "--no-decorate", "--no-mailmap", "--no-renames", "--no-relative", "--no-color",
		"--ignore-submodules=none", "--format=%x00%H%x00%P%x00%ct%x00%B%x00"}
	if len(o.Tips) == 0 {
		args = append(args, "--no-walk=unsorted")
	}
	if o.Lines {
		args = append(args, "-p", "-U0", "--inter-hunk-context=0", "--no-ext-diff", "--no-textconv",
			"--diff-algorithm=myers", "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/")
	} else {
		args = append(args, "--name-status")
	}
	cmd := bare.command(ctx, args...)
	// Git reads the attributes of where it runs; those that are checked out say
	// nothing of other commits, and could hide lines.
	cmd.Dir = string(filepath.Separator)
	return cmd
}

// Next reads on and says whether there is something. When it says no, Err
// tells whether the history was read to its end.
func (l *LogReader) Next() bool {
	for !l.done {
		ok, err := l.next()
		if err != nil {
			l.finish(err)
			return false
		}
		if ok {
			return true
		}
	}
	return false
}

// Err is nil after a history that was read to its end. Otherwise what was read
// is only a part of it, and what was not seen may be there all the same.
func (l *LogReader) Err() error { return l.err }

// Close ends git, also before its end. Then it is no error that it was ended.
func (l *LogReader) Close() error {
	if !l.done {
		l.done = true
		l.stop()
		_ = l.cmd.Wait() // it was killed
	}
	l.stop()
	return l.err
}

// finish waits for git after its output ended or could not be read. An end
// in the middle is git's failure, if it says that it failed.
func (l *LogReader) finish(err error) {
	l.done = true
	ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	canceled := l.ctx.Err() != nil
	if !ended {
		l.stop() // it may wait for somebody to read on
	}
	switch waited := l.cmd.Wait(); {
	case waited != nil && (ended || canceled):
		l.err = l.repo.failure(l.ctx, "log", l.stderr.String(), waited)
	case !errors.Is(err, io.EOF):
		l.err = &Error{Command: "log", Dir: l.repo.dir, Err: err}
	}
	l.stop()
}

// next reads one line or record; ok says that it is something to show.
func (l *LogReader) next() (ok bool, err error) {
	if l.old > 0 || l.new > 0 {
		return l.line()
	}
	first, err := l.out.Peek(1)
	if err != nil {
		if l.pending && errors.Is(err, io.EOF) {
			return l.show(), nil
		}
		return false, err
	}
	if first[0] == 0 {
		if l.pending {
			return l.show(), nil
		}
		l.Kind = LogCommit
		return true, l.commit()
	}
	// "diff --git" begins the next file: show the one before it first.
	if l.pending && first[0] == 'd' {
		if begin, _ := l.out.Peek(len(diffGit)); string(begin) == diffGit {
			return l.show(), nil
		}
	}
	line, err := l.until('\n', mostLine)
	if err != nil {
		return false, err
	}
	return l.header(line)
}

const diffGit = "diff --git "

// show gives the file whose header was read.
func (l *LogReader) show() bool {
	l.pending = false
	l.Kind = LogFile
	return true
}

// header reads one line of a file's header, or a hunk's.
func (l *LogReader) header(line []byte) (ok bool, err error) {
	switch text := string(line[:min(len(line), 20)]); {
	case len(line) > 2 && line[1] == '\t':
		l.File = FileChange{Path: plainPath(string(line[2:])), Added: line[0] == 'A', Deleted: line[0] == 'D'}
		return l.show(), nil
	case strings.HasPrefix(text, diffGit):
		l.pending = true
		l.File = FileChange{Path: gitPath(string(line[len(diffGit):]))}
	case strings.HasPrefix(text, "new file mode "):
		l.File.Added = true
	case strings.HasPrefix(text, "deleted file mode "):
		l.File.Deleted = true
	case strings.HasPrefix(text, "Binary files "):
		l.File.Binary = true
	case strings.HasPrefix(text, "--- "), strings.HasPrefix(text, "+++ "):
		if path, ok := sidePath(string(line[4:])); ok {
			l.File.Path = path
		}
	case strings.HasPrefix(text, "@@ -"):
		if l.old, l.new, ok = hunkCounts(line); !ok {
			return false, fmt.Errorf("unexpected hunk header %q", line)
		}
		return l.pending && l.show(), nil
	}
	return false, nil
}

// line reads one line of a hunk. The counts of the hunk say how many there
// are, so that a line which looks like a header stays a line.
func (l *LogReader) line() (ok bool, err error) {
	line, err := l.until('\n', mostLine)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return false, err
	}
	if len(line) == 0 {
		return false, errors.New("unexpected empty line in a hunk")
	}
	switch line[0] {
	case '-':
		l.old--
	case '+':
		l.new--
	case '\\': // no newline at the end of the file
		return false, nil
	default:
		return false, fmt.Errorf("unexpected line %q in a hunk", line[:min(len(line), 40)])
	}
	l.Kind, l.Op, l.Text = LogLine, line[0], line[1:]
	return true, nil
}

// commit reads the fields of a commit.
func (l *LogReader) commit() error {
	var fields [5]string
	for i := range fields { // what is before the first NUL is empty
		field, err := l.until(0, mostMessage)
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		fields[i] = string(field)
	}
	seconds, err := strconv.ParseInt(fields[3], 10, 64)
	if !isID(fields[1]) || err != nil || fields[0] != "" {
		return fmt.Errorf("unexpected commit %q of %q", fields[1], fields[3])
	}
	l.Commit = Revision{ID: fields[1], Parents: strings.Fields(fields[2]),
		Committed: time.Unix(seconds, 0).UTC(), Message: strings.TrimSpace(fields[4])}
	l.File = FileChange{}
	return nil
}

// until reads up to the next end and gives the first bytes of that, at most
// so many, without the end. They are valid until the next call.
func (l *LogReader) until(end byte, most int) ([]byte, error) {
	part, err := l.out.ReadSlice(end)
	if err == nil {
		return part[:min(len(part)-1, most)], nil
	}
	l.long = l.long[:0]
	for errors.Is(err, bufio.ErrBufferFull) {
		l.long = append(l.long, part[:min(len(part), most-len(l.long))]...)
		part, err = l.out.ReadSlice(end)
	}
	if err != nil {
		if errors.Is(err, io.EOF) && len(l.long)+len(part) > 0 {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	return append(l.long, part[:min(len(part)-1, most-len(l.long))]...), nil
}
