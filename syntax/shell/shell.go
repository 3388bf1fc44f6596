// Package shell reads shell scripts into a flat list of the commands they run.
// Bash's grammar is used for all of them, since it takes what the others do.
package shell

import (
	"fmt"
	"sort"
)

// MaxSize and MaxNesting bound what is parsed: the parser's recursion must not
// meet a file made to exhaust the stack.
const (
	MaxSize = 8 << 20 // bytes
	// MaxNesting is the depth of compound commands and substitutions that is
	// always read. Somewhat beyond, a script is refused as a whole.
	MaxNesting = 500
	// MaxConds is the number of conditions that a command lists. Those further
	// in are left out.
	MaxConds = 100
)

// File is a parsed script. All offsets are byte offsets into the source given
// to Parse.
type File struct {
	// Commands are all simple commands, also those within substitutions,
	// functions and conditions; one that holds another in a substitution
	// comes before it.
	Commands []Command
	// Tests are the words that [[ ]] compares with.
	Tests     []Test
	Assigns   []Assign
	Functions []Function
	// Lists are the words that for goes through, and those of arrays.
	Lists []List
	// Redirects are those of statements that hold no command, such as
	// "> file". All others are with their commands.
	Redirects []Redirect
	// Errors say what could not be read. What stands before and after is
	// there all the same.
	Errors []Error

	// rebound are variables that are also set by other means than an
	// assignment: by for, read, ${x:=y} and the like.
	rebound map[string]bool
}

// List is words that a script has in a row, other than in a command.
type List struct {
	Words []Word
	// Conds are the conditions around it, outermost first.
	Conds []Cond
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
	Words     []Word   // never empty
	Assigns   []Assign // for this command alone: A=1 make; in File.Assigns too
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
	// Ignored is set where a failure is passed over: COMMAND || :
	Ignored bool
	// Recovered is set for commands behind an error, which were found by
	// splitting lines: what encloses them is not known.
	Recovered bool
}

// Cond is a condition under which a command is run: the test of an if, elif or
// while, the left side of && or ||, the pattern of a case.
type Cond struct {
	// Text is the condition as it is written. For a case, it is
	// "case WORD in PATTERN|PATTERN".
	Text string
	// Start and End span the condition, or the patterns of a case.
	Start, End int
	// Negated is set where the command runs if the condition fails.
	Negated bool
}

// Word is one word of a command.
type Word struct {
	// Text is its value, quotes and escapes resolved. Variables and
	// substitutions stand in it as they are written.
	Text string
	// Static is set if there are none.
	Static bool
	Quoted bool // some part of it is quoted
	// Start and End span the word as it is written.
	Start, End int
	// Refs are the variables that the text refers to, in order, each as often
	// as it does. Those within a command substitution are not among them.
	Refs []string
	// Dynamic are the parts of Text that are not known before it is run.
	Dynamic []Segment
	spans   []span
}

// Segment is a part of a text: byte offsets into it, not into the source.
type Segment struct{ Start, End int }

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

// Test is a word that a [[ ]] compares with.
type Test struct {
	Word  Word
	Conds []Cond
}

// Assign is NAME=VALUE, of its own or before a command.
type Assign struct {
	// Conds are the conditions around it, outermost first.
	Conds      []Cond
	Name       string
	Value      Word
	Append     bool
	Start, End int
	// Index is the subscript in NAME[INDEX]=VALUE, as written.
	Index string
	// Array is set for NAME=(...). Value is then what is written, brackets
	// included, and not static.
	Array bool
	// Local, Export and Readonly tell how the variable is declared there.
	Local, Export, Readonly bool
	// Command is the index of the command that it stands before, -1 if it
	// holds for what follows.
	Command int
}

// Redirect is a redirection to or from a file.
type Redirect struct {
	Fd     string // the number before the operator, "" for none
	Op     string
	Target Word
}

// Heredoc is a document or a string that is given to a command as its input.
type Heredoc struct {
	Delimiter string // "" for a here-string
	Quoted    bool   // nothing is expanded in it
	StripTabs bool   // <<-: the text is without the tabs that begin its lines
	// Body has the text, its span and the way back to the source.
	Body Word
}

// Function is the definition of one.
type Function struct {
	Name       string
	Start, End int
}

// Rebound reports whether a variable is also set by other means than an
// assignment, such as read, a loop or ${x:=y}.
func (f *File) Rebound(name string) bool { return f.rebound[name] }

// Lookup returns the value that a variable has throughout the script. ok is
// false if it is not set exactly once, or to an array, or also by other means,
// such as read or a loop. An assignment before a command sets nothing. The
// value need not be static: C=$(which createrepo_c) is found.
func (f *File) Lookup(name string) (value Word, ok bool) {
	if f.rebound[name] {
		return Word{}, false
	}
	for _, a := range f.Assigns {
		if a.Name != name || a.Command >= 0 {
			continue
		}
		if ok || a.Append || a.Array || a.Index != "" {
			return Word{}, false
		}
		value, ok = a.Value, true
	}
	return value, ok
}
