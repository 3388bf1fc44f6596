package finding

import "fmt"

// Severity says how sure it is that something goes wrong: Error fails for
// certain, Warning fails or changes depending on data, Info is for review.
// The zero value is Info; severities are ordered.
type Severity uint8

// The severities, ascending.
const (
	Info Severity = iota
	Warning
	Error
)

var severityNames = [...]string{"info", "warning", "error"}

func (s Severity) String() string { return nameOf(severityNames[:], uint8(s)) }

// ParseSeverity reads "info", "warning" or "error".
func ParseSeverity(text string) (Severity, error) {
	i, err := indexOf("severity", severityNames[:], text)
	return Severity(i), err
}

// MarshalText writes the name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name.
func (s *Severity) UnmarshalText(text []byte) (err error) {
	*s, err = ParseSeverity(string(text))
	return err
}

// Confidence says how likely it is that the finding is right. The zero value
// is Low; confidences are ordered.
type Confidence uint8

// The confidences, ascending.
const (
	Low Confidence = iota
	Medium
	High
)

var confidenceNames = [...]string{"low", "medium", "high"}

func (c Confidence) String() string { return nameOf(confidenceNames[:], uint8(c)) }

// ParseConfidence reads "low", "medium" or "high".
func ParseConfidence(text string) (Confidence, error) {
	i, err := indexOf("confidence", confidenceNames[:], text)
	return Confidence(i), err
}

// MarshalText writes the name.
func (c Confidence) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the name.
func (c *Confidence) UnmarshalText(text []byte) (err error) {
	*c, err = ParseConfidence(string(text))
	return err
}

func nameOf(names []string, i uint8) string {
	if int(i) < len(names) {
		return names[i]
	}
	return fmt.Sprintf("invalid(%d)", i)
}

func indexOf(kind string, names []string, text string) (uint8, error) {
	for i, name := range names {
		if name == text {
			return uint8(i), nil
		}
	}
	return 0, fmt.Errorf("%s %q: want one of %q", kind, text, names)
}
