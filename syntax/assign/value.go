package assign

import (
	"bytes"
	"fmt"
	"strings"
)

// value reads one value from where the parser stands.
type value struct {
	*parser
	text   strings.Builder
	active []int // see Assignment
}

func (v *value) add(c byte) {
	v.text.WriteByte(c)
	v.at++
}

// read reads to what ends the word; err says what is wrong with it.
func (v *value) read() (err string) {
	for v.at < len(v.src) {
		switch c := v.src[v.at]; c {
		case ' ', '\t', '\r', '\n', ';', '&', '|', '<', '>', '(', ')':
			return ""
		case '\'', '"', '`':
			if err = v.quoted(c); err != "" {
				return err
			}
		case '\\':
			if v.continued() {
				v.continuation()
				continue
			}
			if v.at++; v.at < len(v.src) {
				v.add(v.src[v.at])
			}
		case '$':
			v.reference()
		default:
			v.add(c)
		}
	}
	return ""
}

// reference copies a $ and the ${...} or $(...) that it begins, in which
// neither blanks nor quotes end anything.
func (v *value) reference() {
	v.active = append(v.active, v.text.Len())
	start := v.at
	v.add('$')
	if v.at >= len(v.src) {
		return
	}
	opens, closes := v.src[v.at], byte('}')
	if opens == '(' {
		closes = ')'
	} else if opens != '{' {
		return
	}
	depth := 0
	for i := v.at; i < len(v.src) && v.src[i] != '\n'; i++ {
		switch v.src[i] {
		case opens:
			depth++
		case closes:
			depth--
		}
		if depth == 0 {
			v.text.Write(v.src[v.at : i+1])
			v.at = i + 1
			return
		}
	}
	// It is not closed. The whole line is taken, so that none of it is looked
	// through again.
	end := len(v.src)
	if i := bytes.IndexByte(v.src[start:], '\n'); i >= 0 {
		end = start + i
	}
	v.text.Write(bytes.TrimSuffix(v.src[v.at:end], []byte{'\r'}))
	v.at = end
}

// quoted copies what stands between quotes. A quote that is never closed ends
// with its line, so that the lines behind it are read. Backquotes stay, since
// what is between them is a command.
func (v *value) quoted(quote byte) (err string) {
	start := v.at
	closing := v.closing(quote)
	end := closing
	if closing < 0 {
		err = fmt.Sprintf("the quote %c of line %d is never closed", quote, 1+bytes.Count(v.src[:start], []byte{'\n'}))
		end = len(v.src)
		if i := bytes.IndexByte(v.src[start:], '\n'); i >= 0 {
			end = start + i
		}
		if end > start+1 && v.src[end-1] == '\r' {
			end--
		}
	}
	v.at++
	switch quote {
	case '`':
		v.active = append(v.active, v.text.Len())
		v.text.Write(v.src[start:min(len(v.src), end+1)])
	case '\'':
		v.text.Write(bytes.ReplaceAll(v.src[start+1:end], []byte("\r\n"), []byte{'\n'}))
	default:
		v.doubleQuoted(end)
	}
	v.at = end
	if closing >= 0 {
		v.at++
	}
	return err
}

func (v *value) doubleQuoted(end int) {
	for v.at < end {
		c := v.src[v.at]
		switch {
		case c == '\r' && v.at+1 < end && v.src[v.at+1] == '\n':
			v.at++
		case c == '$' || c == '`':
			v.active = append(v.active, v.text.Len())
			v.add(c)
		case c != '\\' || v.at+1 >= end:
			v.add(c)
		case v.continued():
			v.continuation()
		case bytes.IndexByte([]byte("\"\\$`"), v.src[v.at+1]) >= 0:
			v.at++
			v.add(v.src[v.at])
		default:
			v.add(c)
		}
	}
}

// closing returns where the quote at hand is closed, -1 if it is not. Within
// double quotes, a substitution may have quotes of its own.
func (v *value) closing(quote byte) int {
	depth := 0
	for i := v.at + 1; i < len(v.src); i++ {
		c := v.src[i]
		switch {
		case c == '\\' && quote != '\'':
			i++
		case quote == '"' && c == '(' && v.misses < maxMisses && (depth > 0 || v.src[i-1] == '$'):
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == quote && depth == 0:
			return i
		}
	}
	if depth == 0 {
		return -1
	}
	// A bracket that is not closed is none.
	misses := v.misses
	v.misses = maxMisses
	at := v.closing(quote)
	v.misses = misses + 1
	return at
}
