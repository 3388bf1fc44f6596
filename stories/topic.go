package stories

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// Grouping says what has a story of its own.
type Grouping string

// The groupings, a closed list.
const (
	ByRepo    Grouping = "repo"
	ByTarget  Grouping = "target"
	ByArea    Grouping = "area" // the first folder of a repo
	ByPackage Grouping = "package"
	AsOne     Grouping = "one"
	byFamily  Grouping = "family" // a repo, and targets with the same format of packages
	byAnswer  Grouping = "answer"
)

// Groupings are those that can be asked for.
var Groupings = []Grouping{ByRepo, ByTarget, ByArea, ByPackage, AsOne}

// split says what has a task of its own.
type split string

const (
	perRule        split = "rule"
	perPackage     split = "package"
	perPackageRule split = "package-rule"
	perRepo        split = "repo"
	perNeed        split = "need"
)

// topic is a kind of story. Texts have %[1]s for where the work is, %[2]s for the
// target or the family of targets, what also %[3]s for "5 places" and %[4]s for
// "2 packages".
type topic struct {
	id    string // part of the keys: never changed
	by    Grouping
	tasks split
	title string
	// what is a sentence about what is there, why a paragraph about why it has to go;
	// its %[5]s says how the target or family is packaged for.
	what, why string
	// task is the title of a task; %[1]s is the package or the repo, %[2]s the rule,
	// %[3]s the target or family.
	task string
	// words are looked for in titles of others' stories.
	words []string
}

// The topics of the profile "starlingx": as the team filed its work on Python 3 and
// on packaging, a story for a repo or for a system, and a task for a construct or
// a package.
var profile = map[string]topic{
	"centos": {
		id: "centos", by: ByRepo, tasks: perPackageRule, title: "Remove CentOS assumptions: %[1]s",
		what:  "%[1]s relies on what only CentOS has, in %[3]s of %[4]s: its paths, init scripts, names of units, tools and settings.",
		why:   "The same code has to run on all systems. Each place needs something that works on all of them, or a branch for each system. CentOS 7 has to keep working.",
		words: []string{"centos", "init script", "sysconfig", "distribution"},
	},
	"packaging": {
		id: "packaging", by: byFamily, tasks: perPackage, title: "Packaging for %[2]s: %[1]s",
		what:  "In %[1]s, the spec files of %[4]s do something in %[3]s that packaging for %[2]s has to do in another way.",
		why:   "%[5]s These are the places that cannot be taken over as they are. The spec files stay as they are for CentOS 7.",
		task:  "Package %[1]s for %[3]s",
		words: []string{"packaging", "deb packag", "spec file", "rpm packag", "autospec", "bundle"},
	},
	"dependencies": {
		id: "dependencies", by: ByTarget, tasks: perNeed, title: "Packages missing or different on %[2]s",
		what:  "%[4]s of StarlingX need packages that %[2]s does not have, has in another form, or has too old. They are in %[1]s.",
		why:   "What is missing keeps a package from being built or installed, and with it all that needs that one. Each has to be packaged for %[2]s, replaced by something that is there, or no longer needed.",
		task:  "Package, replace or drop %[1]s for %[3]s",
		words: []string{"missing package", "dependenc"},
	},
	"patches": {
		id: "centos-patches", by: ByArea, tasks: perPackage, title: "Patches to third-party packages: %[1]s",
		what:  "StarlingX builds %[4]s of other projects with %[3]s, in %[1]s.",
		why:   "Other systems bring the same software in other versions and with packaging of their own. For each package and system it has to be settled whether the system's own package is adopted or the patched one is built for it, and what becomes of the patches.",
		task:  "Adopt, rebase or drop the patches of %[1]s",
		words: []string{"patch"},
	},
	"openstack": {
		id: "openstack-patches", by: ByArea, tasks: perPackage, title: "Patches to OpenStack packages: %[1]s",
		what:  "StarlingX builds %[4]s of OpenStack with %[3]s, in %[1]s.",
		why:   "Other systems bring other releases of OpenStack. Each patch has to be proposed upstream, carried over, or dropped.",
		task:  "Propose, rebase or drop the patches of %[1]s",
		words: []string{"openstack patch", "upstream"},
	},
	"pins": {
		id: "version-pins", by: AsOne, tasks: perPackage, title: "Versions pinned to what CentOS 7 has",
		what:  "%[4]s ask in %[3]s for exactly one version, or for a version that a target does not have. They are in %[1]s.",
		why:   "A version that is pinned to what CentOS 7 has is not there on another system, and keeps updates away. Each pin has to become a bound that all systems meet, or one for each system; what pip installs into an environment of its own may keep its pins.",
		task:  "Loosen, replace or keep the pins of %[1]s",
		words: []string{"pinned", "constraint", "requirements"},
	},
	"shell": {
		id: "shell", by: ByRepo, tasks: perPackage, title: "Scripts for /bin/sh that need Bash: %[1]s",
		what:  "%[1]s has %[3]s that only Bash understands, in scripts of %[4]s that begin with #!/bin/sh or are taken in by such, and in commands that programs hand to /bin/sh.",
		why:   "/bin/sh is Bash on CentOS 7, and dash on Debian and Ubuntu. There a script fails at such a place, does something else, or is refused as a whole. Begin a script with #!/bin/bash where Bash is meant; elsewhere, and in what other scripts take in, write what every shell understands.",
		task:  "Make the scripts of %[1]s run with every shell",
		words: []string{"bash", "shell", "bashate", "dash"},
	},
	"python2": {
		id: "python2", by: ByRepo, tasks: perRule, title: "Python 3 compatibility: %[1]s",
		what:  "%[1]s has %[3]s in %[4]s that do not run on Python 3, or mean something else there.",
		why:   "CentOS 7 runs this code with Python 2, which the targets no longer have. It has to run on both until CentOS 7 is left behind.",
		task:  "Python 3 compatibility: %[2]s",
		words: []string{"python 3", "python3", "py3", "2to3", "py2"},
	},
	"suppressions": {
		id: "suppressions", by: ByRepo, tasks: perRule, title: "Comments that quiet linters: %[1]s",
		what:  "%[1]s has %[3]s in %[4]s where a comment quiets a check.",
		why:   "What a comment quiets is seen by nobody any more. Each says what it quiets and why, or goes.",
		words: []string{"pylint", "flake8", "noqa"},
	},
	"answer": {id: "answer", by: byAnswer, tasks: perPackage},
	"test-cover": {
		id: "test-cover", by: ByRepo, tasks: perPackage, title: "Test cover: %[1]s", what: "%[1]s has %[4]s without a test.",
		why: "What is ported without tests breaks unseen.", task: "Write tests for %[1]s", words: []string{"unit test", "coverage"},
	},
}

// topicOf is the topic of a finding by default, by its concern and by whether it
// stands in packaging.
func topicOf(f *finding.Finding) string {
	switch f.Concern {
	case finding.Dependencies:
		return "dependencies"
	case finding.CentOSPatches:
		return "patches"
	case finding.OpenStackPatches:
		return "openstack"
	case finding.VersionPins:
		return "pins"
	case finding.Shell, finding.Python2, finding.TestCover, finding.Suppressions:
		return string(f.Concern)
	}
	// What packages nothing is build code that takes CentOS for granted, and so is what
	// every packaging runs.
	if f.Role != finding.RoleRuntime && f.Package != "(tree)" && !strings.HasPrefix(path.Base(f.Path), "Makefile") && path.Ext(f.Path) != ".mk" {
		return "packaging"
	}
	return "centos"
}

// topicOfConcern is the topic of what runs of a concern.
func topicOfConcern(c finding.Concern) string {
	return topicOf(&finding.Finding{Concern: c, Role: finding.RoleRuntime})
}

// ownTopic is the topic of a concern that is grouped in a way of its own.
func ownTopic(concern finding.Concern, by Grouping) topic {
	t := profile[topicOfConcern(concern)]
	t.id, t.by = string(concern), by
	title := ConcernTitle(concern)
	switch by {
	case ByTarget:
		t.title, t.tasks, t.task = title+" on %[2]s", perRepo, title+" in %[1]s"
	case ByRepo:
		t.title = title + ": %[1]s"
	case ByPackage:
		t.title, t.tasks, t.task = title+": %[1]s", perRule, ""
	default:
		t.title, t.tasks, t.task = title+": %[1]s", perPackage, title+" in %[1]s"
		if by == AsOne {
			t.title = title
		}
	}
	return t
}

// concernTitles are what stories call the concerns.
var concernTitles = map[finding.Concern]string{
	finding.Python2:          "Python 3 compatibility",
	finding.RPMCalls:         "Remove calls of rpm and yum",
	finding.CentOSPatches:    "Patches to CentOS packages",
	finding.OpenStackPatches: "Patches to OpenStack packages",
	finding.Dependencies:     "Dependencies by the targets' names",
	finding.VersionPins:      "Versions pinned to CentOS packages",
	finding.OpenStackRelease: "OpenStack release",
	finding.Installer:        "Installer",
	finding.Puppet:           "Puppet manifests",
	finding.InitAndPaths:     "Remove CentOS units and paths",
	finding.Shell:            "Shell scripts",
	finding.SecurityStack:    "Security stack",
	finding.Toolchain:        "Toolchain",
	finding.TestCover:        "Test cover",
	finding.Suppressions:     "Suppressions",
}

// ConcernTitle is what stories call a concern.
func ConcernTitle(c finding.Concern) string {
	if title, ok := concernTitles[c]; ok {
		return title
	}
	return string(c)
}

// CheckGroups reports the first concern or grouping that there is none of.
func CheckGroups(groups map[finding.Concern]Grouping) error {
	for _, concern := range slices.Sorted(maps.Keys(groups)) {
		if !slices.Contains(finding.Concerns, concern) {
			return fmt.Errorf("there is no concern %q", concern)
		}
		if !slices.Contains(Groupings, groups[concern]) {
			return fmt.Errorf("%s: stories cannot be made by %q: want one of %s", concern, groups[concern], join(Groupings))
		}
	}
	return nil
}

func join[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

// family is what targets with the same packages are told by: Debian's and
// Ubuntu's share theirs.
func family(target string) string {
	name, _, _ := strings.Cut(target, "-")
	if name == "ubuntu" {
		return "debian"
	}
	return name
}
