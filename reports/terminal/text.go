package terminal

import (
	"strconv"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"unicode/utf8"
)

// Width returns how many columns a clean text takes.
func Width(text string) int { return displaywidth.String(text) }

// Head returns the longest start of a clean text that takes at most width
// columns, and at least its first character.
func Head(text string, width int) string {
	end, used := 0, 0
	for g := displaywidth.StringGraphemes(text); g.Next(); {
		used += g.Width()
		if used > width && end > 0 {
			break
		}
		end += len(g.Value())
	}
	return text[:end]
}

// Clip bounds a text to at most so many characters, of which the last are end where it
// is cut.
func Clip(text string, most int, end string) string {
	if len(text) <= most {
		return text // no more characters than bytes
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:max(0, most-utf8.RuneCountInString(end))]) + end
	}
	return text
}

// Wrap breaks a clean text at its spaces into lines of at most width columns.
// A word that is longer stands alone on a line, whole, so that a path or a
// command can still be copied.
func Wrap(text string, width int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for word := range strings.FieldsSeq(text) {
		w := Width(word)
		switch {
		case line.Len() == 0:
		case used+1+w <= width:
			line.WriteByte(' ')
			used++
		default:
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		}
		line.WriteString(word)
		used += w
	}
	return append(lines, line.String())
}

// Number writes a number with commas between the thousands.
func Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Count writes a number with what it counts: "1 file", "1,204 files".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// List joins words as in a sentence: "a, b and c".
func List(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// Few joins names with commas, and counts those that it leaves out: at most so many
// are named, all if most is 0. clean makes the names safe for where they are shown.
func Few(names []string, most int, clean func(string) string) string {
	rest := 0
	if most > 0 && len(names) > most {
		names, rest = names[:most], len(names)-most
	}
	text := clean(strings.Join(names, ", "))
	if rest > 0 {
		text += " and " + Number(rest) + " more"
	}
	return text
}
