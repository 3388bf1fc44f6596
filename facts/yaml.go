package facts

import (
	"bytes"
	"regexp"
	"strings"
)

// yamlKey is a line of YAML with a key: the blanks and dashes ahead of it, its
// name and the value, which may be empty.
var yamlKey = regexp.MustCompile(`^([ ]*(?:- +)*)["']?([\w./-]+)["']?:(?:[ \t]+(.*))?$`)

// hieraPath is a parameter of a class in the data of Hiera that is a path.
var hieraPath = regexp.MustCompile(`^ *["']?\w+(?:::\w+)+["']?:[ \t]+["']?(/[^\s"'#]+)["']?[ \t]*(?:#.*)?$`)

// blockMark is the value of a key whose text stands in the lines below it.
var blockMark = regexp.MustCompile(`^[|>][+-]?[1-9]?[+-]?\s*(?:#.*)?$`)

// scriptKeys are the keys whose text runs, by what names them in playbooks, jobs
// and charts; true where /bin/sh reads it.
var scriptKeys = map[string]bool{
	"shell": true, "raw": true, "cmd": false, "command": false, "script": false, "run": false, "_raw_params": false, "argv": false,
}

// maxYAMLLine bounds a line that is looked at, in bytes.
const maxYAMLLine = 1 << 14

// readYAML adds the commands and the code of scripts in YAML: the values of keys
// that a shell or an exec is given, in any form of YAML's, and texts that are a
// script by their first line or by the name of their key.
func readYAML(f *File, src []byte) {
	y := yamlFile{file: f, src: src}
	for y.at < len(src) {
		line := lineAt(src, y.at)
		start := y.at
		y.at += len(line)
		line = bytes.TrimRight(line, " \t\r\n")
		if len(line) > maxYAMLLine || len(bytes.TrimLeft(line, " ")) == 0 || bytes.TrimLeft(line, " ")[0] == '#' {
			continue
		}
		if m := yamlKey.FindSubmatchIndex(line); m != nil {
			y.key(line, start, m)
		}
		if m := hieraPath.FindSubmatchIndex(line); m != nil && isPath(string(line[m[2]:m[3]])) {
			f.Paths = append(f.Paths, Path{Text: string(line[m[2]:m[3]]), Span: Span{start + m[2], start + m[3]}, Via: "config"})
		}
	}
}

// yamlFile is a file of YAML that is read line by line.
type yamlFile struct {
	file *File
	src  []byte
	at   int // of the line that is read next
}

// key handles a line with a key, whose parts are where m says.
func (y *yamlFile) key(line []byte, start int, m []int) {
	name := string(line[m[4]:m[5]])
	indent := m[3] - m[2]
	value, from := []byte(nil), len(line)
	if m[6] >= 0 {
		value, from = line[m[6]:m[7]], m[6]
	}
	if blockMark.Match(value) {
		body := blockBody(y.src, y.at, indent)
		y.at = max(y.at, body.end)
		y.script(name, body.text)
		return
	}
	if short := name[strings.LastIndexByte(name, '.')+1:]; strings.HasPrefix(name, "ansible.") {
		name = short
	}
	isShell, known := scriptKeys[name]
	switch {
	case !known:
	case len(value) == 0:
		y.sequence(name, indent)
	case value[0] == '[':
		readExecForm(y.file, value, start+from)
	default:
		t := scalar(value, start+from)
		if t != nil {
			HideTemplate(t.bytes)
			readShell(y.file, t.bytes, t.at, ansible(isShell))
		}
	}
}

func ansible(isShell bool) embedding {
	e := embedding{via: ViaAnsible, depth: 1}
	if isShell {
		e.shell = "sh"
	}
	return e
}

// scalar is a value in its line, quotes taken off.
func scalar(value []byte, at int) *text {
	switch value[0] {
	case '{', '&', '*', '!', '#':
		return nil
	case '"', '\'':
		end := bytes.LastIndexByte(value, value[0])
		if end <= 0 {
			return nil
		}
		t := &text{start: at + 1, offsets: []int{}}
		for i := 1; i < end; i++ {
			if value[0] == '"' && value[i] == '\\' && i+1 < end {
				i++
				t.add(unescaped(value[i]), at+i)
				continue
			}
			t.add(value[i], at+i)
		}
		return t
	}
	if i := bytes.Index(value, []byte(" #")); i >= 0 {
		value = value[:i]
	}
	return &text{bytes: bytes.Clone(value), start: at}
}

// sequence reads the items below a key: the words of one command, or lines of a
// script, each a command.
func (y *yamlFile) sequence(name string, indent int) {
	var items []*text
	for y.at < len(y.src) {
		line := bytes.TrimRight(lineAt(y.src, y.at), " \t\r\n")
		trimmed := bytes.TrimLeft(line, " ")
		blanks := len(line) - len(trimmed)
		if len(trimmed) > 0 && trimmed[0] != '#' {
			if blanks < indent || !bytes.HasPrefix(trimmed, []byte("- ")) || len(line) > maxYAMLLine {
				break
			}
			item := bytes.TrimLeft(trimmed[2:], " ")
			if blockMark.Match(item) {
				y.at += len(lineAt(y.src, y.at))
				body := blockBody(y.src, y.at, blanks)
				y.at = max(y.at, body.end)
				items = append(items, body.text)
				continue
			}
			if len(item) == 0 || yamlKey.Match(item) && item[0] != '"' {
				break // a mapping: tasks, not words
			}
			t := scalar(item, y.at+len(line)-len(item))
			if t == nil {
				break
			}
			items = append(items, t)
		}
		y.at += len(lineAt(y.src, y.at))
	}
	if name == "script" || name == "run" || name == "shell" {
		for _, t := range items {
			HideTemplate(t.bytes)
			readShell(y.file, t.bytes, t.at, ansible(false))
		}
		return
	}
	words := make([]word, len(items))
	for i, t := range items {
		words[i] = t.word()
	}
	(&source{file: y.file}).command(words, ansible(false), nil)
}

// script reads the text of a block scalar.
func (y *yamlFile) script(key string, t *text) {
	e := embedding{via: ViaTemplate, depth: 1}
	if short := key[strings.LastIndexByte(key, '.')+1:]; strings.HasPrefix(key, "ansible.") {
		key = short
	}
	isShell, known := scriptKeys[key]
	switch {
	case bytes.HasPrefix(t.bytes, []byte("#!")):
		y.file.readScriptText(t.bytes, t.at, e)
	case strings.HasSuffix(key, ".py"):
		HideTemplate(t.bytes)
		(&source{file: y.file}).program(word{text: string(t.bytes), at: t.at}, "python", e)
	case known || strings.HasSuffix(key, ".sh"):
		HideTemplate(t.bytes)
		readShell(y.file, t.bytes, t.at, ansible(isShell))
	}
}

func lineAt(src []byte, at int) []byte {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return src[at : at+i+1]
	}
	return src[at:]
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
