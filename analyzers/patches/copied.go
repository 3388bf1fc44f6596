package patches

import (
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/workspace"
)

// mostWords bounds the words of a COPY_LIST; the longest of StarlingX has 20.
const mostWords = 200

// copyLists are the variables of build_srpm.data that name files which go into
// the source package beside the source itself.
var copyLists = []string{"COPY_LIST", "COPY_LIST_TO_TAR"}

// copied returns a test whether build_srpm.data copies a file into the source
// package. Being copied is not being applied: it tells a dead patch that
// travels along from one that stays behind.
func copied(p *workspace.Package) func(file string) bool {
	var words []string
	for _, key := range copyLists {
		for _, word := range strings.Fields(p.Data[key]) {
			// What only a build knows is left in as $NAME, and fits nothing.
			if len(words) < mostWords && !strings.Contains(word, "$") {
				words = append(words, path.Clean(word))
			}
		}
	}
	return func(file string) bool {
		rest := strings.TrimPrefix(strings.TrimPrefix(file, p.Path), "/")
		for dir := rest; dir != "." && dir != "/"; dir = path.Dir(dir) {
			for _, word := range words {
				// A folder that is named, or fits, goes with all in it.
				if ok, err := path.Match(word, dir); ok && err == nil {
					return true
				}
			}
		}
		return false
	}
}
