package facts

import (
	"slices"
	"strings"
)

// wrapper is a program that runs the command its arguments are.
type wrapper struct {
	// values are the options that take the next word.
	values string
	// operands is how many words stand before the command.
	operands int
	// shell is set if the words are joined and given to a shell.
	shell bool
}

// wrappers are the programs that run others, by name.
var wrappers = map[string]wrapper{
	"sudo": {values: "ugpCrtUhT"}, "env": {values: "uC"}, "nice": {values: "n"}, "ionice": {values: "cnp"},
	"nohup": {}, "timeout": {values: "ks", operands: 1}, "time": {values: "fo"}, "exec": {values: "a"},
	"command": {}, "builtin": {}, "stdbuf": {values: "ioe"}, "setsid": {}, "strace": {values: "eopsuaE"},
	"xargs": {values: "IiLlnPsEeda"}, "watch": {values: "n", shell: true}, "chroot": {operands: 1},
	"eval": {shell: true}, "ssh": {values: "bcDEeFIiJLlmOopQRSWw", operands: 1, shell: true},
	"sshpass": {values: "pfd"}, "flock": {values: "wE", operands: 1}, "taskset": {operands: 1},
	"chrt": {operands: 1}, "unshare": {}, "runuser": {values: "ug"}, "busybox": {}, "sg": {operands: 1, shell: true},
	"setpriv": {}, "nsenter": {values: "tSG"}, "gosu": {operands: 1}, "su-exec": {operands: 1}, "chpst": {values: "ueUnlLPmdoptfFcr/"},
	"doas": {values: "uC"}, "pkexec": {}, "fakeroot": {values: "lisb"}, "unbuffer": {}, "setarch": {operands: 1}, "linux64": {},
	"linux32": {}, "prlimit": {values: "p"}, "systemd-nspawn": {values: "DMiuSpLZE"}, "systemd-inhibit": {}, "logsave": {operands: 1},
	"dumb-init": {}, "tini": {}, "catchsegv": {}, "dbus-run-session": {},
	"ip": {}, "parallel": {values: "jJNnSaIPL"}, "systemd-run": {values: "pu"}, "cgexec": {values: "g"}, "numactl": {},
}

// unwrap reads the command that a command's arguments are, if it is one that
// runs others.
func (s *source) unwrap(program string, args []word, e embedding, functions map[string]bool) {
	e.depth++
	inner := e.inside(program)
	if interpreter, ok := InterpreterOf(program); ok {
		s.pythonArgument(args, interpreter, inner)
		return
	}
	if s.special(program, args, inner, functions) {
		return
	}
	w, ok := wrappers[program]
	if !ok || program == "command" && len(args) > 0 && (args[0].text == "-v" || args[0].text == "-V") {
		return
	}
	rest := skipOptions(args, w)
	if len(rest) == 0 {
		return
	}
	if w.shell && len(rest) == 1 && s.heldBy(rest[0], inner) {
		return
	}
	if w.shell && len(rest) == 1 {
		switch program {
		case "ssh":
			inner.shell = "" // that of the user on the other host
		case "watch", "sg":
			inner.shell = "sh"
		}
		s.nested(rest[0], inner)
		return
	}
	s.command(rest, inner, functions)
}

// special reads what is run by programs that take it in a way of their own, and
// reports whether the program is one of them.
func (s *source) special(program string, args []word, inner embedding, functions map[string]bool) bool {
	switch {
	case isShell(program):
		inner.shell = program
		s.shellArgument(args, inner)
	case program == "su" || program == "runuser" && hasOption(args, "-c"):
		inner.shell = "" // the user's own
		for i, a := range args {
			if (a.text == "-c" || a.text == "--command") && i+1 < len(args) {
				s.nested(args[i+1], inner)
			}
		}
	case program == "mock":
		for i, a := range args {
			if (a.text == "--chroot" || a.text == "--shell") && i+1 < len(args) {
				inner.shell = "" // that of the chroot
				s.nested(args[i+1], inner)
			}
		}
	case program == "alias":
		s.alias(args, inner)
	case program == "trap":
		s.trap(args, inner, functions)
	case program == "find":
		for i, a := range args {
			if slices.Contains([]string{"-exec", "-execdir", "-ok", "-okdir"}, a.text) {
				s.command(args[i+1:], inner, functions)
			}
		}
	case program == "ip":
		if i := slices.IndexFunc(args, func(w word) bool { return w.text == "exec" }); i > 0 && i+2 < len(args) && (args[i-1].text == "netns" || args[i-1].text == "vrf") {
			s.command(args[i+2:], inner, functions)
		}
	case program == "script":
		inner.shell = "" // that of the user
		for i, a := range args {
			if (a.text == "--command" || strings.HasPrefix(a.text, "-") && !strings.HasPrefix(a.text, "--") && strings.HasSuffix(a.text, "c")) && i+1 < len(args) {
				s.nested(args[i+1], inner)
			}
		}
	case program == "start-stop-daemon":
		s.daemon(args, inner, functions)
	default:
		r, ok := runtimes[program]
		if ok {
			s.contained(r, args, inner, functions)
		}
		return ok
	}
	return true
}

// daemon reads the program that start-stop-daemon starts, with what stands
// behind the dashes. To stop one, it is named as well, and not run.
func (s *source) daemon(args []word, e embedding, functions map[string]bool) {
	var program []word
	starts := false
	for i, a := range args {
		switch a.text {
		case "--start", "-S":
			starts = true
		case "--exec", "-x", "--startas", "-a":
			if i+1 < len(args) {
				program = []word{args[i+1]}
			}
		case "--":
			if starts && len(program) > 0 {
				s.command(append(program, args[i+1:]...), e, functions)
			}
			return
		}
	}
	if starts && len(program) > 0 {
		s.command(program, e, functions)
	}
}

// longValues are the options of wrappers that take the next word.
var longValues = map[string]bool{
	"--signal": true, "--kill-after": true, "--user": true, "--group": true, "--host": true, "--chroot": true,
	"--adjustment": true, "--class": true, "--classdata": true, "--max-args": true, "--max-procs": true, "--max-lines": true,
	"--arg-file": true, "--delimiter": true, "--interval": true, "--chdir": true, "--unset": true, "--userspec": true,
	"--conflict-exit-code": true, "--cpu-list": true, "--unit": true, "--property": true, "--prompt": true,
	"--reuid": true, "--regid": true, "--groups": true, "--securebits": true, "--inh-caps": true, "--ambient-caps": true, "--bounding-set": true,
	"--pdeathsig": true, "--selinux-label": true, "--apparmor-profile": true, "--target": true, "--setuid": true, "--setgid": true,
	"--directory": true, "--machine": true, "--image": true, "--bind": true, "--bind-ro": true, "--setenv": true, "--what": true, "--who": true, "--why": true,
}

func hasOption(args []word, option string) bool {
	return slices.ContainsFunc(args, func(w word) bool { return w.text == option })
}

// shellArgument reads the script that sh -c is given.
func (s *source) shellArgument(args []word, e embedding) {
	for i, a := range args {
		if !strings.HasPrefix(a.text, "-") {
			return
		}
		if !strings.HasPrefix(a.text, "--") && strings.HasSuffix(a.text, "c") && i+1 < len(args) {
			if !s.heldBy(args[i+1], e) {
				s.nested(args[i+1], e)
			}
			return
		}
	}
}

// skipOptions returns what is left of the arguments behind the wrapper's own
// options and operands.
func skipOptions(args []word, w wrapper) []word {
	operands := w.operands
	for len(args) > 0 {
		text := args[0].text
		switch {
		case text == "--":
			args = args[1:]
			return args[min(operands, len(args)):]
		case len(text) > 1 && text[0] == '-':
			takes := text[1] != '-' && len(text) == 2 && strings.IndexByte(w.values, text[1]) >= 0 || longValues[text]
			args = args[1:]
			if takes && len(args) > 0 {
				args = args[1:]
			}
		case isAssignment(text):
			args = args[1:]
		case operands > 0:
			operands--
			args = args[1:]
		default:
			return args
		}
	}
	return nil
}
