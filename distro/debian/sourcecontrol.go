package debian

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxControl bounds a debian/control: the largest of Debian, linux's, has 300 kB.
const maxControl = 4 << 20

// Stanza is one paragraph of a debian/control: its fields by name, as they are
// written, without comments. The lines of a value are joined with line ends.
type Stanza map[string]string

// ReadControl reads the debian/control of a source package, or another file in its
// form: paragraphs of fields, with comments between and within them. It is strict,
// as dpkg is: what is no field, or one given twice, is an error that names the line.
func ReadControl(r io.Reader) ([]Stanza, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxControl+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxControl {
		return nil, fmt.Errorf("over %d MB long: this is no control file", maxControl>>20)
	}
	var list []Stanza
	var current Stanza
	field, n := "", 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.TrimSpace(line) == "":
			current, field = nil, ""
		case line[0] == ' ' || line[0] == '\t':
			if field == "" {
				return nil, fmt.Errorf("line %d: %.60q continues no field", n, line)
			}
			current[field] += "\n" + strings.TrimSpace(line)
		default:
			name, value, ok := strings.Cut(line, ":")
			if !ok || !isField(name) {
				return nil, fmt.Errorf("line %d: %.60q is no field", n, line)
			}
			if current == nil {
				current = Stanza{}
				list = append(list, current)
			}
			if _, twice := current[name]; twice {
				return nil, fmt.Errorf("line %d: %s is given twice", n, name)
			}
			field = name
			current[field] = strings.TrimSpace(value)
		}
	}
	if len(list) == 0 {
		return nil, errors.New("no paragraph in it")
	}
	return list, nil
}

// isField tells the name of a field, by what Debian's policy says of it.
func isField(name string) bool {
	if name == "" || name[0] == '-' {
		return false
	}
	for i := range len(name) {
		if name[i] <= ' ' || name[i] >= 0x7f {
			return false
		}
	}
	return true
}
