package apply

import (
	"io/fs"
	"path"
	"strings"
)

// below is a source that stands in a folder of what patches are against.
type below struct {
	source Source
	folder string
}

// Below is a source as a folder of a larger tree, in which nothing else is there. A
// patch of packstack/puppet/modules/lvm/lib/f is a patch of lib/f of puppet-lvm.
func Below(s Source, folder string) Source {
	if folder = strings.Trim(path.Clean(folder), "/"); folder == "." || folder == "" {
		return s
	}
	return below{s, folder}
}

// Look implements Source.
func (b below) Look(name string) Info {
	if rest, ok := strings.CutPrefix(name, b.folder+"/"); ok {
		return b.source.Look(rest)
	}
	if name == b.folder || strings.HasPrefix(b.folder, name+"/") {
		return Info{Kind: Folder}
	}
	return Info{}
}

// Read implements Source.
func (b below) Read(name string) ([]byte, error) {
	if rest, ok := strings.CutPrefix(name, b.folder+"/"); ok {
		return b.source.Read(rest)
	}
	return nil, fs.ErrNotExist
}

// FolderOf finds the folder that a source stands in for a stack: that in which the
// most of the files are that the stack names, if none of them is where it says. It is
// empty where the names fit as they are, or nowhere. The last part of a name alone is
// no evidence, as every source has a README.
func FolderOf(s Source, stack []Patch) string {
	found := map[string]int{}
	folder := ""
	for _, name := range Candidates(stack) {
		if s.Look(name).Kind == Regular {
			return ""
		}
		for at := strings.IndexByte(name, '/'); at > 0; {
			rest := name[at+1:]
			next := strings.IndexByte(rest, '/')
			if next < 0 {
				break
			}
			if s.Look(rest).Kind == Regular {
				own := name[:at]
				found[own]++
				if found[own] > found[folder] || found[own] == found[folder] && len(own) < len(folder) {
					folder = own
				}
				break
			}
			at += 1 + next
		}
	}
	return folder
}
