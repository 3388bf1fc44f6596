package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// MaxDialect is the size in bytes beyond which a script is not searched for
// what only Bash reads: the search recurses into sums, which may be as long as
// the script.
const MaxDialect = 256 << 10

// BashKind is a kind of construct that Bash reads and a shell that knows POSIX
// and little more, such as dash, does not.
type BashKind string

// The kinds.
const (
	BashTest         BashKind = "double-bracket"   // [[ ... ]]
	BashFunction     BashKind = "function-keyword" // function f, and names such as f-o()
	BashArray        BashKind = "array"            // a=(...), a[0]=x, ${a[0]}
	BashProcess      BashKind = "process-substitution"
	BashHereString   BashKind = "here-string"
	BashEquals       BashKind = "test-equals" // == in [ ]
	BashSource       BashKind = "source"
	BashRedirect     BashKind = "redirect-both" // &>, >& FILE, |&
	BashExpansion    BashKind = "expansion"     // ${x//a/b}, ${x:0:1}, ${!x}, ${x^}
	BashQuote        BashKind = "dollar-quote"  // $'...' and $"..."
	BashEcho         BashKind = "echo-options"
	BashArithmetic   BashKind = "arithmetic" // ((...)), let, $[...], $((i++))
	BashBrace        BashKind = "brace-expansion"
	BashBuiltin      BashKind = "builtin"        // pushd, declare, mapfile, ...
	BashOption       BashKind = "builtin-option" // read -t, trap ERR, set -o pipefail
	BashVariable     BashKind = "variable"       // $RANDOM, $BASH_SOURCE, ...
	BashAppend       BashKind = "append"         // x+=y
	BashCompound     BashKind = "compound"       // select, ;&, for ((;;)), @(a|b)
	BashReadFile     BashKind = "read-file"      // $(< file)
	BashNamedNumbers BashKind = "named-descriptor"
	BashStatus       BashKind = "negative-status" // exit -1
	BashShift        BashKind = "shift-too-far"   // shift where a call gives nothing
)

// BashConstruct is one such place.
type BashConstruct struct {
	Kind BashKind
	// Text is what is written there, shortened.
	Text string
	// Refused is set where dash does not even read the script.
	Refused    bool
	Start, End int
}

// BashOnly returns what of a script only Bash reads, in source order. ok is
// false if the script, or a part of it, could not be searched.
func BashOnly(src []byte) (list []BashConstruct, ok bool) {
	if len(src) > MaxDialect {
		return nil, false
	}
	s := newSource(src)
	if refuse(s.text) != nil {
		return nil, false
	}
	tree, err := parse(s.text)
	if tree == nil {
		return nil, false
	}
	d := dialect{source: s, defined: map[string]bool{}, set: map[string]bool{}}
	d.shifts = shifts{by: map[string][]*syntax.Stmt{}, given: map[string]int{}}
	walk(tree, d.gather)
	walk(tree, d.node)
	d.shifts.report(&d)
	slices.SortStableFunc(d.found, func(a, b BashConstruct) int { return a.Start - b.Start })
	return d.found, err == nil
}

// walk is syntax.Walk, which recurses along chains of commands and of elif.
// Those may be as long as the script, so they are followed here.
func walk(root syntax.Node, visit func(syntax.Node) bool) {
	waiting := []syntax.Node{root}
	for len(waiting) > 0 {
		next := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		syntax.Walk(next, func(n syntax.Node) bool {
			if n == nil {
				return true
			}
			switch n := n.(type) {
			case *syntax.BinaryCmd:
				visit(n)
				waiting = append(waiting, n.X, n.Y)
				return false
			case *syntax.IfClause:
				visit(n)
				for _, list := range [][]*syntax.Stmt{n.Cond, n.Then} {
					for _, s := range list {
						waiting = append(waiting, s)
					}
				}
				if n.Else != nil {
					waiting = append(waiting, n.Else)
				}
				return false
			}
			return visit(n)
		})
	}
}

// dialect looks for constructs in a tree.
type dialect struct {
	*source
	found   []BashConstruct
	defined map[string]bool // functions
	set     map[string]bool // variables
	shifts  shifts
}

// gather notes what the script defines itself.
func (d *dialect) gather(n syntax.Node) bool {
	if d.shifts.by != nil {
		d.shifts.gather(n)
	}
	switch n := n.(type) {
	case *syntax.FuncDecl:
		if n.Name != nil {
			d.defined[n.Name.Value] = true
		}
	case *syntax.Assign:
		if n.Name != nil {
			d.set[n.Name.Value] = true
		}
	case *syntax.WordIter:
		d.set[n.Name.Value] = true
	case *syntax.CallExpr:
		if words := literals(n.Args); len(words) > 1 && words[0] == "read" {
			for _, name := range words[1:] {
				d.set[name] = true
			}
		}
	}
	return true
}

func (d *dialect) add(kind BashKind, n syntax.Node, refused bool) {
	d.span(kind, int(n.Pos().Offset()), int(n.End().Offset()), refused)
}

func (d *dialect) span(kind BashKind, start, end int, refused bool) {
	end = min(end, len(d.text))
	if start < 0 || start >= end {
		return
	}
	const longest = 40
	text := string(d.text[start:min(end, start+longest)])
	text, _, _ = strings.Cut(text, "\n")
	d.found = append(d.found, BashConstruct{
		Kind: kind, Text: strings.ToValidUTF8(text, ""), Refused: refused, Start: d.offset(start), End: d.end(end),
	})
}

// node looks at one node of the tree.
func (d *dialect) node(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.TestClause:
		at := int(n.Left.Offset())
		d.span(BashTest, at, at+2, false)
	case *syntax.FuncDecl:
		d.function(n)
	case *syntax.Assign:
		d.assign(n)
	case *syntax.DeclClause:
		d.declaration(n)
	case *syntax.ProcSubst:
		d.add(BashProcess, n, true)
	case *syntax.Redirect:
		d.redirect(n)
	case *syntax.BinaryCmd:
		if n.Op == syntax.PipeAll {
			at := int(n.OpPos.Offset())
			d.span(BashRedirect, at, at+2, true)
		}
	case *syntax.CaseItem:
		if n.Op != syntax.Break {
			at := int(n.OpPos.Offset())
			d.span(BashCompound, at, at+len(n.Op.String()), true)
		}
	case *syntax.ForClause:
		d.loop(n)
	case *syntax.CStyleLoop:
		return false // said of the loop
	case *syntax.ArithmCmd:
		at := int(n.Left.Offset())
		d.span(BashArithmetic, at, at+2, false)
		return false
	case *syntax.LetClause:
		at := int(n.Let.Offset())
		d.span(BashArithmetic, at, at+3, false)
	case *syntax.CoprocClause:
		at := int(n.Coproc.Offset())
		d.span(BashBuiltin, at, at+len("coproc"), false)
	case *syntax.ExtGlob:
		d.add(BashCompound, n, true)
	case *syntax.CallExpr:
		d.call(n)
	default:
		d.part(n)
	}
	return true
}

// part looks at parts of words.
func (d *dialect) part(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.SglQuoted:
		if n.Dollar {
			d.add(BashQuote, n, false)
		}
	case *syntax.DblQuoted:
		if n.Dollar {
			d.add(BashQuote, n, false)
		}
	case *syntax.ParamExp:
		d.expansion(n)
	case *syntax.CmdSubst:
		if len(n.Stmts) == 1 && n.Stmts[0].Cmd == nil && len(n.Stmts[0].Redirs) == 1 && n.Stmts[0].Redirs[0].Op == syntax.RdrIn {
			d.add(BashReadFile, n, false)
		}
	case *syntax.ArithmExp:
		if n.Bracket {
			d.add(BashArithmetic, n, false)
		}
	case *syntax.UnaryArithm:
		if n.Op == syntax.Inc || n.Op == syntax.Dec {
			d.add(BashArithmetic, n, false)
		}
	case *syntax.BinaryArithm:
		if n.Op == syntax.Pow || n.Op == syntax.Comma {
			d.add(BashArithmetic, n, false)
		}
	case *syntax.WordIter:
		d.braces(n.Items)
	}
}

func (d *dialect) function(n *syntax.FuncDecl) {
	start := int(n.Pos().Offset())
	switch {
	case n.RsrvWord:
		d.span(BashFunction, start, start+len("function"), true)
	case n.Name != nil && !isName(n.Name.Value):
		d.add(BashFunction, n.Name, true)
	}
}

func isName(text string) bool { return isAssignment(text+"=") && !strings.ContainsAny(text, "+[") }

func (d *dialect) assign(n *syntax.Assign) {
	switch {
	case n.Array != nil:
		d.span(BashArray, int(n.Pos().Offset()), int(n.Array.Lparen.Offset())+1, true)
	case n.Index != nil:
		d.add(BashArray, n, false)
	case n.Append:
		d.add(BashAppend, n, false)
	}
}

// declaration reads declare, local and their like. local, export and readonly
// are in every shell, most of their options are not.
func (d *dialect) declaration(n *syntax.DeclClause) {
	switch n.Variant.Value {
	case "declare", "typeset", "nameref":
		d.add(BashBuiltin, n.Variant, false)
		return
	}
	for _, a := range n.Args {
		if !a.Naked || a.Value == nil {
			continue
		}
		option := a.Value.Lit()
		if strings.HasPrefix(option, "-") && len(option) > 1 && (n.Variant.Value == "local" || option != "-p") {
			d.span(BashOption, int(n.Variant.Pos().Offset()), int(a.End().Offset()), false)
			return
		}
	}
}

func (d *dialect) redirect(n *syntax.Redirect) {
	if n.N != nil && strings.HasPrefix(n.N.Value, "{") {
		d.add(BashNamedNumbers, n.N, false)
	}
	at := int(n.OpPos.Offset())
	switch n.Op {
	case syntax.WordHdoc:
		d.span(BashHereString, at, at+3, true)
	case syntax.RdrAll, syntax.AppAll:
		d.span(BashRedirect, at, at+len(n.Op.String()), false)
	case syntax.DplOut, syntax.DplIn:
		if target := n.Word.Lit(); target != "" && target != "-" && strings.Trim(target, "0123456789-") != "" {
			d.span(BashRedirect, at, at+len(n.Op.String()), false)
		}
	}
}

func (d *dialect) loop(n *syntax.ForClause) {
	start := int(n.ForPos.Offset())
	_, counting := n.Loop.(*syntax.CStyleLoop)
	switch {
	case n.Select:
		d.span(BashCompound, start, start+len("select"), true)
	case counting || n.Braces:
		d.span(BashCompound, start, start+len("for"), true)
	}
}

// expansion reads ${...}.
func (d *dialect) expansion(n *syntax.ParamExp) {
	changesCase := n.Exp != nil && slices.Contains([]syntax.ParExpOperator{
		syntax.UpperFirst, syntax.UpperAll, syntax.LowerFirst, syntax.LowerAll, syntax.OtherParamOps,
	}, n.Exp.Op)
	switch {
	case n.Index != nil:
		d.add(BashArray, n, false)
	case n.Repl != nil || n.Slice != nil || n.Excl || n.Names != 0 || changesCase:
		d.add(BashExpansion, n, false)
	case n.Param != nil && bashVariables[n.Param.Value] && !d.set[n.Param.Value] && !n.Short && n.Exp != nil:
		// A default is there for where the variable is not.
	case n.Param != nil && bashVariables[n.Param.Value] && (!d.set[n.Param.Value] || counting[n.Param.Value]):
		d.add(BashVariable, n, false)
	}
}

// counting are the variables that go on by themselves from what they are set to.
var counting = map[string]bool{"SECONDS": true}

// bashVariables are those that Bash sets of itself. BASH and BASH_VERSION are
// left out: scripts ask by them whether it is Bash that runs them.
var bashVariables = map[string]bool{
	"RANDOM": true, "BASH_SOURCE": true, "FUNCNAME": true, "PIPESTATUS": true, "SECONDS": true, "UID": true,
	"EUID": true, "HOSTNAME": true, "HOSTTYPE": true, "OSTYPE": true, "MACHTYPE": true, "BASHPID": true,
	"BASH_LINENO": true, "BASH_COMMAND": true, "BASH_SUBSHELL": true, "BASH_REMATCH": true, "DIRSTACK": true,
	"GROUPS": true, "SHELLOPTS": true, "BASHOPTS": true,
}
