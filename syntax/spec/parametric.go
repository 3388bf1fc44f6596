package spec

import (
	"strconv"
	"strings"
)

// arguments are what a parametric macro was called with: %0, %1, %*, %#, and
// its options %{-x} and %{-x*}.
type arguments map[string]string

// call expands a parametric macro. line is what stands behind its name, already
// cut to what belongs to it.
func (e *expansion) call(name string, m macro, line string, depth int) (string, bool) {
	if !e.within(m.body, depth) {
		return "", false
	}
	words := strings.Fields(e.text(line, depth+1))
	outer := e.arguments
	e.arguments = bind(name, m.options, words)
	value := e.text(m.body, depth+1)
	e.arguments = outer
	return value, true
}

// bind sorts words into options and arguments. options is what stands in the
// brackets of the definition: letters, each with a ":" if it takes a value.
func bind(name, options string, words []string) arguments {
	a := arguments{"0": name, "**": strings.Join(words, " ")}
	for len(words) > 0 && options != "-" {
		letter, ok := optionOf(words[0], options)
		if !ok {
			break
		}
		flag := "-" + string(letter)
		a[flag] = flag
		value := words[0][2:]
		words = words[1:]
		if !strings.Contains(options, string(letter)+":") {
			continue
		}
		if value == "" && len(words) > 0 {
			value, words = words[0], words[1:]
		}
		a[flag], a[flag+"*"] = flag+" "+value, value
	}
	for i, word := range words {
		a[strconv.Itoa(i+1)] = word
	}
	a["#"], a["*"] = strconv.Itoa(len(words)), strings.Join(words, " ")
	return a
}

// optionOf returns the letter of an option that the macro takes.
func optionOf(word, options string) (letter byte, ok bool) {
	if len(word) < 2 || word[0] != '-' || word[1] == ':' {
		return 0, false
	}
	return word[1], strings.IndexByte(options, word[1]) >= 0
}

// argument returns what an argument or option of the macro stands for that is
// being expanded. set says whether it was given; ok whether the text names one
// at all.
func (e *expansion) argument(name string) (value string, set, ok bool) {
	if e.arguments == nil || name == "" {
		return "", false, false
	}
	switch {
	case name == "*" || name == "**" || name == "#" || strings.Trim(name, "0123456789") == "":
	case name[0] == '-' && (len(name) == 2 || len(name) == 3 && name[2] == '*'):
	default:
		return "", false, false
	}
	value, set = e.arguments[name]
	return value, set, true
}

// argumentName returns how long the name of an argument is that the text
// starts with, 0 if it starts with none.
func argumentName(text string) int {
	switch {
	case strings.HasPrefix(text, "**"):
		return 2
	case strings.HasPrefix(text, "*") || strings.HasPrefix(text, "#"):
		return 1
	case len(text) > 1 && text[0] == '-' && isNameByte(text[1]):
		if len(text) > 2 && text[2] == '*' {
			return 3
		}
		return 2
	}
	end := 0
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	return end
}
