package facts

import (
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// runners are the functions that run a command, by their full name; the value
// says how they take it.
var runners = map[string]string{
	"subprocess.call": "argv", "subprocess.check_call": "argv", "subprocess.check_output": "argv",
	"subprocess.Popen": "argv", "subprocess.run": "argv", "subprocess.getoutput": "shell",
	"subprocess.getstatusoutput": "shell", "commands.getoutput": "shell", "commands.getstatusoutput": "shell",
	"os.system": "shell", "os.popen": "shell", "os.popen2": "shell", "os.popen3": "shell", "os.popen4": "shell",
	"os.execl": "path", "os.execle": "path", "os.execlp": "path", "os.execlpe": "path",
	"os.execv": "path", "os.execve": "path", "os.execvp": "path", "os.execvpe": "path",
	"os.spawnl": "mode", "os.spawnle": "mode", "os.spawnlp": "mode", "os.spawnv": "mode", "os.spawnvp": "mode",
	"popen2.popen2": "shell", "popen2.popen3": "shell", "pexpect.spawn": "shell", "pexpect.run": "shell",
	"asyncio.create_subprocess_exec": "words", "asyncio.create_subprocess_shell": "shell",
	"asyncio.subprocess.create_subprocess_exec": "words",
}

// runnerOf says how a call takes the command that it runs, "" if it runs none.
func (p *pythonFile) runnerOf(callee python.ID) string {
	name := p.Dotted(callee)
	root, rest, dotted := strings.Cut(name, ".")
	origin := p.modules[root]
	full := origin.full
	if full != "" && dotted {
		full += "." + rest
	}
	if i := strings.LastIndex(full, "subprocess."); i >= 0 {
		full = full[i:] // eventlet.green.subprocess and its like
	}
	if how := runners[full]; how != "" {
		if origin.full != root {
			p.steps = append(p.steps, newStep(root, origin.full, origin.at))
		}
		return how
	}
	if w, ok := p.own[ownName(name)]; ok {
		return w.how
	}
	return runnerByName(name[strings.LastIndexByte(name, '.')+1:], root, full)
}

// runnerByName knows functions of other files by what they are called: those
// that OpenStack projects wrap processes in, and those that say so.
func runnerByName(last, root, full string) string {
	switch last {
	case "execute", "trycmd":
		if strings.Contains(full, "processutils") || strings.Contains(full, "utils") || strings.HasSuffix(root, "utils") {
			return "words"
		}
	case "exec_command", "run_command", "run_cmd", "execute_command", "execute_cmd", "exec_cmd", "run_shell_command":
		return "either"
	}
	return ""
}

// call adds the command that a call runs.
func (p *pythonFile) call(n python.ID) {
	p.steps = nil
	callee := p.Child(n, 0)
	how := p.runnerOf(callee)
	if how == "" {
		return
	}
	arguments, isShell := p.commandArguments(n, how)
	if len(arguments) == 0 {
		return
	}
	shell := "sh"
	for c := range p.Named(p.ChildOf(n, python.ArgumentList)) {
		if p.Kind(c) == python.KeywordArgument && p.Text(p.Child(c, 0)) == "executable" {
			shell = ""
			if t, ok := p.text(p.Child(c, 1), 0); ok && isShell {
				shell = path.Base(string(t.bytes))
			}
		}
	}
	e := embedding{via: ViaSubprocess, guards: p.guards(n), within: p.within(n)}
	if how == "shell" {
		e.via = ViaSystem
	}
	if isShell && p.usesShell(callee) {
		e.shell = shell
	}
	p.run(how, arguments, isShell, e)
}

// commandArguments returns the arguments of a call that say what it runs, and
// whether a shell reads them.
func (p *pythonFile) commandArguments(n python.ID, how string) (arguments []python.ID, isShell bool) {
	isShell = how == "shell"
	own, isOwn := p.own[ownName(p.Dotted(p.Child(n, 0)))]
	if isOwn {
		isShell = own.shell
	}
	for c := range p.Named(p.ChildOf(n, python.ArgumentList)) {
		if p.Kind(c) != python.KeywordArgument {
			arguments = append(arguments, c)
			continue
		}
		switch value, name := p.Child(c, 1), p.Text(p.Child(c, 0)); {
		case isOwn && name == own.parameter:
			return []python.ID{value}, isShell
		case isOwn:
		case name == "shell":
			isShell = isShell || p.Text(value) == "True" || p.Text(value) == "1"
		case name == "args", name == "cmd", name == "command":
			arguments = append([]python.ID{value}, arguments...)
		}
	}
	skip := own.argument
	if how == "mode" {
		skip = 1
	}
	return arguments[min(skip, len(arguments)):], isShell
}

// usesShell reports whether a runner gives its command to /bin/sh. pexpect takes
// words apart by itself.
func (p *pythonFile) usesShell(callee python.ID) bool {
	root, _, _ := strings.Cut(p.Dotted(callee), ".")
	return !strings.HasPrefix(p.modules[root].full, "pexpect") && root != "pexpect"
}

// run adds the commands of a runner's arguments.
func (p *pythonFile) run(how string, arguments []python.ID, isShell bool, e embedding) {
	switch how {
	case "words":
		p.added(func(s *source) { s.command(p.words(p.splat(arguments)), e, nil) })
	case "path", "mode":
		p.added(func(s *source) { s.command(p.words(p.replaced(arguments)), e, nil) })
	default:
		steps := p.steps
		for _, n := range p.alternatives(arguments[0], 0) {
			p.steps = append(steps[:len(steps):len(steps)], n.steps...)
			p.added(func(s *source) { p.runValue(s, n.node, isShell || how == "either", e) })
		}
	}
}

// added gives the commands that are added meanwhile the steps of the call.
func (p *pythonFile) added(add func(*source)) {
	s := source{file: p.file, at: whole, within: ""}
	before := len(p.file.Commands)
	add(&s)
	for i := before; i < len(p.file.Commands); i++ {
		c := &p.file.Commands[i]
		c.Steps = append(p.steps[:len(p.steps):len(p.steps)], c.Steps...)
	}
}

// runValue adds the command that one value of an argument is.
func (p *pythonFile) runValue(s *source, n python.ID, isShell bool, e embedding) {
	s.guards, s.within = e.guards, e.within
	if list, ok := p.list(n, 0); ok {
		words := p.words(list)
		if isShell && len(words) > 1 && e.shell != "" {
			words = words[:1] // the others are the shell's own arguments
		}
		if len(words) == 1 && isShell {
			s.nested(words[0], e)
			return
		}
		s.command(words, e, nil)
		return
	}
	if t, ok := p.text(n, 0); ok {
		s.nested(t.word(), e)
	}
}

// splat takes *ARGS among words for the list that it stands for.
func (p *pythonFile) splat(arguments []python.ID) []item {
	var items []item
	for _, n := range arguments {
		if p.Kind(n) == python.ListSplat {
			if list, ok := p.list(p.Child(n, 0), 0); ok {
				items = append(items, list...)
				continue
			}
		}
		items = append(items, item{n, python.NoNode})
	}
	return items
}

// replaced are the words of exec and spawn: the program, and what follows the
// name that it is told to go by.
func (p *pythonFile) replaced(arguments []python.ID) []item {
	items := itemsOf(arguments[:1])
	if len(arguments) < 2 {
		return items
	}
	if list, ok := p.list(arguments[1], 0); ok {
		if len(list) > 1 {
			items = append(items, list[1:]...)
		}
		return items
	}
	return append(items, itemsOf(arguments[2:])...)
}
