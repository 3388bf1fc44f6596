package distro

import "strings"

// tuples are the ABI, C library, kernel and processor of architectures whose
// names do not tell them; others are base-gnu-linux-NAME, or base-gnu-KERNEL-NAME.
// From the tupletable of dpkg 1.21.
var tuples = map[string][4]string{
	"armhf": {"eabihf", "gnu", "linux", "arm"}, "armel": {"eabi", "gnu", "linux", "arm"},
	"x32": {"x32", "gnu", "linux", "amd64"}, "arm64ilp32": {"ilp32", "gnu", "linux", "arm64"},
	"mips64el": {"abi64", "gnu", "linux", "mips64el"}, "mips64": {"abi64", "gnu", "linux", "mips64"},
	"mips64r6el": {"abi64", "gnu", "linux", "mips64r6el"}, "mips64r6": {"abi64", "gnu", "linux", "mips64r6"},
	"mipsn32el": {"abin32", "gnu", "linux", "mips64el"}, "mipsn32": {"abin32", "gnu", "linux", "mips64"},
	"powerpcspe": {"spe", "gnu", "linux", "powerpc"}, "musl-linux-armhf": {"eabihf", "musl", "linux", "arm"},
}

// tupleOf is the tuple of an architecture, or of a wildcard such as linux-any or
// gnu-any-any, what it leaves out being any.
func tupleOf(name string) [4]string {
	if t, ok := tuples[name]; ok {
		return t
	}
	parts := strings.SplitN(name, "-", 4)
	t := [4]string{"base", "gnu", "linux", ""}
	if name == anyArch || strings.HasPrefix(name, anyArch+"-") || strings.Contains(name, "-"+anyArch) {
		t = [4]string{anyArch, anyArch, anyArch, anyArch}
	}
	copy(t[4-len(parts):], parts)
	return t
}

// forArch evaluates "amd64 linux-any" and "!amd64" of a relation: whether it is
// for an architecture.
func forArch(list, arch string) bool {
	negated, named := false, false
	own := tupleOf(arch)
	for word := range strings.FieldsSeq(list) {
		word, not := strings.CutPrefix(word, "!")
		negated = negated || not
		wanted := tupleOf(word)
		fits := true
		for i := range own {
			fits = fits && (wanted[i] == anyArch || wanted[i] == own[i])
		}
		named = named || fits
	}
	return named != negated
}
