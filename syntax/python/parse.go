package python

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	sitter "github.com/smacker/go-tree-sitter"
	grammar "github.com/smacker/go-tree-sitter/python"
)

// The limits of a Parser: what is beyond them is refused with an error, since
// neither a blown stack nor an abort in C can be recovered from.
const (
	MaxSize    = 16 << 20 // bytes
	MaxNesting = 1000     // brackets that stand open at once, levels of blocks
	MaxDepth   = 20000    // levels of the tree
)

// Parser parses files one after the other. It must not be used by two
// goroutines at once; make one per worker and Close it.
type Parser struct{ parser *sitter.Parser }

// NewParser returns a parser for Python 2 and 3.
func NewParser() *Parser {
	p := sitter.NewParser()
	p.SetLanguage(language)
	return &Parser{parser: p}
}

// Close frees what the parser holds outside Go's heap.
func (p *Parser) Close() { p.parser.Close() }

var (
	language = grammar.GetLanguage()
	kinds    = kindTable(language)
)

func kindTable(l *sitter.Language) []Kind {
	table := make([]Kind, l.SymbolCount())
	for i := range table {
		symbol := sitter.Symbol(i)
		if l.SymbolType(symbol) == sitter.SymbolTypeAnonymous {
			table[i] = Token
		} else if kind, ok := kindNames[l.SymbolName(symbol)]; ok {
			table[i] = kind
		} else {
			table[i] = Other
		}
	}
	return table
}

// Parse reads one file. It returns an error, and no tree, if the source is too
// large, too deeply nested, holds NUL bytes, or ctx ended.
//
// Offsets of the tree are offsets into src. Bytes that no UTF-8 decoder takes
// (a Latin-1 file, say) stand as '?' in Tree.Src: on Python 2 they can only
// occur in strings and comments. A carriage return that ends a line on its own
// stands there as a line feed. Of very long runs of comments only the first
// lines become nodes.
func (p *Parser) Parse(ctx context.Context, src []byte) (*Tree, error) {
	if err := refuse(src); err != nil {
		return nil, err
	}
	t := &Tree{ValidUTF8: utf8.Valid(src), Encoding: cookie(src)}
	t.Src = readable(src, t.ValidUTF8)
	t.lines = lineStarts(t.Src)
	if err := p.fill(ctx, t, withoutRuns(t.Src), 0, NoNode); err != nil {
		return nil, err
	}
	if err := p.openBackticks(ctx, t); err != nil {
		return nil, err
	}
	return t, nil
}

// fill parses src and appends its nodes, offsets shifted by base, below parent.
func (p *Parser) fill(ctx context.Context, t *Tree, src []byte, base uint32, parent ID) error {
	tree, err := p.parser.ParseCtx(ctx, nil, src)
	if err != nil {
		p.parser.Reset()
		return fmt.Errorf("the parser stopped: %w", err)
	}
	defer tree.Close()
	return t.grow(tree, src, base, parent)
}

// openBackticks parses what stands between backticks, which the grammar takes
// for the text of a string.
func (p *Parser) openBackticks(ctx context.Context, t *Tree) error {
	for n := ID(0); n < ID(len(t.Nodes)); n++ {
		node := t.Nodes[n]
		if node.Kind != String || t.Src[node.Start] != '`' || node.End-node.Start < 3 {
			continue
		}
		t.Nodes[n].Kind = Backticks
		t.Nodes[n].First = NoNode
		inner := t.Src[node.Start+1 : node.End-1]
		if err := p.fill(ctx, t, inner, node.Start+1, n); err != nil {
			return err
		}
	}
	return nil
}

// refuse returns why src must not be given to the parser.
func refuse(src []byte) error {
	if len(src) > MaxSize {
		return fmt.Errorf("%d bytes: larger than the %d that are parsed", len(src), MaxSize)
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return fmt.Errorf("a NUL byte in line %d: not Python source", 1+bytes.Count(src[:i], []byte{'\n'}))
	}
	return refuseNesting(src)
}

// refuseNesting counts brackets without a look at strings: real files stay far
// below the limit, and a parser's stack is worth a file of brackets in quotes.
func refuseNesting(src []byte) error {
	open, line := 0, 1
	for _, c := range src {
		switch c {
		case '(', '[', '{':
			if open++; open > MaxNesting {
				return fmt.Errorf("brackets nested deeper than %d in line %d", MaxNesting, line)
			}
		case ')', ']', '}':
			open = max(0, open-1)
		case '\n':
			line++
		}
	}
	return refuseIndent(src)
}

// refuseIndent bounds the levels of blocks by the indents that stand open.
// Lines within brackets and strings count as well: they open no more levels
// than they have blanks.
func refuseIndent(src []byte) error {
	open := []int{0}
	for line := 1; len(src) > 0; line++ {
		text, rest, _ := bytes.Cut(src, []byte{'\n'})
		src = rest
		indent := len(text) - len(bytes.TrimLeft(text, " \t\f"))
		if indent == len(text) {
			continue
		}
		for indent < open[len(open)-1] {
			open = open[:len(open)-1]
		}
		if indent > open[len(open)-1] {
			open = append(open, indent)
		}
		if len(open) > MaxNesting {
			return fmt.Errorf("blocks nested deeper than %d in line %d", MaxNesting, line)
		}
	}
	return nil
}

// readable returns src, or a copy of the same length that the grammar can read.
func readable(src []byte, valid bool) []byte {
	if valid && !loneCR(src) {
		return src
	}
	out := bytes.Clone(src)
	for i := 0; i < len(out); {
		if out[i] == '\r' && (i+1 == len(out) || out[i+1] != '\n') {
			out[i] = '\n'
		}
		r, size := utf8.DecodeRune(out[i:])
		if r == utf8.RuneError && size == 1 {
			out[i] = '?'
		}
		i += size
	}
	return out
}

func loneCR(src []byte) bool {
	for i := bytes.IndexByte(src, '\r'); i >= 0; {
		if i+1 == len(src) || src[i+1] != '\n' {
			return true
		}
		next := bytes.IndexByte(src[i+1:], '\r')
		if next < 0 {
			return false
		}
		i += 1 + next
	}
	return false
}

// cookiePattern is PEP 263's.
var cookiePattern = regexp.MustCompile(`^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)`)

// cookie returns the encoding that one of the first two lines declares.
func cookie(src []byte) string {
	for range 2 {
		line, rest, _ := bytes.Cut(src, []byte{'\n'})
		if m := cookiePattern.FindSubmatch(line); m != nil {
			return strings.ToLower(string(m[1]))
		}
		src = rest
	}
	return ""
}

func lineStarts(src []byte) []uint32 {
	starts := make([]uint32, 1, 1+bytes.Count(src, []byte{'\n'}))
	for i, c := range src {
		if c == '\n' {
			starts = append(starts, uint32(i+1))
		}
	}
	return starts
}
