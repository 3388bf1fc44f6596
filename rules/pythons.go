package rules

import (
	"fmt"
	"strconv"
	"strings"
)

// Pythons is a set of Python versions.
type Pythons uint32

// The versions a set can hold: 2.6 and 2.7, then 3.0 to 3.19.
const (
	Python26 Pythons = 1 << iota
	Python27
	python30

	lastMinor = 19

	// AnyPython2 and AnyPython3 are all versions of each language.
	AnyPython2 = Python26 | Python27
	AnyPython3 = (1<<(lastMinor+3) - 1) &^ AnyPython2
	// AllPythons is what reaches code that no condition guards.
	AllPythons = AnyPython2 | AnyPython3
)

// ParsePython reads a version such as "2.7", "3.6" or "3.7.0"; "3" alone and
// versions beyond the sets' range are errors.
func ParsePython(text string) (Pythons, error) {
	parts := strings.Split(text, ".")
	if len(parts) >= 2 {
		major, errMajor := strconv.Atoi(parts[0])
		minor, errMinor := strconv.Atoi(parts[1])
		if errMajor == nil && errMinor == nil {
			if set := PythonVersion(major, minor); set != 0 {
				return set, nil
			}
		}
	}
	return 0, fmt.Errorf("python version %q: want 2.6, 2.7 or 3.0 to 3.%d", text, lastMinor)
}

// PythonVersion returns the set of the one version, empty if it is none that a
// set can hold.
func PythonVersion(major, minor int) Pythons {
	switch {
	case major == 2 && (minor == 6 || minor == 7):
		return Python26 << (minor - 6)
	case major == 3 && minor >= 0 && minor <= lastMinor:
		return python30 << minor
	}
	return 0
}

// Since returns every Python 3 from the version on. It panics on a version
// that ParsePython refuses; the loader has checked those of rules.
func Since(version string) Pythons {
	first, err := ParsePython(version)
	if err != nil {
		panic(err)
	}
	return AnyPython3 &^ (first - 1)
}

// Each calls yield with every version of the set, ascending.
func (p Pythons) Each(yield func(major, minor int) bool) {
	for minor := 6; minor <= 7; minor++ {
		if p&PythonVersion(2, minor) != 0 && !yield(2, minor) {
			return
		}
	}
	for minor := 0; minor <= lastMinor; minor++ {
		if p&PythonVersion(3, minor) != 0 && !yield(3, minor) {
			return
		}
	}
}
