package workspace

// Language is what a file is written in. The constants are the languages that
// stxscan reads or tells apart; others carry the name that go-enry gives.
type Language string

// The languages.
const (
	Unknown      Language = "" // not settled by the name, or empty file
	Python       Language = "Python"
	Shell        Language = "Shell" // also SysV init scripts and sourced libraries
	Spec         Language = "RPM Spec"
	Patch        Language = "Patch"
	Puppet       Language = "Puppet"
	Kickstart    Language = "Kickstart" // whole files and fragments
	Unit         Language = "systemd"   // any unit, also as a template
	Assign       Language = "Assign"    // build_srpm.data: sourced assignments
	PackageList  Language = "Package List"
	PatchOrder   Language = "Patch Order" // PATCH_ORDER, series
	SRPMPath     Language = "SRPM Path"
	Makefile     Language = "Makefile"
	CMake        Language = "CMake"
	M4           Language = "M4"
	C            Language = "C"
	CPP          Language = "C++"
	Go           Language = "Go"
	Java         Language = "Java"
	Ruby         Language = "Ruby"
	ERB          Language = "ERB"
	Perl         Language = "Perl"
	Tcl          Language = "Tcl"
	Awk          Language = "Awk"
	Expect       Language = "Expect"
	Lua          Language = "Lua"
	YAML         Language = "YAML"
	JSON         Language = "JSON"
	TOML         Language = "TOML"
	XML          Language = "XML"
	INI          Language = "INI" // setup.cfg, tox.ini and other key = value files with sections
	Config       Language = "Config"
	SSHConfig    Language = "SSH Config" // ssh_config and sshd_config, as go-enry calls them
	SQL          Language = "SQL"
	Dockerfile   Language = "Dockerfile"
	Requirements Language = "Requirements" // pip's requirements and constraints
	RepoFile     Language = "Repo File"    // yum's and dnf's .repo
	Logrotate    Language = "Logrotate"
	Cron         Language = "Cron" // tables of cron
	Udev         Language = "Udev" // rules of udev and of others that call their files so
	PkgInfo      Language = "PKG-INFO"
	DebControl   Language = "Debian Control" // control, changelog and their like
	Template     Language = "Template"       // Jinja and others of no known inner language
	HTML         Language = "HTML"
	CSS          Language = "CSS"
	JavaScript   Language = "JavaScript"
	Markdown     Language = "Markdown"
	RST          Language = "reStructuredText"
	Gettext      Language = "Gettext"
	Text         Language = "Text"   // text of no language we know
	Binary       Language = "Binary" // holds NULs
)
