package facts

import (
	"bytes"
	"regexp"
)

// cronTimes are the fields of a line of a crontab that say when; cronUser is who
// runs it, which only tables of the system have.
var (
	cronTimes = regexp.MustCompile(`^[ \t]*(?:(?:[\d*/,-]+|[A-Za-z,-]{3,9})[ \t]+){5}|^[ \t]*@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)[ \t]+`)
	cronUser  = regexp.MustCompile(`^[a-z_][a-z0-9_-]*[ \t]+`)
	cronShell = regexp.MustCompile(`(?m)^[ \t]*SHELL[ \t]*=[ \t]*"?([\w./]+)`)
)

// readCron adds what a table of cron runs.
func readCron(f *File, src []byte) {
	e := embedding{via: ViaCron, depth: 1, shell: "sh"}
	if m := cronShell.FindSubmatch(src); m != nil {
		e.shell = string(m[1][bytes.LastIndexByte(m[1], '/')+1:])
	}
	at := 0
	for line := range bytes.Lines(src) {
		start := at
		at += len(line)
		m := cronTimes.Find(line[:min(len(line), 4096)])
		if m == nil {
			continue
		}
		start += len(m)
		command := bytes.TrimRight(line[len(m):], "\r\n")
		if user := cronUser.Find(command); user != nil && isCronUser(string(bytes.TrimSpace(user)), command[len(user):]) {
			command, start = command[len(user):], start+len(user)
		}
		from := start
		readShell(f, command, func(i int) int { return from + i }, e)
	}
}

// isCronUser tells a user's name from a program's.
func isCronUser(name string, rest []byte) bool {
	switch name {
	case "root", "nobody", "postgres", "wrsroot", "sysadmin", "daemon", "mail", "www", "apache":
		return true
	}
	// Of two words without a folder the first is a program as well as not: what
	// is followed by a path or a test is a user.
	return len(rest) > 0 && (rest[0] == '/' || rest[0] == '[' || bytes.HasPrefix(rest, []byte("test ")))
}

// udevRun are the keys by which a rule of udev runs a program.
var udevRun = regexp.MustCompile(`\b(?:RUN(?:\{program\})?|PROGRAM|IMPORT\{program\})[ \t]*(?:\+=|==|=|:=)[ \t]*"((?:[^"\\\n]|\\.)*)"`)

// readUdev adds what rules of udev run.
func readUdev(f *File, src []byte) {
	at := 0
	for line := range bytes.Lines(src) {
		start := at
		at += len(line)
		if text := bytes.TrimSpace(line); len(text) == 0 || text[0] == '#' || len(line) > 1<<16 {
			continue
		}
		for _, m := range udevRun.FindAllSubmatchIndex(line, 20) {
			from := start + m[2]
			readShell(f, line[m[2]:m[3]], func(i int) int { return from + i }, embedding{via: ViaUdev, depth: 1})
		}
	}
	readConfig(f, src)
}

// logrotateScripts begin a script in a configuration of logrotate.
var logrotateScripts = map[string]bool{"postrotate": true, "prerotate": true, "firstaction": true, "lastaction": true, "preremove": true}

// readLogrotate adds what logrotate runs around a rotation.
func readLogrotate(f *File, src []byte) {
	for at := 0; at < len(src); {
		line := lineAt(src, at)
		at += len(line)
		if !logrotateScripts[string(bytes.TrimSpace(line))] {
			continue
		}
		start := at
		for at < len(src) && !bytes.Equal(bytes.TrimSpace(lineAt(src, at)), []byte("endscript")) {
			at += len(lineAt(src, at))
		}
		readShell(f, src[start:at], func(i int) int { return start + i }, embedding{via: ViaLogrotate, depth: 1, shell: "sh"})
	}
}

// toxKeys are the keys of tox.ini whose lines are commands.
var toxKeys = regexp.MustCompile(`^(?:commands|commands_pre|commands_post|install_command|list_dependencies_command)[ \t]*=`)

// readTox adds the commands of the environments of a tox.ini. They are run
// without a shell.
func readTox(f *File, src []byte) {
	inside, at := false, 0
	for line := range bytes.Lines(src) {
		start := at
		at += len(line)
		text := bytes.TrimRight(line, " \t\r\n")
		switch {
		case len(text) == 0 || text[0] == '#' || text[0] == ';':
			continue
		case text[0] > ' ':
			m := toxKeys.Find(text)
			inside = m != nil
			start += len(m)
			text = text[len(m):]
		}
		if !inside || len(bytes.TrimSpace(text)) == 0 || bytes.TrimSpace(text)[0] == '#' {
			continue
		}
		blanks := len(text) - len(bytes.TrimLeft(text, " \t-"))
		from := start + blanks
		readShell(f, bytes.ReplaceAll(text[blanks:], []byte("{"), []byte("X")), func(i int) int { return from + i }, embedding{via: ViaTox, depth: 1})
	}
}

// isTox reports whether a file of sections is one of tox.
func isTox(src []byte) bool {
	head := src[:min(len(src), 1<<16)]
	return bytes.Contains(head, []byte("[tox]")) || bytes.Contains(head, []byte("[testenv"))
}

// isLogrotate reports whether a file has scripts as logrotate's have.
func isLogrotate(src []byte) bool {
	return bytes.Contains(src, []byte("endscript")) && bytes.IndexByte(src, '{') >= 0
}
