package platform

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
)

// The codes about units.
const (
	codeUnit      = "unit-name"  // a unit is started, enabled or managed by its name
	codeUnitOrder = "unit-order" // a unit is ordered by another's name
)

// renamed are the units of CentOS 7 that a target may know by another name, as
// the tables of the targets say.
var renamed = map[string]bool{
	"sshd": true, "httpd": true, "crond": true, "ntpd": true, "chronyd": true, "dhcpd": true, "nfs": true,
	"nfs-lock": true, "nfs-idmap": true, "nfs-secure": true, "nfs-config": true, "openvswitch": true,
	"iptables": true, "ip6tables": true, "network": true, "kdump": true, "ntpdate": true,
	"lvm2-lvmetad": true, "rsyncd": true,
}

// Renamed returns the names of units that the rules about them look up.
func Renamed() map[string]bool { return renamed }

// unitName returns the unit that a word names, "" if it is not one of those
// that have other names elsewhere.
func unitName(word string) string {
	name := strings.TrimSuffix(strings.TrimSuffix(word, ".service"), ".socket")
	if renamed[name] {
		return name
	}
	return ""
}

// verbs are systemctl's that take units, and tell what becomes of one that is
// not there.
var verbs = map[string]bool{
	"start": true, "stop": true, "restart": true, "reload": true, "enable": true, "disable": true, "status": true,
	"is-active": true, "is-enabled": true, "mask": true, "unmask": true, "try-restart": true, "reload-or-restart": true,
	"condrestart": true, "kill": true, "preset": true, "is-failed": true, "reset-failed": true, "show": true,
}

func (t *table) matchUnits(pass *analysis.Pass, f *facts.File) {
	for i := range f.Commands {
		t.commandUnits(pass, &f.Commands[i])
	}
	for i := range f.Needs {
		if n := &f.Needs[i]; n.Kind == facts.NeedUnit {
			t.needUnit(pass, n.Op, n.Name, n.Span, analysis.Detail{Guards: n.Guards})
		}
	}
}

// unitLine is a line of a unit that a patch adds and that names other units.
var unitLine = regexp.MustCompile(`(?m)^\+(After|Before|Wants|PartOf|Conflicts|WantedBy|Also|Requires|Requisite|BindsTo)=(.*)$`)

// matchPatchedUnits reports the units that are named in what a patch adds to units.
func (t *table) matchPatchedUnits(pass *analysis.Pass) {
	for _, m := range unitLine.FindAllSubmatchIndex(pass.File.Src, maxManaged) {
		at := m[4]
		for word := range strings.FieldsSeq(string(pass.File.Src[m[4]:m[5]])) {
			at += bytes.Index(pass.File.Src[at:m[5]], []byte(word))
			t.needUnit(pass, string(pass.File.Src[m[2]:m[3]]), word, facts.Span{Start: at, End: at + len(word)}, analysis.Detail{})
			at += len(word)
		}
	}
}

// needUnit reports a unit that another names, by how it is named.
func (t *table) needUnit(pass *analysis.Pass, how, word string, at facts.Span, detail analysis.Detail) {
	name := unitName(word)
	if name == "" {
		return
	}
	switch how {
	case "After", "Before", "Wants", "PartOf", "Conflicts", "WantedBy", "Also":
		// ssh.service is enabled by its alias as well, and nothing waits for it
		// that would not wait for the network.
		if name == "sshd" || name == "network" && bytes.Contains(pass.File.Src, []byte("network-online.target")) {
			return
		}
		t.unit(pass, codeUnitOrder, at, name, detail)
	default: // Requires and its like, and puppet's services
		t.unit(pass, codeUnit, at, name, detail)
	}
}

// commandUnits looks at systemctl, service, chkconfig and init scripts.
func (t *table) commandUnits(pass *analysis.Pass, c *facts.Command) {
	words, spans := c.Args, c.ArgSpans
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		words, spans = words[1:], spans[1:]
	}
	firewall := t.codes[codeFirewallUnit]
	switch c.Program {
	case "systemctl":
		if len(words) < 2 || !verbs[words[0]] {
			return
		}
		if off := words[0]; off == "disable" || off == "stop" || off == "mask" {
			firewall = nil // it is not there, which is what is wanted
		}
		words, spans = words[1:], spans[1:]
	case "service", "chkconfig":
		words, spans = words[:min(1, len(words))], spans[:min(1, len(spans))]
	default:
		if dir := path.Dir(c.Path); (dir == "/etc/init.d" || dir == "/etc/rc.d/init.d") && unitName(c.Program) != "" {
			t.unit(pass, codeUnit, c.Span, c.Program, ofCommand(pass, c))
		}
		return
	}
	for i, word := range words {
		if rule := firewall; rule != nil && strings.TrimSuffix(word, ".service") == "firewalld" && pass.File.Role != finding.RoleDoc {
			detail := ofCommand(pass, c)
			detail.Subject, detail.Guard = word, analysis.Asks(c.Guards, "firewalld")
			pass.Report(rule, analysis.Span(spans[i]), detail)
		}
		if name := unitName(word); name != "" {
			t.unit(pass, codeUnit, spans[i], name, ofCommand(pass, c))
		}
	}
}

// dropInPath is a file or folder of settings that are put beside a unit.
var dropInPath = regexp.MustCompile(`^/(?:etc|run|lib|usr/lib)/systemd/system/([\w@.-]+\.(?:service|socket))\.d(?:/|$)`)

// dropIn reports settings for a unit that has another name elsewhere: nothing reads
// them there.
func (t *table) dropIn(pass *analysis.Pass, p *facts.Path, taken map[facts.Span]bool) {
	m := dropInPath.FindStringSubmatch(p.Text)
	if m == nil {
		return
	}
	if name := unitName(m[1]); name != "" {
		taken[p.Span] = true
		t.unit(pass, codeUnit, p.Span, name, analysis.Detail{Guards: p.Guards, Within: p.Within})
	}
}

// ofCommand is what a finding takes over from the command that it is about.
func ofCommand(pass *analysis.Pass, c *facts.Command) analysis.Detail {
	return analysis.Detail{Guards: c.Guards, Call: analysis.CallOf(pass.File, c), Within: c.Within, Scriptlet: c.Via == facts.ViaScriptlet}
}

func (t *table) unit(pass *analysis.Pass, code string, at facts.Span, name string, detail analysis.Detail) {
	rule := t.codes[code]
	if rule == nil {
		return
	}
	detail.Confidence = atMost(pass, rule)
	detail.Subject, detail.Guard = name, analysis.Asks(detail.Guards, name, name+".service")
	if pass.File.Role == finding.RoleDoc {
		return
	}
	pass.Report(rule, analysis.Span(at), detail)
}
