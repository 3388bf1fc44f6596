package main

import (
	"regexp"
	"strings"
)

// groups sort missed hunks by the marks of what was changed, for those who
// look for what a rule could be about. The first that fits counts; old and new
// lines are looked at one after the other.
var groups = []struct {
	name     string
	old, new *regexp.Regexp // one of them has to match; nil matches nothing
}{
	{"subprocess output as text", regexp.MustCompile(`(?i)check_output|Popen|communicate`), regexp.MustCompile(`universal_newlines|text=True`)},
	{"bytes and text: decode and encode", regexp.MustCompile(`\.(en|de)code\(|base64|hashlib|hexlify`), regexp.MustCompile(`\.(en|de)code\(|ensure_(str|text|binary)|encodeutils|to_bytes|to_utf8|safe_(en|de)code|\bb['"]|bytes\(|base64|dump_as_bytes`)},
	{"open modes and encodings", regexp.MustCompile(`\b(open|fdopen|NamedTemporaryFile|mkstemp)\(`), regexp.MustCompile(`\b(io\.)?open\(.*(mode|encoding|['"][rwa]b?\+?['"])`)},
	{"dict views and iterators in list()", regexp.MustCompile(`\.(iter)?(keys|values|items)\(|\b(map|filter|zip|range|xrange)\(`), regexp.MustCompile(`\blist\(|\bsix\.(iter|view)\w+|\bnext\(`)},
	{"sorting and comparing", regexp.MustCompile(`\bcmp\b|\.sort\(|sorted\(|__cmp__`), regexp.MustCompile(`key=|functools\.(total_ordering|cmp_to_key)|__(lt|eq|hash)__`)},
	{"names of text types", regexp.MustCompile(`\b(unicode|basestring|long|StringTypes|types\.\w+Type)\b|\bu['"]`), regexp.MustCompile(`six\.(string_types|text_type|integer_types|binary_type)`)},
	{"exceptions: message, args, as", regexp.MustCompile(`\.message\b|except .*,|\braise\b`), regexp.MustCompile(`except .* as |six\.(reraise|raise_from)|\.args\b`)},
	{"relative and moved imports", regexp.MustCompile(`^\s*(from|import)\s`), regexp.MustCompile(`six\.moves|^\s*(from|import)\s`)},
	{"urllib and http", regexp.MustCompile(`urllib|urlopen|httplib|getheader|\.info\(\)`), nil},
	{"classes: metaclass, special methods", regexp.MustCompile(`__metaclass__|__(nonzero|unicode|next|div)__|\bdef next\b`), regexp.MustCompile(`def __\w+__|with_metaclass|add_metaclass`)},
	{"escapes and other literals", regexp.MustCompile(`\\[dwsSWD.|$(]`), regexp.MustCompile(`\br['"]`)},
	{"PEP 479", regexp.MustCompile(`StopIteration`), regexp.MustCompile(`except StopIteration`)},
	{"None and numbers", nil, regexp.MustCompile(`is not None|or 0\b|int\(`)},
	{"print", regexp.MustCompile(`\bprint\b`), nil},
	{"shebang", regexp.MustCompile(`^#!`), nil},
}

// divides finds the operator among tokens with blanks between.
var divides = regexp.MustCompile(`(^| )/{1,2}=?( |$)`)

// groupOf names the group of a hunk.
func groupOf(h *hunk) string {
	if h.same != "" {
		return "the same on Python 3: " + h.same
	}
	if divides.MatchString(strings.Join(normal(h.old), " ")) {
		return "division"
	}
	old, new := strings.Join(h.old, "\n"), strings.Join(h.new, "\n")
	for _, g := range groups {
		if g.old != nil && g.old.MatchString(old) || g.new != nil && g.new.MatchString(new) {
			return g.name
		}
	}
	if h.added {
		return "other, lines added"
	}
	return "other"
}
