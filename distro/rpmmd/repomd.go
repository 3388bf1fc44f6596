package rpmmd

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ErrLocation is what a repository is refused with whose repomd.xml names files
// outside of it.
var ErrLocation = errors.New("a location that is not below the repository: refused; make the metadata again (createrepo_c)")

// maxRepomd bounds a repomd.xml, in bytes: real ones have 10,000.
const maxRepomd = 4 << 20

// checksum is a checksum as repomd.xml has it.
type checksum struct {
	Type string `xml:"type,attr"`
	Hex  string `xml:",chardata"`
}

// data is what repomd.xml says of one file.
type data struct {
	Type     string   `xml:"type,attr"`
	Packed   checksum `xml:"checksum"`
	Open     checksum `xml:"open-checksum"`
	Location struct {
		Href string `xml:"href,attr"`
		Base string `xml:"base,attr"`
	} `xml:"location"`
	Timestamp string `xml:"timestamp"`
	Size      string `xml:"size"`
	OpenSize  string `xml:"open-size"`

	size, openSize int64 // 0 where they are not given
}

// repomd is the list of a repository's files.
type repomd struct {
	XMLName  xml.Name `xml:"repomd"`
	Revision string   `xml:"revision"`
	Data     []data   `xml:"data"`
}

// readRepomd reads a repomd.xml. The files that are wanted of it are below the
// repository, by their names.
func readRepomd(name string) (*repomd, error) {
	f, err := openRegular(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxRepomd+1))
	if err == nil && len(text) > maxRepomd {
		err = fmt.Errorf("%w: it is over %d MB long", ErrFormat, maxRepomd>>20)
	}
	var md *repomd
	if err == nil {
		md, err = parseRepomd(text)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return md, nil
}

func parseRepomd(text []byte) (*repomd, error) {
	md := &repomd{}
	if err := xml.Unmarshal(text, md); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	for i := range md.Data {
		d := &md.Data[i]
		if d.Type != primaryData && d.Type != filelistsData {
			continue
		}
		if err := d.check(); err != nil {
			return nil, fmt.Errorf("its file of type %s: %w", d.Type, err)
		}
	}
	return md, nil
}

// check refuses what says nothing that a file could be held against.
func (d *data) check() error {
	href := d.Location.Href
	if d.Location.Base != "" || !isBelow(href) {
		return fmt.Errorf("%.200q is %w", d.Location.Base+href, ErrLocation)
	}
	for _, size := range []struct {
		text string
		to   *int64
	}{{d.Size, &d.size}, {d.OpenSize, &d.openSize}} {
		text := strings.TrimSpace(size.text)
		if text == "" {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return fmt.Errorf("%w: the size %.40q is no number", ErrFormat, text)
		}
		*size.to = n
	}
	if _, err := d.Packed.hash(); err != nil {
		return err
	}
	if d.Open.Hex != "" {
		if _, err := d.Open.hash(); err != nil {
			return err
		}
	}
	return nil
}

// isBelow reports whether a location is a path below the repository, however
// it is read.
func isBelow(href string) bool {
	if href == "" || strings.ContainsAny(href, ":\\\x00") {
		return false // a URL, or a path of another system
	}
	for part := range strings.SplitSeq(href, "/") {
		if part == ".." {
			return false
		}
	}
	return filepath.IsLocal(filepath.FromSlash(href))
}

// find returns what the list says of a type, nil if it has none.
func (md *repomd) find(kind string) *data {
	for i := range md.Data {
		if md.Data[i].Type == kind {
			return &md.Data[i]
		}
	}
	return nil
}

// date is the newest day that the list gives for itself or its packages,
// YYYY-MM-DD; "" where there is none.
func (md *repomd) date() string {
	newest := unixTime(md.Revision)
	for _, d := range md.Data {
		if d.Type == primaryData || d.Type == filelistsData {
			newest = max(newest, unixTime(d.Timestamp))
		}
	}
	if newest == 0 {
		return ""
	}
	return time.Unix(newest, 0).UTC().Format(time.DateOnly)
}

// unixTime reads seconds since 1970, which yum's old tools give with a
// fraction. A revision may be any text: what is not in 2000 to 2099 is no time.
func unixTime(text string) int64 {
	text, _, _ = strings.Cut(strings.TrimSpace(text), ".")
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 946684800 || n >= 4102444800 {
		return 0
	}
	return n
}

// openRegular opens a file that is one: what waits for a writer or never ends
// is none.
func openRegular(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w: it is no plain file", name, ErrFormat)
	}
	return os.Open(name)
}
