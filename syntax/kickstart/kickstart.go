// Package kickstart reads Anaconda's kickstart files, and the fragments of
// them that StarlingX joins when it builds an image.
package kickstart

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// MaxSize is the size in bytes beyond which a file is refused.
const MaxSize = 8 << 20

// File is a parsed kickstart. All offsets are byte offsets into the source,
// half-open.
type File struct {
	Commands []Command
	Sections []Section
	Packages []Package
	Includes []Include
	// Fragment is set if a section is opened and not closed, or closed and not
	// opened: another file does the other half.
	Fragment bool
	Errors   []Error
}

// Command is a line outside of sections, such as "bootloader --location=mbr".
type Command struct {
	Name       string
	Args       []string
	Start, End int
}

// Section is %pre, %post, %packages and their like.
type Section struct {
	// Name is without the percent sign; "" for a script that begins before
	// any header, in a fragment whose header is in another file.
	Name        string
	Args        []string
	Interpreter string // of --interpreter
	Nochroot    bool
	// Opened and Closed say whether the header and the %end are in this file.
	Opened, Closed     bool
	BodyStart, BodyEnd int
	Start, End         int
}

// Script reports whether the body is a shell script.
func (s *Section) Script() bool {
	switch s.Name {
	case "", "pre", "post", "pre-install", "onerror", "traceback":
		return s.Interpreter == "" || strings.HasSuffix(s.Interpreter, "sh")
	}
	return false
}

// Package is a line of %packages.
type Package struct {
	Name       string
	Group      bool // @group
	Excluded   bool // -name
	Start, End int
}

// Include is %include or %ksappend.
type Include struct {
	Path       string
	Start, End int
}

// Error is a place that could not be read.
type Error struct {
	Offset  int
	Message string
}

func (e Error) Error() string { return fmt.Sprintf("offset %d: %s", e.Offset, e.Message) }

var sectionNames = []string{"pre", "post", "pre-install", "packages", "addon", "anaconda", "onerror", "traceback"}

// commandNames are Anaconda's commands, by which a kickstart is told from the
// middle of a script.
var commandNames = []string{
	"auth", "authconfig", "authselect", "autopart", "autostep", "bootloader", "cdrom", "clearpart", "cmdline",
	"device", "driverdisk", "eula", "fcoe", "firewall", "firstboot", "graphical", "group", "halt", "harddrive",
	"ignoredisk", "install", "iscsi", "iscsiname", "keyboard", "lang", "liveimg", "logging", "logvol", "mediacheck",
	"network", "nfs", "part", "partition", "poweroff", "raid", "realm", "reboot", "repo", "rescue", "rootpw",
	"selinux", "services", "shutdown", "skipx", "sshkey", "sshpw", "text", "timezone", "unsupported_hardware",
	"updates", "upgrade", "url", "user", "vnc", "volgroup", "xconfig", "zerombr", "zfcp",
}

// Parse reads a kickstart or a fragment of one. It never fails as a whole.
func Parse(src []byte) *File {
	f := &File{}
	if len(src) > MaxSize {
		f.Errors = append(f.Errors, Error{0, fmt.Sprintf("%d bytes: larger than the %d that are read", len(src), MaxSize)})
		return f
	}
	p := parser{src: src, file: f}
	if bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) {
		p.at = 3
	}
	if p.beginsInScript() {
		p.open = &Section{Start: p.at, BodyStart: p.at}
		f.Fragment = true
	}
	for p.at < len(src) {
		p.line()
	}
	p.finish(len(src), len(src), false)
	return f
}

type parser struct {
	src  []byte
	at   int
	file *File
	open *Section
}

// beginsInScript reports whether the file begins in the middle of a script:
// its first line of substance, comments aside, is no header, no include and no
// command of Anaconda's.
func (p *parser) beginsInScript() bool {
	for line := range bytes.Lines(p.src[p.at:]) {
		fields := bytes.Fields(line)
		if len(fields) == 0 || fields[0][0] == '#' {
			continue
		}
		return fields[0][0] != '%' && !slices.Contains(commandNames, string(fields[0]))
	}
	return false
}

func (p *parser) line() {
	start := p.at
	end := len(p.src)
	if i := bytes.IndexByte(p.src[start:], '\n'); i >= 0 {
		end = start + i + 1
	}
	p.at = end
	text := strings.TrimRight(string(p.src[start:end]), " \t\r\n")
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return
	}
	stop := start + len(text)
	switch keyword := fields[0]; {
	case keyword == "%end":
		if p.open == nil {
			// The other half of a section that another file opens, with
			// nothing of it here.
			p.file.Fragment = true
			p.open = &Section{Start: start, BodyStart: start}
		}
		p.finish(start, stop, true)
	case keyword == "%include" || keyword == "%ksappend":
		if len(fields) > 1 {
			p.file.Includes = append(p.file.Includes, Include{Path: fields[1], Start: start, End: stop})
		}
	case keyword[0] == '%' && slices.Contains(sectionNames, keyword[1:]):
		p.finish(start, start, false)
		p.header(fields, start, end)
	case p.open != nil:
		if p.open.Name == "packages" {
			p.packageLine(fields[0], start+strings.Index(text, fields[0]))
		}
	case keyword[0] == '#':
	case keyword[0] == '%':
		p.file.Errors = append(p.file.Errors, Error{start, "there is no section " + keyword})
	default:
		p.file.Commands = append(p.file.Commands, Command{
			Name: keyword, Args: fields[1:], Start: start + strings.Index(text, keyword), End: stop,
		})
	}
}

func (p *parser) header(fields []string, start, end int) {
	s := &Section{Name: fields[0][1:], Args: fields[1:], Opened: true, Start: start, BodyStart: end}
	for i, arg := range s.Args {
		name, value, ok := strings.Cut(arg, "=")
		switch {
		case arg == "--nochroot":
			s.Nochroot = true
		case name == "--interpreter" && ok:
			s.Interpreter = value
		case (arg == "--interpreter" || arg == "-p") && i+1 < len(s.Args):
			s.Interpreter = s.Args[i+1]
		}
	}
	p.open = s
}

// finish ends the section that stands open. Without %end it goes on in another
// file, or the file is of the old kind that had none.
func (p *parser) finish(bodyEnd, end int, closed bool) {
	if p.open == nil {
		return
	}
	p.open.BodyEnd, p.open.End, p.open.Closed = bodyEnd, end, closed
	if !closed && bodyEnd == len(p.src) {
		p.file.Fragment = true
	}
	p.file.Sections = append(p.file.Sections, *p.open)
	p.open = nil
}

func (p *parser) packageLine(word string, start int) {
	if word[0] == '#' {
		return
	}
	pkg := Package{Name: word, Start: start, End: start + len(word)}
	if pkg.Name[0] == '-' {
		pkg.Excluded, pkg.Name = true, pkg.Name[1:]
	}
	if strings.HasPrefix(pkg.Name, "@") {
		pkg.Group, pkg.Name = true, pkg.Name[1:]
	}
	if pkg.Name != "" {
		p.file.Packages = append(p.file.Packages, pkg)
	}
}
