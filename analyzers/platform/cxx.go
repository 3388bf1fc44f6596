package platform

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/cxx"
	"opendev.org/starlingx/stxscan/workspace"
)

// The codes about what newer compilers and libraries refuse in C and C++.
const (
	codeBoolStep = "cxx-bool-step"  // ++ and -- of a bool, which C++17 has not
	codeConstant = "cxx-constant"   // constants of another type, which C++11 refuses
	codeThreads  = "cxx-threads"    // POSIX threads whose header no header brings
	codeHidden   = "openssl-hidden" // what OpenSSL keeps to itself
)

// compiled is what is kept of a file of C or C++: what it says, and where the uses stand
// that a finding may be about.
type compiled struct {
	Includes []cxx.Include
	Macros   []cxx.Macro
	Declared map[string]cxx.Type
	Members  map[string]cxx.Type
	Stepped  []usedName
	Zeroed   []usedName
	Labels   []usedLabel
	Thread   *usedName // the first
}

// usedName is a use of a name.
type usedName struct {
	analysis.Mark
	Name   string
	Member bool
	Type   cxx.Type // of the file's own declaration, 0 if there is none
}

// usedLabel is a label of a switch, with what the switch is about.
type usedLabel struct {
	usedName
	Asked usedName
	Wide  bool
}

// keepCompiled keeps what a file of C or C++ says.
func (k *kept) keepCompiled(pass *analysis.Pass, s *cxx.Source) {
	use := func(n cxx.Name) usedName {
		return usedName{pass.File.Mark(n.Start, n.End), n.Text, n.Member, n.Type}
	}
	c := &compiled{Includes: s.Includes, Macros: s.Macros, Declared: s.Declared, Members: s.Members}
	for _, n := range s.Stepped {
		c.Stepped = append(c.Stepped, use(n))
	}
	for _, n := range s.Zeroed {
		c.Zeroed = append(c.Zeroed, use(n))
	}
	for _, l := range s.Labels {
		c.Labels = append(c.Labels, usedLabel{use(l.Name), use(l.Asked), l.Wide})
	}
	if len(s.Threads) > 0 {
		first := use(s.Threads[0])
		c.Thread = &first
	}
	k.Compiled = c
}

// matchHidden reports uses of what OpenSSL keeps to itself, once a line.
func (t *table) matchHidden(pass *analysis.Pass, s *cxx.Source) {
	rule := t.codes[codeHidden]
	if rule == nil {
		return
	}
	last := 0
	for _, n := range s.Hidden {
		if line, _ := pass.File.Position(n.Start); line != last {
			last = line
			pass.Report(rule, analysis.Span{Start: n.Start, End: n.End}, analysis.Detail{Subject: n.Text})
		}
	}
}

// compiling is how a makefile compiles.
type compiling struct {
	// CXX is set where files of any name are compiled as C++.
	CXX bool
	// Standard is the standard of C++ that it asks for, "" for the compiler's own.
	Standard string
}

var (
	compilesCXX = regexp.MustCompile(`(?m)^\t.*(?:\$[({]CXX[)}]|\bg\+\+|\bc\+\+).*[ \t]-c\b|^[ \t]*CC[ \t]*[:?]?=[ \t]*(?:g\+\+|c\+\+|\$[({]CXX[)}])`)
	standard    = regexp.MustCompile(`-std=(?:gnu|c)\+\+(\w+)`)
)

// keepCompiling keeps how a makefile compiles, if it does.
func (k *kept) keepCompiling(pass *analysis.Pass) {
	src := pass.File.Src
	if pass.File.Language != workspace.Makefile || !bytes.Contains(src, []byte("-c")) {
		return
	}
	k.Compiling = &compiling{CXX: compilesCXX.Match(src)}
	if m := standard.FindSubmatch(src); m != nil {
		k.Compiling.Standard = string(m[1])
	}
}

// isCXX reports whether a file is one of C++ by its name.
func isCXX(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".cpp", ".cc", ".cxx", ".hpp", ".hh", ".hxx":
		return true
	}
	return path.Ext(name) == ".C"
}
