package rules

import (
	"slices"
	"strings"
)

// Answer is one thing to build or to decide that settles many findings at
// once: the places of all rules that name it become one work item.
type Answer struct {
	ID    string     `yaml:"id" json:"id" jsonschema:"lower case with dashes; rules name it"`
	Kind  AnswerKind `yaml:"kind" json:"kind"`
	Title string     `yaml:"title" json:"title" jsonschema:"what is to be built, or the question to decide, in a line"`
	Why   string     `yaml:"why" json:"why"`
	// Effort replaces that of the rules: setup is building or deciding it, site
	// is moving one place over to it.
	Effort Effort `yaml:"effort" json:"effort"`

	// File is the path of the YAML file within its file system.
	File string `yaml:"-" json:"-"`
}

// AnswerKind tells what is built from what is decided.
type AnswerKind string

// The kinds of answers, a closed list.
const (
	Seam     AnswerKind = "seam"     // one place in the code that all others go through
	Decision AnswerKind = "decision" // a question that somebody has to settle first
)

func (a *Answer) check() error {
	var c checker
	c.want(targetID.MatchString(a.ID), "id", "%q: want lower case, such as package-queries", a.ID)
	c.oneOf("kind", a.Kind, []AnswerKind{Seam, Decision})
	c.want(strings.TrimSpace(a.Title) != "", "title", "missing")
	c.want(strings.TrimSpace(a.Why) != "", "why", "missing")
	c.want(a.Effort.Setup > 0, "effort", "want setup: the minutes that building or deciding it takes")
	return c.err()
}

// Answer returns the answer of the ID, nil if there is none.
func (s *Set) Answer(id string) *Answer {
	i := slices.IndexFunc(s.Answers, func(a *Answer) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return s.Answers[i]
}
