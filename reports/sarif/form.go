package sarif

import "opendev.org/starlingx/stxscan/finding"

// The objects of SARIF 2.1.0 that are written, with the names of its sections
// (docs.oasis-open.org/sarif/sarif/v2.1.0). Slices without omitempty are [] if
// there is nothing, since null is not allowed. What is empty or zero is left out
// where SARIF takes that for not known.

// run is a run (3.14) without its results, which are written one by one.
type run struct {
	Tool               tool               `json:"tool"`
	Invocations        []invocation       `json:"invocations"`
	VersionControl     []versionControl   `json:"versionControlProvenance,omitempty"`
	OriginalURIBaseIDs map[string]uriBase `json:"originalUriBaseIds"`
	ColumnKind         string             `json:"columnKind"`
	Properties         runProperties      `json:"properties"`
}

type tool struct {
	Driver driver `json:"driver"`
}

type driver struct {
	Name             string       `json:"name"`
	Version          string       `json:"version,omitempty"`
	ShortDescription *text        `json:"shortDescription,omitempty"`
	Rules            []descriptor `json:"rules"`
	Notifications    []descriptor `json:"notifications"`
}

type text struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

// descriptor is a reportingDescriptor (3.49).
type descriptor struct {
	ID                   string          `json:"id"`
	ShortDescription     *text           `json:"shortDescription,omitempty"`
	FullDescription      *text           `json:"fullDescription,omitempty"`
	Help                 *text           `json:"help,omitempty"`
	DefaultConfiguration *configuration  `json:"defaultConfiguration,omitempty"`
	Properties           *ruleProperties `json:"properties,omitempty"`
}

type configuration struct {
	Level string `json:"level"`
}

// ruleProperties hold, beside our own, the three that GitHub reads.
type ruleProperties struct {
	Tags      []string `json:"tags"`
	Precision string   `json:"precision"`
	Severity  string   `json:"problem.severity"`
	Concern   string   `json:"concern"`
	Means     string   `json:"means,omitempty"`
	Fix       string   `json:"fix,omitempty"`
}

type invocation struct {
	Successful    bool           `json:"executionSuccessful"`
	End           string         `json:"endTimeUtc"`
	Notifications []notification `json:"toolExecutionNotifications"`
}

type notification struct {
	Descriptor reference         `json:"descriptor"`
	Level      string            `json:"level"`
	Message    text              `json:"message"`
	Locations  []location        `json:"locations,omitempty"`
	Properties map[string]string `json:"properties,omitempty"`
}

type reference struct {
	ID string `json:"id"`
}

type versionControl struct {
	Repository string   `json:"repositoryUri"`
	Revision   string   `json:"revisionId,omitempty"`
	MappedTo   artifact `json:"mappedTo"`
}

type uriBase struct {
	Description text `json:"description"`
}

type artifact struct {
	URI       string `json:"uri"`
	URIBaseID string `json:"uriBaseId"`
}

type location struct {
	Physical *physical `json:"physicalLocation,omitempty"`
	Logical  []logical `json:"logicalLocations,omitempty"`
}

type physical struct {
	Artifact artifact `json:"artifactLocation"`
	Region   *region  `json:"region,omitempty"`
	Context  *region  `json:"contextRegion,omitempty"`
}

type region struct {
	StartLine   int   `json:"startLine"`
	StartColumn int   `json:"startColumn,omitempty"`
	EndLine     int   `json:"endLine,omitempty"`
	Snippet     *text `json:"snippet,omitempty"`
}

type logical struct {
	Name string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

type result struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Kind         string            `json:"kind"`
	Level        string            `json:"level"`
	Message      text              `json:"message"`
	Locations    []location        `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	State        string            `json:"baselineState,omitempty"`
	Suppressions []suppression     `json:"suppressions"`
	Properties   any               `json:"properties,omitempty"`
}

type suppression struct {
	Kind          string                `json:"kind"`
	Status        string                `json:"status"`
	Justification string                `json:"justification,omitempty"`
	Properties    suppressionProperties `json:"properties"`
}

type suppressionProperties struct {
	Kind  string `json:"kind"`
	Until string `json:"until,omitempty"`
	By    string `json:"by,omitempty"`
}

// resultProperties are what the report says of a finding beyond SARIF.
type resultProperties struct {
	Concern    finding.Concern                 `json:"concern"`
	Package    string                          `json:"package"`
	Repo       string                          `json:"repo"`
	Path       string                          `json:"path"`
	Column     int                             `json:"column"`
	Role       finding.Role                    `json:"role"`
	Severity   string                          `json:"severity"`
	Confidence string                          `json:"confidence"`
	Subject    string                          `json:"subject"`
	Guard      string                          `json:"guard,omitempty"`
	WorkItem   string                          `json:"workItem"`
	Decision   string                          `json:"decision,omitempty"`
	Fails      []string                        `json:"fails,omitempty"`
	Targets    map[string]finding.TargetEffect `json:"targets"`
}

type runProperties struct {
	Rules   string           `json:"rulesDigest"`
	Base    string           `json:"base,omitempty"`
	Shown   string           `json:"shown"`
	Targets []targetProperty `json:"targets"`
}

type targetProperty struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	Packages      int    `json:"packages"`
	Blocked       int    `json:"blocked"`
	NeedsWork     int    `json:"needsWork"`
	NotAssessable int    `json:"notAssessable"`
	Likely        int    `json:"likely"`
	Ready         int    `json:"ready"`
	NotApplicable int    `json:"notApplicable"`
}
