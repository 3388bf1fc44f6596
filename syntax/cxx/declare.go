package cxx

// keywords are the words that name neither a type nor a variable.
var keywords = map[string]bool{
	"return": true, "else": true, "case": true, "goto": true, "new": true, "delete": true, "throw": true, "typedef": true,
	"using": true, "namespace": true, "public": true, "private": true, "protected": true, "sizeof": true, "operator": true,
	"if": true, "while": true, "for": true, "do": true, "switch": true, "break": true, "continue": true, "default": true,
	"template": true, "typename": true, "extern": true, "and": true, "or": true, "not": true, "in": true,
	"const": true, "volatile": true, "static": true, "register": true, "inline": true, "mutable": true, "virtual": true,
	"struct": true, "class": true, "union": true, "enum": true, "friend": true, "this": true, "true": true, "false": true,
}

// builtin are the types of the language itself.
var builtin = map[string]Type{
	"bool": Bool, "int": Int, "char": Other, "void": Other, "short": Other, "long": Other, "unsigned": Other, "signed": Other,
	"float": Other, "double": Other,
}

func isBuiltin(text string) bool { return builtin[text] != 0 }

// leads are the words that a type can follow in a declaration, marks what stands ahead of one.
var (
	leads = map[string]bool{
		"const": true, "static": true, "extern": true, "volatile": true, "struct": true, "register": true, "mutable": true,
		"class": true, "enum": true, "inline": true, "union": true,
	}
	marks = map[string]bool{";": true, "{": true, "}": true, "(": true, ",": true, ":": true, "::": true, ")": true}
)

// declares reports whether the name there is one that is declared, as char * in
// char * name.
func (r *reader) declares(i int) bool {
	for i--; r.at(i).is("*"); i-- {
	}
	return isBuiltin(r.at(i).text)
}

// declaration notes the names that a type declares which stands there.
func (r *reader) declaration(i int) {
	r.brace(i)
	t := r.at(i)
	if t.kind != name || keywords[t.text] || !r.begins(i) {
		return
	}
	kind, own := builtin[t.text]
	next := i + 1
	switch {
	case opaque[t.text]:
		kind = Opaque
	case !own:
		kind = Other
	default:
		for ; isBuiltin(r.at(next).text) || r.at(next).is("const") || r.at(next).is("volatile"); next++ {
			if isBuiltin(r.at(next).text) {
				kind = Other // unsigned int, long long
			}
		}
	}
	inBrackets := r.at(i-1).is("(") || r.at(i-1).is(",")
	for n := 0; n < maxDeclarators; n++ {
		end := r.declarator(next, kind, own, inBrackets)
		if end < 0 || inBrackets {
			return
		}
		if next = r.comma(end); next < 0 {
			return
		}
	}
}

// maxDeclarators bounds the names of one declaration.
const maxDeclarators = 200

// begins reports whether a declaration can begin there.
func (r *reader) begins(i int) bool {
	switch before := r.at(i - 1); before.kind {
	case 0:
		return true
	case name:
		return leads[before.text]
	case mark:
		return marks[before.text]
	}
	return false
}

// declarator notes the name that is declared there, and gives the token behind it; -1 if
// none is.
func (r *reader) declarator(i int, kind Type, own, inBrackets bool) int {
	for ; r.at(i).is("*") || r.at(i).is("&") || r.at(i).is("const"); i++ {
		switch {
		case !r.at(i).is("*"):
		case own:
			kind = Pointer
		case kind != Opaque:
			kind = Other
		}
	}
	t, next := r.at(i), r.at(i+1)
	if t.kind != name || keywords[t.text] {
		return -1
	}
	switch next.text {
	case "[":
		if own {
			kind = Pointer
		}
	case ";", "=", ",", ")", ":":
	default:
		return -1
	}
	r.Declared[t.text] |= kind
	depth := len(r.blocks)
	if depth > 0 && r.blocks[depth-1].isType && !inBrackets {
		r.Members[t.text] |= kind
	}
	if inBrackets {
		depth++ // a parameter, which holds in the block that follows
	}
	r.declare(t.text, kind, depth)
	return i + 1
}

// maxInitializer bounds the tokens of what a name is given where it is declared.
const maxInitializer = 2_000

// comma is the token behind the comma that ends a declarator, -1 if the declaration ends.
func (r *reader) comma(i int) int {
	depth := 0
	for stop := min(len(r.tokens), i+maxInitializer); i < stop; i++ {
		switch t := r.at(i); t.text {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			if depth--; depth < 0 {
				return -1
			}
		case ";":
			return -1
		case ",":
			if depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// brace follows the blocks, what each switch is about, and what names hold.
func (r *reader) brace(i int) {
	switch t := r.at(i); {
	case t.is("switch"):
		r.head = block{isSwitch: true, asked: r.switched(i)}
	case t.is("("):
		r.brackets++
	case t.is(")") && r.brackets > 0:
		r.brackets--
	case t.is("{"):
		r.head.isType = r.opensType(i)
		r.blocks = append(r.blocks, r.head)
		r.head, r.brackets = block{}, 0
	case t.is("}") && len(r.blocks) > 0:
		r.blocks = r.blocks[:len(r.blocks)-1]
		r.brackets = 0
		r.forget(len(r.blocks))
	case t.is(";") && r.brackets == 0:
		r.forget(len(r.blocks)) // the parameters of a function that is declared alone
	}
}

// maxHead bounds the tokens between the word struct and its block.
const maxHead = 50

// opensType reports whether the brace there opens a class, a structure or a union.
func (r *reader) opensType(i int) bool {
	for n := i - 1; n >= 0 && n > i-maxHead; n-- {
		switch t := r.at(n); t.text {
		case "struct", "class", "union":
			return true
		case ";", "{", "}", ")", "=":
			return false
		}
	}
	return false
}

// switched is the name that a switch is about, nil where it is another expression.
func (r *reader) switched(i int) *Name {
	if !r.at(i + 1).is("(") {
		return nil
	}
	end := r.chainEnd(i + 2)
	if end < 0 || !r.at(end+1).is(")") {
		return nil
	}
	asked := r.name(end)
	return &asked
}

// label notes a label of a switch.
func (r *reader) label(i int) {
	value := r.at(i + 1)
	if !r.at(i).is("case") || !r.at(i+2).is(":") || value.kind != name && value.kind != number || len(r.Labels) >= maxUses {
		return
	}
	for n := len(r.blocks) - 1; n >= 0; n-- {
		if !r.blocks[n].isSwitch {
			continue
		}
		if asked := r.blocks[n].asked; asked != nil {
			r.Labels = append(r.Labels, Label{Name: r.name(i + 1), Asked: *asked, Wide: value.kind == number && isWide(value.text)})
		}
		return
	}
}

// scopes is what the names of a file hold at the place that is read.
type scopes struct {
	known map[string][]Type // the innermost last
	stack []declared
	// brackets are the round ones that are open in the block at hand.
	brackets int
}

// declared is a name that holds in the blocks of a depth and in those within.
type declared struct {
	name  string
	depth int
}

func (s *scopes) declare(name string, kind Type, depth int) {
	s.known[name] = append(s.known[name], kind)
	s.stack = append(s.stack, declared{name, depth})
}

// forget drops the names that hold in deeper blocks alone.
func (s *scopes) forget(depth int) {
	for n := len(s.stack) - 1; n >= 0 && s.stack[n].depth > depth; n-- {
		name := s.stack[n].name
		s.known[name] = s.known[name][:len(s.known[name])-1]
		s.stack = s.stack[:n]
	}
}

// lookup is the innermost type of a name, 0 if none is known.
func (s *scopes) lookup(name string) Type {
	if list := s.known[name]; len(list) > 0 {
		return list[len(list)-1]
	}
	return 0
}
