package distro

import (
	"slices"
	"strings"
)

// osCore is the bundle that every Clear Linux has.
const osCore = "os-core"

// apart are parts of packages that do not come with the package itself.
var apart = []string{"-dev", "-dev32", "-lib32", "-doc", "-extras", "-tests", "-staticdev", legacyPython}

// bundlesOf returns the bundles that bring a package, os-core ahead where it does.
// The main package of a source requires its parts, but for headers, documents
// and extras, so that a bundle which lists it brings them; and what asks for a
// package is served by its programs or its library.
func (x *clear) bundlesOf(name, source string) []string {
	list := x.bundles[name]
	for _, ending := range apart {
		if strings.HasSuffix(name, ending) {
			return list
		}
	}
	others := [][]string{x.bundles[name+"-bin"], x.bundles[name+"-lib"], x.bundles[name+"-python"]}
	if stem, ok := strings.CutSuffix(name, "-python3"); ok {
		others = append(others, x.bundles[stem+"-python"])
	}
	others = append(others, x.bundles[source])
	if strings.HasSuffix(name, "-lib") { // which the programs require
		others = append(others, x.bundles[source+"-bin"])
	}
	for _, other := range others {
		switch {
		case list == nil:
			list = other
		case slices.Contains(other, osCore) && !slices.Contains(list, osCore):
			list = append([]string{osCore}, list...)
		}
	}
	return list
}
