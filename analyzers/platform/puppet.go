package platform

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/syntax/puppet"
)

// The codes about manifests.
const (
	codeFamily       = "puppet-osfamily"
	codeProvider     = "puppet-provider"
	codeYumrepo      = "puppet-yumrepo"
	codeSELinuxType  = "puppet-selinux"
	codeFirewallType = "puppet-firewall"
	codeCronType     = "puppet-cron"
	codeNetworkType  = "puppet-network"
	codeFirewallUnit = "firewall-unit" // firewalld, wherever a unit is named
)

// codeForeignRepo is the code about repositories that are not StarlingX's own, foreign
// what tells them: packages come from another host.
const codeForeignRepo = "foreign-repository"

var foreign = regexp.MustCompile(`(?m)\bbaseurl\s*=\s*https?://[\w-]+\.[\w.-]+`)

// resourceCodes are the types of resources that are coupled by what they are.
var resourceCodes = map[string]string{
	"yumrepo": codeYumrepo, "yum::versionlock": codeYumrepo, "rpmkey": codeYumrepo,
	"selboolean": codeSELinuxType, "selmodule": codeSELinuxType, "selinux::port": codeSELinuxType,
	"selinux::boolean": codeSELinuxType, "selinux::module": codeSELinuxType, "selinux::fcontext": codeSELinuxType,
	"firewalld_zone": codeFirewallType, "firewalld_port": codeFirewallType, "firewalld_service": codeFirewallType,
	"firewalld_rich_rule": codeFirewallType, "cron": codeCronType,
	"network_config": codeNetworkType, "network_route": codeNetworkType,
}

// providers are those that only work on CentOS and its relatives, by the type
// of the resource.
var providers = map[string][]string{"package": {"yum", "rpm", "dnf", "up2date"}, "service": {"redhat"}}

func (t *table) matchPuppet(pass *analysis.Pass, keep *kept) {
	manifest := puppet.Parse(pass.File.Src)
	keep.keepCommands(manifest)
	for i := range manifest.Resources {
		r := &manifest.Resources[i]
		at := analysis.Span{Start: r.Start, End: min(r.End, r.Start+len(r.Type))}
		if len(r.Titles) > 0 && r.Titles[0].End > r.Titles[0].Start {
			at = analysis.Span{Start: r.Titles[0].Start, End: r.Titles[0].End}
		}
		guards := guardsOf(r)
		if code := resourceCodes[r.Type]; t.codes[code] != nil {
			detail := analysis.Detail{Subject: r.Type, Guards: guards}
			if code == codeSELinuxType {
				detail.Guard = selinuxGuard(guards)
			}
			pass.Report(t.codes[code], at, detail)
		}
		provider, ok := r.Attr("provider")
		if !ok {
			continue
		}
		if rule := t.codes[codeProvider]; rule != nil && slices.Contains(providers[r.Type], provider.Text) {
			pass.Report(rule, analysis.Span{Start: provider.Start, End: provider.End},
				analysis.Detail{Subject: provider.Text, Guards: guards})
		}
	}
	for i := range manifest.Calls {
		t.createdResources(pass, &manifest.Calls[i])
	}
	t.matchFamilies(pass)
}

// createdResources reports resources of a type that a call makes of data.
func (t *table) createdResources(pass *analysis.Pass, c *puppet.Call) {
	if c.Name != "create_resources" && c.Name != "ensure_resources" && c.Name != "ensure_resource" || len(c.Args) == 0 || c.Args[0].Kind != puppet.String {
		return
	}
	name := &c.Args[0]
	if rule := t.codes[resourceCodes[strings.TrimPrefix(name.Text, "::")]]; rule != nil {
		guards := make([]facts.Guard, 0, len(c.Guards))
		for _, g := range c.Guards {
			guards = append(guards, facts.Guard{Text: g.Text, Negated: g.Negated})
		}
		pass.Report(rule, analysis.Span{Start: name.Start, End: name.End}, analysis.Detail{Subject: name.Text, Guards: guards})
	}
}

// hieraProvider is a provider that the data of a manifest chooses.
var hieraProvider = regexp.MustCompile(`(?m)^[ \t]*["']?[\w:]*(?:package_|service_)?provider["']?[ \t]*:[ \t]+["']?(yum|rpm|dnf|up2date|redhat)["']?[ \t]*(?:#.*)?$`)

// matchHiera reports the providers of CentOS in hiera's data.
func (t *table) matchHiera(pass *analysis.Pass) {
	rule := t.codes[codeProvider]
	if rule == nil || !bytes.Contains(pass.File.Src, []byte("provider")) {
		return
	}
	for _, m := range hieraProvider.FindAllSubmatchIndex(pass.File.Src, maxFamilies) {
		pass.Report(rule, analysis.Span{Start: m[2], End: m[3]}, analysis.Detail{Subject: string(pass.File.Src[m[2]:m[3]])})
	}
}

func guardsOf(r *puppet.Resource) []facts.Guard {
	var list []facts.Guard
	for _, g := range r.Guards {
		list = append(list, facts.Guard{Text: g.Text, Negated: g.Negated})
	}
	return list
}

// branch is an arm that asks for the family of the system: of a case, an if or
// a selector.
var (
	familyFact = regexp.MustCompile(`\$\{?(?:::)?(?:osfamily|operatingsystem|facts\['os'\]\['(?:family|name)'\]|os\['(?:family|name)'\])\}?`)
	familyName = regexp.MustCompile(`['"/(^|](?i:RedHat|CentOS|RHEL)['"/|)$]|\b(?:RedHat|CentOS)\b`)
	otherArm   = regexp.MustCompile(`\bdefault\s*(?::|=>)|\belse\s*\{`)
	ifKeyword  = regexp.MustCompile(`\b(?:if|elsif|unless|and|or)\b|==|\bin\b`)
	otherName  = regexp.MustCompile(`\b(?i:Debian|Ubuntu)\b`)
)

// maxFamilies bounds the number of such places that are looked at in a file.
const maxFamilies = 200

// matchFamilies reports each place that asks for the family, has an arm for
// RedHat but none for Debian, and no arm for all others that does not fail. An
// if alone is no such place: it keeps what is in it for RedHat. What belongs to
// a place ends with the brackets that it opens.
func (t *table) matchFamilies(pass *analysis.Pass) {
	rule := t.codes[codeFamily]
	if rule == nil {
		return
	}
	src := string(blankComments(pass.File.Src))
	until := 0
	for n, at := range familyFact.FindAllStringIndex(src, maxFamilies) {
		if n > 0 && at[0] < until || inString(src, at[0]) {
			continue
		}
		text := src[at[1]:chainEnd(src, at[1])]
		until = at[1] + len(text)
		lineStart := strings.LastIndexByte(src[:at[0]], '\n') + 1
		fails := strings.Contains(text, "fail(")
		asked := ifKeyword.MatchString(src[lineStart:at[0]])
		if familyName.MatchString(text) && !otherName.MatchString(text) && (fails || !asked && !otherArm.MatchString(text)) {
			pass.Report(rule, analysis.Span{Start: at[0], End: at[1]}, analysis.Detail{Subject: strings.Trim(src[at[0]:at[1]], "${}:")})
			continue
		}
		if fails && otherName.MatchString(text) && familyName.MatchString(text) && !strings.Contains(strings.ToLower(text), "clear") {
			// All but Clear have an arm of their own.
			name := strings.Trim(src[at[0]:at[1]], "${}:")
			pass.Report(rule, analysis.Span{Start: at[0], End: at[1]}, analysis.Detail{
				Subject: name, Guards: []facts.Guard{{Text: "case $osfamily in RedHat|Debian", Negated: true}},
				Message: name + " is asked for RedHat and Debian, and all others fail",
			})
		}
	}
}

// inString reports whether an offset lies in double quotes of its line.
func inString(src string, at int) bool {
	line := src[strings.LastIndexByte(src[:at], '\n')+1 : at]
	return strings.Count(line, `"`)%2 == 1
}

// chainEnd returns where the block ends that begins after an offset, with the
// elsif and else that follow it.
func chainEnd(src string, at int) int {
	const longest = 20000
	depth, end := 0, min(len(src), at+longest)
	for i := at; i < end; i++ {
		switch src[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth > 0 {
				continue
			}
			rest := strings.TrimLeft(src[i+1:end], " \t\r\n")
			if depth < 0 || !strings.HasPrefix(rest, "els") {
				return i + 1
			}
		case '\n':
			if depth == 0 && !strings.Contains(src[at:i], "{") && i > at+1 && !strings.HasSuffix(strings.TrimRight(src[at:i], " \t\r"), "?") {
				// Neither a block nor a selector began in its line.
				if next := strings.TrimLeft(src[i:end], " \t\r\n"); !strings.HasPrefix(next, "{") {
					return i
				}
			}
		}
	}
	return end
}

// blankComments puts blanks in the place of comments, so that offsets stay.
func blankComments(src []byte) []byte {
	out := append([]byte(nil), src...)
	var quote byte
	for i := 0; i < len(out); i++ {
		switch c := out[i]; {
		case quote != 0:
			if c == '\\' {
				i++
			} else if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '#':
			for i < len(out) && out[i] != '\n' {
				out[i] = ' '
				i++
			}
		}
	}
	return out
}
