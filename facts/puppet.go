package facts

import (
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/puppet"
)

// readPuppet adds the commands of exec resources, the packages and services
// that a manifest manages, and the classes that it includes.
func readPuppet(f *File, src []byte) {
	manifest := puppet.Parse(src)
	for _, e := range manifest.Errors {
		f.Problems = append(f.Problems, Problem{Offset: e.Offset, Message: "puppet: " + e.Message})
	}
	for i := range manifest.Resources {
		readResource(f, &manifest.Resources[i])
	}
	for i := range manifest.Assigns {
		a := &manifest.Assigns[i]
		puppetPaths(f, &a.Value, puppetGuards(a.Guards))
	}
	readPuppetScripts(f, manifest)
	for i := range manifest.Calls {
		c := &manifest.Calls[i]
		if slices.Contains(shownFunctions, c.Name) {
			continue
		}
		e := embedding{via: ViaPuppet, depth: 1, guards: puppetGuards(c.Guards)}
		for n := range c.Args {
			puppetPaths(f, &c.Args[n], e.guards)
		}
		if c.Name == "generate" {
			var words []word
			for n := range c.Args {
				if v := &c.Args[n]; v.Kind == puppet.String {
					words = append(words, word{text: v.Text, start: v.Offset(0), end: v.End, at: v.Offset})
				}
			}
			(&source{file: f}).command(words, e, nil)
		}
	}
	for _, i := range manifest.Includes {
		f.Needs = append(f.Needs, Need{
			Kind: NeedPuppet, Name: strings.TrimPrefix(i.Class, "::"), When: "run", Span: Span{i.Start, i.End},
		})
	}
}

func readResource(f *File, r *puppet.Resource) {
	e := embedding{via: ViaPuppet, depth: 1, guards: puppetGuards(r.Guards)}
	switch r.Type {
	case "exec":
		readExecResource(f, r, e)
	case "cron":
		if value, ok := r.Attr("command"); ok {
			e.shell = "sh"
			value.Each(func(v *puppet.Value) { readPuppetCommand(f, v, e) })
		}
	case "package":
		readTitles(f, r, NeedPackage, "ensure")
	case "service":
		readTitles(f, r, NeedUnit, "ensure")
	case "class":
		readTitles(f, r, NeedPuppet, "")
	case "file":
		for i := range r.Titles {
			puppetPaths(f, &r.Titles[i], e.guards)
		}
	}
	for i := range r.Attrs {
		if r.Type == "exec" && slices.Contains(execCommands, r.Attrs[i].Name) {
			continue // its words are read as commands
		}
		puppetPaths(f, &r.Attrs[i].Value, e.guards)
	}
}

// shownFunctions are those whose text is only shown.
var shownFunctions = []string{"fail", "notice", "warning", "err", "info", "debug", "alert", "crit", "emerg", "notify"}

// puppetPaths adds the paths within a value, the keys of its hashes included.
func puppetPaths(f *File, v *puppet.Value, guards []Guard) {
	for i := range v.Keys {
		puppetPaths(f, &v.Keys[i], guards)
	}
	if len(v.Guards) > 0 {
		guards = append(guards[:len(guards):len(guards)], puppetGuards(v.Guards)...)
	}
	for i := range v.Items {
		item := &v.Items[i]
		puppetPaths(f, item, guards)
		// A setting that is a command: what it runs is a path.
		if m := commandText.FindStringSubmatch(item.Text); v.Kind == puppet.Hash && item.Kind == puppet.String && m != nil {
			f.Paths = append(f.Paths, Path{Text: m[1], Span: Span{item.Offset(0), item.Offset(len(m[1])-1) + 1}, Via: "puppet", Guards: guards})
		}
	}
	if v.Kind == puppet.String && isPath(v.Text) {
		f.Paths = append(f.Paths, Path{Text: v.Text, Span: Span{v.Start, v.End}, Via: "puppet", Guards: guards})
	}
}

// commandText is a text that begins with a program by its path and has words behind.
var commandText = regexp.MustCompile(`^(/(?:usr/)?(?:local/)?s?bin/[\w.-]+)\s`)

func puppetGuards(list []puppet.Guard) []Guard {
	var guards []Guard
	for _, g := range list {
		guards = append(guards, Guard{Text: g.Text, Negated: g.Negated})
	}
	return guards
}

// execCommands are the attributes of exec that are commands.
var execCommands = []string{"command", "onlyif", "unless", "refresh"}

func readExecResource(f *File, r *puppet.Resource, e embedding) {
	if provider, ok := r.Attr("provider"); ok && provider.Text == "shell" {
		e.shell = "sh"
	}
	has := false
	for _, name := range execCommands {
		value, ok := r.Attr(name)
		if !ok {
			continue
		}
		has = has || name == "command"
		value.Each(func(v *puppet.Value) { readPuppetCommand(f, v, e) })
	}
	if !has && !r.Default && !r.Override {
		// Without a command the title is what is run.
		for i := range r.Titles {
			readPuppetCommand(f, &r.Titles[i], e)
		}
	}
}

func readPuppetCommand(f *File, v *puppet.Value, e embedding) {
	if v.Kind == puppet.String {
		e.guards = append(e.guards[:len(e.guards):len(e.guards)], puppetGuards(v.Guards)...)
		readShell(f, []byte(v.Text), v.Offset, e)
	}
}

// readTitles adds a need for every title, or for what its name attribute says.
// Op is the state that it must have, "" if that is not said.
func readTitles(f *File, r *puppet.Resource, kind NeedKind, state string) {
	if r.Default || r.Override {
		return
	}
	titles := r.Titles
	if name, ok := r.Attr("name"); ok && len(titles) == 1 {
		titles = []puppet.Value{name}
	}
	var conditions []string
	guards := puppetGuards(r.Guards)
	for _, g := range r.Guards {
		text := g.Text
		if g.Negated {
			text = "not: " + text
		}
		conditions = append(conditions, text)
	}
	op := ""
	if value, ok := r.Attr(state); ok && state != "" {
		op = value.Text
	}
	for i := range titles {
		t := &titles[i]
		f.Needs = append(f.Needs, Need{
			Kind: kind, Name: strings.TrimPrefix(t.Text, "::"), Op: op, When: "run",
			Condition: strings.Join(conditions, "; "), Guards: guards, Span: Span{t.Start, t.End},
		})
	}
}
