package workspace

import (
	"path"
	"strings"
	"sync"

	"github.com/go-enry/go-enry/v2"
)

// byName is what a name tells of a file.
type byName struct {
	language Language
	rule     string
	// firm says that the name settles it. Otherwise a "#!" line wins, and
	// only an Unknown language is looked for in the content.
	firm bool
}

// classifyName settles what the name of a file settles.
func classifyName(f *File) {
	told := languageByName(f.Path)
	f.Language, f.language, f.settled = told.language, told.rule, told.firm
	if f.Skip == "" && told.language == Binary {
		f.Skip = SkipBinary
	}
}

// languageByName looks at StarlingX's own names first, then at the table of
// extensions; go-enry is asked for what neither knows.
func languageByName(name string) byName { return unwrap(name, maxWraps) }

// maxWraps is how many suffixes like ".in" are taken off a name.
const maxWraps = 3

func unwrap(name string, wraps int) byName {
	if told := ownName(name); told.rule != "" {
		return told
	}
	return byExtension(name, path.Base(name), wraps)
}

func ownName(name string) byName {
	base := path.Base(name)
	switch {
	case baseNames[base] != "":
		return byName{baseNames[base], "the name " + base, true}
	case isBuildList(base):
		return byName{PackageList, "the name of a build list", true}
	case strings.HasPrefix(base, "Dockerfile"):
		return byName{Dockerfile, "the name Dockerfile*", true}
	case strings.HasPrefix(base, "Makefile"), strings.HasPrefix(base, "makefile"):
		return byName{Makefile, "the name Makefile*", true}
	case isRequirements(base):
		return byName{Requirements, "the name of a requirements file", true}
	case hasAnyPrefix(base, "README", "LICENSE", "COPYING", "CONTRIBUT", "HACKING") && path.Ext(base) == "":
		return byName{Text, "the name of a document", true}
	case base == "series" && strings.HasSuffix(path.Dir(name), "patches"):
		return byName{PatchOrder, "series beside patches", true}
	case isKickstart(name, base):
		return byName{Kickstart, "a .cfg fragment among kickstarts, or ks.cfg", true}
	case (base == "settings" || base == "override-defaults" || base == "plugin.sh") && hasFolder(name, "devstack"):
		return byName{Shell, "sourced by devstack", true}
	case hasFolder(name, "pam.d"), hasFolder(name, "pmon.d"):
		return byName{Config, "in pam.d or pmon.d", false}
	case strings.HasPrefix(base, "RPM-GPG-KEY-"):
		return byName{Text, "a public key", true}
	case hasFolder(name, "logrotate.d"):
		return byName{Logrotate, "in logrotate.d", true}
	case hasFolder(name, "cron.d"), base == "crontab":
		return byName{Cron, "in cron.d, or a crontab", false}
	case hasFolder(name, "init.d"):
		return byName{Shell, "in init.d", false}
	case hasFolder(name, debian) || hasFolder(name, "deb_folder"):
		return debianName(base)
	}
	return byName{}
}

// isBuildList asks the rules for lists only for names that end like one.
func isBuildList(base string) bool {
	switch path.Ext(base) {
	case "", ".inc", ".lst", ".txt":
		kind, _, _ := listKind(base)
		return kind != ""
	}
	return false
}

func isRequirements(base string) bool {
	return strings.HasSuffix(base, ".txt") &&
		(strings.Contains(base, "requirements") || strings.Contains(base, "constraints"))
}

func isKickstart(name, base string) bool {
	if base == "ks.cfg" || strings.HasSuffix(base, "_ks.cfg") || strings.HasSuffix(base, "-ks.cfg") {
		return true
	}
	return strings.HasSuffix(base, ".cfg") && (hasFolder(name, "kickstarts") || hasFolder(name, "kickstart"))
}

// debianName knows the files of a debian packaging folder.
func debianName(base string) byName {
	switch base {
	case "control", "changelog", "copyright", "format", "compat", "watch", "options", "priority", "not-installed":
		return byName{DebControl, "a file of debian packaging", true}
	case "rules":
		return byName{Makefile, "debian/rules", true}
	case "preinst", "postinst", "prerm", "postrm", "config", "dl_hook":
		return byName{Shell, "a maintainer script", false}
	}
	switch path.Ext(base) {
	case ".preinst", ".postinst", ".prerm", ".postrm":
		return byName{Shell, "a maintainer script", false}
	case ".install", ".dirs", ".links", ".docs", ".manpages", ".lintian-overrides", ".examples":
		return byName{DebControl, "a file of debian packaging", true}
	case ".init":
		return byName{Shell, "an init script", false}
	}
	return byName{}
}

// wrapped are the suffixes of templates and kept copies: the name without them
// tells the language.
var wrapped = map[string]bool{
	".in": true, ".j2": true, ".unmodified": true, ".orig": true, ".old": true, ".bak": true,
	".sample": true, ".example": true, ".template": true, ".tpl": true,
	".cgcs": true, ".cgts": true, ".OBS": true,
}

func byExtension(name, base string, wraps int) byName {
	ext := path.Ext(base)
	if told, known := extensions[strings.ToLower(ext)]; known && ext != base {
		return byName{told.language, "the extension " + ext, told.firm}
	}
	if inner := strings.TrimSuffix(base, ext); wrapped[ext] && inner != "" && wraps > 0 {
		told := unwrap(path.Join(path.Dir(name), inner), wraps-1)
		if told.language == Unknown {
			return byName{}
		}
		told.rule += ", before " + ext
		return told
	}
	return fromEnry(base)
}

// enryNames remembers what go-enry said of a name: extensions repeat.
var enryNames sync.Map

// fromEnry asks go-enry by the name alone; it is sure only where the name has
// one language.
func fromEnry(base string) byName {
	key := path.Ext(base)
	if key == "" || key == base {
		key = base
	}
	if told, ok := enryNames.Load(key); ok {
		return told.(byName)
	}
	told := byName{}
	if language, safe := enry.GetLanguageByFilename(base); safe {
		told = byName{Language(language), "go-enry, by the file's name", true}
	} else if language, safe := enry.GetLanguageByExtension(base); safe {
		told = byName{Language(language), "go-enry, by the extension", false}
	}
	if language, ok := enrySynonyms[told.language]; ok {
		told.language = language
	}
	enryNames.Store(key, told)
	return told
}

// enrySynonyms are the names that go-enry has for languages of ours.
var enrySynonyms = map[Language]Language{
	"Diff": Patch, "HTML+ERB": ERB, "Git Attributes": Config, "Ignore List": Config,
	"Git Config": INI, "EditorConfig": INI, "Jinja": Template, "Pip Requirements": Requirements,
	"Gettext Catalog": Gettext, "Unix Assembly": "Assembly", "Shell": Shell,
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

// hasFolder says whether a folder of name, above its last component, is dir.
func hasFolder(name, dir string) bool {
	for {
		i := strings.Index(name, dir)
		if i < 0 {
			return false
		}
		end := i + len(dir)
		if (i == 0 || name[i-1] == '/') && end < len(name) && name[end] == '/' {
			return true
		}
		name = name[end:]
		if name != "" && name[0] == '/' {
			continue
		}
		// In the middle of a longer component: go on behind it.
		next := strings.IndexByte(name, '/')
		if next < 0 {
			return false
		}
		name = name[next:]
	}
}
