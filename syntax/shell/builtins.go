package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// bashBuiltins are commands that are part of Bash alone.
var bashBuiltins = map[string]BashKind{
	"source": BashSource, "pushd": BashBuiltin, "popd": BashBuiltin, "dirs": BashBuiltin, "shopt": BashBuiltin,
	"mapfile": BashBuiltin, "readarray": BashBuiltin, "disown": BashBuiltin, "enable": BashBuiltin,
	"caller": BashBuiltin, "builtin": BashBuiltin, "compgen": BashBuiltin, "complete": BashBuiltin,
	"compopt": BashBuiltin, "bind": BashBuiltin, "suspend": BashBuiltin, "logout": BashBuiltin,
}

// call looks at a simple command: its name, and what only Bash's builtins take.
func (d *dialect) call(n *syntax.CallExpr) {
	d.braces(n.Args)
	words := literals(n.Args)
	if len(words) == 0 || d.defined[words[0]] {
		return
	}
	if kind, ok := bashBuiltins[words[0]]; ok {
		d.add(kind, n.Args[0], false)
		return
	}
	at, kind := -1, BashOption
	switch words[0] {
	case "[", "test":
		at, kind = slices.Index(words, "=="), BashEquals
		if at < 2 {
			return
		}
		d.add(kind, n.Args[at], false)
		return
	case "echo":
		if len(words) > 1 && len(words[1]) > 1 && words[1][0] == '-' && strings.Trim(words[1][1:], "neE") == "" && words[1] != "-n" {
			at, kind = 1, BashEcho
		}
	case "exit", "return":
		if len(words) > 1 && len(words[1]) > 1 && words[1][0] == '-' && strings.Trim(words[1][1:], "0123456789") == "" {
			at, kind = 1, BashStatus
		}
	case "read":
		at = optionBeyond(words, "rp")
		if at < 0 && len(words) == 1 {
			at = 0 // dash wants the name of a variable
		}
	case "printf":
		if len(words) > 1 && (words[1] == "-v" || strings.Contains(words[1], "%q")) {
			at = 1
		}
	case "set":
		at = setOption(words)
	case "trap":
		at = signalName(words, 2)
	case "kill":
		at = signalName(words, 1)
	case "type", "wait", "exec", "unset", "cd", "hash":
		at = optionBeyond(words, map[string]string{"unset": "fv", "cd": "LP", "hash": "rv"}[words[0]])
	case "ulimit":
		at = optionBeyond(words, "HSatfdscmlpnvwr")
	}
	if at >= 0 {
		d.span(kind, int(n.Args[0].Pos().Offset()), int(n.Args[at].End().Offset()), false)
	}
}

// literals returns the words with no quotes in them resolved and "" for what
// is not known before it is run. nil is returned if the first is not known.
func literals(args []*syntax.Word) []string {
	if len(args) == 0 || args[0].Lit() == "" {
		return nil
	}
	words := make([]string, len(args))
	for i, w := range args {
		words[i] = w.Lit()
		if len(w.Parts) == 1 && words[i] == "" {
			switch part := w.Parts[0].(type) {
			case *syntax.SglQuoted:
				words[i] = part.Value
			case *syntax.DblQuoted:
				if len(part.Parts) == 1 {
					if lit, ok := part.Parts[0].(*syntax.Lit); ok {
						words[i] = lit.Value
					}
				}
			}
		}
	}
	return words
}

// optionBeyond returns the index of the first option word that has a letter
// which is not among those known, -1 if there is none.
func optionBeyond(words []string, known string) int {
	for i, w := range words[1:] {
		if len(w) < 2 || w[0] != '-' || w == "--" {
			return -1
		}
		if strings.Trim(w[1:], known) != "" && (w[1] < '0' || w[1] > '9') {
			return i + 1
		}
	}
	return -1
}

// setOption finds what dash's set does not know.
func setOption(words []string) int {
	for i, w := range words[1:] {
		if len(w) < 2 || w[0] != '-' && w[0] != '+' || w == "--" {
			return -1
		}
		if strings.HasSuffix(w, "o") && i+2 < len(words) {
			if slices.Contains([]string{"pipefail", "posix", "errtrace", "functrace", "braceexpand", "histexpand", "physical"}, words[i+2]) {
				return i + 2
			}
		}
		if strings.ContainsAny(w[1:], "ETBHkptP") {
			return i + 1
		}
	}
	return -1
}

// signalName finds a signal that only Bash knows by that name: with SIG before
// it, or one of its own.
func signalName(words []string, from int) int {
	for i := from; i < len(words); i++ {
		name := strings.TrimPrefix(words[i], "-")
		if slices.Contains([]string{"ERR", "DEBUG", "RETURN"}, name) && words[0] == "trap" {
			return i
		}
		if strings.HasPrefix(name, "SIG") && len(name) > 3 && (words[0] == "trap" || name != words[i] || words[i-1] == "-s") {
			return i
		}
	}
	return -1
}

// braces looks for {a,b} and {1..3} in words that Bash expands.
func (d *dialect) braces(words []*syntax.Word) {
	for _, w := range words {
		copied := *w
		copied.Parts = slices.Clone(w.Parts)
		syntax.SplitBraces(&copied)
		for _, part := range copied.Parts {
			if _, ok := part.(*syntax.BraceExp); ok {
				d.add(BashBrace, w, false)
				break
			}
		}
	}
}
