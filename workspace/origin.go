package workspace

import (
	"bytes"
	"context"
	"path"
	"regexp"
	"slices"
	"strings"
)

// versioning are the lines that a meta patch may change and still do no more
// than put StarlingX's release into a spec. Names do not tell: one "Update
// package versioning" also changes what the package requires.
var versioning = regexp.MustCompile(`^[-+]\s*(?:` +
	`$|#|Release\s*:|%(?:define|global|undefine|if|ifarch|else|endif)\b|export\s+PBR_VERSION=|-\s*$|` +
	`%changelog|\*\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b)`)

// originOf decides where a package's code comes from; the first rule that fits
// wins. A kernel module from a source package is a kernel module: what stands
// in its way is the kernel, not the package format.
func (w *Workspace) originOf(ctx context.Context, p *Package) (Origin, string) {
	parts := strings.Split(p.Path, "/")
	base := path.Base(p.Path)
	fork := strings.Contains(p.Source, "$CGCS_BASE/git/") || strings.Contains(p.Source, "${MY_REPO}/stx/git/") ||
		strings.Contains(p.Source, "$STX_BASE/git/")
	switch {
	case slices.Contains(parts, "patch-scripts") || slices.Contains(parts, "test-patches"):
		return OriginTest, "in patch-scripts: packages to try patching with"
	case slices.Contains(parts, "kernel-modules"):
		return OriginKernelModule, "in kernel-modules"
	case strings.Contains(path.Base(p.Spec), "kmod"):
		return OriginKernelModule, "its spec builds a kmod"
	case fork:
		return OriginFork, "its source is " + p.Source
	case p.SourceRev != "" && p.SRPM == "" && slices.Contains(p.Packaging, centos) && !p.hasSource():
		return OriginFork, "it has TIS_BASE_SRCREV and no source in the repo"
	case p.SRPM != "":
		return w.sourcePackage(ctx, p, "centos/srpm_path")
	case p.meta != nil && p.meta.SrcPath == "" && (p.meta.Archive != "" || p.meta.DlPath.URL != "") && p.Spec == "":
		return w.sourcePackage(ctx, p, "debian/meta_data.yaml")
	case strings.HasSuffix(base, "-config") && !p.hasCode():
		return OriginConfig, "named -config and holds no Python, C or C++"
	}
	for _, key := range []string{"COPY_LIST", "TAR"} {
		for word := range strings.FieldsSeq(p.Data[key]) {
			if strings.Contains(word, "/downloads/") {
				return OriginFlock, "packages a tarball with a spec of StarlingX's own: " + path.Base(word)
			}
		}
	}
	return OriginFlock, "no rule for other origins fits"
}

// sourcePackage tells a rebuilt source package from a patched one.
func (w *Workspace) sourcePackage(ctx context.Context, p *Package, from string) (Origin, string) {
	var meta []*File
	for _, f := range p.files {
		switch {
		case f.Language != Patch:
		case path.Base(path.Dir(f.Path)) == "meta_patches":
			meta = append(meta, f)
		default:
			return OriginPatched, from + " and real patches, such as " + f.Path
		}
	}
	for _, f := range meta {
		listed := slices.ContainsFunc(p.PatchOrder, func(e ListEntry) bool { return e.Text == path.Base(f.Path) })
		if (listed || len(p.PatchOrder) == 0) && !w.onlyVersioning(ctx, f) {
			return OriginPatched, from + " and a meta patch that changes more than the release: " + f.Path
		}
	}
	return OriginRebuild, from + " and at most versioning patches"
}

// onlyVersioning says whether a patch to a spec changes its release only.
func (w *Workspace) onlyVersioning(ctx context.Context, f *File) bool {
	content, err := w.small(ctx, f)
	if err != nil {
		w.fileProblem(f, err)
		return false
	}
	inHunk := false
	for line := range bytes.Lines(content) {
		text := bytes.TrimRight(line, "\r\n")
		switch {
		case bytes.HasPrefix(text, []byte("@@ ")):
			inHunk = true
			continue
		case !inHunk, len(text) == 0, text[0] != '-' && text[0] != '+',
			bytes.HasPrefix(text, []byte("--- ")), bytes.HasPrefix(text, []byte("+++ ")):
			continue
		}
		if !versioning.Match(text) {
			return false
		}
	}
	return true
}

// hasCode says whether the package holds programs that are compiled or that
// are more than scripts around configuration.
func (p *Package) hasCode() bool {
	for _, f := range p.files {
		switch f.Language {
		case Python, C, CPP, Go, Java:
			return true
		}
	}
	return false
}

// hasSource says whether the package names a source within the repo.
func (p *Package) hasSource() bool {
	return p.Source != "" && !strings.Contains(p.Source, "$")
}
