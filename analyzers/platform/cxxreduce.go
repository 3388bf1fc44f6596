package platform

import (
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/cxx"
)

// sources are the files of C and C++ of the workspace.
type sources struct {
	reduction *analysis.Reduction
	files     []sourceFile
	// byName are the places in files by the last part of their paths.
	byName map[string][]int
	// makefiles are how folders compile.
	makefiles map[folder]*compiling
}

// sourceFile is one of them.
type sourceFile struct {
	*analysis.Kept
	*compiled
}

// folder is a folder of a repo.
type folder struct{ repo, path string }

// reduceCompiled reports what newer compilers and libraries refuse: each name is looked up
// in the files that the file includes.
func reduceCompiled(r *analysis.Reduction, codes map[string]*rules.Rule) {
	s := &sources{reduction: r, byName: map[string][]int{}, makefiles: map[folder]*compiling{}}
	for i := range r.Kept {
		k := &r.Kept[i]
		data, _ := k.Data.(kept)
		if data.Compiled != nil {
			base := path.Base(k.Path)
			s.byName[base] = append(s.byName[base], len(s.files))
			s.files = append(s.files, sourceFile{k, data.Compiled})
		}
		if data.Compiling != nil {
			s.makefiles[folder{k.Repo, path.Dir(k.Path)}] = data.Compiling
		}
	}
	for i := range s.files {
		f := &s.files[i]
		how := s.compiling(f.Kept)
		asCXX := (how.CXX || isCXX(f.Path)) && len(f.Stepped)+len(f.Zeroed)+len(f.Labels) > 0
		if !asCXX && f.Thread == nil {
			continue // nothing to look up
		}
		near := s.included(i)
		if asCXX {
			s.steps(f, near, how, codes[codeBoolStep])
			s.constants(f, near, how, codes[codeConstant])
		}
		s.threads(f, near, codes[codeThreads])
	}
}

// compiling is how the makefile nearest to a file compiles.
func (s *sources) compiling(k *analysis.Kept) compiling {
	for dir := path.Dir(k.Path); ; dir = path.Dir(dir) {
		if m := s.makefiles[folder{k.Repo, dir}]; m != nil {
			return *m
		}
		if dir == "." || dir == "/" {
			return compiling{}
		}
	}
}

// inclusion is the files that one includes, by how far they are away, itself first.
type inclusion struct {
	levels [][]int
	// others are the names that no file of the workspace has.
	others []string
}

// included follows what a file includes.
func (s *sources) included(file int) inclusion {
	in := inclusion{levels: [][]int{{file}}}
	seen := map[int]bool{file: true}
	for level := in.levels[0]; len(level) > 0; {
		var next []int
		for _, i := range level {
			for _, include := range s.files[i].Includes {
				found := s.resolve(&s.files[i], include)
				if len(found) == 0 {
					in.others = append(in.others, include.Name)
				}
				for _, one := range found {
					if !seen[one] {
						seen[one] = true
						next = append(next, one)
					}
				}
			}
		}
		if level = next; len(level) > 0 {
			in.levels = append(in.levels, level)
		}
	}
	return in
}

// resolve finds the files that an include may mean: the one beside the file that has it,
// or else those of the repo whose path ends so, or else those of other repos.
func (s *sources) resolve(from *sourceFile, include cxx.Include) []int {
	var same, others []int
	beside := path.Join(path.Dir(from.Path), include.Name)
	name := strings.TrimLeft(path.Clean(include.Name), "./")
	for _, i := range s.byName[path.Base(include.Name)] {
		f := &s.files[i]
		switch {
		case include.Quoted && f.Repo == from.Repo && f.Path == beside:
			return []int{i}
		case f.Path != name && !strings.HasSuffix(f.Path, "/"+name):
		case f.Repo == from.Repo:
			same = append(same, i)
		default:
			others = append(others, i)
		}
	}
	if len(same) > 0 {
		return same
	}
	return others
}

// typeOf is how a name is declared: by the file itself, or in the nearest files that declare
// it, a member by classes and structures alone.
func (s *sources) typeOf(n *usedName, in inclusion) cxx.Type {
	if n.Type != 0 {
		return n.Type
	}
	for level, files := range in.levels {
		var here cxx.Type
		for _, i := range files {
			switch f := &s.files[i]; {
			case n.Member:
				here |= f.Members[n.Name]
			case level > 0:
				here |= f.Declared[n.Name]
			}
		}
		if here != 0 {
			return here
		}
	}
	return 0
}

// isWide reports whether a macro is a number that no int holds, in the nearest files that
// define it.
func (s *sources) isWide(name string, in inclusion) bool {
	for _, files := range in.levels {
		found, wide := false, true
		for _, i := range files {
			for _, m := range s.files[i].Macros {
				if m.Name == name {
					found, wide = true, wide && m.Wide
				}
			}
		}
		if found {
			return wide
		}
	}
	return false
}

// before17 and before11 are the standards of C++ that take what C++17 and C++11 refuse.
var (
	before11 = []string{"98", "03"}
	before17 = append([]string{"0x", "11", "1y", "14"}, before11...)
)

// steps reports ++ and -- of what is declared as bool.
func (s *sources) steps(f *sourceFile, in inclusion, how compiling, rule *rules.Rule) {
	if rule == nil || slices.Contains(before17, how.Standard) {
		return
	}
	for i := range f.Stepped {
		if n := &f.Stepped[i]; s.typeOf(n, in) == cxx.Bool {
			s.report(rule, f, n, "")
		}
	}
}

// constants reports '\0' where a pointer is, and labels that do not fit into an int.
func (s *sources) constants(f *sourceFile, in inclusion, how compiling, rule *rules.Rule) {
	if rule == nil || slices.Contains(before11, how.Standard) {
		return
	}
	for i := range f.Zeroed {
		if n := &f.Zeroed[i]; s.typeOf(n, in) == cxx.Pointer {
			s.report(rule, f, n, n.Name+` is a pointer or an array: '\0' is no null pointer from C++11 on`)
		}
	}
	for i := range f.Labels {
		l := &f.Labels[i]
		if (l.Wide || s.isWide(l.Name, in)) && s.typeOf(&l.Asked, in) == cxx.Int {
			s.report(rule, f, &l.usedName, l.Name+" is too large for "+l.Asked.Name+", an int, which C++11 and later do not narrow it to")
		}
	}
}

// report reports a use of a name, with the rule's own message if no other is given.
func (s *sources) report(rule *rules.Rule, f *sourceFile, n *usedName, message string) {
	s.reduction.Report(rule, f.Place(n.Mark), analysis.Detail{Subject: n.Name, Message: message}, nil)
}

// threads reports once a file that it uses POSIX threads without their header, if no
// header that it includes is known to bring it, or may.
func (s *sources) threads(f *sourceFile, in inclusion, rule *rules.Rule) {
	if rule == nil || f.Thread == nil || slices.ContainsFunc(in.others, func(name string) bool { return !plainHeader(name) }) {
		return
	}
	s.report(rule, f, f.Thread, "")
}

// plainHeaders are headers that do not bring pthread.h, those of the C library and of some
// other libraries, beside those in plainFolders. Debian 12, libc6-dev 2.36, g++ 12.2.0,
// libpq-dev 15, libjson-c-dev 0.16, uuid-dev 2.38: a file with one of them and a call of
// pthread_mutex_lock does not compile.
var plainHeaders = map[string]bool{
	"stdio.h": true, "stdlib.h": true, "string.h": true, "strings.h": true, "unistd.h": true, "errno.h": true, "signal.h": true, "time.h": true,
	"fcntl.h": true, "syslog.h": true, "stdarg.h": true, "stdint.h": true, "stddef.h": true, "limits.h": true, "ctype.h": true, "inttypes.h": true,
	"assert.h": true, "poll.h": true, "dirent.h": true, "libgen.h": true, "math.h": true, "semaphore.h": true, "sched.h": true, "mqueue.h": true,
	"netdb.h": true, "pwd.h": true, "grp.h": true, "dlfcn.h": true, "stdbool.h": true, "spawn.h": true, "termios.h": true, "ifaddrs.h": true,
	"libpq-fe.h": true, "json-c/json.h": true, "uuid/uuid.h": true, "sqlite3.h": true, "dbus/dbus.h": true,
	"string": true, "vector": true, "list": true, "map": true, "set": true, "atomic": true, "algorithm": true, "functional": true, "utility": true,
	"queue": true, "deque": true, "exception": true, "stdexcept": true, "new": true, "limits": true, "cstdio": true, "cstdlib": true, "cstring": true,
	"unordered_map": true, "unordered_set": true, "stack": true, "bitset": true, "numeric": true, "tuple": true, "array": true, "chrono": true,
	"typeinfo": true, "cmath": true, "ctime": true, "cctype": true, "random": true,
}

// plainFolders are the folders of headers that do not bring pthread.h.
var plainFolders = map[string]bool{"sys": true, "netinet": true, "arpa": true, "net": true, "linux": true}

func plainHeader(name string) bool {
	return plainHeaders[name] || plainFolders[path.Dir(name)]
}
