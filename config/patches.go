package config

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// Patch is one entry of patches: what somebody found out about a patch, which no
// comparison of lines can tell.
type Patch struct {
	Package  string `json:"package" jsonschema:"name or glob of packages"`
	Patch    string `json:"patch" jsonschema:"the patch's file, or a glob of it, without folders"`
	Upstream string `json:"upstream" jsonschema:"whether upstream has the change, in whatever words"`
	Release  string `json:"release,omitempty" jsonschema:"the first release that has it"`
	Commit   string `json:"commit,omitempty" jsonschema:"a commit that has it"`
	By       string `json:"by" jsonschema:"who says so"`
	Reason   string `json:"reason" jsonschema:"why, for those who read it in a year"`
	Places   Places `json:"-"`

	pkg, patch nameGlob
}

// Judgements are what a person may say of a patch.
var Judgements = []finding.UpstreamState{finding.UpstreamHas, finding.UpstreamPartly, finding.UpstreamNot, finding.UpstreamBack}

func (p *Patch) check(d *decoder) {
	p.pkg = p.Places.name(d, "package", p.Package, false)
	p.patch = p.Places.name(d, "patch", p.Patch, false)
	for key, text := range map[string]string{"package": p.Package, "patch": p.Patch, "by": p.By, "reason": p.Reason} {
		p.Places.line(d, key, text)
	}
	if strings.Contains(p.Patch, "/") {
		d.mistake(p.Places["patch"], "patch: %.60q: want the name of a file without its folders", p.Patch)
	}
	if !slices.Contains(Judgements, finding.UpstreamState(p.Upstream)) {
		d.mistake(p.Places.at("upstream"), "upstream: %.60q: want one of %s", p.Upstream, judgementList())
	}
	if _, given := p.Places["commit"]; given && !commitID.MatchString(p.Commit) {
		d.mistake(p.Places["commit"], "commit: %.60q: want 7 to 64 hexadecimal digits in lower case, in quotes", p.Commit)
	}
}

func judgementList() string {
	list := make([]string, len(Judgements))
	for i, s := range Judgements {
		list[i] = string(s)
	}
	return strings.Join(list, ", ")
}

// PatchVerdict returns what somebody found out about a patch of a package, nil if
// nobody did.
func (c *Config) PatchVerdict(pkg, file string) *Patch {
	if c == nil {
		return nil
	}
	for i := len(c.Patches) - 1; i >= 0; i-- {
		if p := &c.Patches[i]; p.pkg.fits(pkg) && p.patch.fits(path.Base(file)) {
			return p
		}
	}
	return nil
}

// Folders returns a map of the file's, such as Upstreams, with its folders as seen
// from here.
func (c *Config) Folders(list map[string]string) map[string]string {
	out := make(map[string]string, len(list))
	for name, dir := range list {
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(c.File), dir)
		}
		out[name] = dir
	}
	return out
}

func checkFolders(d *decoder, p Places, key string, list map[string]string) {
	for name, dir := range list {
		if strings.TrimSpace(dir) == "" || strings.ContainsRune(dir, 0) {
			d.mistake(p[key+"."+name], "%s: %.60q: want a folder", key, name)
		}
	}
}
