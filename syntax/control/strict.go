package control

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// Stanza is a paragraph without places: values by the names of their fields, the
// lines of a value joined with line ends.
type Stanza map[string]string

// Read reads a file as dpkg does: what is no field, or is given twice, is an error
// that names its line.
func Read(src []byte) ([]Stanza, error) {
	f := Parse(src)
	if len(f.Errors) > 0 {
		e := f.Errors[0]
		return nil, fmt.Errorf("line %d: %s", 1+bytes.Count(src[:e.Offset], []byte("\n")), e.Message)
	}
	if len(f.Paragraphs) == 0 {
		return nil, errors.New("no paragraph in it")
	}
	list := make([]Stanza, len(f.Paragraphs))
	for i := range f.Paragraphs {
		list[i] = Stanza{}
		for _, field := range f.Paragraphs[i].Fields {
			if _, twice := list[i][field.Name]; twice {
				return nil, fmt.Errorf("line %d: %s is given twice", 1+bytes.Count(src[:field.Start], []byte("\n")), field.Name)
			}
			lines := make([]string, len(field.Lines))
			for n, l := range field.Lines {
				lines[n] = l.Text
			}
			list[i][field.Name] = strings.Join(lines, "\n")
		}
	}
	return list, nil
}
