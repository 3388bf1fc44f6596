package facts

import "bytes"

// readConfig adds the paths that a configuration file or a template of one
// names outside of its comments.
func readConfig(f *File, src []byte) {
	at := 0
	for line := range bytes.Lines(src) {
		start := at
		at += len(line)
		if text := bytes.TrimLeft(line, " \t"); len(text) == 0 || text[0] == '#' || text[0] == ';' || bytes.HasPrefix(text, []byte("//")) {
			continue
		}
		for i := 0; i < len(line); {
			if line[i] != '/' {
				i++
				continue
			}
			end := i
			for end < len(line) && !separates(line[end]) {
				end++
			}
			// A path begins a word: what follows other text is a part of it,
			// such as the rest of an address.
			if text := string(line[i:end]); (i == 0 || separates(line[i-1]) || line[i-1] == '-') && isPath(text) {
				f.Paths = append(f.Paths, Path{Text: text, Span: Span{start + i, start + end}, Via: "config"})
			}
			i = max(i+1, end)
		}
	}
}

// separates tells what stands between the words of configuration files.
func separates(b byte) bool {
	return b <= ' ' || bytes.IndexByte([]byte("\"'=,;()[]{}<>|`"), b) >= 0
}
