package spec

// CentOS7 are the macros that the build of StarlingX has on CentOS 7 beside
// those of every RPM: of the distribution, of systemd and Python, and of
// StarlingX's own tis.macros. The number that each package sets for itself,
// tis_patch_ver, is not among them.
//
// Sources: CentOS 7's /etc/rpm/macros.dist, /usr/lib/rpm/macros.d and
// /etc/rpm/macros.python2; StarlingX 2018.10, stx-root/build-tools/tis.macros.
var CentOS7 = map[string]string{
	"rhel": "7", "centos": "7", "centos_ver": "7", "el7": "1", "dist": ".el7",
	"_unitdir": "/usr/lib/systemd/system", "_userunitdir": "/usr/lib/systemd/user", "_presetdir": "/usr/lib/systemd/system-preset",
	"_udevrulesdir": "/usr/lib/udev/rules.d", "_udevhwdbdir": "/usr/lib/udev/hwdb.d", "_tmpfilesdir": "/usr/lib/tmpfiles.d",
	"_sysctldir": "/usr/lib/sysctl.d", "_binfmtdir": "/usr/lib/binfmt.d", "_journalcatalogdir": "/usr/lib/systemd/catalog",
	"__python": "/usr/bin/python", "__python2": "/usr/bin/python2",
	"python_sitelib": "/usr/lib/python2.7/site-packages", "python_sitearch": "/usr/lib64/python2.7/site-packages",
	"python2_sitelib": "/usr/lib/python2.7/site-packages", "python2_sitearch": "/usr/lib64/python2.7/site-packages",
	"python_version": "2.7", "python2_version": "2.7",
	"_tis_dist": ".tis", "_patch_confdir": "/etc/patching", "_patch_scripts": "/etc/patching/patch-scripts",
	"_runtime_patch_scripts": "/run/patching/patch-scripts",
}
