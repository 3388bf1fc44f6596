package facts

import (
	"bytes"
	"regexp"
	"strings"
)

// blockScalar is a key of YAML whose value is the text in the lines below it,
// indented further.
var blockScalar = regexp.MustCompile(`^([ ]*(?:- +)*)["']?([\w./-]+)["']?: *[|>][+-]?[1-9]?[+-]?\s*(?:#.*)?$`)

// scriptKeys are the keys whose text a shell is given, by what names them in
// playbooks, jobs and charts.
var scriptKeys = map[string]bool{"shell": true, "cmd": true, "command": true, "script": true, "run": true, "_raw_params": true}

// readYAML adds the Python code of scripts that stand in block scalars: those
// of keys that a shell is given, and texts that are a script by their first
// line or by the name of their key. Of their commands only Pythons are read.
func readYAML(f *File, src []byte) {
	for at := 0; at < len(src); {
		line := lineAt(src, at)
		next := at + len(line)
		if len(line) < 4096 {
			if m := blockScalar.FindSubmatch(bytes.TrimRight(line, "\r\n")); m != nil {
				body := blockBody(src, next, len(m[1]))
				next = max(next, body.end)
				f.readYAMLText(string(m[2]), body.text)
			}
		}
		at = next
	}
}

func lineAt(src []byte, at int) []byte {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return src[at : at+i+1]
	}
	return src[at:]
}

func (f *File) readYAMLText(key string, t *text) {
	e := embedding{via: ViaTemplate, depth: 1}
	switch {
	case !bytes.Contains(t.bytes, []byte("python")) && !strings.HasSuffix(key, ".py"):
	case bytes.HasPrefix(t.bytes, []byte("#!")):
		f.readScriptText(t.bytes, t.at, e)
	case strings.HasSuffix(key, ".py"):
		hideTemplate(t.bytes)
		(&source{file: f}).program(word{text: string(t.bytes), at: t.at}, "python", e)
	case scriptKeys[key] || strings.HasSuffix(key, ".sh"):
		hideTemplate(t.bytes)
		f.readShellPython(t.bytes, t.at, e)
	}
}

// block is the text of a block scalar, and where it ends.
type block struct {
	text *text
	end  int
}

// blockBody reads the lines from an offset on that are indented further than
// their key, without the indentation of the first.
func blockBody(src []byte, at, key int) block {
	b := block{text: &text{offsets: []int{}, start: at}, end: at}
	indent := -1
	for at < len(src) {
		line := lineAt(src, at)
		blanks := len(line) - len(bytes.TrimLeft(line, " "))
		empty := len(bytes.TrimSpace(line)) == 0
		if !empty && blanks <= key {
			break
		}
		if indent < 0 && !empty {
			indent = blanks
		}
		for i := min(max(indent, 0), blanks); i < len(line); i++ {
			b.text.add(line[i], at+i)
		}
		at += len(line)
		b.end = at
	}
	return b
}
