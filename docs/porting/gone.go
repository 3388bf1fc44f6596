package main

import "slices"

// consumers are built-ins, and one method, that go through what they are given
// at once, so that a view or an iterator serves as well as a list.
var consumers = []string{
	"all", "any", "dict", "enumerate", "frozenset", "join", "len", "list", "max", "min", "set", "sorted", "sum", "tuple",
}

// onlyWrapped reports whether the hunk does no more than put list() around what
// a loop, "in" or a consumer goes through, or take .keys() from there. That is
// what 2to3 writes wherever it sees a dictionary, and authors with it; only
// where the loop changes the dictionary does the code run differently for it.
func onlyWrapped(h *hunk) bool {
	return slices.Equal(unwrapped(normal(h.old)), unwrapped(normal(h.new)))
}

// unwrapped takes those list() and .keys() out of tokens.
func unwrapped(tokens []string) []string {
	tokens = slices.Clone(tokens)
	for i := 0; i < len(tokens); i++ {
		switch {
		case tokens[i] == "list" && i+1 < len(tokens) && tokens[i+1] == "(" && isConsumed(tokens, i):
			if end := closing(tokens, i+1); end > 0 {
				tokens = slices.Delete(tokens, end, end+1)
				tokens = slices.Delete(tokens, i, i+2)
				i = -1 // what was inside is consumed now
			}
		case tokens[i] == "." && i+3 < len(tokens) && tokens[i+1] == "keys" && tokens[i+2] == "(" && tokens[i+3] == ")" &&
			isConsumed(tokens, primary(tokens, i)):
			tokens = slices.Delete(tokens, i, i+4)
			i = -1
		}
	}
	return tokens
}

// isConsumed reports whether what starts at a token is gone through.
func isConsumed(tokens []string, start int) bool {
	switch {
	case start >= 1 && tokens[start-1] == "in":
		return true
	case start >= 2 && tokens[start-1] == "(":
		return slices.Contains(consumers, tokens[start-2])
	}
	return false
}

// closing is the index of the bracket that closes the one at open, -1 if the
// tokens end before.
func closing(tokens []string, open int) int {
	depth := 0
	for i := open; i < len(tokens); i++ {
		switch tokens[i] {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// primary is where the names, calls and subscripts start that end before a
// token.
func primary(tokens []string, end int) int {
	depth := 0
	for i := end - 1; i >= 0; i-- {
		switch t := tokens[i]; {
		case t == ")" || t == "]":
			depth++
		case (t == "(" || t == "[") && depth > 0:
			depth--
		case depth > 0 || t == ".":
		case isName(t) && (i == 0 || tokens[i-1] != "."):
			return i
		case !isName(t):
			return i + 1
		}
	}
	return 0
}

func isName(token string) bool {
	c := token[0]
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
