package facts

import (
	"regexp"
	"strings"
)

// packageFile is a word that names RPM files, outright, by a pattern or by the
// end that they have in common: a.rpm, *.src.rpm, *rpm, s#.src.rpm$##, [.]rpm$.
var packageFile = regexp.MustCompile(`(?:\.|\[\.\]|\\\.|\*)rpm(?:$|[^\w.-])`)

// interfaceFile is a word that names or takes apart the files that configure an
// interface, whatever folder they are in.
var interfaceFile = regexp.MustCompile(`(?:^|[/"'#])ifcfg-|^ifcfg$|(?:^|[/"'])route6?-[*$%{]|#{1,2}route6?-`)

// interfaceSettings are settings of the files that configure an interface for the
// network-scripts of CentOS, those that nothing else has: sysconfig.txt of initscripts
// 9.49.41.
var interfaceSettings = map[string]bool{
	"BONDING_OPTS": true, "LINKDELAY": true, "ETHTOOL_OPTS": true, "IPV6INIT": true, "IPV6ADDR": true, "IPV6_AUTOCONF": true,
	"IPV6_DEFAULTGW": true, "DHCPV6C": true, "BOOTPROTO": true, "NM_CONTROLLED": true, "PEERDNS": true,
}

// plainSettings are settings of the same files that other files may have as well.
var plainSettings = map[string]bool{
	"ONBOOT": true, "DEVICE": true, "TYPE": true, "MTU": true, "IPADDR": true, "NETMASK": true, "BROADCAST": true, "GATEWAY": true, "VLAN": true,
	"MASTER": true, "SLAVE": true, "PROMISC": true, "MACADDR": true, "HWADDR": true, "BRIDGE": true,
	"pre_up": true, "post_up": true, // StarlingX's own, by its patches of initscripts
}

// IsInterfaceFile reports whether a word names the files that configure an interface, or
// takes their names apart.
func IsInterfaceFile(text string) bool { return interfaceFile.MatchString(text) }

// IsPlainSetting reports whether a word is a setting of the files of network-scripts that
// other files may have as well.
func IsPlainSetting(text string) bool { return plainSettings[text] }

// IsInterface reports whether a word is about the files that configure an interface: names
// one of them, or is what may be one of their settings.
func IsInterface(text string) bool {
	return interfaceSettings[text] || plainSettings[text] ||
		(strings.Contains(text, "ifcfg") || strings.Contains(text, "route")) && interfaceFile.MatchString(text)
}

// IsInterfaceSetting reports whether a word is a setting of the files of
// network-scripts.
func IsInterfaceSetting(text string) bool { return interfaceSettings[text] }

// repoFile is a word that names what configures yum or dnf, by its last part.
var repoFile = regexp.MustCompile(`(?:^|[/}"'])(?:yum|dnf)\.conf$|\.repo$`)

// otherRepo is what ends as a repository of yum and is one of something else.
var otherRepo = regexp.MustCompile(`(?i)(?:mvn|maven|git|m2|apt|helm|docker)[\w-]*\.repo$`)

// repoMetadata is a word that names what describes a repository of RPMs: its
// files, and the namespace of what is in them.
var repoMetadata = regexp.MustCompile(`linux\.duke\.edu/metadata|(?:^|[/*"'])(?:repomd|[\w*-]*primary|[\w*-]*filelists|comps[\w.-]*)\.xml(?:\.gz)?$|(?:^|/)repodata(?:/|$)`)

// kickstartFile is a word that names a kickstart, by its last part.
var kickstartFile = regexp.MustCompile(`(?:^|[/_-])ks\.cfg$|[\w}]\.ks$`)

// IsKickstart reports whether a word names a kickstart.
func IsKickstart(text string) bool { return kickstartFile.MatchString(text) }

// shortest is the shortest word that tells something, MTU.
const shortest = 3

// maxName bounds a word that is looked at for a name, in bytes.
const maxName = 400

// name adds a word that says by its name what a file is for.
func (f *File) name(w word, via string, guards []Guard, within string) {
	if n := len(w.text); n >= shortest && n <= maxName && tellsByName(w.text) {
		f.Names = append(f.Names, Path{Text: w.text, Span: Span{w.start, w.end}, Via: via, Guards: guards, Within: within})
	}
}

// tellsByName reports whether a word is one of those. What it has to contain is looked for
// ahead of the patterns, which cost more.
func tellsByName(text string) bool {
	contains := func(part string) bool { return strings.Contains(text, part) }
	switch {
	case (contains(".xml") || contains("repodata") || contains("metadata")) && repoMetadata.MatchString(text),
		IsInterface(text),
		(contains("ks.cfg") || contains(".ks")) && IsKickstart(text):
		return true
	case !contains("rpm") && !contains(".conf") && !contains(".repo"):
		return false
	}
	return packageFile.MatchString(text) || repoFile.MatchString(text) && !otherRepo.MatchString(text)
}

// relativeFolders are folders of the system as they are written where a root is
// put ahead of them.
var relativeFolders = regexp.MustCompile(`^(?:etc/(?:sysconfig|yum|yum\.repos\.d|rc\.d|pki|init\.d|dracut\.conf\.d)|var/lib/(?:rpm|yum)|var/cache/yum|usr/lib/rpm)(?:/|$)|^sysconfig/(?:network-scripts|network)(?:/|$)`)

// rooted returns the absolute path that a relative one stands for, if it is one
// of a folder of the system.
func rooted(text string) string {
	if len(text) < 4 || strings.IndexByte("evus", text[0]) < 0 {
		return text
	}
	if m := relativeFolders.FindString(text); m != "" {
		if m[0] == 's' {
			return "/etc/" + text
		}
		return "/" + text
	}
	return text
}
