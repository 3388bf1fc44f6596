package finding

// PackagingAnswer says whether the packaging of a target has a change that a patch of
// RPM packaging makes.
type PackagingAnswer struct {
	What ChangeKind `json:"what"`
	// Change is what the patches make of it in the end, in words.
	Change string         `json:"change"`
	State  PackagingState `json:"state"`
	// At is where the target's packaging shows it, FILE or FILE:LINE relative to the
	// source package, "" where nothing does.
	At string `json:"at,omitempty"`
	// Why says what the state rests on.
	Why string `json:"why"`
	// Step is what brings the change about on the target, "" if it needs nothing or
	// nobody knows.
	Step PackagingStep `json:"step,omitempty"`
}

// PackagingState says whether the target has the same.
type PackagingState string

// The states, a closed list.
const (
	PackagingHas     PackagingState = "has"
	PackagingLacks   PackagingState = "has-not"
	PackagingDiffers PackagingState = "differs" // the like, with another value or content
	PackagingUnknown PackagingState = "unknown" // it cannot be told
)

// PackagingStates lists every state.
var PackagingStates = []PackagingState{PackagingHas, PackagingLacks, PackagingDiffers, PackagingUnknown}

// PackagingStep is a way to bring a change of packaging about.
type PackagingStep string

// The steps, a closed list.
const (
	StepOverlay PackagingStep = "overlay" // a package beside the target's own carries it
	StepRebuild PackagingStep = "rebuild" // the target's package has to be built anew
)

// PackagingSteps lists every step.
var PackagingSteps = []PackagingStep{StepOverlay, StepRebuild}
