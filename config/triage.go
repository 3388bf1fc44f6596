package config

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"opendev.org/starlingx/stxscan/finding"
)

// AddSuppress returns the content of a file with one entry more at the end of
// suppress, and the lines that were added. data is nil for a file that is not there
// yet. Every byte that was there stays, but for the brackets of an empty list. The
// error is of a file that cannot be used, or whose suppress is written so that
// nothing can be added: it says what to write by hand.
func AddSuppress(data []byte, name string, entry Suppress) (out []byte, added string, err error) {
	if data == nil {
		data = []byte(fmt.Sprintf("version: %d\n", Version))
	}
	old, err := Load(data, name)
	if err != nil {
		return nil, "", err
	}
	e := editor{data: data, newline: "\n"}
	if i := bytes.IndexByte(data, '\n'); i > 0 && data[i-1] == '\r' {
		e.newline = "\r\n"
	}
	lines, err := entryLines(entry)
	if err != nil {
		return nil, "", err
	}
	by := "suppress:\n  " + strings.Join(lines, "\n  ")
	out, added = e.add(old, lines)
	shall := *old
	shall.Suppress = append(slices.Clone(old.Suppress), entry)
	if now, err := Load(out, name); err != nil || !sameContent(now, &shall) {
		return nil, "", fmt.Errorf("%s: its form does not let an entry be added: nothing was written; add by hand\n%s", name, by)
	}
	return out, added, nil
}

// entryLines are the lines of an entry of a list.
func entryLines(entry Suppress) ([]string, error) {
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	list := &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{node(reflect.ValueOf(entry))}}
	if err := encoder.Encode(list); err != nil {
		return nil, fmt.Errorf("write a suppression: %w", err)
	}
	return strings.Split(strings.TrimRight(b.String(), "\n"), "\n"), nil
}

// editor adds to a file's text.
type editor struct {
	data    []byte
	newline string
}

var emptyList = regexp.MustCompile(`\A\[[ \t]*\]`)

// add puts an entry behind those that are there.
func (e *editor) add(c *Config, lines []string) (out []byte, added string) {
	at, given := c.Places["suppress"]
	if !given {
		text := e.indented(lines, "  ")
		head := "suppress:" + e.newline
		return e.insert(e.contentEnd(len(e.data), 1), head+text), head + text
	}
	offset := offsetOf(e.data, at)
	if empty := emptyList.Find(e.data[offset:]); empty != nil {
		text := e.indented(lines, "  ")
		without := append(bytes.Clone(bytes.TrimRight(e.data[:offset], " \t")), e.data[offset+len(empty):]...)
		rest := editor{without, e.newline}
		return rest.insert(nextLine(without, min(offset, len(without))-1), text), text
	}
	text := e.indented(lines, strings.Repeat(" ", at.Column-1))
	return e.insert(e.contentEnd(e.listEnd(), at.Column), text), text
}

func (e *editor) indented(lines []string, indent string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(indent + line + e.newline)
	}
	return b.String()
}

// insert puts lines at the beginning of a line.
func (e *editor) insert(at int, text string) []byte {
	before := e.data[:at]
	if len(before) > 0 && before[len(before)-1] != '\n' && before[len(before)-1] != '\r' {
		text = e.newline + text
	}
	return slices.Concat(before, []byte(text), e.data[at:])
}

// listEnd is where the key behind suppress begins, or the end of the file.
func (e *editor) listEnd() int {
	var document yaml.Node
	if yaml.Unmarshal(e.data, &document) != nil || len(document.Content) == 0 {
		return len(e.data)
	}
	keys := document.Content[0].Content
	for i := 0; i+2 < len(keys); i += 2 {
		if keys[i].Value == "suppress" {
			return offsetOf(e.data, Place{keys[i+2].Line, 1})
		}
	}
	return len(e.data)
}

// contentEnd goes back from an offset over what does not belong to what stands
// before it at a column: empty lines, comments that are not further in, and the end
// of the document.
func (e *editor) contentEnd(offset, column int) int {
	for offset > 0 {
		start := bytes.LastIndexByte(e.data[:offset-1], '\n') + 1
		line := e.data[start:offset]
		text := bytes.TrimLeft(line, " \t")
		blank := len(bytes.TrimSpace(text)) == 0
		comment := bytes.HasPrefix(text, []byte("#")) && len(line)-len(text) < max(column-1, 1)
		if !blank && !comment && !bytes.HasPrefix(line, []byte("...")) {
			return offset
		}
		offset = start
	}
	return 0
}

// WrongByRule counts by rule the findings that somebody called false positives, one
// by one: entries with a fingerprint and the id of a rule, as 'stxscan triage
// --wrong' writes them.
func (c *Config) WrongByRule() map[string]int {
	if c == nil {
		return nil
	}
	count := map[string]int{}
	for i := range c.Suppress {
		s := &c.Suppress[i]
		if s.Kind == finding.FalsePositive && s.Fingerprint != "" && s.Rule != "" && !strings.ContainsAny(s.Rule, "*?") {
			count[strings.ToUpper(s.Rule)]++
		}
	}
	return count
}
