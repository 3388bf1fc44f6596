package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// lintChecks are the checks of linters that are about the step from Python 2
// to 3, with the rules that say the same: code, the name that pylint knows it by,
// and rules. RULE=TEXT is the rule's findings whose subject holds the text.
//
// Those of pylint are its checker "python3", and the few beside it that name
// one of our constructs exactly. Checks that a port may trip over among much
// else, such as no-member, import-error or F401, say nothing about Python 2,
// and no comment reaches a file that does not compile (E0001, E999).
var lintChecks = []struct{ code, name, rules string }{
	{"E1601", "print-statement", "PY2-S001 PY2-S002 PY2-S003 PY2-S004 PY2-S005"},
	{"E1602", "parameter-unpacking", "PY2-S016 PY2-S017 PY2-S018"},
	{"E1603", "unpacking-in-except", "PY2-S010"},
	{"E1604", "old-raise-syntax", "PY2-S011 PY2-S012 PY2-S014"},
	{"E1605", "backtick", "PY2-S008"},
	{"E1606", "long-suffix", "PY2-S020"},
	{"E1607", "old-ne-operator", "PY2-S007"},
	{"E1608", "old-octal-literal", "PY2-S019"},
	{"E1609", "import-star-module-level", "PY2-S023"},
	{"E1610", "non-ascii-bytes-literal", "PY2-S024"},
	{"E1611", "invalid-unicode-literal", "PY2-S021"},
	{"W1601", "apply-builtin", "PY2-B012"},
	{"W1602", "basestring-builtin", "PY2-B002"},
	{"W1603", "buffer-builtin", "PY2-B013"},
	{"W1604", "cmp-builtin", "PY2-B014"},
	{"W1605", "coerce-builtin", "PY2-B015"},
	{"W1606", "execfile-builtin", "PY2-B016"},
	{"W1607", "file-builtin", "PY2-B008"},
	{"W1608", "long-builtin", "PY2-B003"},
	{"W1609", "raw_input-builtin", "PY2-B006"},
	{"W1610", "reduce-builtin", "PY2-B009"},
	{"W1611", "standarderror-builtin", "PY2-B017"},
	{"W1612", "unicode-builtin", "PY2-B001"},
	{"W1613", "xrange-builtin", "PY2-B005"},
	{"W1614", "coerce-method", "PY2-C007=__coerce__"},
	{"W1615", "delslice-method", "PY2-C006=__delslice__"},
	{"W1616", "getslice-method", "PY2-C006=__getslice__"},
	{"W1617", "setslice-method", "PY2-C006=__setslice__"},
	{"W1618", "no-absolute-import", "PY2-I012"},
	{"W1619", "old-division", "PY2-N001 PY2-N002 PY2-N003"},
	{"W1620", "dict-iter-method", "PY2-M002"},
	{"W1621", "dict-view-method", "PY2-M003"},
	{"W1622", "next-method-called", "PY2-M004"},
	{"W1623", "metaclass-assignment", "PY2-C001"},
	{"W1624", "indexing-exception", "PY2-M013"},
	{"W1625", "raising-string", "PY2-S013"},
	{"W1626", "reload-builtin", "PY2-B010"},
	{"W1627", "oct-method", "PY2-C007=__oct__"},
	{"W1628", "hex-method", "PY2-C007=__hex__"},
	{"W1629", "nonzero-method", "PY2-C003"},
	{"W1630", "cmp-method", "PY2-C004"},
	{"W1632", "input-builtin", "PY2-B007"},
	{"W1633", "round-builtin", "PY2-B018"},
	{"W1634", "intern-builtin", "PY2-B011"},
	{"W1635", "unichr-builtin", "PY2-B004"},
	{"W1636", "map-builtin-not-iterating", "PY2-T003=map( PY2-T004=map( PY2-T005"},
	{"W1637", "zip-builtin-not-iterating", "PY2-T006"},
	{"W1638", "range-builtin-not-iterating", "PY2-T007"},
	{"W1639", "filter-builtin-not-iterating", "PY2-T003=filter( PY2-T004=filter("},
	{"W1640", "using-cmp-argument", "PY2-M015"},
	{"W1641", "eq-without-hash", "PY2-C009"},
	{"W1642", "div-method", "PY2-C005=__div__"},
	{"W1643", "idiv-method", "PY2-C005=__idiv__"},
	{"W1644", "rdiv-method", "PY2-C005=__rdiv__"},
	{"W1645", "exception-message-attribute", "PY2-M012"},
	{"W1646", "invalid-str-codec", "PY2-M010"},
	{"W1647", "sys-max-int", "PY2-A001"},
	{"W1648", "bad-python3-import", "PY2-I001 PY2-I002 PY2-I003 PY2-I004 PY2-I006 PY2-I008"},
	{"W1649", "deprecated-string-function", "PY2-A006 PY2-A007 PY2-A008"},
	{"W1650", "deprecated-str-translate-call", "PY2-M011"},
	{"W1651", "deprecated-itertools-function", "PY2-I009"},
	{"W1652", "deprecated-types-field", "PY2-A009"},
	{"W1653", "next-method-defined", "PY2-C008"},
	{"W1654", "dict-items-not-iterating", "PY2-T001=.items() PY2-T013=.items()"},
	{"W1655", "dict-keys-not-iterating", "PY2-T001=.keys() PY2-T013=.keys() PY2-M014"},
	{"W1656", "dict-values-not-iterating", "PY2-T001=.values() PY2-T013=.values()"},
	{"W1657", "deprecated-operator-function", "PY2-A010"},
	{"W1658", "deprecated-urllib-function", "PY2-I005 PY2-I007"},
	{"W1659", "xreadlines-attribute", "PY2-M005"},
	{"W1660", "deprecated-sys-function", "PY2-A002 PY2-A003"},
	{"W1661", "exception-escape", "PY2-D001"},
	{"W1662", "comprehension-escape", "PY2-D002"},
	// Beside the checker python3, and what its checks were called before.
	{"W0121", "", "PY2-S011 PY2-S012 PY2-S014"},
	{"W0331", "", "PY2-S007"},
	{"W0333", "", "PY2-S008"},
	{"W0403", "relative-import", "PY2-I010 PY2-I011"},
	{"W0701", "", "PY2-S013"},
	{"W0712", "", "PY2-S010"},
	{"W0713", "", "PY2-M013"},
	{"W1401", "anomalous-backslash-in-string", "PY2-S031"},
	{"W1631", "implicit-map-evaluation", "PY2-T003=map( PY2-T004=map("},
	{"E0602", "undefined-variable", goneNames},
	// hacking
	{"H231", "", "PY2-S009 PY2-S010"},
	{"H232", "", "PY2-S019"},
	{"H233", "", "PY2-S001 PY2-S002 PY2-S003 PY2-S004 PY2-S005"},
	{"H234", "", "PY2-A047=assertEquals"},
	{"H235", "", "PY2-A047=assert_"},
	{"H236", "", "PY2-C001 PY2-C002"},
	{"H237", "", "PY2-I001 PY2-I002 PY2-I003"},
	{"H238", "", "PY2-C011"},
	// pycodestyle
	{"W601", "", "PY2-M001"},
	{"W602", "", "PY2-S011 PY2-S012 PY2-S014"},
	{"W603", "", "PY2-S007"},
	{"W604", "", "PY2-S008"},
	{"W605", "", "PY2-S031"},
	{"W606", "", "PY2-S027"},
	// pyflakes: a name that is not defined, and print with >>
	{"F821", "", goneNames},
	{"F633", "", "PY2-S002"},
	// flake8-bugbear
	{"B301", "", "PY2-M002"},
	{"B302", "", "PY2-M003"},
	{"B303", "", "PY2-C001"},
	{"B304", "", "PY2-A001"},
	{"B305", "", "PY2-M004"},
	{"B306", "", "PY2-M012"},
}

// goneNames are the rules about built-in names that Python 3 does not define.
const goneNames = "PY2-B001 PY2-B002 PY2-B003 PY2-B004 PY2-B005 PY2-B006 PY2-B008 PY2-B009 PY2-B010 " +
	"PY2-B011 PY2-B012 PY2-B013 PY2-B014 PY2-B015 PY2-B016 PY2-B017 PY2-B021"

// pylintChecker is what pylint calls all of its checks of this kind together.
const pylintChecker = "python3"

// lintRule is what a check says of a rule: all of its findings, or those whose
// subject holds a text.
type lintRule struct{ check, subject string }

// lintNames maps what a comment may name to the code of the check; lintRules
// maps rules to the checks that say the same.
var lintNames, lintRules = arrangeLintChecks()

func arrangeLintChecks() (names map[string]string, byRule map[string][]lintRule) {
	names, byRule = map[string]string{pylintChecker: pylintChecker}, map[string][]lintRule{}
	for _, c := range lintChecks {
		names[c.code] = c.code
		if c.name != "" {
			names[c.name] = c.code
		}
		for _, rule := range strings.Fields(c.rules) {
			id, subject, _ := strings.Cut(rule, "=")
			byRule[id] = append(byRule[id], lintRule{c.code, subject})
			if len(c.code) == 5 && strings.HasPrefix(c.code[1:], "16") {
				byRule[id] = append(byRule[id], lintRule{pylintChecker, ""})
			}
		}
	}
	return names, byRule
}

// lintChecksOf yields the checks that say what a finding says.
func lintChecksOf(f *finding.Finding) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, r := range lintRules[f.Rule] {
			if strings.Contains(f.Subject, r.subject) && !yield(r.check) {
				return
			}
		}
	}
}
