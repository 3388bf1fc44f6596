package facts

import (
	"slices"
	"strings"
)

// Contained is a command that is run inside of a container: what it finds there
// is what its image holds, whatever system the container runs on.
type Contained struct {
	Command
	// Image is the image as written, "" where a container that runs already is
	// named, or the image stands in no argument.
	Image string
}

// runtime is a program that runs commands in containers, as its own arguments
// say it.
type runtime struct {
	// verbs are the words that run a command, with the number of words between
	// the options and the command: the image or the container, and an id.
	verbs map[string]int
	// images are those of the verbs whose first word is an image.
	images []string
	// switches are the long options that take no word.
	switches []string
	// values are the short options that take the next word.
	values string
	// dashes is set where options may follow the container's name, up to two dashes.
	dashes bool
}

// dockerLike are the words of docker, and of what takes docker's arguments. Read
// from docker(1), docker-run(1) and docker-exec(1) of docker.io 20.10.
var dockerLike = runtime{
	verbs:  map[string]int{"run": 1, "create": 1, "exec": 1},
	images: []string{"run", "create"},
	switches: []string{"--detach", "--init", "--interactive", "--no-healthcheck", "--oom-kill-disable", "--privileged",
		"--publish-all", "--quiet", "--read-only", "--rm", "--sig-proxy", "--tty", "--disable-content-trust", "--debug",
		"--tls", "--tlsverify", "--no-deps", "--service-ports"},
	values: "acehHlmpuvwn",
}

// runtimes are the programs that run commands in containers.
var runtimes = map[string]runtime{
	"docker": dockerLike, "podman": dockerLike, "nerdctl": dockerLike, "docker-compose": dockerLike,
	"kubectl": {
		verbs: map[string]int{"exec": 1}, switches: []string{"--stdin", "--tty", "--quiet"}, values: "cnfs", dashes: true,
	},
	"crictl": {verbs: map[string]int{"exec": 1}, switches: []string{"--interactive", "--tty", "--sync"}, values: "cr"},
	"ctr": {
		verbs: map[string]int{"run": 2, "exec": 1}, images: []string{"run"},
		switches: []string{"--rm", "--privileged", "--net-host", "--tty", "--detach", "--null-io", "--no-pivot", "--read-only", "--debug"},
		values:   "nad",
	},
	"lxc-attach": {verbs: map[string]int{"": 0}, switches: []string{"--clear-env", "--keep-env"}, values: "nfuge"},
	"lxc":        {verbs: map[string]int{"exec": 1}, values: "tn"},
	"runc":       {verbs: map[string]int{"exec": 1}, switches: []string{"--tty", "--detach"}, values: "eupd"},
}

// contained reads what a program runs in a container. Of the command, nothing
// but itself is a fact: its paths and its shell are the image's.
func (s *source) contained(r runtime, args []word, e embedding, functions map[string]bool) {
	verb, rest, ok := r.verb(args)
	if !ok {
		return
	}
	words, entry := r.operands(rest)
	skip := r.verbs[verb]
	if len(words) < skip {
		return
	}
	image := ""
	if skip > 0 && slices.Contains(r.images, verb) {
		image = words[0].text
	}
	words = words[skip:]
	if n := slices.IndexFunc(words, func(w word) bool { return w.text == "--" }); n == 0 || n > 0 && r.dashes {
		words = words[n+1:]
	}
	if len(words) > 0 {
		s.file.forget(Span{words[0].start, words[len(words)-1].end})
	}
	if entry != nil {
		words = append([]word{*entry}, words...)
	}
	e.shell = ""
	inside := *s
	inside.file, inside.run = &File{}, nil
	inside.command(words, e, functions)
	for i := range inside.file.Commands {
		s.file.Contained = append(s.file.Contained, Contained{Command: inside.file.Commands[i], Image: image})
	}
	// A container in a container has its own image.
	s.file.Contained = append(s.file.Contained, inside.file.Contained...)
}

// forget takes out the paths and names that were read of words which turned out
// to be a container's. They are the last that were read.
func (f *File) forget(at Span) {
	f.Paths, f.Names = forgotten(f.Paths, at), forgotten(f.Names, at)
}

func forgotten(list []Path, at Span) []Path {
	n := len(list)
	for n > 0 && at.Start <= list[n-1].Span.Start && list[n-1].Span.End <= at.End {
		n--
	}
	return list[:n]
}

// narrowing are the words ahead of the one that says what is done: docker
// container exec, docker compose run, ctr task exec.
var narrowing = []string{"container", "compose", "task", "tasks", "t"}

// verb finds the word that says that a command is run, and what is behind it.
func (r *runtime) verb(args []word) (verb string, rest []word, ok bool) {
	if _, only := r.verbs[""]; only {
		return "", args, true
	}
	for len(args) > 0 {
		text := args[0].text
		if _, ok := r.verbs[text]; ok {
			return text, args[1:], true
		}
		switch {
		case len(text) > 1 && text[0] == '-':
			if !strings.Contains(text, "=") && r.takesWord(text) && len(args) > 1 {
				args = args[1:]
			}
		case !slices.Contains(narrowing, text):
			return "", nil, false
		}
		args = args[1:]
	}
	return "", nil, false
}

// operands returns what stands behind the options, and the program that takes
// the place of the image's own, if one is named.
func (r *runtime) operands(args []word) (words []word, entry *word) {
	for len(args) > 0 {
		a := args[0]
		name, _, inline := strings.Cut(a.text, "=")
		switch {
		case a.text == "--":
			return args[1:], entry
		case strings.HasSuffix(a.text, "[@]}") || strings.HasSuffix(a.text, "[*]}"):
			args = args[1:] // an array of options
			continue
		case len(a.text) < 2 || a.text[0] != '-':
			return args, entry
		case name == "--entrypoint" && inline:
			value := a.from(len(name) + 1)
			entry = &value
		case name == "--entrypoint" && len(args) > 1:
			entry, args = &args[1], args[1:]
		case !inline && r.takesWord(a.text) && len(args) > 1:
			args = args[1:]
		}
		args = args[1:]
	}
	return nil, entry
}

// takesWord reports whether an option takes the next word.
func (r *runtime) takesWord(option string) bool {
	if strings.HasPrefix(option, "--") {
		return !slices.Contains(r.switches, option)
	}
	return strings.IndexByte(r.values, option[len(option)-1]) >= 0
}
