package facts

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

// readDockerfile adds the commands of RUN, CMD and ENTRYPOINT in both forms.
func readDockerfile(f *File, src []byte) {
	closed := true // until a document is not: then none is looked for
	for at := 0; at < len(src); {
		words := instructionEnd(src, at)
		end := words
		if closed {
			end, closed = documentsEnd(src, at, words)
		}
		readInstruction(f, src[at:end], at, words-at)
		at = end
	}
}

// instructionEnd is logicalEnd with the comment lines that may stand between
// the lines of an instruction.
func instructionEnd(src []byte, at int) int {
	for {
		end := logicalEnd(src, at)
		last := bytes.TrimRight(src[at:end], "\r\n")
		if bytes.HasPrefix(bytes.TrimSpace(lastLine(last)), []byte{'#'}) && end < len(src) && end > at && bytes.Contains(last, []byte("\\\n")) {
			at = end
			continue
		}
		return end
	}
}

// hereDocument is the beginning of a document within an instruction.
var hereDocument = regexp.MustCompile(`<<-?["']?([A-Za-z_]\w*)["']?`)

// documentsEnd returns where an instruction ends that is followed by the
// documents that it is given; closed is false where one has no end.
func documentsEnd(src []byte, at, words int) (end int, closed bool) {
	line := bytes.TrimLeft(src[at:words], " \t")
	if len(line) < 4 || !bytes.EqualFold(line[:3], []byte("RUN")) {
		return words, true
	}
	end = words
	for _, m := range hereDocument.FindAllSubmatch(line[:min(len(line), 4096)], 8) {
		after := end
		for closed := false; !closed; {
			if after >= len(src) {
				return words, false
			}
			next := len(src)
			if i := bytes.IndexByte(src[after:], '\n'); i >= 0 {
				next = after + i + 1
			}
			closed = bytes.Equal(bytes.TrimSpace(src[after:next]), m[1])
			after = next
		}
		end = after
	}
	return end, true
}

func lastLine(text []byte) []byte { return text[bytes.LastIndexByte(text, '\n')+1:] }

// readInstruction reads one instruction: words of so many bytes, and what it is
// given as documents.
func readInstruction(f *File, line []byte, at, words int) {
	trimmed := bytes.TrimLeft(line, " \t")
	keyword, rest, ok := bytes.Cut(trimmed, []byte{' '})
	if !ok {
		return
	}
	switch strings.ToUpper(string(keyword)) {
	case "RUN", "CMD", "ENTRYPOINT":
	case "COPY", "ADD":
		readCopied(f, rest, at+len(line)-len(rest))
		return
	default:
		return
	}
	start := at + len(line) - len(rest)
	if form := bytes.TrimSpace(rest); bytes.HasPrefix(form, []byte{'['}) {
		readExecForm(f, form, start+bytes.IndexByte(rest, '['))
		return
	}
	if m := hereDocument.FindIndex(rest[:min(len(rest), 4096)]); m != nil && m[0] == 0 {
		// The document itself is the script.
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			start += i + 1
			readShell(f, rest[i+1:], func(i int) int { return start + i }, embedding{via: ViaDockerfile, depth: 1})
		}
		return
	}
	// Comment lines within are the Dockerfile's, not the shell's.
	script := bytes.Clone(rest)
	words -= len(line) - len(rest)
	for i := 0; i < words; {
		end := bytes.IndexByte(script[i:words], '\n')
		if end < 0 {
			break
		}
		i += end + 1
		if text := bytes.TrimLeft(script[i:words], " \t"); i > 0 && bytes.HasPrefix(text, []byte{'#'}) {
			for n := i; n < len(script) && script[n] != '\n'; n++ {
				script[n] = ' '
			}
			if n := bytes.IndexByte(script[i:], '\n'); n > 0 {
				script[i+n-1] = '\\'
			}
		}
	}
	readShell(f, script, func(i int) int { return start + i }, embedding{via: ViaDockerfile, depth: 1})
}

// readCopied adds the paths that files are copied to.
func readCopied(f *File, rest []byte, at int) {
	for i := 0; i < len(rest); {
		if rest[i] <= ' ' || rest[i] == '\\' {
			i++
			continue
		}
		end := i
		for end < len(rest) && rest[end] > ' ' {
			end++
		}
		if text := string(rest[i:end]); isPath(text) {
			f.Paths = append(f.Paths, Path{Text: text, Span: Span{at + i, at + end}, Via: "argument"})
		}
		i = end
	}
}

// readExecForm reads ["program", "argument"].
func readExecForm(f *File, form []byte, at int) {
	var argv []string
	if json.Unmarshal(form, &argv) != nil {
		return
	}
	s := source{file: f, at: whole}
	var words []word
	from := 0
	for _, arg := range argv {
		quoted, err := json.Marshal(arg)
		if err != nil {
			return
		}
		i := bytes.Index(form[from:], quoted)
		if i < 0 {
			i = 0 // written with other escapes: the place of the form will do
		}
		from += i
		start := at + from + 1
		words = append(words, word{text: arg, start: start, end: start + len(arg), at: func(i int) int { return start + i }})
		from += len(quoted)
		from = min(from, len(form))
	}
	s.command(words, embedding{via: ViaDockerfile, depth: 1}, nil)
}
