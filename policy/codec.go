package policy

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxBaseline is the largest baseline that is read, in bytes: some millions of
// findings.
const maxBaseline = 512 << 20

// EncodeBaseline writes the baseline as JSON, one finding a line, so that a
// change to it can be reviewed.
func EncodeBaseline(w io.Writer, b *Baseline) error {
	e := &encoder{out: bufio.NewWriter(w)}
	e.text("{\n  \"schema\": ").value(b.Schema)
	e.text(",\n  \"tool\": ").value(b.Tool)
	e.text(",\n  \"rules\": ").value(b.Rules)
	e.text(",\n  \"targets\": ").value(b.Targets)
	e.text(",\n  \"inputs\": [")
	for i, in := range b.Inputs {
		e.next(i, "    ").value(in)
	}
	e.text(end(len(b.Inputs), "  ") + ",\n  \"files\": [")
	for i, f := range b.Files {
		e.next(i, "    ").text("{\"repo\":").value(f.Repo)
		e.text(",\"path\":").value(f.Path)
		e.text(",\"findings\":[")
		for j, entry := range f.Findings {
			e.next(j, "      ").value(entry)
		}
		e.text(end(len(f.Findings), "    ") + "}")
	}
	e.text(end(len(b.Files), "  ") + ",\n  \"unknowns\": [")
	for i, u := range b.Unknowns {
		e.next(i, "    ").value(u)
	}
	e.text(end(len(b.Unknowns), "  ") + "\n}\n")
	return errors.Join(e.err, e.out.Flush())
}

type encoder struct {
	out *bufio.Writer
	err error
}

func (e *encoder) text(s string) *encoder {
	_, err := e.out.WriteString(s) // Flush gives the error again
	e.err = errors.Join(e.err, err)
	return e
}

func (e *encoder) value(v any) {
	text, err := json.Marshal(v)
	e.err = errors.Join(e.err, err)
	e.text(string(text))
}

// next begins an element of a list on a line of its own.
func (e *encoder) next(i int, indent string) *encoder {
	if i > 0 {
		e.text(",")
	}
	return e.text("\n" + indent)
}

// end closes a list.
func end(n int, indent string) string {
	if n == 0 {
		return "]"
	}
	return "\n" + indent + "]"
}

// DecodeBaseline reads a baseline. It refuses what is none, is not whole, is
// of another major version of the schema, or lacks what matching needs; the
// error says what to do.
func DecodeBaseline(r io.Reader) (*Baseline, error) { return decodeBaseline(r, maxBaseline) }

func decodeBaseline(r io.Reader, limit int64) (*Baseline, error) {
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the baseline cannot be read: %w", err)
	case int64(len(text)) > limit:
		return nil, fmt.Errorf("the baseline is larger than %d bytes, the most that is read: keep one for each repo", limit)
	case len(bytes.TrimSpace(text)) == 0:
		return nil, errors.New("the baseline is empty: write it with 'stxscan baseline create'")
	case bytes.Contains(text, []byte("\n<<<<<<< ")) || bytes.Contains(text, []byte("\n>>>>>>> ")):
		return nil, errors.New("the baseline holds the marks of a merge conflict: take one side, then run 'stxscan baseline update'")
	case !json.Valid(text):
		return nil, explainJSON(text)
	}
	var head struct {
		Schema string `json:"schema"`
	}
	if json.Unmarshal(text, &head) != nil || head.Schema == "" {
		return nil, fmt.Errorf("this is no baseline of stxscan: it names no schema, such as %q", BaselineSchema)
	}
	if err := checkBaselineSchema(head.Schema); err != nil {
		return nil, err
	}
	b := &Baseline{}
	if err := json.Unmarshal(text, b); err != nil {
		return nil, fmt.Errorf("the baseline does not keep to %s: %w; write it again with 'stxscan baseline create'", BaselineSchema, err)
	}
	if err := b.check(); err != nil {
		return nil, fmt.Errorf("the baseline is damaged: %w; restore it, or write it again with 'stxscan baseline create'", err)
	}
	b.sort()
	return b, nil
}

func explainJSON(text []byte) error {
	var any json.RawMessage
	err := json.Unmarshal(text, &any)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := bytes.Count(text[:min(max(syntax.Offset-1, 0), int64(len(text)))], []byte("\n")) + 1
		return fmt.Errorf("the baseline is damaged in line %d: %w; restore it, or write it again with 'stxscan baseline create'", line, err)
	}
	return fmt.Errorf("the baseline is damaged: %w; restore it, or write it again with 'stxscan baseline create'", err)
}

func checkBaselineSchema(schema string) error {
	name, version, _ := strings.Cut(schema, "/")
	ourName, ourVersion, _ := strings.Cut(BaselineSchema, "/")
	major, err := strconv.Atoi(strings.SplitN(version, ".", 2)[0])
	ours, _ := strconv.Atoi(strings.SplitN(ourVersion, ".", 2)[0])
	switch {
	case name != ourName || err != nil || major < 0:
		return fmt.Errorf("this is no baseline of stxscan: its schema is %q, not %q", schema, BaselineSchema)
	case major > ours:
		return fmt.Errorf("the baseline has the schema %q, this stxscan reads %q: use a newer stxscan", schema, BaselineSchema)
	case major < ours:
		return fmt.Errorf("the baseline has the schema %q, this stxscan reads %q: write it again with 'stxscan baseline create'", schema, BaselineSchema)
	}
	return nil
}

// check holds a baseline that was read against what Match and the gate rely on.
func (b *Baseline) check() error {
	for _, file := range b.Files {
		if file.Repo == "" || file.Path == "" {
			return errors.New("a file has no repo or no path")
		}
		for _, e := range file.Findings {
			if e.Rule == "" || e.Fingerprint == "" || e.MatchKey == "" {
				return fmt.Errorf("a finding of %q has no rule, fingerprint or match_key", file.Repo+"/"+file.Path)
			}
		}
	}
	return nil
}
