package facts

// PyModule is what one Python file offers to those that import from it, as far
// as it can be read without running it. It is plain data: what the names of
// other files stand for is settled when all files have been seen.
//
// A full name is dotted. It begins with dots where an import is relative, as it
// is written there, with Here where it stands in the file itself, and with
// Builtins where nothing in the file binds it.
type PyModule struct {
	// Names are those that the top level binds, with the full name of what an
	// import bound; empty for everything else and for what is bound in several
	// ways.
	Names map[string]string
	// Stars are the modules that everything is imported from.
	Stars []string
	// Classes are those of the top level, by name.
	Classes map[string]PyClass
	// Open is set where names come about that the text does not show: through
	// globals(), exec or an entry in sys.modules.
	Open bool
	// Taken are the results of functions of other files that are taken for text.
	Taken []PyTaken
	// Floats are the functions that return floats on both Pythons.
	Floats map[string]bool
}

// PyTaken is the result of a function of another file that is taken for text.
type PyTaken struct {
	PyResult
	// Fails is set if bytes in its place raise TypeError, rather than make the
	// program do something else.
	Fails bool
	// Line is where that is done, from 1, and Text what is done.
	Line int
	Text string
}

// PyResult is what a function returns, or one part of it.
type PyResult struct {
	// Function is a full name; behind that of a class stands its method.
	Function string
	// Part is which part of a tuple it is, from 0, or Whole.
	Part int
}

// Whole is the part that is not a part.
const Whole = -1

// PyClass is a class as its text shows it.
type PyClass struct {
	// Bases are the full names of the classes that it derives from; an empty
	// one is an expression that is no name.
	Bases []string
	// Members are the names of its methods, of what its body binds and of the
	// attributes that its methods assign to self.
	Members map[string]bool
	// Open is set where it answers for names that it does not define, through
	// __getattr__, setattr or a decorator.
	Open bool
}

// The beginnings of full names that no import brought.
const (
	Here     = "<here>."
	Builtins = "<builtins>."
)
