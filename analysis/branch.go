package analysis

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/rules"
)

// always is a condition that holds everywhere, unsure one that could not be
// told.
var (
	always = rules.Branch{Taken: rules.AllSystems}
	unsure = rules.Branch{}
)

// maxCondition bounds how much of a condition is looked at, in bytes.
const maxCondition = 2000

// BranchOf says on which systems the conditions around a place let it be run,
// and with which of them that was told, "" for none.
func BranchOf(guards []facts.Guard) (branch rules.Branch, told string) {
	branch = always
	for _, g := range guards {
		if g.Never {
			return rules.Branch{Not: rules.AllSystems}, Asked(&g)
		}
		b := condition(g.Condition(), 0)
		if g.Negated {
			b = b.Else()
		}
		if b == unsure {
			continue
		}
		branch = branch.And(fill(b))
		if told == "" || b.Not != 0 {
			told = Asked(&g)
		}
	}
	if told == "" {
		return unsure, ""
	}
	return branch, told
}

// Asked is a condition as a finding shows it.
func Asked(g *facts.Guard) string {
	if g.Negated {
		return "not: " + Snippet(g.Text)
	}
	return Snippet(g.Text)
}

// fill keeps what a condition does not tell from hiding what another does: a
// place that may be reached is taken to be.
func fill(b rules.Branch) rules.Branch {
	b.Taken = rules.AllSystems &^ b.Not
	return b
}

// condition evaluates a test of a shell, Python, Puppet, make or spec file.
func condition(text string, depth int) rules.Branch {
	text = strings.TrimSpace(text)
	if depth > 8 || len(text) > maxCondition {
		return unsure
	}
	if subject, patterns, ok := caseOf(text); ok {
		return matched(subject, patterns)
	}
	if inner, ok := unwrapped(text); ok {
		return condition(inner, depth+1)
	}
	for _, operators := range [][]string{{"||", " or ", " -o "}, {"&&", " and ", " -a ", ";", "\n"}} {
		parts := splitTop(text, operators)
		if len(parts) < 2 {
			continue
		}
		b := condition(parts[0], depth+1)
		for _, part := range parts[1:] {
			if operators[0] == "||" {
				b = b.Or(condition(part, depth+1))
			} else {
				b = b.And(condition(part, depth+1))
			}
		}
		return b
	}
	for _, not := range []string{"!", "not ", "unless "} {
		if rest, ok := strings.CutPrefix(text, not); ok && !strings.HasPrefix(rest, "=") && !strings.HasPrefix(rest, "~") {
			return condition(rest, depth+1).Else()
		}
	}
	return atom(text)
}

// caseOf takes "case WORD in PATTERN|PATTERN" apart.
func caseOf(text string) (subject string, patterns []string, ok bool) {
	rest, ok := strings.CutPrefix(text, "case ")
	if !ok {
		return "", nil, false
	}
	i := strings.LastIndex(rest, " in ")
	if i < 0 {
		return "", nil, false
	}
	return rest[:i], strings.Split(rest[i+4:], "|"), true
}

// matched is what the patterns of a case let through.
func matched(subject string, patterns []string) rules.Branch {
	named, all := rules.Systems(0), true
	for _, p := range patterns {
		s, ok := namedIn(p, isFamily(subject))
		named |= s
		all = all && ok
	}
	if !all {
		return unsure
	}
	return rules.Branch{Taken: named, Not: rules.AllSystems &^ named}
}

// brackets are what a test stands in.
var brackets = [][2]string{{"[[", "]]"}, {"[", "]"}, {"((", "))"}, {"(", ")"}}

// unwrapped takes off what encloses the whole of a condition.
func unwrapped(text string) (string, bool) {
	for _, word := range []string{"test ", "if ", "%if ", "elsif ", "elif "} {
		if rest, ok := strings.CutPrefix(text, word); ok {
			return rest, true
		}
	}
	for _, b := range brackets {
		inner, open := strings.CutPrefix(text, b[0])
		if inner, ok := strings.CutSuffix(inner, b[1]); open && ok && closes(inner, b[0][0], b[1][0]) {
			return inner, true
		}
	}
	return "", false
}

// closes reports whether brackets are balanced in a text and never closed
// before they are opened.
func closes(text string, open, shut byte) bool {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case open:
			depth++
		case shut:
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return depth == 0
}

// splitTop splits at operators outside of quotes and brackets.
func splitTop(text string, operators []string) []string {
	var parts []string
	depth, start := 0, 0
	var quote byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
			continue
		case c == '"' || c == '\'':
			quote = c
		case c == '(' || c == '[' || c == '{':
			depth++
		case c == ')' || c == ']' || c == '}':
			depth--
		}
		if depth != 0 {
			continue
		}
		for _, operator := range operators {
			if strings.HasPrefix(text[i:], operator) {
				parts = append(parts, text[start:i])
				start = i + len(operator)
				i = start - 1
				break
			}
		}
	}
	return append(parts, text[start:])
}

// releaseFiles are files that tell the system by being there.
var releaseFiles = map[string]rules.Branch{
	"/etc/centos-release": only(rules.CentOS), "/etc/redhat-release": only(rules.CentOS), "/etc/system-release": only(rules.CentOS),
	"/etc/fedora-release": only(0), "/etc/SuSE-release": only(0), "/etc/oracle-release": only(0),
	"/etc/debian_version": only(rules.Debian | rules.Ubuntu), "/etc/os-release": always, "/usr/lib/os-release": always,
}

// programs are those that one kind of system has, and no other unless somebody
// installs them.
var programs = map[string]rules.Systems{
	"yum": rules.CentOS, "chkconfig": rules.CentOS, "grubby": rules.CentOS, "grub2-mkconfig": rules.CentOS, "dnf": 0, "zypper": 0,
	"apt": rules.Debian | rules.Ubuntu, "apt-get": rules.Debian | rules.Ubuntu, "dpkg": rules.Debian | rules.Ubuntu,
	"dpkg-query": rules.Debian | rules.Ubuntu, "update-rc.d": rules.Debian | rules.Ubuntu, "swupd": rules.Clear,
	"clr-boot-manager": rules.Clear,
}

func only(s rules.Systems) rules.Branch { return rules.Branch{Taken: s, Not: rules.AllSystems &^ s} }

var (
	systemPath = regexp.MustCompile(`/(?:etc|usr/lib)/[A-Za-z]+[-_](?:release|version)\b`)
	// systemName takes names of systems that stand for themselves, not in a
	// path, an option or the name of a variable.
	systemName = regexp.MustCompile(`(?i)(?:^|[^A-Za-z0-9_/.$@-])(centos|rhel|red ?hat|fedora|suse|opensuse|sles|debian|ubuntu|clear-linux-os|clear ?linux|wrlinux|archlinux)(?:linux| linux)?(?:[^A-Za-z0-9_/-]|$)`)
	specMacro  = regexp.MustCompile(`%\{!?\??(centos|rhel|fedora|suse_version|sle_version|debian|ubuntu)`)
	asksThere  = regexp.MustCompile(`(?:^|\s)-[efrsL]\s|exists|isfile|access|(?:^|\s)(?:grep|cat|stat|ls)\s`)
	asksFor    = regexp.MustCompile(`^(?:command -v|which|type|hash|whereis) +["']?([\w./+-]+)`)
	runnable   = regexp.MustCompile(`(?:^|\s)-[xfe] +["']?(/[\w./+-]+)["']?$`)
	// asksSystemd takes tests for systemd, which all of the systems boot with.
	asksSystemd = regexp.MustCompile(`^(?:-[dexfs] +["']?(?:/run/systemd/system|/usr/lib/systemd/system|/lib/systemd/system|(?:/usr)?/bin/systemctl)/?["']?|(?:command -v|which|type) +systemctl|%\{\??(?:with_systemd|with systemd|_with_systemd)\}|0?%\{\?with_systemd\})(?: *[12&]*>.*)?$`)
	differs     = regexp.MustCompile(`!=|!~|<>|\bnot in\b|\bis not\b|^-z\b|\s-ne\s|^%\{!\?`)
)

// atom evaluates a single test.
func atom(text string) rules.Branch {
	b := plainAtom(text)
	if differs.MatchString(text) {
		return b.Else()
	}
	return b
}

func plainAtom(text string) rules.Branch {
	if m := specMacro.FindStringSubmatch(text); m != nil {
		named, _ := namedIn(strings.TrimSuffix(m[1], "_version"), false)
		return only(named)
	}
	if asksSystemd.MatchString(text) {
		return always
	}
	if strings.HasPrefix(text, "%{without systemd}") {
		return only(0)
	}
	file := systemPath.FindString(text)
	if b, ok := releaseFiles[file]; ok && asksThere.MatchString(text) {
		if named, ok := namedIn(strings.ReplaceAll(text, file, ""), false); ok {
			return b.And(only(named))
		}
		if b != always {
			return b
		}
		return unsure // what is asked of it is not a name
	}
	if file != "" {
		return unsure
	}
	if named, ok := namedIn(text, isFamily(text)); ok {
		return only(named)
	}
	if m := cmpOr(asksFor.FindStringSubmatch(text), runnable.FindStringSubmatch(text)); m != nil {
		if has, ok := programs[path.Base(m[1])]; ok {
			return only(has)
		}
	}
	return unsure
}

func cmpOr(a, b []string) []string {
	if a != nil {
		return a
	}
	return b
}

// isFamily reports whether what is asked for is the family of the system, of
// which Ubuntu's is Debian.
func isFamily(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, "family") || strings.Contains(text, "id_like")
}

// namedIn returns the systems that a text names. Those that are no target make
// it a name all the same: nothing that is built for is one.
func namedIn(text string, family bool) (named rules.Systems, ok bool) {
	for _, m := range systemName.FindAllStringSubmatch(text, 20) {
		ok = true
		switch name := strings.ToLower(strings.ReplaceAll(m[1], " ", "")); {
		case slices.Contains([]string{"centos", "rhel", "redhat"}, name):
			named |= rules.CentOS
		case name == "debian" && family:
			named |= rules.Debian | rules.Ubuntu
		case name == "debian":
			named |= rules.Debian
		case name == "ubuntu":
			named |= rules.Ubuntu
		case strings.HasPrefix(name, "clear"):
			named |= rules.Clear
		}
	}
	return named, ok
}

// Asks reports whether a condition asks for one of the names that a rule is
// about: a program or a path. Where those are missing it does not hold.
func Asks(guards []facts.Guard, names ...string) string {
	for _, g := range guards {
		if g.Negated {
			continue
		}
		for _, name := range names {
			if text := g.Condition(); asksAbout(text, name) || keepsAnswer(text, name) {
				return Snippet(g.Text)
			}
		}
	}
	return ""
}

var askingWords = regexp.MustCompile(`(?:^|[\s\[(!])(?:-[xfedrsLn]|command -v|which|type|hash|test|\[)\s|os\.path\.(?:exists|isfile|isdir|lexists)|os\.access|shutil\.which|find_executable|rpm -q|dpkg`)

// askedBefore is a variable that holds whether a program is there, by its name:
// $yum_missing, ${HAS_RPM}.
var askedBefore = regexp.MustCompile(`(?i)\$\{?(?:(?:has|have|no)_([a-z][a-z0-9]+)|([a-z][a-z0-9]+)_(?:missing|found|exists|available|present|installed|cmd|bin))\b`)

// keepsAnswer reports whether a condition looks at a variable that says by its name
// whether the program is there.
func keepsAnswer(text, program string) bool {
	if len(text) > maxCondition {
		return false
	}
	for _, m := range askedBefore.FindAllStringSubmatch(text, -1) {
		if strings.EqualFold(m[1]+m[2], program) {
			return true
		}
	}
	return false
}

// asksAbout finds the name as a word of its own, or as a folder of a path.
func asksAbout(text, name string) bool {
	if len(name) < 2 || len(text) > maxCondition || !askingWords.MatchString(text) {
		return false
	}
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(name)
		before := start == 0 || !isWordByte(text[start-1]) || text[start-1] == '/' && name[0] != '/'
		after := end == len(text) || !isWordByte(text[end]) || name[0] == '/' && (text[end] == '/' || text[end-1] == '/')
		if before && after {
			return true
		}
		at = end
	}
}

func isWordByte(c byte) bool {
	return c == '_' || c == '-' || c == '/' || c == '.' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
