package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"mvdan.cc/sh/v3/syntax"
)

// TestExamples: every command that does something shows how it is called, and
// every call that is shown is one of that command with flags that there are.
func TestExamples(t *testing.T) {
	root := newRoot(&world{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}})
	commands := 0
	walk(root, func(c *cobra.Command) {
		if c.Hidden || c.HasSubCommands() && !c.Runnable() {
			return
		}
		if c.Example == "" && (c.HasSubCommands() || c.Name() == "help") {
			return // it shows its help
		}
		commands++
		t.Run(strings.ReplaceAll(c.CommandPath(), " ", "/"), func(t *testing.T) { checkExample(t, c) })
	})
	if commands < 25 {
		t.Errorf("%d commands were looked at", commands)
	}
}

func walk(c *cobra.Command, visit func(*cobra.Command)) {
	visit(c)
	for _, sub := range c.Commands() {
		walk(sub, visit)
	}
}

func checkExample(t *testing.T, c *cobra.Command) {
	example := c.Example
	if strings.HasPrefix(c.CommandPath(), "stxscan completion ") {
		example = completionExample(c.Long)
	}
	calls := callsOf(t, example)
	own := 0
	for _, args := range calls {
		// A tree of its own, since flags keep what they were given.
		fresh := newRoot(&world{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}})
		fresh.InitDefaultCompletionCmd()
		found, rest, err := fresh.Find(args)
		if err != nil {
			t.Errorf("%q: %v", args, err)
			continue
		}
		if found.CommandPath() == c.CommandPath() {
			own++
		}
		if err := found.ParseFlags(rest); err != nil {
			t.Errorf("%q: %v", args, err)
			continue
		}
		if err := found.ValidateArgs(found.Flags().Args()); err != nil {
			t.Errorf("%q: %v", args, err)
		}
		if err := found.ValidateRequiredFlags(); err != nil {
			t.Errorf("%q: %v", args, err)
		}
	}
	if own == 0 && c.Runnable() && c.Name() != "formats" {
		t.Errorf("no example calls %s:\n%s", c.CommandPath(), example)
	}
}

// completionExample picks the calls out of the text that cobra has for a shell.
func completionExample(long string) string {
	var calls []string
	for line := range strings.Lines(long) {
		if at := strings.Index(line, "stxscan completion"); at >= 0 && strings.HasPrefix(line, "\t") {
			calls = append(calls, strings.NewReplacer("<(", "", ")", "").Replace(line[at:]))
		}
	}
	return strings.Join(calls, "\n")
}

// callsOf reads an example as a shell does and gives the arguments of each call
// of stxscan in it.
func callsOf(t *testing.T, example string) [][]string {
	t.Helper()
	file, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(strings.NewReader(example), "example")
	if err != nil {
		t.Fatalf("the shell does not read the example: %v\n%s", err, example)
	}
	var calls [][]string
	syntax.Walk(file, func(node syntax.Node) bool {
		call, ok := node.(*syntax.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		var words []string
		for _, word := range call.Args {
			words = append(words, literal(word))
		}
		if words[0] == "stxscan" {
			calls = append(calls, words[1:])
		}
		return true
	})
	return calls
}

// literal is what a word of an example says, without its quotes.
func literal(word *syntax.Word) string {
	var b strings.Builder
	syntax.Walk(word, func(node syntax.Node) bool {
		switch node := node.(type) {
		case *syntax.Lit:
			b.WriteString(node.Value)
		case *syntax.SglQuoted:
			b.WriteString(node.Value)
		}
		return true
	})
	return b.String()
}
