// Package workspace finds the repos, packages, build lists and files of one
// scan, and says of every file what it is written in, what it is for and which
// package owns it. It is the one place that walks, opens and classifies.
//
// Open walks and looks at names only (and at the small files that define
// packages); Load reads one file and settles what only its content can tell.
// Nothing is ever left out in silence: a file that is not scanned is listed
// with the reason, a folder that cannot be read is a Problem.
package workspace

import (
	"io/fs"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/git"
)

// DefaultMaxFileSize is the size in bytes above which a file is not read.
const DefaultMaxFileSize = 32 << 20

// TreePackage is the name of the pseudo-package that owns every file of a
// repo which no package owns.
const TreePackage = "(tree)"

// HistoryDir is the name of the folder where stxscan keeps its own records: it
// is no source, and what is recorded must not change what is found next.
const HistoryDir = ".stxscan-history"

// Options says what to open.
type Options struct {
	// Root is the folder to scan: a folder of repos, one repo, a build root,
	// or (with Rev) a bare repository or a folder of such.
	Root string
	// Rev, when set, is the git revision at which every repo is read, through
	// git objects and never the work tree. Every repo must have it.
	Rev string
	// Revs is the git revision at which single repos are read, by their
	// folders relative to Root; it comes before Rev.
	Revs map[string]string
	// Without are the folders of repos, relative to Root, that are left out as
	// if they were not there, such as repos that a revision is older than.
	Without map[string]bool
	// MaxFileSize in bytes; larger files are listed with a Skip reason.
	// 0 means DefaultMaxFileSize.
	MaxFileSize int64
	// Aliases maps a repo's folder, relative to Root ("." for Root itself) or
	// its last component, a project name ("starlingx/config") or the URL of
	// origin to the identity that the repo shall have.
	Aliases map[string]string
}

// Workspace is what Open found.
type Workspace struct {
	// Root is the absolute path of Options.Root.
	Root string
	Rev  string
	// Repos is sorted by ID; IDs are unique.
	Repos []*Repo
	// Extras are the folders of a build root that hold no source of our own.
	Extras []Extra
	// Problems is sorted by repo and path.
	Problems []Problem

	maxFileSize int64
}

// Extra is a folder of a build root that is known and not scanned: the forks
// in git/, downloads/, and the package mirror.
type Extra struct {
	Kind string // one of the Extra* constants
	// Path is relative to the root, slash separated.
	Path string
	// Name is the fork's name for a fork, else the folder's.
	Name string
	// Count is the number of regular files in it (1 for a fork, which is not
	// walked).
	Count int
}

// The kinds of extras.
const (
	ExtraFork         = "fork"          // git/NAME: a patched upstream tree
	ExtraDownloads    = "downloads"     // downloads/: tarballs
	ExtraMirrorSource = "mirror-source" // CentOS/.../Source: src.rpms
	ExtraMirrorBinary = "mirror-binary" // CentOS/.../Binary: rpms
)

// Problem is something about the workspace that could not be settled.
type Problem struct {
	Repo    string // identity; empty when it belongs to no repo
	Path    string // relative to the repo, or to the root without a repo
	Message string
	Settle  string // what would settle it
}

// Repo is one repo of the workspace.
type Repo struct {
	// ID is the identity, such as "config" for stx-config.
	ID string
	// Dir is the folder, slash separated and relative to the root; "." for
	// the root itself.
	Dir string
	// Project is the project of .gitreview, such as "starlingx/config".
	Project string
	// URL is origin's, without credentials. Commit is the full id. Both are
	// empty in an export without git; Dirty is set when tracked files of the
	// work tree differ from Commit.
	URL    string
	Commit string
	Dirty  bool
	// Packages is sorted by name; the pseudo-package TreePackage is last and
	// always there.
	Packages []*Package
	// Lists is sorted by path.
	Lists []BuildList
	// Files is sorted by path and holds every file, scanned or not.
	Files []*File

	source    source
	git       *git.Repo
	dirName   string // the folder's own name
	byPath    map[string]*File
	tree      *Package
	packageAt map[string]*Package // by path
}

// Origin says where the code of a package comes from.
type Origin string

// The origins.
const (
	OriginFlock        Origin = "flock"         // StarlingX's own code, or an upstream tarball it packages
	OriginFork         Origin = "fork"          // a git fork outside the tree ($CGCS_BASE/git)
	OriginPatched      Origin = "patched"       // a distribution's source package with real patches
	OriginRebuild      Origin = "rebuild"       // a distribution's source package, versioning only
	OriginConfig       Origin = "config"        // nothing but configuration files
	OriginKernelModule Origin = "kernel-module" // an out-of-tree kernel module
	OriginTest         Origin = "test"          // packages that only tests build
	OriginTree         Origin = "tree"          // TreePackage
)

// Package is a folder that the StarlingX build turns into packages.
type Package struct {
	// Name is the folder's name; when several packages of a repo share it,
	// their path within the repo.
	Name string
	// Path is relative to the repo; "" for the repo itself and for
	// TreePackage.
	Path   string
	Repo   *Repo
	Origin Origin
	// Reason says which rule decided Origin.
	Reason string
	// Built says whether a build list (Kind ListPackageDirs) names it.
	Built bool
	// Lists are the paths of those lists, sorted. "debian" build lists count.
	Lists []string
	// Spec is the path of the spec file within the repo, also when it is a
	// broken link; SRPM is the line of centos/srpm_path; Source is what
	// SRC_DIR expands to, or where Debian's meta_data takes the source from.
	Spec   string
	SRPM   string
	Source string
	// SRPMSpec is the path of the spec that AddRPMs found in the source RPM.
	SRPMSpec string
	// SourceRev is TIS_BASE_SRCREV, or Debian's src_path revision.
	SourceRev string
	// Packaging names the packaging folders it has: centos, debian, opensuse.
	Packaging []string
	// Data holds the assignments of build_srpm.data, with the variables
	// expanded that the tree defines: PKG_BASE and its like become paths
	// within the repo.
	Data map[string]string
	// Patches are the paths of its patch files, sorted.
	Patches []string
	// PatchOrder holds the entries of meta_patches/PATCH_ORDER, in order.
	PatchOrder []ListEntry
	// Shared are the folders and files outside Path that SRC_DIR or COPY_LIST
	// names and that therefore belong to it, relative to the repo.
	Shared []string

	files   []*File
	sources []string // what it names as its source, within the repo
	meta    *metaData
}

// Git is the repo's git repository, nil in an export without git.
func (r *Repo) Git() *git.Repo { return r.git }

// ID is REPO/NAME, unique in the workspace.
func (p *Package) ID() string { return p.Repo.ID + "/" + p.Name }

// BuildList is a file that lists packages, dependencies or downloads.
type BuildList struct {
	// Path is relative to the repo.
	Path string
	Kind ListKind
	// Distro is "centos", "debian", ...: the prefix of the file's name.
	Distro string
	// BuildType is "std", "rt" or "installer" for lists of package folders
	// and images; empty elsewhere.
	BuildType string
	Entries   []ListEntry
	// Missing are the entries of a ListPackageDirs that name no package.
	Missing []ListEntry
}

// ListKind says what the lines of a build list are.
type ListKind string

// The kinds of build lists.
const (
	ListPackageDirs  ListKind = "pkg-dirs"      // package folders of the repo
	ListImage        ListKind = "image"         // binary packages of the ISO
	ListGuestImage   ListKind = "guest-image"   // binary packages of the guest image
	ListRPMs         ListKind = "rpm-list"      // NAME-VER-REL.ARCH.rpm[#URL]
	ListTarballs     ListKind = "tarballs"      // [!]FILE#DIR#URL
	ListDownloads    ListKind = "downloads"     // folder:PATH, file:PATH
	ListMaven        ListKind = "maven"         // paths of Maven artifacts
	ListInstall      ListKind = "install-list"  // names that a guest image installs
	ListFilter       ListKind = "filter"        // packages that are left out
	ListWheels       ListKind = "wheels"        // python wheels of the container images
	ListDockerImages ListKind = "docker-images" // folders of container images
	ListDebs         ListKind = "deb-list"      // NAME VERSION [URL]
)

// ListEntry is one entry: its text, trimmed, and its line, from 1.
type ListEntry struct {
	Text string
	Line int
}

// File is one file, symlink or other entry of a repo that is no folder.
type File struct {
	Repo    *Repo
	Package *Package
	// Path is relative to the repo, slash separated.
	Path string
	Size int64 // bytes
	Mode fs.FileMode
	// Link is the target of a symlink, as written.
	Link string
	// Language and Role are what the name tells; Content has the final ones.
	Language Language
	Role     finding.Role
	// Skip says why the file is not scanned; empty for one that is.
	Skip string

	blob     string // object id, in a revision
	owner    string // which rule decided Package
	language string // which rule decided Language
	role     string // which rule decided Role
	settled  bool   // the name decided Language
	inside   []byte // the content of a file inside of a source RPM
}

// Blob is the id of the content where the repo is read at a revision; empty
// in a folder, where only Load can tell.
func (f *File) Blob() string { return f.blob }

// ID is REPO:PATH, unique in the workspace.
func (f *File) ID() string { return f.Repo.ID + ":" + f.Path }
