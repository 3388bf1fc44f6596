package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/clearlinux"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/portplan/emit"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// emitFlags are those of plan --emit.
type emitFlags struct {
	form       string
	maintainer string
	bundles    string
	in         string
}

func (f *emitFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.form, "emit", "", "draft packaging instead of a plan: "+strings.Join(emitForms(), ", "))
	c.Flags().StringVar(&f.maintainer, "maintainer", "", "NAME <EMAIL>: who maintains what --emit drafts (default: the StarlingX developers)")
	c.Flags().StringVar(&f.in, "in", "", "DIR: the folder to scan for --emit (default: the current folder)")
	c.Flags().StringVar(&f.bundles, "bundles", "", "DIR: a checkout of Clear's clr-bundles, whose bundles those of --emit bundles include")
}

// emitForm is a form of packaging that can be drafted.
type emitForm struct {
	// format is the package format of the targets that it is for, forWhat says
	// which these are.
	format, forWhat string
	draft           func(*drafting) ([]emit.File, error)
}

// drafting is what a draft is made of.
type drafting struct {
	report   *reports.Report
	packages []*reports.Package
	// named says that somebody asked for these packages, rather than for all.
	named   bool
	options emit.Options
	bundles map[string]clearlinux.Bundle
	skipped []string
}

var formsOfEmit = map[string]emitForm{
	"control":  {"deb", "one with .deb packages", draftControl},
	"autospec": {"swupd", "Clear Linux", draftAutospec},
	"bundles":  {"swupd", "Clear Linux", draftBundles},
}

func emitForms() []string { return slices.Sorted(maps.Keys(formsOfEmit)) }

// runEmit drafts packaging. args are PATH, if it is a scan, and packages.
func runEmit(c *cobra.Command, w *world, f *planFlags, args []string) error {
	form, err := f.emitForm(c)
	if err != nil {
		return err
	}
	folder := ""
	if c.Flags().Changed("output") {
		folder = f.output
	}
	set, err := f.source.scan.load()
	if err != nil {
		return err
	}
	if err := fitting(set, &form, f); err != nil {
		return err
	}
	d := &drafting{}
	if f.emit.bundles != "" {
		if d.bundles, err = clearlinux.Bundles(f.emit.bundles); err != nil {
			return usageError("--bundles: %w", err)
		}
	}
	if f.emit.in != "" {
		f.source.where = []string{f.emit.in}
	}
	if d.report, err = f.source.report(c, w); err != nil {
		return err
	}
	target, err := emitTarget(d.report, set, &form, f)
	if err != nil {
		return err
	}
	if err := d.choose(args); err != nil {
		return err
	}
	d.options = emit.Options{
		Target: target.ID, Maintainer: f.emit.maintainer, Standards: target.Standards, Compat: target.Debhelper,
		Look: lookup(w, f.source.scan.indexDir, target),
	}
	files, err := form.draft(d)
	if err != nil {
		return usageError("%w", err)
	}
	for _, text := range d.skipped {
		fmt.Fprintf(w.stderr, "stxscan: left out: %s\n", clean(text))
	}
	if folder == "" {
		return emit.Print(w.stdout, files)
	}
	if err := emit.WriteFolder(folder, files); err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "stxscan: %s in %s\n", plural(len(files), "file", "files"), folder)
	return nil
}

// emitForm returns the form that --emit names, and holds the other flags against it.
func (f *planFlags) emitForm(c *cobra.Command) (emitForm, error) {
	form, ok := formsOfEmit[f.emit.form]
	switch {
	case !ok:
		return form, usageError("--emit %s: there is no such form: want %s", clean(f.emit.form), oneOf(emitForms()))
	case f.concern != "" || len(f.assume) > 0 || f.top != 0:
		return form, usageError("--emit drafts packaging, it makes no plan: leave out --concern, --if and --top")
	case f.emit.bundles != "" && f.emit.form != "bundles":
		return form, usageError("--bundles is for --emit bundles")
	case c.Flags().Changed("output") && f.output == "":
		return form, usageError("-o: the name of the folder is missing")
	case c.Flags().Changed("output") && namesFormat(f.output):
		return form, usageError("-o %s: --emit writes a folder, and no format: want -o DIR, or ./%s if it is called so", clean(f.output), clean(f.output))
	}
	if f.emit.maintainer != "" {
		// Only the name and the address of a control file: no comment, no list.
		a, err := mail.ParseAddress(f.emit.maintainer)
		if err != nil || a.Name == "" || !isOneLine(f.emit.maintainer) {
			return form, usageError("--maintainer %s: want NAME <EMAIL>", clean(f.emit.maintainer))
		}
	}
	return form, nil
}

// namesFormat tells FORMAT and FORMAT=FILE, which other commands take for -o, from the
// name of a folder.
func namesFormat(output string) bool {
	_, isFormat := formats[output]
	isPath := filepath.IsAbs(output) || strings.HasPrefix(output, ".")
	return isFormat || output == "table" || output == "dot" || strings.Contains(output, "=") && !isPath
}

func isOneLine(text string) bool { return !strings.ContainsFunc(text, unicode.IsControl) }

// oneOf says what there is to choose from.
func oneOf(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return "one of " + strings.Join(names, ", ")
}

// fitting holds --target against the form, and chooses one for a scan if none was
// named.
func fitting(set *rules.Set, form *emitForm, f *planFlags) error {
	if f.target == "" {
		return nil
	}
	t := set.Target(f.target)
	switch {
	case t == nil:
		return usageError("--target %s: there is no such target: want %s", f.target, oneOf(fittingTargets(set, form)))
	case t.PackageFormat != form.format || t.Origin:
		return usageError("--target %s: --emit %s is for %s: want %s", f.target, f.emit.form, form.forWhat, oneOf(fittingTargets(set, form)))
	}
	if f.source.from == "" {
		f.source.scan.targets = []string{f.target}
	}
	return nil
}

func fittingTargets(set *rules.Set, form *emitForm) []string {
	var ids []string
	for _, t := range set.Targets {
		if t.PackageFormat == form.format && !t.Origin {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// emitTarget returns the report's target to draft for: the named one, or the first
// that fits.
func emitTarget(r *reports.Report, set *rules.Set, form *emitForm, f *planFlags) (*rules.Target, error) {
	if f.target != "" {
		if _, err := findTargets(r, []string{f.target}); err != nil {
			return nil, err
		}
		return set.Target(f.target), nil
	}
	for _, t := range r.Targets {
		if known := set.Target(t.ID); known != nil && known.PackageFormat == form.format && !known.Origin {
			return known, nil
		}
	}
	return nil, usageError("--emit %s is for %s, and the report has no such target: scan with --target %s",
		f.emit.form, form.forWhat, strings.Join(fittingTargets(set, form), " or --target "))
}

// choose finds the packages that are named, or takes all that a build list names.
func (d *drafting) choose(names []string) error {
	d.named = len(names) > 0
	for _, name := range names {
		p, err := findPackage(d.report, name)
		if err != nil {
			return err
		}
		if p.Name == workspace.TreePackage {
			return usageError("%s is no package, but what lies outside of all", name)
		}
		if !slices.Contains(d.packages, p) {
			d.packages = append(d.packages, p)
		}
	}
	if d.named {
		return nil
	}
	for i := range d.report.Packages {
		if p := &d.report.Packages[i]; p.Built && p.Name != workspace.TreePackage {
			d.packages = append(d.packages, p)
		}
	}
	return nil
}

// lookup asks the index of a target, nil if there is none.
func lookup(w *world, dir string, t *rules.Target) func(string) (finding.DependencyVerdict, []string) {
	embedded, err := distro.NewEmbedded(rules.NameTable("debian"))
	if err != nil {
		return nil
	}
	resolver, err := (&indexes.Store{Dir: indexDir(dir)}).Resolver(embedded, t.ID, t.Build)
	if err != nil {
		fmt.Fprintf(w.stderr, "stxscan: %v\n", err)
	}
	if resolver == nil {
		return nil
	}
	return func(name string) (finding.DependencyVerdict, []string) {
		need := distro.Need{Kind: distro.RPM, Name: name}
		v := resolver.Resolve(need)
		if v.Verdict != finding.Missing && v.Verdict != finding.PresenceUnknown {
			return v, nil
		}
		_, near := embedded.Tried(resolver, need)
		return v, near
	}
}

// eachPackage drafts packages one by one, each into a folder of its name. Without a
// name on the command line, those that cannot be drafted are skipped and said.
func (d *drafting) eachPackage(draft func(*reports.Package) ([]emit.File, error)) ([]emit.File, error) {
	var files []emit.File
	taken := map[string]bool{}
	for _, p := range d.packages {
		list, err := draft(p)
		if err != nil {
			if d.named {
				return nil, err
			}
			d.skipped = append(d.skipped, err.Error())
			continue
		}
		folder := emit.Folder(p.Name)
		for taken[folder] {
			folder = emit.Folder(p.Repo) + "-" + folder
		}
		taken[folder] = true
		for _, f := range list {
			f.Name = folder + "/" + f.Name
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return nil, errors.New(cmp.Or(strings.Join(d.skipped, "\n"), "there is no package to draft"))
	}
	return files, nil
}

func draftControl(d *drafting) ([]emit.File, error) {
	return d.eachPackage(emit.NewDebian(d.report, d.options).Draft)
}

func draftAutospec(d *drafting) ([]emit.File, error) {
	return d.eachPackage(emit.NewAutospec(d.report, d.options).Draft)
}

func draftBundles(d *drafting) ([]emit.File, error) {
	if d.named {
		return nil, errors.New("--emit bundles makes one bundle of each image list, so it takes no packages")
	}
	return emit.Bundles(d.report, d.options, d.bundles)
}
