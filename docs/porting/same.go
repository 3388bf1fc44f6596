package main

import (
	"slices"
	"strings"
)

// Ways in which the code of a hunk is the same on Python 3 before and after: what
// was changed there, nothing can be wrong with. A change of Python 2 it may be.
const (
	sameWrapped = "list() or keys() around what is only gone through, counted or asked for being empty"
	sameClass   = "object for a base"
	sameName    = "the name of an exception that nobody reads"
	sameImport  = "an import of what Python 3 has, or of the project, that nothing needs any more"
)

// sameOn3 says in which way the code of a hunk is the same on Python 3 before
// and after, "" if it is not. What it looks at is the construct, never what a
// tool says of the hunk. has reports whether Python 3 or the project has a module.
func sameOn3(h *hunk, has func(module string) bool) string {
	old, new := normal(h.old), normal(h.new)
	switch {
	case slices.Equal(old, new):
		return ""
	case len(new) == 0 && onlyKnownImports(h.old, has):
		return sameImport
	case slices.Equal(unnamed(old), unnamed(new)):
		return sameName
	case slices.Equal(unbased(old), unbased(new)):
		return sameClass
	case slices.Equal(unwrapped(old), unwrapped(new)):
		return sameWrapped
	}
	return ""
}

// onlyKnownImports reports whether lines only import modules that has knows, by
// the first part of their names.
func onlyKnownImports(lines []string, has func(string) bool) bool {
	list, ok := imports(lines)
	if !ok {
		return false
	}
	for _, statement := range list {
		words := strings.Fields(statement)
		if words[0] == "import" && slices.Contains(words, ",") || len(words) < 2 || !has(words[1]) {
			return false
		}
	}
	return true
}

// unnamed takes "as NAME" out of except clauses. Where a name is read its hunk
// differs in more than that.
func unnamed(tokens []string) []string {
	tokens = slices.Clone(tokens)
	in := false
	for i := 0; i < len(tokens); i++ {
		switch {
		case tokens[i] == "except":
			in = true
		case tokens[i] == ":":
			in = false
		case in && tokens[i] == "as" && i+2 < len(tokens) && tokens[i+2] == ":":
			tokens = slices.Delete(tokens, i, i+2)
			in = false
		}
	}
	return tokens
}

// unbased takes "(object)" and "()" from class statements.
func unbased(tokens []string) []string {
	tokens = slices.Clone(tokens)
	for i := 0; i+3 < len(tokens); i++ {
		switch {
		case tokens[i] != "class" || tokens[i+2] != "(":
		case tokens[i+3] == ")":
			tokens = slices.Delete(tokens, i+2, i+4)
		case tokens[i+3] == "object" && i+4 < len(tokens) && tokens[i+4] == ")":
			tokens = slices.Delete(tokens, i+2, i+5)
		}
	}
	return tokens
}

// consumers are built-ins, and methods, that go through their first argument at
// once, so that a view or an iterator serves as well as a list; lazyConsumers go
// through any of theirs.
var (
	consumers = []string{
		"all", "any", "dict", "enumerate", "frozenset", "join", "len", "list", "max", "min", "set", "sorted", "sum", "tuple",
	}
	lazyConsumers = []string{"chain", "filter", "map", "zip"}
)

// unwrapped takes list() and .keys() from what a loop, "in", a consumer or a
// starred argument goes through, list() from a view that is asked for being
// empty, and .items() and .values() from what is counted: that is what 2to3 writes
// wherever it sees a dictionary, and authors with it. Only where the loop changes
// the dictionary does the code run differently for it, and then a rule says so.
func unwrapped(tokens []string) []string {
	tokens = slices.Clone(tokens)
	for i := 0; i < len(tokens); i++ {
		switch {
		case tokens[i] == "list" && i+1 < len(tokens) && tokens[i+1] == "(":
			end := closing(tokens, i+1)
			if end > 0 && (isConsumed(tokens, i) || isAsked(tokens, i, end)) {
				tokens = slices.Delete(tokens, end, end+1)
				tokens = slices.Delete(tokens, i, i+2)
				i = -1 // what was inside is consumed now
			}
		case isView(tokens, i) && (tokens[i+1] == "keys" && isConsumed(tokens, primary(tokens, i)) || isCounted(tokens, primary(tokens, i))):
			tokens = slices.Delete(tokens, i, i+4)
			i = -1
		}
	}
	return tokens
}

// isView reports whether .keys(), .values() or .items() stands at a token.
func isView(tokens []string, i int) bool {
	return tokens[i] == "." && i+3 < len(tokens) && tokens[i+2] == "(" && tokens[i+3] == ")" &&
		(tokens[i+1] == "keys" || tokens[i+1] == "values" || tokens[i+1] == "items")
}

// isConsumed reports whether what starts at a token is gone through.
func isConsumed(tokens []string, start int) bool {
	if start < 1 {
		return false
	}
	switch tokens[start-1] {
	case "in":
		return true
	case "*":
		return start >= 2 && (tokens[start-2] == "(" || tokens[start-2] == ",")
	case "(":
		return start >= 2 && (slices.Contains(consumers, tokens[start-2]) || slices.Contains(lazyConsumers, tokens[start-2]))
	case ",":
		if open := opening(tokens, start-1); open > 0 {
			return slices.Contains(lazyConsumers, tokens[open-1])
		}
	}
	return false
}

// isAsked reports whether list() of a view, from start to end, is asked for being
// empty.
func isAsked(tokens []string, start, end int) bool {
	if start < 1 || end < 4 || !isView(tokens, end-4) {
		return false
	}
	switch tokens[start-1] {
	case "not", "if", "elif", "while":
	default:
		return false
	}
	return end+1 == len(tokens) || slices.Contains([]string{":", "and", "or", ")"}, tokens[end+1])
}

// isCounted reports whether what starts at a token is given to len.
func isCounted(tokens []string, start int) bool {
	return start >= 2 && tokens[start-1] == "(" && tokens[start-2] == "len"
}

// opening is the index of the bracket around a token, -1 if it is not in sight.
func opening(tokens []string, at int) int {
	depth := 0
	for i := at; i >= 0; i-- {
		switch tokens[i] {
		case ")", "]", "}":
			depth++
		case "(", "[", "{":
			if depth--; depth < 0 {
				return i
			}
		}
	}
	return -1
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
