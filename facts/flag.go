package facts

import (
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/shell"
)

// Tests of a variable: whether it holds a word that stands for yes, and whether
// it holds anything.
var (
	flagCommand = regexp.MustCompile(`^"?\$\{?(\w+)\}?"?$`)
	flagIs      = regexp.MustCompile(`^(?:test |\[\[? )\s*["']?x?\$\{?(\w+)\}?["']?\s+(?:==?|-eq)\s+["']?x?(\w+)["']?(?:\s+\]\]?)?$`)
	flagFilled  = regexp.MustCompile(`^(?:test |\[\[? )\s*(-n |! -z )?\s*["']?\$\{?(\w+)\}?["']?(?:\s+\]\]?)?$`)
	flagEmpty   = regexp.MustCompile(`^(?:test |\[\[? )\s*(?:-z |! -n )\s*["']?\$\{?(\w+)\}?["']?(?:\s+\]\]?)?$`)
	lookedFor   = regexp.MustCompile("^(?:\\$\\(|`)\\s*(?:command -v|which|type -[pP])\\s+([\\w./+-]+)\\s*(?:[12&]*>[^)`]*)?[)`]$")
)

// maxMeaning bounds how far a condition is followed, and for how many texts.
const maxMeaning = 4

// meaning says what a test of a variable amounts to: the conditions under which
// the variable got the value that is asked for, or the program that was looked
// for. It is "" for other conditions, and where the variable has that value for
// several reasons. What holds around the test as well says nothing.
func meaning(script *shell.File, text string, around []shell.Cond, depth int) string {
	text = strings.TrimSpace(text)
	if depth > maxMeaning || len(text) > maxFirstWords {
		return ""
	}
	if parts := strings.Split(text, " || "); len(parts) > 1 && len(parts) <= maxMeaning {
		known := false
		for i, part := range parts {
			part = strings.TrimSuffix(strings.TrimPrefix(part, "("), ")")
			if means := meaning(script, part, around, depth+1); means != "" {
				parts[i], known = "("+means+")", true
			}
		}
		if known {
			return strings.Join(parts, " || ")
		}
		return ""
	}
	if m := flagEmpty.FindStringSubmatch(text); m != nil {
		if program := programIn(script, m[1]); program != "" {
			return "! (command -v " + program + ")"
		}
		return ""
	}
	if m := flagCommand.FindStringSubmatch(text); m != nil {
		return flagSet(script, m[1], "true", around, depth)
	}
	if m := flagIs.FindStringSubmatch(text); m != nil {
		return flagSet(script, m[1], m[2], around, depth)
	}
	if m := flagFilled.FindStringSubmatch(text); m != nil {
		if program := programIn(script, m[2]); program != "" {
			return "command -v " + program
		}
	}
	return ""
}

// programIn is the program whose path a variable holds, "" if it holds anything
// else.
func programIn(script *shell.File, name string) string {
	value, ok := script.Lookup(name)
	if !ok {
		return ""
	}
	if m := lookedFor.FindStringSubmatch(strings.Trim(value.Text, `"`)); m != nil {
		return m[1]
	}
	return ""
}

// flagSet is the condition under which a variable holds a word: that of the one
// assignment of it, if all others assign other words.
func flagSet(script *shell.File, name, want string, around []shell.Cond, depth int) string {
	if script.Rebound(name) {
		return ""
	}
	var found *shell.Assign
	for i := range script.Assigns {
		a := &script.Assigns[i]
		switch {
		case a.Name != name || a.Command >= 0:
			continue
		case a.Append || a.Array || a.Index != "" || !a.Value.Static:
			return ""
		case a.Value.Text != want:
			continue
		case found != nil || len(a.Conds) == 0:
			return ""
		}
		found = a
	}
	if found == nil {
		return ""
	}
	var parts []string
	for _, c := range found.Conds {
		if slices.ContainsFunc(around, func(o shell.Cond) bool { return o.Text == c.Text && o.Negated == c.Negated }) {
			continue
		}
		means := meaning(script, c.Text, around, depth+1)
		if means == "" {
			means = c.Text
		}
		if means == "" || len(means) > maxFirstWords {
			return ""
		}
		part := "(" + means + ")"
		if c.Negated {
			part = "! " + part
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " && ")
}
