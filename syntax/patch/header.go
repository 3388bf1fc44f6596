package patch

import (
	"mime"
	"strings"
	"unicode/utf8"
)

// text returns bytes as valid UTF-8; what is not UTF-8 is taken for Latin-1.
func text(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

// parseHeader reads the text before the first diff of a message.
func parseHeader(src []byte) Header {
	var h Header
	lines := strings.Split(strings.ReplaceAll(text(src), "\r\n", "\n"), "\n")
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	if len(lines) > 0 && isMessageStart([]byte(lines[0])) {
		h.Commit = lines[0][5:45]
		lines = lines[1:]
	}
	if len(lines) > 0 && strings.HasPrefix(lines[0], "commit ") {
		h.gitShow(lines)
		return h
	}
	lines = h.fields(lines)
	h.setBody(lines)
	return h
}

// fields reads "Key: value" lines up to the first blank line and returns the
// lines after them. Without any, all lines are the body.
func (h *Header) fields(lines []string) []string {
	key, value := "", []string(nil)
	flush := func() {
		if key != "" {
			h.set(key, strings.Join(value, " "))
		}
		key, value = "", nil
	}
	defer flush()
	for i, line := range lines {
		name, rest, ok := cutField(line)
		switch {
		case strings.TrimSpace(line) == "":
			return lines[i+1:]
		case key != "" && (line[0] == ' ' || line[0] == '\t'):
			value = append(value, strings.TrimSpace(line))
		case ok:
			flush()
			key, value = name, []string{rest}
		default:
			return lines[i:]
		}
	}
	return nil
}

// cutField parts "Key: value". A key has letters, digits and dashes only.
func cutField(line string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(line, ":")
	if !ok || key == "" || len(key) > 64 || value != "" && value[0] != ' ' && value[0] != '\t' {
		return "", "", false
	}
	for i := range len(key) {
		c := key[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || i > 0 && (c == '-' || c >= '0' && c <= '9')) {
			return "", "", false
		}
	}
	return key, strings.TrimSpace(value), true
}

func (h *Header) set(key, value string) {
	switch strings.ToLower(key) {
	case "from", "author":
		h.From = decode(value)
		h.Author, h.Email = splitAddress(h.From)
	case "date":
		h.Date = value
	case "subject":
		h.Subject = stripPrefix(decode(value))
	default:
		if strings.EqualFold(key, "Change-Id") && h.ChangeID == "" {
			h.ChangeID = value
		}
		h.Trailers = append(h.Trailers, Trailer{key, value})
	}
}

// setBody keeps the lines up to the "---" before a diffstat.
func (h *Header) setBody(lines []string) {
	for i, line := range lines {
		if strings.TrimRight(line, " ") == "---" {
			lines = lines[:i]
			break
		}
	}
	h.Body = strings.TrimSpace(strings.Join(lines, "\n"))
	body := strings.Split(h.Body, "\n")
	last := 0
	for i, line := range body {
		if strings.TrimSpace(line) == "" {
			last = i + 1
		}
	}
	for i, line := range body {
		key, value, ok := cutField(strings.TrimSpace(line))
		if !ok || value == "" || i < last && (!strings.Contains(key, "-") || key[0] < 'A' || key[0] > 'Z') {
			continue
		}
		if strings.EqualFold(key, "Change-Id") {
			h.ChangeID = value
		}
		h.Trailers = append(h.Trailers, Trailer{key, value})
	}
}

// gitShow reads the output of git show and git log: the message is indented.
func (h *Header) gitShow(lines []string) {
	if fields := strings.Fields(lines[0]); len(fields) > 1 {
		h.Commit = fields[1]
	}
	rest := h.fields(lines[1:])
	for i, line := range rest {
		rest[i] = strings.TrimPrefix(line, "    ")
	}
	for len(rest) > 0 && strings.TrimSpace(rest[0]) == "" {
		rest = rest[1:]
	}
	if len(rest) > 0 && h.Subject == "" {
		h.Subject = stripPrefix(strings.TrimSpace(rest[0]))
		rest = rest[1:]
	}
	h.setBody(rest)
}

// splitAddress parts "Name <address>".
func splitAddress(from string) (name, address string) {
	name, rest, ok := strings.Cut(from, "<")
	if !ok {
		if strings.Contains(from, "@") && !strings.Contains(from, " ") {
			return "", from
		}
		return strings.TrimSpace(from), ""
	}
	address, _, _ = strings.Cut(rest, ">")
	return strings.Trim(strings.TrimSpace(name), `"`), strings.TrimSpace(address)
}

// decode reads RFC 2047 encoded words; what it cannot read stays as it is.
func decode(value string) string {
	if !strings.Contains(value, "=?") {
		return value
	}
	var d mime.WordDecoder
	if decoded, err := d.DecodeHeader(value); err == nil {
		return decoded
	}
	return value
}

// stripPrefix removes "Re:" and the [PATCH ...] that git format-patch adds.
func stripPrefix(subject string) string {
	for {
		subject = strings.TrimSpace(subject)
		if rest, ok := strings.CutPrefix(subject, "Re:"); ok {
			subject = rest
			continue
		}
		inside, ok := strings.CutPrefix(subject, "[")
		tag, rest, closed := strings.Cut(inside, "]")
		if !ok || !closed || !strings.Contains(tag, "PATCH") {
			return subject
		}
		subject = rest
	}
}
