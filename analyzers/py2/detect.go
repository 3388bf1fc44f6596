package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// detector looks at one node of a kind that it is registered for.
type detector func(*module, python.ID)

// detectors are called for every node of their kind, in source order.
var detectors = [256][]detector{
	python.PrintStatement:      {findPrintStatement},
	python.ExpressionStatement: {findPrintExpression},
	python.ExecStatement:       {findExecStatement, findExecOfLocals},
	python.Subscript:           {findExceptionIndex, findSubscriptOfLazy},
	python.BinaryOperator:      {findSumOfLazy},
	python.Assignment:          {findExceptionUnpacking},
	python.For:                 {findChangedInLoop},
	python.ClassDef:            {findClass, findOldStyleClass},
	python.ListComprehension:   {findClassBodyNames},
	python.Comparison:          {findDiamond, findTypeComparison, findNoneComparison, findExceptionAsList},
	python.Backticks:           {findBackticks},
	python.Except:              {findExceptComma, findLostException, findExceptList},
	python.Raise:               {findRaise, findStopIteration, findBareRaise, findOldStyleRaise},
	python.Parameters:          {findTupleParameter},
	python.LambdaParameters:    {findTupleParameter},
	python.Integer:             {findInteger},
	python.String:              {findString, findPythonTag, findShownText},
	python.ForIn:               {findBareTuple},
	python.Generator:           {findLostGenerator},
	python.WildcardImport:      {findStarImport},
	python.Yield:               {findYieldInComprehension},
	python.Identifier:          {findName, findStarred, findAsyncName, findChangedValue},
	python.ImportStatement:     {findImport, findOtherDBM},
	python.ImportFrom:          {findImport, findOtherDBM},
	python.FutureImport:        {findFutureImport},
	python.Attribute:           {findAttribute, findMethod, findMessage, findNextMethod},
	python.Call: {
		findCall, findNextInGenerator, findPatternEscape, findDynamicImport, findMethodCall, findLazyCall, findLostArgument, findKept, findLateException,
		findDaemonRunner,
	},
}

// fileDetectors are called once for every file, after the nodes.
var fileDetectors = []func(*module){
	findLostExec, findConstantAssignment, findNonlocalName, findInconsistentTabs,
	findSourceEncoding, findMissingAbsoluteImport, findModuleMetaclass, findShebang,
	findTextOfBytes, findLostMembers, findLeaks, findDivisions, findNoneOrder, findLazyUses,
	findCompatibilityImport,
}

// codes are the detectors that rules may name.
var codes = setOf(
	"print-statement", "print-chevron", "print-trailing-comma",
	"print-parenthesised", "print-of-expression", "print-function-without-import",
	"exec-statement", "diamond-operator", "backticks", "except-comma",
	"except-comma-target", "raise-comma", "raise-traceback", "raise-string",
	"raise-tuple", "raise-of-tuple", "throw-arguments", "tuple-parameter", "lambda-tuple-parameter",
	"parenthesised-parameter", "octal-literal", "long-suffix", "ur-prefix",
	"bare-tuple-comprehension", "star-import-in-function", "non-ascii-bytes",
	"constant-assignment", "nonlocal-name", "async-name", "inconsistent-tabs",
	"bare-generator-argument", "yield-in-comprehension", "string-escape",
	"source-encoding", "future-import",
	"input-call", "round-call", "builtins-attribute", "duplicate-type-tuple",
	"type-comparison", "map-of-text-type", "ord-of-subscript", "none-comparison",
	"open-mode-universal", "hash-call",
	"from-urllib-import", "urllib-mixed-import", "implicit-relative-import",
	"implicit-relative-dotted", "missing-absolute-import", "dynamic-import", "other-dbm",
	"next-call", "byte-codec", "decode-of-text", "translate-deletions", "sort-of-view", "sort-function",
	"exception-message", "exception-index", "exception-after-block",
	"comprehension-leak", "late-reraise", "except-list", "except-no-class", "old-style-exception", "exec-of-locals", "ne-missing",
	"metaclass-attribute", "module-metaclass", "nonzero-method", "cmp-method", "division-method",
	"slice-method", "number-method", "next-method", "unicode-method", "eq-without-hash",
	"stop-iteration-in-generator", "class-name-in-comprehension", "old-style-class",
	"view-as-list", "sum-of-views", "map-as-list", "zip-as-list", "range-as-list", "map-for-effect",
	"map-none", "view-kept", "iterator-kept", "range-kept", "python2-shebang", "dict-changed-in-loop", "integer-division",
	divisionCode, "division",
	processCode, inputCode, hashCode, base64Code, socketCode, binaryFileCode, temporaryCode,
	pickleCode, responseCode, comparisonCode,
	commandCode, placeCode, metadataCode, extensionCode, supportCode, bytecodeCode,
	structCode, mixtureCode, descriptorCode, foreignCode, formatCode, codecCode, standardCode,
	"decode-of-native", "locale-encoding", "environment-of-bytes", "yaml-tag", "doctest-unicode",
	"pattern-escape", "dict-order", "map-of-several", "filter-of-text", "in-keys", "iterator-used-twice", "daemon-runner",
)

// builtinsOfDetectors are the built-in names that detectors ask isBuiltin of.
var builtinsOfDetectors = setOf(
	"input", "round", "isinstance", "issubclass", "type", "map", "ord", "max",
	"min", "sorted", "open", "file", "hash", "int", "long", "str", "unicode", "print",
	"len", "filter", "zip", "range", "xrange", "bytes", "bytearray", "repr", "next",
)

func setOf(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}

// emit reports a detector's match at a node, guards honoured.
func (m *module) emit(code string, n python.ID, subject string) {
	m.report(m.codes[code], n, analysis.Detail{Subject: subject}, catchName|catchType)
}

// emitAs is emit with a severity of the place's own.
func (m *module) emitAs(severity finding.Severity, code string, n python.ID, subject string) {
	m.report(m.codes[code], n, analysis.Detail{Subject: subject, Severity: &severity}, catchName|catchType)
}

// refuse reports a construct that does not compile, which no guard helps.
func (m *module) refuse(code string, n python.ID, subject string) {
	d := analysis.Detail{Subject: subject}
	if r := m.codes[code]; r != nil {
		d.Fix = m.fix(site{r, n, m.span(n), subject, ""}, "")
	}
	m.syntaxError(code, m.span(n), d)
}

// findName applies the rules about built-in names that are gone.
func findName(m *module, n python.ID) {
	node := m.Nodes[n]
	found, ok := m.names[string(m.Src[node.Start:node.End])]
	if !ok || !m.isBuiltin(n) {
		return
	}
	d := analysis.Detail{Subject: m.Text(n), Use: found.use}
	if len(m.stars) > 0 {
		// A star may have brought the name along.
		medium := finding.Medium
		d.Confidence = &medium
		d.Unless = &analysis.Condition{Kind: analysis.ModuleBinds, Names: m.stars, Members: []string{m.Text(n)}}
	}
	m.report(found.rule, n, d, catchName)
}

// argument returns the i-th positional argument of a call, NoNode if there is
// none.
func (m *module) argument(call python.ID, i int) python.ID {
	list := m.ChildOf(call, python.ArgumentList)
	for c := range m.Named(list) {
		switch m.Kind(c) {
		case python.KeywordArgument, python.ListSplat, python.DictSplat:
			return python.NoNode
		}
		if i == 0 {
			return c
		}
		i--
	}
	return python.NoNode
}

// keyword returns the value of a keyword argument of a call.
func (m *module) keyword(call python.ID, name string) python.ID {
	for c := range m.Named(m.ChildOf(call, python.ArgumentList)) {
		if m.Kind(c) == python.KeywordArgument && m.Text(m.Child(c, 0)) == name {
			return m.Child(c, 1)
		}
	}
	return python.NoNode
}

// parameter returns what a call gives a parameter, by place or by name.
func (m *module) parameter(call python.ID, i int, name string) python.ID {
	if given := m.argument(call, i); given >= 0 {
		return given
	}
	return m.keyword(call, name)
}

// parts returns what a tuple consists of; anything else is its own only part.
func (m *module) parts(n python.ID) []python.ID {
	if kind := m.Kind(n); kind != python.Tuple && kind != python.ExpressionList {
		return []python.ID{n}
	}
	var each []python.ID
	for c := range m.Named(n) {
		each = append(each, c)
	}
	return each
}

// literal returns the text between the quotes of a plain string, ok false for
// anything else. Escapes are left as they are: what asks looks for names.
func (m *module) literal(n python.ID) (text string, ok bool) {
	if m.Kind(n) != python.String {
		return "", false
	}
	prefix, body := splitString(m.Text(n))
	for _, c := range prefix {
		if c == 'f' || c == 'F' {
			return "", false
		}
	}
	return body, true
}

// splitString takes a string literal apart into its prefix and its content.
func splitString(text string) (prefix, body string) {
	i := 0
	for i < len(text) && text[i] != '"' && text[i] != '\'' {
		i++
	}
	prefix, body = text[:i], text[i:]
	quotes := 1
	if len(body) >= 6 && body[:3] == body[len(body)-3:] && body[0] == body[1] && body[1] == body[2] {
		quotes = 3
	}
	if len(body) < 2*quotes {
		return prefix, ""
	}
	return prefix, body[quotes : len(body)-quotes]
}
