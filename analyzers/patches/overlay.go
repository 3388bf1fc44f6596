package patches

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// overlay is what the patches of a package put in place, in their order.
type overlay struct {
	name     string            // of the package, for %{name}
	sources  map[string]string // the names of sources, by their numbers
	files    map[string]finding.OverlayFile
	accounts map[string]bool
	units    map[string]string
}

// overlayOf returns what a package of configuration carries in place of the
// patches that are applied and are of configuration.
func (s *stack) overlayOf(name string) *finding.Overlay {
	o := &overlay{name: name, sources: map[string]string{}, files: map[string]finding.OverlayFile{}, accounts: map[string]bool{}, units: map[string]string{}}
	for i, p := range s.list.Patches {
		if p.State != stateApplied {
			continue
		}
		for _, e := range s.files[i].edits {
			o.apply(e, p.Path)
		}
	}
	o.unite()
	list := &finding.Overlay{Files: []finding.OverlayFile{}}
	for _, at := range sortedKeys(o.files) {
		list.Files = append(list.Files, o.files[at])
	}
	list.Accounts = sortedKeys(o.accounts)
	for _, unit := range sortedKeys(o.units) {
		list.Units = append(list.Units, o.units[unit]+" "+unit)
	}
	return list
}

func (o *overlay) apply(e edit, from string) {
	name := strings.NewReplacer("%{name}", o.name, "%name", o.name).Replace(e.name)
	switch e.what {
	case editSource:
		o.source(e)
	case editInstall:
		o.install(e, name, from)
	case editMode:
		f, is := o.files[name]
		if e.taken {
			return
		}
		if !is {
			f = finding.OverlayFile{Path: name, From: from}
		}
		f.Mode = e.mode
		o.files[name] = f
	case editChanged:
		// Beside the specs of CentOS these are called after their package.
		if rest, ok := strings.CutPrefix(name, "/etc/pam.d/"+o.name+"-"); ok {
			name = "/etc/pam.d/" + rest
		}
		f := o.files[name]
		o.files[name] = finding.OverlayFile{Path: name, Mode: f.Mode, From: from}
	case editAccount:
		if e.taken {
			delete(o.accounts, name)
		} else {
			o.accounts[name] = true
		}
	case editUnit:
		o.unit(e, name)
	}
}

// unite makes one of a file that is changed in the source and the one of that
// name whose mode the packaging sets: that says where it is installed.
func (o *overlay) unite() {
	byBase := map[string][]string{}
	for _, at := range sortedKeys(o.files) {
		byBase[path.Base(at)] = append(byBase[path.Base(at)], at)
	}
	for _, places := range byBase {
		if len(places) != 2 {
			continue
		}
		a, b := o.files[places[0]], o.files[places[1]]
		if a.Mode == "" {
			a, b = b, a
		}
		if a.Mode != "" && b.Mode == "" && !strings.HasPrefix(b.Path, "/usr/lib/systemd/") {
			delete(o.files, b.Path)
			o.files[a.Path] = finding.OverlayFile{Path: a.Path, Mode: a.Mode, From: b.From}
		}
	}
}

func (o *overlay) source(e edit) {
	if e.taken {
		delete(o.sources, e.name)
		return
	}
	o.sources[e.name] = strings.NewReplacer("%{name}", o.name, "%name", o.name).Replace(e.value)
}

// install puts a source in place. A place that is a folder gets the source's
// name; the source's own name is that of sources that the RPM has, unless a
// patch names it, and then the number stands for it.
func (o *overlay) install(e edit, name, from string) {
	source, byName := strings.CutPrefix(e.value, "=")
	if !byName {
		source = o.sources[e.value]
	}
	if strings.HasSuffix(name, "/") || source != "" && path.Base(name) != source && isFolder.MatchString(name) {
		if source == "" {
			source = "Source" + e.value
		}
		name = strings.TrimSuffix(name, "/") + "/" + source
	}
	if e.taken {
		delete(o.files, name)
		return
	}
	o.files[name] = finding.OverlayFile{Path: name, Mode: cmp.Or(e.mode, o.files[name].Mode), From: from}
}

// isFolder finds places that are folders although no slash ends them.
var isFolder = regexp.MustCompile(`(?:\.d|^/etc|/system|/sysconfig)$`)

// unit records what is done with a unit: what enables it says more than what its
// removal does.
func (o *overlay) unit(e edit, name string) {
	if e.taken {
		if o.units[name] == e.value {
			delete(o.units, name)
		}
		return
	}
	if had, is := o.units[name]; !is || moreThan(e.value, had) {
		o.units[name] = e.value
	}
}

// moreThan reports whether one action on a unit says more of what runs than another.
func moreThan(a, b string) bool {
	order := []string{"mask", "enable", "preset", "disable"}
	return slices.Index(order, a) < slices.Index(order, b)
}
