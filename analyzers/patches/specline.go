package patches

import (
	"regexp"

	"opendev.org/starlingx/stxscan/finding"
)

// specLines say what a line of a spec is, the first that fits. Hunks seldom
// show which section they are in, so the line alone has to tell.
var specLines = []struct {
	is   *regexp.Regexp
	what finding.ChangeKind
}{
	{regexp.MustCompile(`^\s*(?:(?i:patch)\d*\s*:|%patch\b|%patch\d|%autopatch|%autosetup|Apply(?:Optional)?Patch\s|%\{?PATCH\d)`), finding.ChangePatches},
	{regexp.MustCompile(`(?i)^\s*(?:no)?source\d*\s*:`), finding.ChangeSources},
	{regexp.MustCompile(`^\s*(?:(?:Version|Release|Epoch)\s*:|%(?:define|global)\s+\S+\s.*tis_patch_ver|%(?:define|global)\s+(?:(?:pkg_?)?(?:version|release)|rel)\b|export\s+PBR_VERSION=)`), finding.ChangeVersion},
	{regexp.MustCompile(`^\s*(?:(?i:Summary|License|URL|Group|Packager|Vendor|BugURL|Distribution)\s*(?:\(\S+\)\s*)?:|\*\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|-\s)`), finding.ChangeDescription},
	{regexp.MustCompile(`(?i)^\s*Build(?:Requires|PreReq|Conflicts)\s*:`), finding.ChangeBuildRequires},
	{regexp.MustCompile(`(?i)^\s*(?:(?:Pre)?Req(?:uires)?|Provides|Obsoletes|Conflicts|Recommends|Suggests|Supplements|Enhances)\s*(?:\(\S+\)\s*)?:|^\s*Auto(?:Req|Prov|ReqProv)\s*:`), finding.ChangeRequires},
	{regexp.MustCompile(`\b(?:useradd|groupadd|usermod|groupmod|userdel|groupdel|getent\s+(?:passwd|group))\b`), finding.ChangeAccounts},
	{regexp.MustCompile(`\b(?:systemctl|chkconfig|update-rc\.d|systemd-sysv-convert)\b|%\{?\??(?:systemd|service|tmpfiles|udev|sysusers)_\w+`), finding.ChangeServices},
	{regexp.MustCompile(`^\s*%(?:pre|post|preun|postun|pretrans|posttrans|verifyscript|trigger\w*|filetrigger\w*)\b`), finding.ChangeScriptlets},
	{regexp.MustCompile(`^\s*(?:--(?:with|without|enable|disable|prefix|\w*dir)\b|%configure\b|\./configure\b|(?:%\{?__)?(?:c?make|meson|ninja)\b|%\{?(?:c?make\w*|make_build|configure)\b|-D\w|%(?:define|global|undefine|bcond\w*)\s|%\{\?with|` +
		`(?:export\s+)?\w*(?:CFLAGS|LDFLAGS|CPPFLAGS|CXXFLAGS)\b|(?i:ExclusiveArch|ExcludeArch|BuildArch)\s*:|\./autogen|autoreconf|%\{?(?:__)?(?:python\d?|py\d?_build))`), finding.ChangeBuildOptions},
	{regexp.MustCompile(`^\s*%(?:attr|config|dir|doc|license|defattr|exclude|ghost|lang|verify|files|caps)\b`), finding.ChangeFiles},
	{regexp.MustCompile(`^\s*(?:%\{\??[a-z_]\w*\}|/)[^\s;|&$]*\s*$`), finding.ChangeFiles},
	{regexp.MustCompile(`^\s*(?:%\{?__)?(?:install|mkdir_p|mkdir|cp|mv|ln(?:_s)?|rm|chmod|chown|touch|sed|echo|cat)\b`), finding.ChangeInstall},
	{regexp.MustCompile(`^\s*%(?:prep|build|install|check|clean|package|description|changelog|setup|if\w*|el\w+|endif|include)\b`), finding.ChangeStructure},
}

// kindOfLine returns what a line of a spec is, "" for comments and blank lines.
func kindOfLine(text string) finding.ChangeKind {
	if inert.MatchString(text) {
		return ""
	}
	for _, k := range specLines {
		if k.is.MatchString(text) {
			return k.what
		}
	}
	return finding.ChangeOther
}

var inert = regexp.MustCompile(`^\s*(?:$|#|-\s*$)`)
