package rules

import (
	"fmt"
	"strings"
)

// ScaffoldFile is one file of a rule that is begun.
type ScaffoldFile struct{ Name, Content string }

// Scaffold returns the files of a new rule: its YAML and a fixture, which pass
// the checks as they stand and are there to be rewritten. The error says what
// is wrong with the id.
func Scaffold(id string) ([]ScaffoldFile, error) {
	if !ruleID.MatchString(id) {
		return nil, fmt.Errorf("%q is no id of a rule: want a family and three digits, such as PY2-B901", id)
	}
	replace := strings.NewReplacer("ID", id)
	return []ScaffoldFile{
		{id + ".yaml", replace.Replace(scaffoldRule)},
		{id + ".py", replace.Replace(scaffoldFixture)},
	}, nil
}

const scaffoldRule = `id: ID
title: legacy_name() is gone
concern: python2
analyzer: py2
severity: error
confidence: high
means: fails
message: "{subject} is not defined on Python 3; use {use}"
match:
  name: {legacy_name: "new_name"}
why: >-
  Say what happens where the rule bites, and why it matters, so that somebody
  who has not met it understands.
before: |
  value = legacy_name(1)
after: |
  value = new_name(1)
fix: mechanical
effort: {site: 2, review: 1}
sources:
  - "say what the rule was verified against"
`

const scaffoldFixture = `import agent


def run():
    return legacy_name(1)  # want: ID


class Shadow(object):
    def call(self, legacy_name):
        agent.legacy_name()  # ok: ID
        return legacy_name  # ok: ID
`
