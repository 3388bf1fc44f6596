package stories

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Key identifies a story or a task from scan to scan: it is made of what it is
// about, never of counts, lines or wording, and is hex only, so that it holds no
// wildcard of the server's search.
func Key(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return "v1:" + hex.EncodeToString(h.Sum(nil))[:16]
}

// The marks that tell what is ours in a description. They are comments of HTML,
// which StoryBoard keeps in the text and does not show.
const (
	beginMark = "<!-- stxscan:begin -->"
	endMark   = "<!-- stxscan:end -->"
)

var (
	keyMark      = regexp.MustCompile(`<!-- stxscan key=(v1:[0-9a-f]{16}) -->`)
	stateMark    = regexp.MustCompile(`<!-- stxscan state ([^\n>]*) -->`)
	taskMark     = regexp.MustCompile(`stxscan task (v1:[0-9a-f]{16})((?: (?:repo|rule|package|target)=[^\s<>]*)*)`)
	noteMark     = regexp.MustCompile(`<!-- stxscan note (v1:[0-9a-f]{16}) -->`)
	anyTaskToken = regexp.MustCompile(`@task:v1:[0-9a-f]{16}@`)
	anyKey       = regexp.MustCompile(`\Av1:[0-9a-f]{16}\z`)
)

// KeyOf returns the key that a description bears, "" if none. Of several the last
// counts: it is where we write it.
func KeyOf(description string) string {
	all := keyMark.FindAllStringSubmatch(description, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

// keyLine is the mark of a key.
func keyLine(key string) string { return "<!-- stxscan key=" + key + " -->" }

// splitBlock finds our block in a description: what stands before its begin, the
// block without its marks, and what follows its end. Without both marks in order
// there is none.
func splitBlock(description string) (before, block, after string, ok bool) {
	start := strings.Index(description, beginMark)
	if start < 0 {
		return description, "", "", false
	}
	rest := description[start+len(beginMark):]
	end := strings.Index(rest, endMark)
	if end < 0 {
		return description, "", "", false
	}
	return description[:start], rest[:end], rest[end+len(endMark):], true
}

// withBlock puts a block and a key into a description in the place of those that
// are there; all else stays as it is, byte for byte. Where there is no block it
// comes last.
func withBlock(description, block, key string) string {
	before, _, after, ok := splitBlock(description)
	if !ok {
		// A begin without its end is somebody's edit: it would swallow what follows.
		before = strings.ReplaceAll(strings.ReplaceAll(description, beginMark, ""), endMark, "")
		if before = strings.TrimRight(before, "\n"); before != "" {
			before += "\n\n"
		}
		after = "\n"
	}
	text := before + beginMark + block + endMark + after
	if KeyOf(text) == key {
		return text
	}
	return strings.TrimRight(text, "\n") + "\n" + keyLine(key)
}

// withoutMarks is a description without our block and key: what people wrote.
func withoutMarks(description string) string {
	before, _, after, ok := splitBlock(description)
	if ok {
		description = before + after
	}
	return strings.TrimSpace(keyMark.ReplaceAllString(description, ""))
}

// state is what a block remembers of what we did, so that what people did since
// can be told from it.
type state struct {
	// digest is that of all the block says but places, which move with every change.
	digest string
	// scan is when the tree was scanned that the block speaks of.
	scan time.Time
	// tasks are those that we made, with how many places each has; tags those that
	// we gave.
	tasks map[string]int
	tags  []string
}

// line is the state as a comment of HTML.
func (s *state) line() string {
	var tasks []string
	for key, n := range s.tasks {
		tasks = append(tasks, strings.TrimPrefix(key, "v1:")+"="+strconv.Itoa(n))
	}
	slices.Sort(tasks)
	return fmt.Sprintf("<!-- stxscan state digest=%s scan=%s tags=%s tasks=%s -->",
		s.digest, s.scan.UTC().Format(time.RFC3339), strings.Join(s.tags, ","), strings.Join(tasks, ","))
}

// readState reads the state of a block. What cannot be read is not there.
func readState(block string) (s state, ok bool) {
	found := stateMark.FindStringSubmatch(block)
	if found == nil {
		return state{}, false
	}
	s.tasks = map[string]int{}
	for field := range strings.FieldsSeq(found[1]) {
		name, value, _ := strings.Cut(field, "=")
		switch name {
		case "digest":
			s.digest = value
		case "scan":
			s.scan, _ = time.Parse(time.RFC3339, value)
		case "tags":
			if value != "" {
				s.tags = strings.Split(value, ",")
			}
		case "tasks":
			for entry := range strings.SplitSeq(value, ",") {
				key, count, _ := strings.Cut(entry, "=")
				if n, err := strconv.Atoi(count); err == nil && n >= 0 && anyKey.MatchString("v1:"+key) {
					s.tasks["v1:"+key] = n
				}
			}
		}
	}
	return s, true
}

// about is what a task covers; what is empty is not narrowed. Repos and rules may be
// several, with commas between them.
type about struct{ repo, rule, pkg, target string }

// taskLine is the mark of a task, for its notes.
func taskLine(key string, a about) string {
	text := "<!-- stxscan task " + key
	for _, field := range [][2]string{{"repo", a.repo}, {"rule", a.rule}, {"package", a.pkg}, {"target", a.target}} {
		if field[1] != "" && !strings.ContainsAny(field[1], " \t\r\n<>") {
			text += " " + field[0] + "=" + field[1]
		}
	}
	return text + " -->"
}

// readTask reads the mark of a task from its notes.
func readTask(notes string) (key string, a about, ok bool) {
	found := taskMark.FindStringSubmatch(notes)
	if found == nil {
		return "", about{}, false
	}
	for field := range strings.FieldsSeq(found[2]) {
		name, value, _ := strings.Cut(field, "=")
		switch name {
		case "repo":
			a.repo = value
		case "rule":
			a.rule = value
		case "package":
			a.pkg = value
		case "target":
			a.target = value
		}
	}
	return found[1], a, true
}
