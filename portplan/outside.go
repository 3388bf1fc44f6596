package portplan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Outside is a module that comes from outside of the workspace.
type Outside struct {
	Module string `json:"module"`
	// Status says whether the target has it for Python 3.
	Status Status `json:"status"`
	// Need is what the report's needs call it, Evidence what the status rests
	// on; empty if no need is named like it.
	Need     string   `json:"need,omitempty"`
	Evidence string   `json:"evidence,omitempty"`
	By       []string `json:"by"` // the packages that import, or need, it
	// Sole are those of them that wait for nothing else from outside.
	Sole []string `json:"sole,omitempty"`
}

// Status is what is known of a module from outside on the target.
type Status string

// The statuses, the worst first.
const (
	StatusMissing Status = "missing" // the target has nothing for it
	StatusUnknown Status = "unknown" // nothing says for which Python
	StatusThere   Status = "python3" // it is there for Python 3
)

var statusOrder = []Status{StatusMissing, StatusUnknown, StatusThere}

// distributions are those whose name does not follow from their module's.
var distributions = map[string]string{
	"bs4": "beautifulsoup4", "crypto": "pycrypto", "dateutil": "dateutil", "dbus": "dbus-python", "gi": "pygobject",
	"jwt": "pyjwt", "ldap": "ldap", "ldapurl": "ldap", "memcache": "memcached", "migrate": "sqlalchemy-migrate",
	"mysqldb": "mysql-python", "openssl": "pyopenssl", "pkg-resources": "setuptools", "stubout": "mox",
	"web": "web-py", "wsmeext": "wsme", "yaml": "pyyaml", "zmq": "pyzmq",
}

// outside lists the modules from outside with what the needs of the report say
// of them, those that stand in the way of the most first.
func (g *graph) outside(r *reports.Report, target string) []Outside {
	needs := map[string][]*finding.Dependency{}
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		if d.Need == finding.NeedPython || strings.HasPrefix(strings.ToLower(d.Name), "py") {
			needs[distribution(d.Name)] = append(needs[distribution(d.Name)], d)
		}
	}
	list := []Outside{}
	for _, module := range slices.Sorted(maps.Keys(g.modules)) {
		o := Outside{Module: module, Status: StatusUnknown, By: g.modules[module]}
		slices.Sort(o.By)
		key := distribution(module)
		for _, d := range needs[cmp.Or(distributions[key], key)] {
			o.learn(d, target)
		}
		list = append(list, o)
	}
	slices.SortStableFunc(list, func(a, b Outside) int {
		return cmp.Or(cmp.Compare(slices.Index(statusOrder, a.Status), slices.Index(statusOrder, b.Status)),
			cmp.Compare(len(b.By), len(a.By)))
	})
	return list
}

// learn takes up what the target has for a need. Several needs may be of the
// same module, one of them asking for Python 2: the best that is known counts.
func (o *Outside) learn(d *finding.Dependency, target string) {
	v := d.Verdicts[target]
	status, evidence := StatusUnknown, cmp.Or(v.Evidence, "nothing was looked up on "+target)
	switch v.Verdict {
	case finding.OwnPackage:
		evidence += " (" + v.Name + "), whose code is not in it"
	case finding.Python3Only, finding.InStdlib:
		status = StatusThere
	case finding.Missing:
		status = StatusMissing
	case finding.Present, finding.Differs, finding.Renamed, finding.ProvidedBy, finding.LikelyPresent, finding.NotAllowed:
		if strings.HasSuffix(v.Name, "-python3") || strings.HasPrefix(v.Name, "python3-") {
			status = StatusThere
		}
	}
	if o.Need == "" || slices.Index(statusOrder, status) > slices.Index(statusOrder, o.Status) {
		o.Status, o.Need, o.Evidence = status, d.Name, evidence
	}
}

// distribution is a name as needs and modules have it in common: python-x,
// python2-x and x, with dots and lines that do not matter.
func distribution(name string) string {
	name = strings.NewReplacer("_", "-", ".", "-").Replace(strings.ToLower(name))
	for _, prefix := range []string{"python-", "python2-", "python3-"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && rest != "" {
			return rest
		}
	}
	return name
}
