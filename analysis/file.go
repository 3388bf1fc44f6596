package analysis

import (
	"bytes"
	"context"
	"slices"
	"sort"

	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/workspace"
)

// File is a loaded file with what was made of it, each made once and only when
// an analyzer asks. It belongs to one goroutine.
type File struct {
	*workspace.File
	// Language and Role are the final ones, content looked at.
	Language workspace.Language
	Role     finding.Role
	Src      []byte

	ctx      context.Context
	parsers  *Parsers
	lines    []int
	tree     *python.Tree
	parsed   bool
	facts    *facts.File
	unknowns []finding.Unknown
	// host is the file that a piece of code stands in, at the way there.
	host *File
	at   func(int) int
	// explained are ranges that a finding explains the parser's trouble with.
	explained []Span
}

// Parsers are the parsers of one worker. They must not be shared.
type Parsers struct{ python *python.Parser }

// NewParsers returns a worker's parsers; Close them.
func NewParsers() *Parsers { return &Parsers{python: python.NewParser()} }

// Close frees them.
func (p *Parsers) Close() { p.python.Close() }

// NewFile prepares a loaded file. ctx bounds the parsers.
func NewFile(ctx context.Context, f *workspace.File, c *workspace.Content, parsers *Parsers) *File {
	return &File{
		File: f, Language: c.Language, Role: c.Role, Src: c.Bytes,
		ctx: ctx, parsers: parsers,
	}
}

// Piece returns a piece of Python code that stands in the file as a file of its
// own. Its tree and its offsets are those of src; places that are reported are
// the file's, by way of at. What could not be read of it is nobody's unknown.
func (f *File) Piece(src []byte, at func(int) int) *File {
	return &File{
		File: f.File, Language: workspace.Python, Role: f.Role, Src: src,
		ctx: f.ctx, parsers: f.parsers, host: f, at: at,
	}
}

// Depth returns in how many files a piece stands, 0 for a file.
func (f *File) Depth() int {
	if f.host == nil {
		return 0
	}
	return 1 + f.host.Depth()
}

// Unknowns returns what of the file could not be read, whoever asked for it.
func (f *File) Unknowns() []finding.Unknown {
	if line := f.unexplained(); line > 0 {
		return append(f.unknowns, f.unknown("", line,
			"repair the syntax; the rest of the file was analysed",
			"a part of the file is neither Python 2 nor Python 3"))
	}
	return f.unknowns
}

// Explain says that a finding tells what is wrong in a range, so that the
// parser's trouble with its lines is no unknown.
func (f *File) Explain(at Span) { f.explained = append(f.explained, at) }

// unexplained returns the line of the first place that the grammar could not
// read and no finding explains, 0 if there is none.
func (f *File) unexplained() int {
	if f.tree == nil {
		return 0
	}
	for _, n := range f.tree.Errors {
		line, _ := f.Position(int(f.tree.Nodes[n].Start))
		explained := slices.ContainsFunc(f.explained, func(at Span) bool {
			first, _ := f.Position(at.Start)
			last, _ := f.Position(max(at.Start, at.End-1))
			return first <= line && line <= last
		})
		if !explained {
			return line
		}
	}
	return 0
}

// Python returns the tree of a Python file, nil if it could not be parsed: then
// the file has an unknown that says why.
func (f *File) Python() *python.Tree {
	if f.parsed {
		return f.tree
	}
	f.parsed = true
	tree, err := f.parsers.python.Parse(f.ctx, f.Src)
	if err != nil {
		f.unknowns = append(f.unknowns, f.unknown("", 0,
			"repair the file, or leave it out if it is no Python source",
			"Python source that could not be parsed: "+err.Error()))
		return nil
	}
	f.tree = tree
	return tree
}

func (f *File) unknown(analyzer string, line int, settle, message string) finding.Unknown {
	return finding.Unknown{
		Kind: finding.UnknownUnparsed, Repo: f.Repo.ID, Package: f.Package.Name,
		Path: f.Path, Line: line, Analyzer: analyzer, Message: message, Settle: settle,
	}
}

// Position returns the line and column of an offset, both from 1, columns in
// bytes. A carriage return on its own ends a line too.
func (f *File) Position(offset int) (line, column int) {
	if f.host != nil {
		return f.host.Position(min(max(0, f.at(offset)), len(f.host.Src)))
	}
	starts := f.lineStarts()
	i := sort.SearchInts(starts, offset+1) - 1
	return i + 1, offset - starts[i] + 1
}

// Line returns the text of a line, from 1, without its end; "" beyond the file.
func (f *File) Line(line int) string {
	if f.host != nil {
		return f.host.Line(line)
	}
	return string(bytes.TrimRight(f.lineBytes(line), "\r\n"))
}

// lineStart is Line without its indent and cut to what a snippet shows at the
// most: a line may be as long as the file, with a finding at every step.
func (f *File) lineStart(line int) string {
	if f.host != nil {
		return f.host.lineStart(line)
	}
	text := bytes.TrimLeft(f.lineBytes(line), " \t\f\v")
	return string(bytes.TrimRight(text[:min(len(text), 16*maxSnippet)], "\r\n"))
}

// lineBytes is a line with its end, nil beyond the file.
func (f *File) lineBytes(line int) []byte {
	starts := f.lineStarts()
	if line < 1 || line > len(starts) {
		return nil
	}
	end := len(f.Src)
	if line < len(starts) {
		end = starts[line]
	}
	return f.Src[starts[line-1]:end]
}

func (f *File) lineStarts() []int {
	if f.lines == nil {
		f.lines = LineStarts(f.Src)
	}
	return f.lines
}
