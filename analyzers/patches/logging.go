package patches

import (
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// logCall finds the start of a statement that does nothing but write to a log or
// a terminal, in the languages of what StarlingX patches.
var logCall = regexp.MustCompile(`^\s*(?:` +
	`(?:self\.)?_?(?:LOG|log|logger|logging)\.(?:debug|info|warn|warning|error|exception|critical|log|fatal)\(|` + // Python
	`print(?:\(|\s+["'])|sys\.std(?:out|err)\.write\(|` +
	`(?:printk|pr_\w+|dev_(?:dbg|info|warn|err|notice|crit)|netdev_(?:dbg|info|warn|err)|syslog|printf|fprintf\s*\(\s*stderr|perror|hw_dbg|log_(?:debug|info|warn|warning|error|notice)|logit|LOG_?\w*|dprintk|debug|DEBUGLOG|DPRINTK|my_syslog|ha_warning)\s*\(|` + // C
	`(?:Puppet\.(?:debug|info|notice|warning|err)|notice|warning)\s*\(|` + // Ruby and Puppet
	`ocf_log\s|logger\s+-|` + // shell
	`(?:console\.log|glog\.\w+f?|klog\.\w+f?|log\.Print\w*)\()`) // JavaScript and Go

// logSetup finds what a program needs before it can log.
var logSetup = regexp.MustCompile(`^\s*(?:import logging\s*|from \S+ import log(?:ging)?(?: as \w+)?\s*|_?(?:LOG|log|logger)\s*=\s*(?:log|logging)\.getLogger\(.*\)\s*)$`)

// onlyLogs reports whether every statement that a patch adds or takes out of a
// file is one of logging, comments and blank lines aside, and there is one.
// Removed and added lines are read each on their own, since a statement may go
// over several lines; one that does not end is none, unless it begins in as many lines
// as before and goes on in lines that stay.
func onlyLogs(src []byte, d *patch.FileDiff) bool {
	if d.New || d.Deleted || !isProgram(d.Path()) && strings.Contains(d.Path(), ".") {
		return false
	}
	logs := 0
	for _, b := range blocksOf(src, d) {
		var open [2]int
		for i, lines := range [][]string{b.removed, b.added} {
			n, depth, ok := logStatements(lines, commentOf(d.Path()))
			if !ok {
				return false
			}
			open[i] = depth
			logs += n
		}
		if open[0] != open[1] || open[0] != 0 && len(b.removed) != len(b.added) {
			return false
		}
	}
	return logs > 0
}

// logStatements counts the logging statements, and how many brackets the last leaves
// open; false if there is another.
func logStatements(lines []string, comment *regexp.Regexp) (n, depth int, ok bool) {
	for _, line := range lines {
		switch {
		case depth > 0:
			depth += brackets(line)
		case strings.TrimSpace(line) == "", comment != nil && comment.MatchString(line), logSetup.MatchString(line):
		case logCall.MatchString(line):
			n++
			depth = brackets(line)
		default:
			return 0, 0, false
		}
		// Something may follow where the statement is over.
		if _, after, found := strings.Cut(strings.TrimRight(line, " \t;"), ");"); depth < 0 || found && strings.TrimSpace(after) != "" {
			return 0, 0, false
		}
	}
	return n, depth, true
}

// brackets counts how many more round brackets a line opens than it closes,
// outside of quotes.
func brackets(line string) int {
	depth := 0
	var quote byte
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote != 0:
			if c == '\\' {
				i++
			} else if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(':
			depth++
		case c == ')':
			depth--
		}
	}
	return depth
}
