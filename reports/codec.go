package reports

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// maxReport is the largest report that Decode reads, in bytes.
const maxReport = 1 << 30

// Encode writes the report as JSON. Every element of a list at the top level
// is a line of its own, so that two reports can be compared line by line.
// Lists and maps that are nil are written as empty ones. The characters <, >
// and & are escaped, so that the output can stand inside HTML; bytes that are
// no UTF-8 become U+FFFD.
func Encode(w io.Writer, r *Report) error {
	e := encoder{out: bufio.NewWriterSize(w, 1<<16)}
	e.report(r)
	if e.err != nil {
		return fmt.Errorf("encode report: %w", e.err)
	}
	if err := e.out.Flush(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

type encoder struct {
	out *bufio.Writer
	err error
}

func (e *encoder) report(r *Report) {
	separator := "{\n"
	for field, value := range reflect.ValueOf(r).Elem().Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if options == "omitempty" && value.IsZero() {
			continue
		}
		e.text(separator + `  "` + name + `": `)
		if field.Type.Kind() == reflect.Slice {
			e.list(value)
		} else {
			e.value(value, true)
		}
		separator = ",\n"
	}
	e.text("\n}\n")
}

func (e *encoder) list(list reflect.Value) {
	if list.Len() == 0 {
		e.text("[]")
		return
	}
	separator := "[\n    "
	for i := range list.Len() {
		e.text(separator)
		e.value(list.Index(i), false)
		separator = ",\n    "
	}
	e.text("\n  ]")
}

// value writes one value, over several lines if so wished.
func (e *encoder) value(v reflect.Value, lines bool) {
	if e.err != nil {
		return
	}
	text, err := json.Marshal(filled(v).Interface())
	if err != nil {
		e.err = err
		return
	}
	text = plainReplacements(text)
	if lines {
		var indented bytes.Buffer
		if e.err = json.Indent(&indented, text, "  ", "  "); e.err != nil {
			return
		}
		text = indented.Bytes()
	}
	_, e.err = e.out.Write(text)
}

func (e *encoder) text(s string) {
	if e.err == nil {
		_, e.err = e.out.WriteString(s)
	}
}

// plainReplacements writes the escape \ufffd, which json.Marshal puts in the
// place of a byte that is no UTF-8, as the character that it stands for. The
// character itself is not escaped when it is encoded again, so without this a
// report would change on its way through Decode and Encode.
func plainReplacements(text []byte) []byte {
	const escape = `\ufffd`
	if !bytes.Contains(text, []byte(escape)) {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		switch {
		case bytes.HasPrefix(text[i:], []byte(escape)):
			out = append(out, "\uFFFD"...)
			i += len(escape)
		case text[i] == '\\': // with what it escapes, which may be a backslash
			out = append(out, text[i:i+2]...)
			i += 2
		default:
			out = append(out, text[i])
			i++
		}
	}
	return out
}

// Decode reads a report in JSON. It refuses what is no report, is not whole,
// has something behind it, is larger than 1 GiB or is of another major version
// of the schema; the error says what to do. Fields of a newer minor version
// are ignored.
func Decode(r io.Reader) (*Report, error) { return decode(r, maxReport) }

func decode(r io.Reader, limit int64) (*Report, error) {
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("the report cannot be read: %w", err)
	}
	if int64(len(text)) > limit {
		return nil, fmt.Errorf("the report is larger than %d bytes, the most that is read: scan fewer repos at once", limit)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, errors.New("the report is empty: write it again with 'stxscan scan -o json=FILE'")
	}
	report := &Report{}
	err = json.Unmarshal(text, report)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return nil, explainSyntax(text, syntax)
	}
	// A report of another version may well fail to decode: the version is what
	// is wrong with it then, so it is looked at first.
	if err := checkSchema(schemaOf(text)); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("the report does not keep to %s: %w; write it again with 'stxscan scan -o json=FILE'", Schema, err)
	}
	return report, nil
}

func explainSyntax(text []byte, err *json.SyntaxError) error {
	if strings.Contains(err.Error(), "unexpected end") {
		return fmt.Errorf("the report ends in the middle, after %d bytes: write it again with 'stxscan scan -o json=FILE'", len(text))
	}
	before := text[:min(max(err.Offset-1, 0), int64(len(text)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n')
	if strings.Contains(err.Error(), "after top-level value") {
		return fmt.Errorf("%d:%d: something follows the report: a file holds one report and nothing else", line, column)
	}
	return fmt.Errorf("%d:%d: this is no JSON: %w; give a report that 'stxscan scan -o json=FILE' wrote", line, column, err)
}

// schemaOf returns the schema that a JSON text names, "" if none.
func schemaOf(text []byte) string {
	var head struct {
		Schema json.RawMessage `json:"schema"`
	}
	var schema string
	if json.Unmarshal(text, &head) != nil || json.Unmarshal(head.Schema, &schema) != nil {
		return ""
	}
	return schema
}

func checkSchema(schema string) error {
	if schema == "" {
		return fmt.Errorf("this is no report of stxscan: it names no schema, such as %q", Schema)
	}
	name, major := splitSchema(schema)
	ourName, ourMajor := splitSchema(Schema)
	switch {
	case name != ourName || major < 0:
		return fmt.Errorf("this is no report of stxscan: its schema is %q, not %q", schema, Schema)
	case major > ourMajor:
		return fmt.Errorf("the report has the schema %q, this stxscan reads %q: read it with a newer stxscan", schema, Schema)
	case major < ourMajor:
		return fmt.Errorf("the report has the schema %q, this stxscan reads %q: scan again to write a new one", schema, Schema)
	}
	return nil
}

// splitSchema splits "NAME/MAJOR.MINOR"; the major version is -1 if there is
// none.
func splitSchema(schema string) (name string, major int) {
	name, version, _ := strings.Cut(schema, "/")
	first, _, _ := strings.Cut(version, ".")
	major, err := strconv.Atoi(first)
	if err != nil || major < 0 {
		return name, -1
	}
	return name, major
}
