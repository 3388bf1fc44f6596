package workspace

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"opendev.org/starlingx/stxscan/syntax/assign"
)

// dataKeys are the assignments of build_srpm.data that StarlingX's build reads
// or uses in other values.
var dataKeys = []string{
	"ALLOW_EMPTY_RPM", "BUILD_IS_BIG", "BUILD_IS_SLOW", "CLIENT_NAME", "CLIENT_VER",
	"COPY_LIST", "COPY_LIST_TO_TAR", "EXCLUDE_FILES_FROM_TAR", "EXCLUDE_LIST_FROM_TAR",
	"GIT_SHA", "MODULE", "OPT_DEP_LIST", "PACKAGE_NAME", "PBR_VERSION", "PREFIX",
	"SRC_DIR", "SRC_DIRS", "SUB_DIR", "TAR", "TAR_NAME", "TIS_BASE_SRCREV", "TIS_PATCH_VER", "VERSION",
}

// topOfRepo stands for the repo's folder while values are expanded, so that
// paths from the top and paths from the package's folder stay apart.
const topOfRepo = "\x01"

// describe reads the files that define a package: build_srpm.data, srpm_path,
// PATCH_ORDER and Debian's meta_data.yaml. What it cannot read is a problem.
func (w *Workspace) describe(ctx context.Context, p *Package) {
	for _, packaging := range p.Packaging {
		dir := path.Join(p.Path, packaging)
		for _, f := range p.files {
			in, base := path.Split(f.Path)
			in = strings.TrimSuffix(in, "/")
			switch {
			case in == dir && strings.HasSuffix(base, ".spec"):
				if p.Spec == "" {
					p.Spec = f.Path
				}
			case in == dir && base == "build_srpm.data":
				w.readData(ctx, p, packaging, f)
			case in == dir && base == "srpm_path":
				if lines := w.readLines(ctx, f); len(lines) > 0 {
					p.SRPM = lines[0].Text
				}
			case base == "PATCH_ORDER" && in == path.Join(dir, "meta_patches"):
				p.PatchOrder = w.readLines(ctx, f)
			case base == "meta_data.yaml" && (in == dir || path.Dir(in) == dir):
				w.readMeta(ctx, p, f)
			}
		}
	}
	p.Origin, p.Reason = w.originOf(ctx, p)
}

func (w *Workspace) readData(ctx context.Context, p *Package, packaging string, f *File) {
	content, err := w.small(ctx, f)
	if err != nil {
		w.fileProblem(f, err)
		return
	}
	file := assign.Parse(content)
	env := func(name string) (string, bool) {
		switch name {
		case "PKG_BASE":
			return path.Join(topOfRepo, p.Path), true
		case "GIT_BASE":
			return topOfRepo, true
		case "DISTRO":
			return packaging, true
		case "FILES_BASE":
			return packaging + "/files", true
		case "PATCHES_BASE":
			return packaging + "/patches", true
		case "CGCS_BASE", "STX_BASE", "SRC_BASE", "MY_REPO":
			return "$" + name, true // outside of the repo
		}
		return "", false
	}
	for _, key := range dataKeys {
		value, ok := file.Expand(key, env)
		if !ok {
			if value, ok = file.Value(key); !ok {
				continue
			}
		}
		if _, set := p.Data[key]; set {
			continue // centos comes before opensuse
		}
		switch key {
		case "SRC_DIR", "SRC_DIRS", "COPY_LIST", "COPY_LIST_TO_TAR":
			p.addSources(strings.Fields(value))
		}
		value = strings.ReplaceAll(value, topOfRepo+"/", "")
		p.Data[key] = strings.ReplaceAll(value, topOfRepo, ".")
	}
	if p.Source == "" {
		p.Source = p.Data["SRC_DIR"]
	}
	if p.SourceRev == "" {
		p.SourceRev = p.Data["TIS_BASE_SRCREV"]
	}
	// A script in place of assignments is one thing to know, however many lines
	// it has.
	if n := len(file.Errors); n > 0 {
		message := "not wholly understood: " + file.Errors[0].Message
		if n > 1 {
			message += fmt.Sprintf(" (and %d more places)", n-1)
		}
		w.Problems = append(w.Problems, Problem{Repo: p.Repo.ID, Path: f.Path, Message: message, Settle: "write plain assignments"})
	}
}

// addSources keeps the paths, made relative to the repo, that lie in it.
func (p *Package) addSources(words []string) {
	for _, word := range words {
		word = strings.ReplaceAll(word, "${MY_REPO}/stx/"+p.Repo.ID, topOfRepo)
		word = strings.ReplaceAll(word, "$CGCS_BASE/"+p.Repo.dirName, topOfRepo)
		word = strings.ReplaceAll(word, "$STX_BASE/"+p.Repo.dirName, topOfRepo)
		at, fromTop := strings.CutPrefix(word, topOfRepo)
		switch {
		case fromTop:
			at = path.Clean("./" + at)
		case word == "" || strings.HasPrefix(word, "/") || strings.ContainsAny(word, "$`"):
			continue
		default:
			at = path.Join(p.Path, word)
		}
		if at != ".." && !strings.HasPrefix(at, "../") {
			p.sources = append(p.sources, at)
		}
	}
}

// metaData is what meta_data.yaml says of where a Debian package comes from.
type metaData struct {
	DebName string   `yaml:"debname"`
	DebVer  string   `yaml:"debver"`
	SrcPath string   `yaml:"src_path"`
	SrcList []string `yaml:"src_files"`
	Archive string   `yaml:"archive"`
	DlPath  struct {
		URL string `yaml:"url"`
	} `yaml:"dl_path"`
	Revision struct {
		Source struct {
			Rev string `yaml:"SRC_BASE_SRCREV"`
		} `yaml:"SRC_GITREVCOUNT"`
	} `yaml:"revision"`
}

// readMeta reads one of the package's meta_data.yaml; the first that names a
// source wins (all, bullseye, trixie in that order).
func (w *Workspace) readMeta(ctx context.Context, p *Package, f *File) {
	content, err := w.small(ctx, f)
	if err != nil {
		w.fileProblem(f, err)
		return
	}
	var meta metaData
	if err := yaml.Unmarshal(content, &meta); err != nil {
		w.fileProblem(f, err)
		return
	}
	p.addSources(append(slices.Clone(meta.SrcList), meta.SrcPath))
	source := meta.SrcPath
	for _, other := range []string{meta.DlPath.URL, meta.Archive} {
		if source == "" {
			source = other
		}
	}
	if source == "" && len(meta.SrcList) == 0 || p.meta != nil {
		return
	}
	p.meta = &meta
	if p.Source == "" {
		p.Source = source
	}
	if p.SourceRev == "" {
		p.SourceRev = meta.Revision.Source.Rev
	}
	p.Data["debname"], p.Data["debver"] = meta.DebName, meta.DebVer
}

func (w *Workspace) fileProblem(f *File, err error) {
	w.Problems = append(w.Problems, Problem{Repo: f.Repo.ID, Path: f.Path,
		Message: "it cannot be read: " + err.Error(), Settle: "repair the file"})
}

// readLines gives the lines of a list that hold an entry.
func (w *Workspace) readLines(ctx context.Context, f *File) []ListEntry {
	content, err := w.small(ctx, f)
	if err != nil {
		w.fileProblem(f, err)
		return nil
	}
	return entriesOf(content)
}
