package rpmmd

import "io"

// readFilelists calls begin with each package of a filelists.xml, then f with
// each of its files that is no folder. What f gets is good until it returns.
// Packages that begin refuses are passed over.
func readFilelists(in io.Reader, begin func(name, arch string) bool, f func(path []byte)) error {
	s := newScanner(in)
	if err := s.root("filelists"); err != nil {
		return err
	}
	inPackage := func(element []byte) error {
		if string(element) != "file" {
			return s.skip()
		}
		path, dir, err := s.file()
		if err == nil && !dir {
			f(path)
		}
		return err
	}
	return s.children(func(element []byte) error {
		if string(element) != "package" {
			return s.skip()
		}
		name, arch, err := s.nameAndArch()
		if err != nil {
			return err
		}
		if !begin(name, arch) {
			return s.skip()
		}
		return s.children(inPackage)
	})
}

func (s *scanner) nameAndArch() (pkg, arch string, err error) {
	for {
		name, value, ok, err := s.attribute()
		if err != nil || !ok {
			return pkg, arch, err
		}
		switch string(name) {
		case "name":
			pkg = string(value)
		case "arch":
			arch = common(value)
		}
	}
}
