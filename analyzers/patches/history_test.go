package patches_test

import (
	"cmp"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/spec"
)

// TestRealOverlays compares with what StarlingX did later: between 2018.10 and
// 5.0 it put packages of configuration in the place of patches. What these
// install is counted against the overlays of the same packages.
//
// It asks for a folder with both releases: STXSCAN_WORKSPACE is 2018.10.0 and
// 5.0.0 is beside it.
func TestRealOverlays(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	later := filepath.Join(filepath.Dir(root), "5.0.0", "stx-config-files")
	if _, err := os.Stat(later); root == "" || filepath.Base(root) != "2018.10.0" || err != nil {
		t.Skip("STXSCAN_WORKSPACE is not a 2018.10.0 with a 5.0.0 beside it: nothing to compare with")
	}
	stacks := map[string]finding.PatchStack{}
	for _, s := range scanned(t, root).PatchStacks {
		stacks[s.Package] = s
	}
	specs, err := filepath.Glob(filepath.Join(later, "*-config", "centos", "*.spec"))
	if err != nil || len(specs) == 0 {
		t.Fatalf("no specs below %s: %v", later, err)
	}
	packages, only, ours, theirs, both, modes, sameModes := 0, 0, 0, 0, 0, 0, 0
	for _, file := range specs {
		name := strings.TrimSuffix(filepath.Base(filepath.Dir(filepath.Dir(file))), "-config")
		s, is := stacks[name]
		if !is {
			continue
		}
		packages++
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		carried := installs(string(src))
		if s.Overlay == nil {
			t.Logf("%-22s %-18s later carries %v", name, s.Kinds[0], slices.Sorted(maps.Keys(carried)))
			continue
		}
		only++
		var same, mine []string
		for _, f := range s.Overlay.Files {
			at := match(carried, f.Path)
			if at == "" {
				mine = append(mine, f.Path)
				continue
			}
			same = append(same, at)
			if a, b := strings.TrimLeft(f.Mode, "0"), strings.TrimLeft(carried[at], "0"); a != "" && b != "" {
				if modes++; a == b {
					sameModes++
				} else {
					t.Logf("%s: %s is %s here and %s later", name, f.Path, a, b)
				}
			}
			delete(carried, at)
		}
		ours, theirs, both = ours+len(s.Overlay.Files), theirs+len(same)+len(carried), both+len(same)
		t.Logf("%-22s configuration-only %d in both %v; here alone %v; later alone %v", name, len(same), same, mine, slices.Sorted(maps.Keys(carried)))
	}
	t.Logf("%d packages of configuration replace patched packages of 2018.10.0, %d of these are configuration-only here; "+
		"of %d files of their overlays and %d of the later packages %d are in both; of %d whose modes both give %d agree",
		packages, only, ours, theirs, both, modes, sameModes)
	if only == 0 || both == 0 {
		t.Error("nothing is compared")
	}
}

// match returns the file of a later package that one of an overlay is: at the
// same place, or of the same name where its place is not known.
func match(carried map[string]string, file string) string {
	if _, is := carried[file]; is {
		return file
	}
	for _, at := range slices.Sorted(maps.Keys(carried)) {
		if path.Base(at) == path.Base(file) && (!strings.HasPrefix(file, "/") || isUnit.MatchString(file) || strings.HasPrefix(at, "/etc/pam.d/") || strings.Contains(file, "init.d/")) {
			return at
		}
	}
	return ""
}

var isUnit = regexp.MustCompile(`\.(?:service|mount|rules)$`)

// installs reads where a package of configuration puts its files in the end:
// some are copied to their places when it is installed, since they are files of
// another package.
func installs(src string) map[string]string {
	files := map[string]string{}
	src = strings.ReplaceAll(src, "${CONFDIR}", "%{buildroot}%{_sysconfdir}/lighttpd")
	defines := maps.Clone(spec.CentOS7)
	defines["_pamconfdir"], defines["buildroot"] = "/etc/pam.d", ""
	for line := range strings.Lines(src) {
		words := strings.Fields(spec.Expand(line, spec.Options{Defines: defines}))
		mode, args := "", []string(nil)
		for i := 1; i < len(words); i++ {
			switch word := words[i]; {
			case word == "-m":
				if i++; i < len(words) {
					mode = words[i]
				}
			case strings.HasPrefix(word, "-m"):
				mode = word[2:]
			case word == "-d":
				args, i = nil, len(words)
			case !strings.HasPrefix(word, "-"):
				args = append(args, strings.ReplaceAll(word, "//", "/"))
			}
		}
		switch {
		case len(words) == 0 || len(args) < 2:
		case strings.HasSuffix(strings.Trim(words[0], "%{}_"), "install") && len(args) == 2:
			to := args[1]
			if strings.HasSuffix(to, "init.d") || strings.HasSuffix(to, "/system") || strings.HasSuffix(to, "/") {
				to = strings.TrimSuffix(to, "/") + "/" + path.Base(args[0])
			}
			files[to] = mode
		case words[0] == "cp" && strings.HasPrefix(args[len(args)-1], "/"):
			from, to := args[len(args)-2], args[len(args)-1]
			if strings.HasSuffix(to, "/") {
				to += path.Base(from)
			}
			files[to] = cmp.Or(files[to], files[from])
			delete(files, from)
		case words[0] == "chmod":
			for _, one := range args[1:] {
				if before, inside, ok := strings.Cut(strings.TrimSuffix(one, "}"), "{"); ok {
					for _, name := range strings.Split(inside, ",") {
						files[before+name] = args[0]
					}
				} else if _, is := files[one]; is {
					files[one] = args[0]
				}
			}
		}
	}
	return files
}
