package clearlinux

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
)

// maxLine bounds a line of a list, in bytes.
const maxLine = 1 << 16

// ErrNoList is what is refused that is no list of packages.
var ErrNoList = errors.New("no list of packages")

// ReadList adds the packages of a list, one a line: a name, and behind blanks or
// a tab its version where that is known; further fields behind tabs count for
// nothing. What follows # is a comment. Lines of definitions of bundles that
// name other bundles, such as also-add(x), are passed over, as published lists
// have them between the names. It returns how many packages there are; whether
// they are all is for the caller to say.
func ReadList(b *distro.Builder, r io.Reader) (n int, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	number, versions := 0, false
	for lines.Scan() {
		number++
		p, err := parseEntry(lines.Text())
		if err != nil {
			return n, fmt.Errorf("line %d: %w", number, err)
		}
		if p.Name == "" {
			continue
		}
		b.Add(p)
		n++
		versions = versions || p.Version != ""
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return n, fmt.Errorf("line %d is over %d kB long: %w", number+1, maxLine>>10, ErrNoList)
	}
	if lines.Err() != nil {
		return n, lines.Err()
	}
	if n == 0 {
		return 0, fmt.Errorf("%w: it names none", ErrNoList)
	}
	atLeast(b, distro.Binaries)
	if versions {
		atLeast(b, distro.Versions)
	}
	return n, nil
}

// parseEntry reads a line of a list. It has no name if there is none to read.
func parseEntry(line string) (distro.Package, error) {
	text, err := withoutComment(line)
	if err != nil {
		return distro.Package{}, fmt.Errorf("%w: %w", ErrNoList, err)
	}
	if macro, _ := directive(text); macro != "" || text == "" {
		return distro.Package{}, nil
	}
	var fields []string
	if strings.Contains(text, "\t") {
		for field := range strings.SplitSeq(text, "\t") {
			fields = append(fields, strings.TrimSpace(field))
		}
		fields = fields[:2]
	} else {
		fields = append(strings.Fields(text), "")
	}
	name, architecture, _ := strings.Cut(fields[0], ":") // dpkg writes libc6:amd64
	version := fields[1]
	switch {
	case len(fields) > 3 || len(fields) == 3 && fields[2] != "":
		return distro.Package{}, refuse(text, "more than a name and a version")
	case !isName(name) || architecture != "" && !isName(architecture) || strings.HasSuffix(fields[0], ":"):
		return distro.Package{}, refuse(fields[0], "no name of a package")
	case isFileOrFull(name):
		return distro.Package{}, refuse(name, "a name with version and architecture: write a name, a tab and a version, as rpm -qa --qf '%{NAME}\\t%{VERSION}-%{RELEASE}\\n' does")
	case version != "" && !isVersion(version):
		return distro.Package{}, refuse(version, "no version")
	}
	return distro.Package{Name: name, Version: version}, nil
}

func refuse(text, why string) error { return fmt.Errorf("%w: %.100q is %s", ErrNoList, text, why) }

// isFileOrFull reports whether a name is one as rpm -qa or a folder of packages
// has it. Nothing would be found under it.
func isFileOrFull(name string) bool {
	for _, end := range []string{".rpm", ".deb", ".x86_64", ".noarch", ".i686", ".aarch64", ".src"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// isVersion reports whether a text can be a version. All have a digit: words
// without one are the headings of tables.
func isVersion(s string) bool {
	digits := false
	for i := range len(s) {
		c := s[i]
		if !isLetterOrDigit(c) && strings.IndexByte("._+-:~^", c) < 0 {
			return false
		}
		digits = digits || '0' <= c && c <= '9'
	}
	return digits && len(s) <= maxName
}
