package cxx

import "slices"

// Include is a file that a file includes.
type Include struct {
	Name   string
	Quoted bool
}

// Macro is a macro that a file defines.
type Macro struct {
	Name string
	// Wide is set where it is a number that no int of 32 bits holds.
	Wide bool
}

// Type is what is known of a name from how it is declared: the set of what its
// declarations say.
type Type uint8

// The types that are told apart. A name with more than one was declared in several ways.
const (
	Bool    Type = 1 << iota
	Int          // int itself, neither unsigned nor of another width
	Pointer      // a pointer to, or an array of, a type of the language itself
	Other        // anything else
	Opaque       // a structure of OpenSSL that it keeps to itself, or a pointer to one
)

// Name is a use of a name.
type Name struct {
	Text string
	// Member is set behind . or ->.
	Member bool
	// Type is how the innermost declaration in the file says it, 0 if the file has none that
	// holds there, and of members.
	Type Type
	// Start and End are the bytes of it in the file.
	Start, End int
}

// Label is a label of a switch that is one name or one number.
type Label struct {
	Name
	// Asked is what the switch is about: one name. Wide is set where the label is a
	// number that no int holds.
	Asked Name
	Wide  bool
}

// Source is what was read of a file.
type Source struct {
	Includes []Include
	Macros   []Macro
	// Declared are the names that it declares, Members those of classes and structures.
	Declared, Members map[string]Type
	// Stepped are the names that ++ or -- is applied to.
	Stepped []Name
	// Zeroed are the names that '\0' is put into or that are compared with it.
	Zeroed []Name
	Labels []Label
	// Hidden are the uses of what OpenSSL keeps to itself since 1.1.0: a member of a
	// structure, with the name that has it, a structure that is laid out, and names that are gone.
	Hidden []Name
	// Threads are the names of POSIX threads that it uses.
	Threads []Name
}

// maxUses bounds what is kept of each kind of use in one file.
const maxUses = 5_000

// Read reads a file.
func Read(src []byte) *Source {
	s := &Source{Declared: map[string]Type{}, Members: map[string]Type{}}
	l := &lexer{src: src, source: s}
	l.run()
	r := &reader{Source: s, tokens: l.tokens, scopes: scopes{known: map[string][]Type{}}}
	for i := range r.tokens {
		r.declaration(i)
		r.step(i)
		r.zero(i)
		r.hidden(i)
		r.label(i)
		r.thread(i)
	}
	if !includesOpenSSL(s) {
		s.Hidden = nil
	}
	return s
}

// reader looks at the tokens of a file.
type reader struct {
	*Source
	scopes
	tokens []token
	// blocks are the blocks that are open.
	blocks []block
	// head is the block of a switch that is to come.
	head block
}

// block is what stands between two braces.
type block struct {
	isSwitch bool
	isType   bool // of a class, structure or union
	// asked is what a switch is about, nil where it is no single name.
	asked *Name
}

// at is the token there, an empty one outside.
func (r *reader) at(i int) *token {
	if i < 0 || i >= len(r.tokens) {
		return &token{}
	}
	return &r.tokens[i]
}

// name is the use of a name at a token.
func (r *reader) name(i int) Name {
	t := r.at(i)
	n := Name{Text: t.text, Member: r.at(i-1).is(".") || r.at(i-1).is("->"), Start: t.start, End: t.end}
	if !n.Member {
		n.Type = r.lookup(t.text)
	}
	return n
}

// chainEnd is the last name of a chain such as a->b.c that begins there; -1 if none does,
// or if an element or a call is taken of it.
func (r *reader) chainEnd(i int) int {
	if r.at(i).kind != name {
		return -1
	}
	for (r.at(i+1).is("->") || r.at(i+1).is(".") || r.at(i+1).is("::")) && r.at(i+2).kind == name {
		i += 2
	}
	if r.at(i+1).is("[") || r.at(i+1).is("(") {
		return -1
	}
	return i
}

// chainStart is the first name of the chain that ends there; -1 if an element or a call
// is in it.
func (r *reader) chainStart(i int) int {
	for r.at(i-1).is("->") || r.at(i-1).is(".") || r.at(i-1).is("::") {
		if r.at(i-2).kind != name {
			return -1
		}
		i -= 2
	}
	return i
}

// step notes ++ and -- of a name.
func (r *reader) step(i int) {
	if t := r.at(i); !t.is("++") && !t.is("--") || len(r.Stepped) >= maxUses {
		return
	}
	if before := r.at(i - 1); before.kind == name && !keywords[before.text] {
		r.Stepped = append(r.Stepped, r.name(i-1))
		return
	}
	if end := r.chainEnd(i + 1); end >= 0 && !r.at(i-1).is(")") && !r.at(i-1).is("]") {
		r.Stepped = append(r.Stepped, r.name(end))
	}
}

// zero notes where '\0' stands beside a name.
func (r *reader) zero(i int) {
	if t := r.at(i); t.kind != character || !t.is(`'\0'`) || len(r.Zeroed) >= maxUses {
		return
	}
	if op := r.at(i + 1); op.is("==") || op.is("!=") {
		if end := r.chainEnd(i + 2); end >= 0 {
			r.Zeroed = append(r.Zeroed, r.name(end))
		}
		return
	}
	op := r.at(i - 1)
	if !op.is("==") && !op.is("!=") && !op.is("=") || r.at(i-2).kind != name {
		return
	}
	if next := r.at(i + 1); !slices.Contains([]string{";", ")", ",", "&&", "||", "?"}, next.text) {
		return
	}
	start := r.chainStart(i - 2)
	if start < 0 || r.pointed(start) && !(op.is("=") && r.declares(start)) {
		return
	}
	r.Zeroed = append(r.Zeroed, r.name(i-2))
}

// pointed reports whether a chain that begins there is asked for what it points to.
func (r *reader) pointed(i int) bool {
	for i--; r.at(i).is("++") || r.at(i).is("--") || r.at(i).is("("); i-- {
	}
	return r.at(i).is("*")
}

// isThread reports whether a name is one of POSIX threads that no header but pthread.h
// declares: types such as pthread_t come with others.
func isThread(s string) bool {
	return len(s) > 8 && (s[:8] == "pthread_" && s[len(s)-2:] != "_t" || s[:8] == "PTHREAD_")
}

// thread notes a use of POSIX threads.
func (r *reader) thread(i int) {
	if t := r.at(i); t.kind == name && isThread(t.text) && len(r.Threads) < maxUses {
		r.Threads = append(r.Threads, r.name(i))
	}
}
