package analysis

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/facts"
)

// maxFollowed bounds how many imports and bases are followed to one answer.
const maxFollowed = 32

// Describe makes known what a file offers.
func (m *Modules) Describe(repo, file string, module *facts.PyModule) {
	m.described[place{repo, file}] = module
}

// Ask answers a question of a file about classes or names of others.
func (m *Modules) Ask(c Condition, repo, file string) Answer {
	answer := No
	for _, full := range c.Names {
		q := query{Modules: m, members: c.Members, left: maxFollowed}
		var got Answer
		switch c.Kind {
		case ModuleBinds:
			got = q.moduleBinds(place{repo, file}, full)
		case GivesFloat:
			got = q.givesFloat(place{repo, file}, full)
		default:
			got = q.classDefines(place{repo, file}, full)
		}
		switch got {
		case Yes:
			return Yes
		case Unsure:
			answer = Unsure
		}
	}
	return answer
}

// query is one question on its way through the workspace.
type query struct {
	*Modules
	members []string
	left    int // how many more names may be followed
}

// spend reports whether one more name may be followed.
func (q *query) spend() bool {
	q.left--
	return q.left >= 0
}

// classDefines asks the class that a full name of the file stands for.
func (q *query) classDefines(from place, full string) Answer {
	if strings.HasPrefix(full, facts.Builtins) {
		return No
	}
	at, class, ok := q.class(from, full)
	if !ok {
		return Unsure
	}
	if slices.ContainsFunc(q.members, func(name string) bool { return class.Members[name] }) {
		return Yes
	}
	answer := No
	if class.Open {
		answer = Unsure
	}
	for _, base := range class.Bases {
		switch q.classDefines(at, base) {
		case Yes:
			return Yes
		case Unsure:
			answer = Unsure
		}
	}
	return answer
}

// locate returns the file of the module that a full name of a file begins with,
// the name that is left within it, and the module, nil if it is not known.
func (q *query) locate(from place, full string) (at place, name string, module *facts.PyModule) {
	if full == "" || !q.spend() {
		return place{}, "", nil
	}
	name, here := strings.CutPrefix(full, facts.Here)
	if here {
		return from, name, q.described[from]
	}
	at, name, ok := q.splitName(from, full)
	if !ok {
		return place{}, "", nil
	}
	return at, name, q.described[at]
}

// boundName is the full name that an import of the module bound a name's first
// part to, with the rest behind it; "" if none did.
func boundName(module *facts.PyModule, name string) string {
	first, rest, dotted := strings.Cut(name, ".")
	bound := module.Names[first]
	if bound != "" && dotted {
		bound += "." + rest
	}
	return bound
}

// class returns the class that a full name of a file stands for, and the file
// that defines it.
func (q *query) class(from place, full string) (at place, class facts.PyClass, ok bool) {
	at, name, module := q.locate(from, full)
	if module == nil || module.Open {
		return place{}, facts.PyClass{}, false
	}
	if class, ok = module.Classes[name]; ok {
		return at, class, true
	}
	if bound := boundName(module, name); bound != "" {
		return q.class(at, bound)
	}
	for _, star := range module.Stars {
		if at, class, ok := q.class(at, joinName(star, name)); ok {
			return at, class, true
		}
	}
	return place{}, facts.PyClass{}, false
}

// function returns the file that a full name's function is defined in, and the
// name that it has there: "f", or "C.m" of a method.
func (q *query) function(from place, full string) (at place, name string, ok bool) {
	at, name, module := q.locate(from, full)
	if module == nil {
		return place{}, "", false
	}
	if bound := boundName(module, name); bound != "" {
		return q.function(at, bound)
	}
	first, rest, dotted := strings.Cut(name, ".")
	if class, ok := module.Classes[first]; ok && dotted {
		return q.method(at, class, first, rest)
	}
	if _, ok := module.Names[first]; ok {
		return at, name, !dotted
	}
	for _, star := range module.Stars {
		if at, name, ok := q.function(at, joinName(star, name)); ok {
			return at, name, true
		}
	}
	return place{}, "", false
}

// method returns where a class or the first of its bases that has it defines a
// method.
func (q *query) method(from place, class facts.PyClass, name, method string) (at place, full string, ok bool) {
	if class.Members[method] {
		return from, name + "." + method, true
	}
	for _, base := range class.Bases {
		if at, class, ok := q.class(from, base); ok && q.spend() {
			if at, full, ok := q.method(at, class, base[strings.LastIndexByte(base, '.')+1:], method); ok {
				return at, full, true
			}
		}
	}
	return place{}, "", false
}

// givesFloat asks the function of a full name. What does not return a float for
// certain may do so all the same.
func (q *query) givesFloat(from place, full string) Answer {
	if at, name, ok := q.function(from, full); ok && q.described[at].Floats[name] {
		return Yes
	}
	return Unsure
}

// Use is a place that takes the result of a function of another file for text.
type Use struct {
	Repo, Path string
	facts.PyTaken
}

// worse reports whether the use is the one to show of two: the graver, then the
// first by place.
func (u Use) worse(other Use) bool {
	if u.Fails != other.Fails {
		return u.Fails
	}
	return cmp.Or(cmp.Compare(u.Repo, other.Repo), cmp.Compare(u.Path, other.Path), cmp.Compare(u.Line, other.Line)) < 0
}

// UseOf returns the gravest use that other files make of what functions of a
// file return.
func (m *Modules) UseOf(repo, file string, results []facts.PyResult) (use Use, ok bool) {
	m.indexUses()
	for _, result := range results {
		for _, u := range m.uses[definition{place{repo, file}, result.Function}] {
			if result.Part != facts.Whole && u.Part != result.Part {
				continue
			}
			if !ok || u.worse(use) {
				use, ok = u, true
			}
		}
	}
	return use, ok
}

// definition is a function where it is defined.
type definition struct {
	place
	name string
}

// indexUses finds the functions whose results are used, once.
func (m *Modules) indexUses() {
	if m.uses != nil {
		return
	}
	m.uses = map[definition][]Use{}
	for from, module := range m.described {
		for _, taken := range module.Taken {
			q := query{Modules: m, left: maxFollowed}
			if at, name, ok := q.function(from, taken.Function); ok && at != from {
				key := definition{at, name}
				m.uses[key] = append(m.uses[key], Use{from.repo, from.path, taken})
			}
		}
	}
}

// moduleBinds asks the module of a full name whether it binds any of the
// members at its top level.
func (q *query) moduleBinds(from place, full string) Answer {
	at, rest, ok := q.splitName(from, full)
	if !ok || rest != "" || !q.spend() {
		return Unsure
	}
	module := q.described[at]
	if module == nil {
		return Unsure
	}
	answer := No
	if module.Open {
		answer = Unsure
	}
	for _, name := range q.members {
		if _, ok := module.Names[name]; ok {
			return Yes
		}
	}
	for _, star := range module.Stars {
		switch q.moduleBinds(at, star) {
		case Yes:
			return Yes
		case Unsure:
			answer = Unsure
		}
	}
	return answer
}

// joinName puts a name behind a module, which may be nothing but dots.
func joinName(module, name string) string {
	if strings.HasSuffix(module, ".") {
		return module + name
	}
	return module + "." + name
}

// splitName takes a full name of a file apart into the file of the module that
// it begins with, the longest that there is, and the rest.
func (m *Modules) splitName(from place, full string) (at place, rest string, ok bool) {
	plain := strings.TrimLeft(full, ".")
	level := len(full) - len(plain)
	var parts []string
	if plain != "" {
		parts = strings.Split(plain, ".")
	}
	if level > 0 {
		dir := path.Dir(from.path)
		for range level - 1 {
			dir = path.Dir(dir)
		}
		at, used := m.longest(place{from.repo, dir}, parts)
		return at, strings.Join(parts[used:], "."), at.path != "" && (used > 0 || len(parts) == 0)
	}
	for _, root := range m.roots(from, parts[0]) {
		if at, used := m.longest(root, parts); used > 0 {
			return at, strings.Join(parts[used:], "."), true
		}
	}
	return place{}, "", false
}

// longest returns the file of the deepest module below a folder that the parts
// lead to, and how many of them do. With none it is the folder's own.
func (m *Modules) longest(dir place, parts []string) (at place, used int) {
	if m.isPackage(dir.repo, dir.path) {
		at = place{dir.repo, path.Join(dir.path, "__init__.py")}
	}
	for i, part := range parts {
		next := place{dir.repo, path.Join(dir.path, part)}
		if file := (place{next.repo, next.path + ".py"}); m.isFile(file) {
			return file, i + 1
		}
		if !m.isPackage(next.repo, next.path) {
			return at, i
		}
		dir, at = next, place{next.repo, path.Join(next.path, "__init__.py")}
	}
	return at, len(parts)
}

func (m *Modules) isFile(at place) bool {
	_, ok := m.files[at]
	return ok
}

// roots are the folders in which a file's import of a module begins to search,
// in the order of Python 2: its own, the one beside its outermost package, and
// where the workspace has the one top-level module of that name.
func (m *Modules) roots(from place, first string) []place {
	dir := path.Dir(from.path)
	list := []place{{from.repo, dir}}
	if root := m.SearchRoot(from.repo, dir); root != dir {
		list = append(list, place{from.repo, root})
	}
	if tops := m.topLevel(first); len(tops) == 1 {
		list = append(list, tops[0])
	}
	return list
}

// topLevel returns the folders outside of packages that hold a module of the
// name.
func (m *Modules) topLevel(name string) []place {
	if m.tops == nil {
		m.tops = map[string][]place{}
		for at := range m.files {
			m.addTop(place{at.repo, path.Dir(at.path)}, strings.TrimSuffix(path.Base(at.path), ".py"))
		}
		for at := range m.dirs {
			m.addTop(place{at.repo, path.Dir(at.path)}, path.Base(at.path))
		}
	}
	return m.tops[name]
}

func (m *Modules) addTop(dir place, name string) {
	if !m.isPackage(dir.repo, dir.path) {
		m.tops[name] = append(m.tops[name], dir)
	}
}
