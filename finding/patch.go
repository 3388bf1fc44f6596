package finding

// PatchStack is the patches that one package carries, in the order in which
// they are applied.
type PatchStack struct {
	Package string     `json:"package"`
	Repo    string     `json:"repo"`
	Class   StackClass `json:"class"`
	// Kinds are what the whole stack amounts to, such as "versioning-only".
	Kinds   []string     `json:"kinds,omitempty"`
	Patches []StackPatch `json:"patches"`
}

// StackClass says what is patched.
type StackClass string

// The classes, a closed list.
const (
	StackCentOS          StackClass = "centos" // CentOS base and others
	StackOpenStack       StackClass = "openstack"
	StackPuppetOpenStack StackClass = "puppet-openstack"
	StackKernel          StackClass = "kernel"
)

// StackClasses lists every class.
var StackClasses = []StackClass{StackCentOS, StackOpenStack, StackPuppetOpenStack, StackKernel}

// StackPatch is one patch of a stack.
type StackPatch struct {
	Path string `json:"path"`
	// Kind is where it acts: "meta" edits the packaging, "source" is applied
	// by it, "files" lies among the copied files, "loose" elsewhere.
	Kind string `json:"kind"`
	// Order counts from 1 in its kind; 0 if nothing says that it is applied.
	Order int `json:"order,omitempty"`
	// State is "applied", "unlisted" or "dead", by what names the patch.
	State string `json:"state,omitempty"`
	// Tags class the patch: versioning, spec-include, rollup, malformed, ...
	Tags    []string `json:"tags,omitempty"`
	Subject string   `json:"subject,omitempty"`
	// Date is the day of the patch's header, YYYY-MM-DD.
	Date    string `json:"date,omitempty"`
	Files   int    `json:"files"`
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
}
