package indexes

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/clearlinux"
	"opendev.org/starlingx/stxscan/distro/debian"
	"opendev.org/starlingx/stxscan/distro/rpmmd"
)

// Target is what importing has to know of a target.
type Target struct{ ID, Family, Build string }

// suites are the codenames of releases of Debian's family.
var suites = map[string]string{
	"debian-11": "bullseye", "debian-12": "bookworm", "debian-13": "trixie",
	"ubuntu-18.04": "bionic", "ubuntu-20.04": "focal", "ubuntu-22.04": "jammy", "ubuntu-24.04": "noble",
}

// Suite returns the codename of a target, "" where it has none.
func Suite(target string) string { return suites[target] }

// Options say how metadata is taken.
type Options struct {
	// Now is the time against which the end of metadata is held.
	Now time.Time
	// AllowStale takes metadata whose time is over, OtherContents lists of files
	// that are not those of the Release.
	AllowStale, OtherContents bool
}

// Report says what was imported, in a line each, and what to know of it.
type Report struct{ Lines, Warnings []string }

// Import makes an index of the metadata at a place: a folder of apt's lists, a
// mirror, a repository of rpm-md or a cache with several, definitions of bundles,
// or a list of names.
func Import(t Target, place string, o Options) (*distro.Index, *Report, error) {
	b := distro.NewBuilder(distro.Meta{Target: t.ID, Family: t.Family, Build: t.Build, Source: filepath.Base(place)})
	report := &Report{}
	var err error
	switch {
	case isList(place, t.Family):
		err = importList(b, place, report)
	case hasRepomd(place):
		err = importRPM(b, place, report)
	case t.Family == distro.FamilyDebian:
		err = importDebian(b, t, place, o, report)
	default:
		err = importBundles(b, place, report)
	}
	if err != nil {
		return nil, nil, err
	}
	if b.Meta().Date == "" {
		info, err := os.Stat(place)
		if err != nil {
			return nil, nil, err
		}
		b.Meta().Date = info.ModTime().UTC().Format(time.DateOnly)
		report.Warnings = append(report.Warnings, "the metadata has no date: the index bears that of the file")
	}
	x, err := b.Index()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", place, err)
	}
	return x, report, nil
}

func importDebian(b *distro.Builder, t Target, place string, o Options, report *Report) error {
	options := debian.Options{Now: o.Now, AllowStale: o.AllowStale, OtherContents: o.OtherContents}
	if suite := Suite(t.ID); suite != "" {
		options.Suites = []string{suite}
	}
	r, err := debian.Import(b, place, options)
	if err != nil {
		return err
	}
	report.Lines = append(report.Lines, fmt.Sprintf("%d files of %s: %d binary packages, %d source packages, %d lines of contents; %d checksums verified",
		len(r.Files), strings.Join(r.Suites, ", "), r.Packages, r.Sources, r.Lines, r.Verified))
	report.Warnings = r.Warnings
	return nil
}

func importRPM(b *distro.Builder, place string, report *Report) error {
	r, err := rpmmd.Import(b, place)
	if err != nil {
		return err
	}
	b.Meta().Date = r.Date
	report.Lines = append(report.Lines, fmt.Sprintf("%d repositories: %d packages", len(r.Repositories), r.Packages))
	report.Warnings = r.Warnings
	return nil
}

func importBundles(b *distro.Builder, place string, report *Report) error {
	n, err := clearlinux.ReadBundles(b, place)
	if err != nil {
		return err
	}
	b.Meta().Completeness[distro.Binaries] = distro.Partial
	report.Lines = append(report.Lines, fmt.Sprintf("%d bundles", n))
	return nil
}

// importList reads names: of source packages where the file says so.
func importList(b *distro.Builder, place string, report *Report) error {
	file, err := os.Open(place)
	if err != nil {
		return err
	}
	defer file.Close()
	n, err := clearlinux.ReadList(b, file)
	if err != nil {
		return fmt.Errorf("%s: %w", place, err)
	}
	b.Meta().Completeness[distro.Binaries] = distro.Partial
	report.Lines = append(report.Lines, fmt.Sprintf("%d names", n))
	report.Warnings = append(report.Warnings, "a list of names says what is there, and not that there is nothing else")
	return nil
}

// isList reports whether a place is a file of names: no file of Debian's, whose
// names tell what they are.
func isList(place, family string) bool {
	info, err := os.Stat(place)
	if err != nil || info.IsDir() {
		return false
	}
	base := filepath.Base(place)
	for _, known := range []string{"Packages", "Sources", "Contents-"} {
		if strings.HasPrefix(base, known) || strings.Contains(base, "_"+known) {
			return family != distro.FamilyDebian
		}
	}
	return true
}

// errFound ends a walk.
var errFound = errors.New("found")

// hasRepomd reports whether a repomd.xml lies at most four folders below a place.
func hasRepomd(place string) bool {
	root := filepath.Clean(place)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // what cannot be read holds none
		}
		if d.IsDir() && strings.Count(strings.TrimPrefix(name, root), string(filepath.Separator)) > 4 {
			return fs.SkipDir
		}
		if d.Name() == "repomd.xml" {
			return errFound
		}
		return nil
	})
	return errors.Is(err, errFound)
}
