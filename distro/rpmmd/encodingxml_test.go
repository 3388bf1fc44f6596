package rpmmd

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
)

// What encoding/xml reads, as the oracle of the scanner.

type xmlVersion struct {
	Epoch string `xml:"epoch,attr"`
	Ver   string `xml:"ver,attr"`
	Rel   string `xml:"rel,attr"`
}

type xmlFile struct {
	Type string `xml:"type,attr"`
	Path string `xml:",chardata"`
}

type xmlPackage struct {
	Name    string     `xml:"name"`
	Arch    string     `xml:"arch"`
	Version xmlVersion `xml:"version"`
	Format  struct {
		Source   string `xml:"sourcerpm"`
		Provides struct {
			Entries []struct {
				xmlVersion

				Name  string `xml:"name,attr"`
				Flags string `xml:"flags,attr"`
			} `xml:"entry"`
		} `xml:"provides"`
		Files []xmlFile `xml:"file"`
	} `xml:"format"`
}

type xmlMetadata struct {
	XMLName  xml.Name     `xml:"metadata"`
	Packages []xmlPackage `xml:"package"`
}

type xmlFilelists struct {
	XMLName  xml.Name `xml:"filelists"`
	Packages []struct {
		Name  string    `xml:"name,attr"`
		Arch  string    `xml:"arch,attr"`
		Files []xmlFile `xml:"file"`
	} `xml:"package"`
}

// primaryByEncodingXML reads a primary.xml as encoding/xml does.
func primaryByEncodingXML(text []byte) ([]pkg, error) {
	var md xmlMetadata
	if err := xml.NewDecoder(bytes.NewReader(text)).Decode(&md); err != nil {
		return nil, err
	}
	var list []pkg
	for _, x := range md.Packages {
		p := pkg{name: x.Name, arch: x.Arch, version: version{x.Version.Epoch, x.Version.Ver, x.Version.Rel}, source: x.Format.Source}
		for _, entry := range x.Format.Provides.Entries {
			p.provides = append(p.provides, provided{entry.Name, entry.Flags, version{entry.Epoch, entry.Ver, entry.Rel}})
		}
		for _, f := range x.Format.Files {
			p.files = append(p.files, file{f.Path, f.Type == "dir"})
		}
		list = append(list, p)
	}
	return list, nil
}

// primaryByScanner reads a primary.xml and keeps its packages.
func primaryByScanner(in io.Reader) ([]pkg, error) {
	var list []pkg
	err := readPrimary(in, func(p *pkg) {
		kept := *p
		kept.provides, kept.files = slices.Clone(p.provides), slices.Clone(p.files)
		if len(kept.provides) == 0 {
			kept.provides = nil
		}
		if len(kept.files) == 0 {
			kept.files = nil
		}
		list = append(list, kept)
	})
	return list, err
}

// files are the files of one package of filelists.xml.
type files struct {
	name, arch string
	paths      []string
}

func filelistsByEncodingXML(text []byte) ([]files, error) {
	var md xmlFilelists
	if err := xml.NewDecoder(bytes.NewReader(text)).Decode(&md); err != nil {
		return nil, err
	}
	var list []files
	for _, x := range md.Packages {
		p := files{name: x.Name, arch: x.Arch}
		for _, f := range x.Files {
			if f.Type != "dir" {
				p.paths = append(p.paths, f.Path)
			}
		}
		list = append(list, p)
	}
	return list, nil
}

func filelistsByScanner(in io.Reader) ([]files, error) {
	var list []files
	err := readFilelists(in, func(name, arch string) bool {
		list = append(list, files{name: name, arch: arch})
		return true
	}, func(path []byte) {
		last := &list[len(list)-1]
		last.paths = append(last.paths, string(path))
	})
	return list, err
}
