package main

import "regexp"

// family is one kind of coupling, and the texts that speak for it.
type family struct {
	id, title string
	pattern   *regexp.Regexp
}

// word puts alternatives between what may stand around a program's name.
func word(names string) string {
	return `(?:^|[^\w./-])(?:/usr)?(?:/s?bin/)?(?:` + names + `)(?:$|[^\w.-])`
}

// families are F1 to F7 of the reference: names of tools, modules and paths, and
// not how they are written around.
var families = []family{
	{"F1", "RPM's tools", regexp.MustCompile(word(`rpm|rpm2cpio|rpmbuild|rpmspec|rpmkeys|rpmsign|rpmdev-\w+|rpmquery|rpmverify|rpmdb`))},
	{"F2", "package managers", regexp.MustCompile(word(`yum|yumdownloader|yum-config-manager|yum-builddep|dnf|smart|repoquery|repotrack|reposync|repomanage`))},
	{"F3", "repositories and builds", regexp.MustCompile(word(`createrepo|createrepo_c|modifyrepo|mergerepo|mock|mockchain|pungi|koji|spectool|genhdlist`))},
	{"F4", "bindings of Python and C", regexp.MustCompile(`\bimport (?:rpm|smart|yum|dnf|rpmUtils|createrepo)\b|\bfrom (?:rpm|smart|yum|dnf|rpmUtils|createrepo)\b|-lrpm\b|<rpm/|\brpm\.(?:labelCompare|TransactionSet|ts)\b`)},
	{"F5", "configuration of repositories, RPM's database", regexp.MustCompile(`/etc/yum|\byum\.conf\b|yum\.repos\.d|/var/lib/rpm|/usr/lib/rpm|/etc/rpm\b|rpmmacros|/var/lib/smart|/var/cache/yum|RPM-GPG-KEY`)},
	{"F6", "names and lists of RPM files", regexp.MustCompile(`(?:\.|\[\.\])rpm\b|_image\.inc\b`)},
	{"F7", "configuration of the network", regexp.MustCompile(`sysconfig/network|\bifcfg-|network-scripts|` + word(`ifup|ifdown`))},
}
