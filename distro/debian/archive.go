package debian

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/stream"
)

// Options say what is imported.
type Options struct {
	// Suites are the codenames that are wanted, such as bookworm and
	// bookworm-updates; a suite that begins with one of them and a hyphen is
	// wanted as well. Where there are none, all are.
	Suites []string
	// Now is the time against which the end of metadata is held.
	Now time.Time
	// AllowStale takes metadata whose time is over; OtherContents takes a list of
	// contents that is not the one of the Release: mirrors are slow with those
	// large files, and from one point release to the next little of them changes.
	AllowStale, OtherContents bool
}

// Report says what was imported.
type Report struct {
	// Files are the files that were read, as found; Suites those that they are of.
	Files, Suites []string
	Packages      int
	Sources       int
	Lines         int // of Contents
	// Verified is how many files had the checksum that a Release file gives;
	// for the others there was none.
	Verified int
	Warnings []string
}

// kind of file.
type kind int

const (
	packagesFile kind = iota
	sourcesFile
	contentsFile
	releaseFile
)

// member is a file of an archive.
type member struct {
	name  string // of the file on disk
	kind  kind
	suite string // its folder below dists, "" if that is not known
	// inSuite is its path below the suite without the ending of a compression,
	// by which the Release file names it.
	inSuite   string
	component string
}

// endings are those of compressions.
var endings = []string{".gz", ".xz", ".zst", ".lz4", ".bz2"}

func withoutEnding(name string) string {
	for _, e := range endings {
		if stem, ok := strings.CutSuffix(name, e); ok {
			return stem
		}
	}
	return name
}

// ErrNothing is what a place is refused with where no metadata of Debian lies.
var ErrNothing = errors.New("there is no Packages, Sources or Contents file of the suite in it")

// Import reads an archive's metadata: the folder in which apt keeps lists, a
// mirror or its dists folder, a folder of a suite, or single files.
func Import(b *distro.Builder, place string, o Options) (*Report, error) {
	members, others, err := find(place, o.Suites)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(members, func(m member) bool { return m.kind != releaseFile }) {
		if len(others) > 0 {
			return nil, fmt.Errorf("%s: %w; it has %s", place, ErrNothing, strings.Join(others, ", "))
		}
		return nil, fmt.Errorf("%s: %w", place, ErrNothing)
	}
	i := importer{builder: b, options: o, report: &Report{}, releases: map[string]*Release{}, hasContents: map[string]bool{}}
	for _, m := range members {
		if m.kind == releaseFile {
			if err := i.release(m); err != nil {
				return nil, fmt.Errorf("%s: %w", m.name, err)
			}
		}
	}
	for _, m := range members {
		if m.kind == releaseFile {
			continue
		}
		if err := i.read(m); err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
	}
	i.describe()
	return i.report, nil
}

type importer struct {
	builder  *distro.Builder
	options  Options
	report   *Report
	releases map[string]*Release // by suite
	newest   time.Time
	// hasContents are the architectures of which Contents of main were read.
	hasContents map[string]bool
	others      bool // lists of contents of another day
}

func (i *importer) release(m member) error {
	if old := i.releases[m.suite]; old != nil && path.Base(m.inSuite) == "Release" {
		return nil // InRelease says the same
	}
	file, err := os.Open(m.name)
	if err != nil {
		return err
	}
	defer file.Close()
	release, err := ParseRelease(file)
	if err != nil {
		return err
	}
	if err := release.check(i.options.Now); err != nil {
		if !i.options.AllowStale {
			return err
		}
		i.report.Warnings = append(i.report.Warnings, m.suite+": "+err.Error())
	}
	i.releases[m.suite] = release
	if release.Date.After(i.newest) {
		i.newest = release.Date
	}
	return nil
}

// read reads one file, and holds it against the checksum that its Release gives.
func (i *importer) read(m member) error {
	file, err := os.Open(m.name)
	if err != nil {
		return err
	}
	defer file.Close()
	release := i.releases[m.suite]
	in, err := stream.Open(file, release != nil)
	if err != nil {
		return err
	}
	defer in.Close()
	if release != nil {
		switch i.publishedSize(m, release, in.Form) {
		case sizeOf(file):
			in.OnlyRaw() // as it was published, and not as apt packed it anew
		case -1:
			in.OnlyContent()
		}
	}
	if _, err := i.parse(m, in); err != nil {
		return err
	}
	if err := in.Finish(); err != nil {
		return err
	}
	i.report.Files = append(i.report.Files, m.name)
	if !slices.Contains(i.report.Suites, m.suite) {
		i.report.Suites = append(i.report.Suites, m.suite)
	}
	if i.newest.IsZero() {
		if info, err := file.Stat(); err == nil {
			i.report.Warnings = append(i.report.Warnings, fmt.Sprintf("no Release file beside %s: its checksum is not known, and its date is that of the file", m.name))
			i.newest = info.ModTime().UTC()
		}
	}
	return i.verify(m, in, release)
}

// parse reads a file while it is unpacked on another core.
func (i *importer) parse(m member, in *stream.Reader) (n int, err error) {
	switch m.kind {
	case packagesFile:
		n, err = ReadPackages(i.builder, in, m.component)
		i.report.Packages += n
	case sourcesFile:
		n, err = ReadSources(i.builder, in)
		i.report.Sources += n
	case contentsFile:
		n, err = ReadContents(i.builder, in)
		i.report.Lines += n
		if m.component == "" {
			i.hasContents[strings.TrimPrefix(path.Base(m.inSuite), "Contents-")] = true
		}
	}
	return n, err
}

// publishedSize is the size that the Release gives for a file in the form that it
// is in, -1 where it gives none.
func (i *importer) publishedSize(m member, release *Release, form string) int64 {
	if sum, ok := release.Files[m.inSuite+"."+form]; ok && form != "" {
		return sum.Size
	}
	return -1
}

func sizeOf(file *os.File) int64 {
	info, err := file.Stat()
	if err != nil {
		return -2
	}
	return info.Size()
}

// verify holds a file against its Release: what is packed as it was published
// by the checksum of that, what apt packed anew by that of what it holds.
func (i *importer) verify(m member, in *stream.Reader, release *Release) error {
	if release == nil {
		return nil
	}
	raw, unpacked := in.Sums()
	plain, hasPlain := release.Files[m.inSuite]
	packed, hasPacked := release.Files[m.inSuite+"."+in.Form]
	switch {
	case hasPlain && unpacked != "" && plain.SHA256 == unpacked, hasPacked && packed.SHA256 == raw:
		i.report.Verified++
		return nil
	case m.kind == contentsFile && i.options.OtherContents && (hasPlain || hasPacked):
		i.others = true
		i.report.Warnings = append(i.report.Warnings, fmt.Sprintf("%s: not the list that the Release of %s names, but of another day", m.name, m.suite))
		return nil
	case hasPlain || hasPacked:
		return fmt.Errorf("its checksum is not the one that the Release of %s gives for %s: the file is damaged, or older or newer than its Release; fetch both anew", m.suite, m.inSuite)
	}
	i.report.Warnings = append(i.report.Warnings, fmt.Sprintf("%s: the Release of %s does not list it: its checksum is not known", m.name, m.suite))
	return nil
}

// describe sets what the index says of itself.
func (i *importer) describe() {
	meta := i.builder.Meta()
	meta.Family = distro.FamilyDebian
	meta.Date = i.newest.Format(time.DateOnly)
	set := func(key string, complete bool) {
		if complete {
			meta.Completeness[key] = distro.Complete
		}
	}
	set(distro.Binaries, i.report.Packages > 0)
	set(distro.Versions, i.report.Packages > 0)
	set(distro.Provides, i.report.Packages > 0)
	set(distro.Sources, i.report.Sources > 0)
	// Debian keeps the files of packages for all architectures in a list of
	// their own since bullseye; Ubuntu has one list an architecture.
	set(distro.Files, i.hasContents["amd64"] && (i.hasContents["all"] || i.isUbuntu()))
	slices.Sort(i.report.Suites)
	var names []string
	for _, suite := range i.report.Suites {
		if r := i.releases[suite]; r != nil {
			names = append(names, strings.TrimSpace(r.Origin+" "+suite+" "+r.Version))
			meta.Suite = cmp.Or(meta.Suite, r.Codename)
		}
	}
	if len(names) > 0 {
		meta.Source = strings.Join(names, ", ")
	}
	if i.others {
		meta.Source += ", Contents of another day"
	}
}

func (i *importer) isUbuntu() bool {
	for _, r := range i.releases {
		if r.Origin == "Ubuntu" {
			return true
		}
	}
	return false
}
