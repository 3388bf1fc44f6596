package facts

import (
	"bytes"
	"encoding/json"
	"strings"
)

// readDockerfile adds the commands of RUN, CMD and ENTRYPOINT in both forms.
func readDockerfile(f *File, src []byte) {
	for at := 0; at < len(src); {
		end := instructionEnd(src, at)
		readInstruction(f, src[at:end], at)
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

func lastLine(text []byte) []byte { return text[bytes.LastIndexByte(text, '\n')+1:] }

func readInstruction(f *File, line []byte, at int) {
	trimmed := bytes.TrimLeft(line, " \t")
	keyword, rest, ok := bytes.Cut(trimmed, []byte{' '})
	if !ok {
		return
	}
	switch strings.ToUpper(string(keyword)) {
	case "RUN", "CMD", "ENTRYPOINT":
	default:
		return
	}
	start := at + len(line) - len(rest)
	if form := bytes.TrimSpace(rest); bytes.HasPrefix(form, []byte{'['}) {
		readExecForm(f, form, start+bytes.IndexByte(rest, '['))
		return
	}
	// Comment lines within are the Dockerfile's, not the shell's.
	script := bytes.Clone(rest)
	for i := 0; i < len(script); {
		end := bytes.IndexByte(script[i:], '\n')
		if end < 0 {
			break
		}
		i += end + 1
		if text := bytes.TrimLeft(script[i:], " \t"); i > 0 && bytes.HasPrefix(text, []byte{'#'}) {
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
