// Package rpmmd reads the metadata of RPM repositories, as createrepo makes it
// and as dnf and yum keep it: the list of the metadata's files, repomd.xml, the
// packages with what they provide, primary.xml, and all of their files,
// filelists.xml.
package rpmmd

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
)

// ErrOnlySQLite is what a folder is refused with whose repositories only have
// databases, which nothing here reads.
var ErrOnlySQLite = errors.New("its packages are only there as a SQLite database, which is not read: make the metadata again with XML (createrepo_c DIR), or fetch it with dnf (dnf makecache), which takes the XML")

// Repository is what was read of one repository.
type Repository struct {
	// Name is the id that dnf or yum has for it, else the name of its folder.
	Name string
	// Packages and Sources count its binary and source packages.
	Packages, Sources int
	// Kinds are the types of data that were read: filelists, primary.
	Kinds []string
	// Date is the day of its metadata, YYYY-MM-DD, "" where it gives none.
	Date string
}

// Report is what was read of a folder.
type Report struct {
	Repositories []Repository
	// Packages and Sources count the binary and source packages of all.
	Packages, Sources int
	// Kinds are the types of data that were read of any: filelists, primary.
	Kinds []string
	// Date is that of the newest, YYYY-MM-DD, "" where none gives one.
	Date string
	// Warnings say what is missing and what to do about it.
	Warnings []string
}

// Import adds the packages of the repositories in a folder to an index, and
// says in its description how complete it is. The folder holds a repodata
// folder, is one, or is a cache of dnf or yum with several repositories.
//
// Every file is held against its checksums and sizes. With an error, the
// builder holds whatever was read until then and is of no use.
func Import(b *distro.Builder, dir string) (Report, error) {
	places, err := discover(dir)
	if err != nil {
		return Report{}, err
	}
	im := newImporter(b)
	for _, p := range places {
		if err := im.repository(p); err != nil {
			return im.report, err
		}
	}
	im.finish()
	if im.report.Packages+im.report.Sources == 0 {
		return im.report, im.empty(dir)
	}
	return im.report, nil
}

// repository reads one repository.
func (im *importer) repository(p place) error {
	md, err := readRepomd(p.file())
	if err != nil {
		return err
	}
	im.current = Repository{Name: p.name, Date: md.date()}
	if slices.ContainsFunc(im.report.Repositories, func(r Repository) bool { return r.Name == p.name }) {
		im.warn("it is there twice, perhaps of two releases: the packages of both count; remove the older one (dnf clean all && dnf makecache)")
	}
	ok, err := im.read(p, md, primaryData, im.primary)
	if err != nil {
		return err
	}
	if ok {
		if ok, err = im.read(p, md, filelistsData, im.filelists); err != nil {
			return err
		}
		im.allFiles = im.allFiles && ok
	}
	im.report.Repositories = append(im.report.Repositories, im.current)
	im.report.Packages += im.current.Packages
	im.report.Sources += im.current.Sources
	im.report.Date = max(im.report.Date, im.current.Date)
	return nil
}

// read reads a file of the repository, if it is there. Without the packages
// there is nothing to go on; without the lists of files there is less.
func (im *importer) read(p place, md *repomd, kind string, f func(*source) error) (bool, error) {
	d := md.find(kind)
	if d != nil {
		if file, ok := p.locate(d); ok {
			im.current.Kinds = append(im.current.Kinds, kind)
			slices.Sort(im.current.Kinds)
			return true, f(&file)
		}
	}
	switch {
	case kind == filelistsData:
		im.warn("it has no filelists: of its files only programs and those below /etc are known; fetch them (dnf makecache --setopt=optional_metadata_types=filelists, yum makecache) or make them again (createrepo_c)")
	case p.hasSQLite(md, kind):
		im.sqlite = true
		im.warn(ErrOnlySQLite.Error())
	case d == nil:
		return false, fmt.Errorf("%s: %w: it lists no data of type primary: make the metadata again (createrepo_c)", p.file(), ErrFormat)
	default:
		return false, fmt.Errorf("%s: it lists %.200q, which is not there: %w: %s", p.file(), d.Location.Href, fs.ErrNotExist, again)
	}
	return false, nil
}

// warn notes something about the current repository.
func (im *importer) warn(text string) {
	im.report.Warnings = append(im.report.Warnings, im.current.Name+": "+text)
}

// finish says what all of it amounts to.
func (im *importer) finish() {
	kinds := map[string]bool{}
	for _, r := range im.report.Repositories {
		for _, kind := range r.Kinds {
			kinds[kind] = true
		}
	}
	im.report.Kinds = slices.Sorted(maps.Keys(kinds))
	if len(im.others) > 0 {
		total := 0
		for _, n := range im.others {
			total += n
		}
		im.report.Warnings = append(im.report.Warnings, fmt.Sprintf("%d packages of other architectures (%.100s) were passed over: only x86_64, i686 and noarch count", total, strings.Join(slices.Sorted(maps.Keys(im.others)), ", ")))
	}
	im.sourcesOfPackages()
	im.complete()
}

// empty says why there is not one package.
func (im *importer) empty(dir string) error {
	switch {
	case im.sqlite:
		return fmt.Errorf("%s: %w", dir, ErrOnlySQLite)
	case len(im.others) > 0:
		return fmt.Errorf("%s: %w: %s", dir, distro.ErrEmpty, im.report.Warnings[len(im.report.Warnings)-1])
	}
	return fmt.Errorf("%s: %w", dir, distro.ErrEmpty)
}
