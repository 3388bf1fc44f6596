// Package shell reads shell scripts into a flat list of the commands they run.
// Bash's grammar is used for all of them, since it takes what the others do.
package shell

import (
	"fmt"
	"sort"
)

// MaxSize and MaxNesting bound what is given to the parser: its recursion must
// not meet a file made to exhaust the stack.
const (
	MaxSize    = 8 << 20 // bytes
	MaxNesting = 500     // brackets or compound statements that stand open
)

// File is a parsed script. All offsets are byte offsets into the source given
// to Parse.
type File struct {
	// Commands are all simple commands, also those within substitutions,
	// functions and conditions; one that holds another in a substitution
	// comes before it.
	Commands  []Command
	Assigns   []Assign
	Functions []Function
	// Errors say what could not be read. What stands before and after is
	// there all the same.
	Errors []Error
}

// Error is a place that could not be read.
type Error struct {
	Offset  int
	Line    int // from 1
	Message string
}

func (e Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// Command is a simple command: a program, or a function or builtin.
type Command struct {
	Words     []Word
	Redirects []Redirect
	Heredocs  []Heredoc
	// Start and End span the words.
	Start, End int
	// Parent is the index of the command whose word holds this one in a
	// substitution, -1 for none.
	Parent int
	// Function is the function it stands in, "" for none.
	Function string
	// Conds are the conditions around it, outermost first.
	Conds []Cond
	// Pipe is the position in a pipeline, from 1; 0 outside of one.
	Pipe int
	// Recovered is set for commands behind an error, which were found by
	// splitting lines: what encloses them is not known.
	Recovered bool
}

// Cond is a condition under which a command is run.
type Cond struct {
	Text string
	// Negated is set where the command runs if the condition fails.
	Negated bool
}

// Word is one word of a command.
type Word struct {
	// Text is its value, quotes and escapes resolved. Variables and
	// substitutions stand in it as they are written.
	Text string
	// Static is set if there are none.
	Static     bool
	Quoted     bool // some part of it is quoted
	Start, End int
	spans      []span
}

// span says that the text from an index on comes from a source offset on.
type span struct{ text, source int }

// Offset returns the source offset of a byte of the word's text.
func (w *Word) Offset(i int) int {
	n := sort.Search(len(w.spans), func(n int) bool { return w.spans[n].text > i }) - 1
	if n < 0 {
		return w.Start
	}
	return min(w.End, w.spans[n].source+i-w.spans[n].text)
}

// Assign is NAME=VALUE, of its own or before a command.
type Assign struct {
	Name       string
	Value      Word
	Append     bool
	Start, End int
	// Command is the index of the command that it stands before, -1 if it
	// holds for what follows.
	Command int
}

// Redirect is a redirection to or from a file.
type Redirect struct {
	Op     string
	Target Word
}

// Heredoc is a document or a string that is given to a command as its input.
type Heredoc struct {
	Delimiter string // "" for a here-string
	Quoted    bool   // nothing is expanded in it
	StripTabs bool   // <<-
	Body      Word
}

// Function is the definition of one.
type Function struct {
	Name       string
	Start, End int
}

// Lookup returns the value that a variable has throughout the script: ok is
// false if it is assigned not exactly once.
func (f *File) Lookup(name string) (value Word, ok bool) {
	for _, a := range f.Assigns {
		if a.Name != name {
			continue
		}
		if ok || a.Append {
			return Word{}, false
		}
		value, ok = a.Value, true
	}
	return value, ok
}
