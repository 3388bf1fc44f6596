package rpmmd

import "io"

// version is the version of a package or of what it provides.
type version struct{ epoch, ver, rel string }

// String gives it as rpm does: epoch:version-release, without what is not
// there. Epoch 0 is none.
func (v version) String() string {
	text := v.ver
	if v.epoch != "" && v.epoch != "0" {
		text = v.epoch + ":" + text
	}
	if v.rel != "" {
		text += "-" + v.rel
	}
	return text
}

// provided is something that a package provides.
type provided struct {
	name, flags string
	version     version
}

// file is a file of a package; dir is set for folders.
type file struct {
	path string
	dir  bool
}

// pkg is a package as primary.xml has it. Its lists are good until the next.
type pkg struct {
	name, arch string
	version    version
	source     string // the file of the source package
	provides   []provided
	files      []file
}

// primary reads primary.xml.
type primary struct {
	*scanner
	pkg pkg
}

// readPrimary calls f with each package of a primary.xml.
func readPrimary(in io.Reader, f func(*pkg)) error {
	p := &primary{scanner: newScanner(in)}
	if err := p.root("metadata"); err != nil {
		return err
	}
	return p.children(func(name []byte) error {
		if string(name) != "package" {
			return p.skip()
		}
		p.pkg = pkg{provides: p.pkg.provides[:0], files: p.pkg.files[:0]}
		if err := p.children(p.inPackage); err != nil {
			return err
		}
		f(&p.pkg)
		return nil
	})
}

// children calls f in each element below the one that the reader is in. What it
// calls has to leave that element.
func (s *scanner) children(f func(name []byte) error) error {
	for {
		name, ok, err := s.child()
		if err != nil || !ok {
			return err
		}
		if err := f(name); err != nil {
			return err
		}
	}
}

func (p *primary) inPackage(name []byte) error {
	switch string(name) {
	case "name":
		return p.string(&p.pkg.name)
	case "arch":
		return p.string(&p.pkg.arch)
	case "version":
		if err := p.versionOf(&p.pkg.version, nil); err != nil {
			return err
		}
	case "format":
		return p.children(p.inFormat)
	}
	return p.skip()
}

func (p *primary) inFormat(name []byte) error {
	switch string(name) {
	case "sourcerpm":
		return p.string(&p.pkg.source)
	case "provides":
		return p.children(p.inProvides)
	case "file":
		path, dir, err := p.file()
		p.pkg.files = append(p.pkg.files, file{string(path), dir})
		return err
	}
	return p.skip()
}

func (p *primary) inProvides(name []byte) error {
	if string(name) == "entry" {
		var entry provided
		if err := p.versionOf(&entry.version, &entry); err != nil {
			return err
		}
		p.pkg.provides = append(p.pkg.provides, entry)
	}
	return p.skip()
}

// versionOf reads a version out of attributes, and name and flags of what is
// provided if there is a place for them.
func (s *scanner) versionOf(v *version, entry *provided) error {
	for {
		name, value, ok, err := s.attribute()
		if err != nil || !ok {
			return err
		}
		switch string(name) {
		case "epoch":
			v.epoch = common(value)
		case "ver":
			v.ver = string(value)
		case "rel":
			v.rel = string(value)
		case "name":
			if entry != nil {
				entry.name = string(value)
			}
		case "flags":
			if entry != nil {
				entry.flags = common(value)
			}
		}
	}
}

// string reads the text of an element and leaves it.
func (s *scanner) string(to *string) error {
	text, err := s.content()
	*to = common(text)
	return err
}

// file reads a file and leaves its element. The path is good until the next
// text is read; dir says that it is a folder.
func (s *scanner) file() (path []byte, dir bool, err error) {
	for {
		name, value, ok, err := s.attribute()
		if err != nil {
			return nil, false, err
		}
		if !ok {
			path, err = s.content()
			return path, dir, err
		}
		if string(name) == "type" {
			dir = string(value) == "dir"
		}
	}
}

// common makes a string, but none of what nearly every package has.
func common(b []byte) string {
	switch string(b) {
	case "0":
		return "0"
	case "EQ":
		return "EQ"
	case "x86_64":
		return "x86_64"
	case "noarch":
		return "noarch"
	}
	return string(b)
}
