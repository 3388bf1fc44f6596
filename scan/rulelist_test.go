package scan

import (
	"slices"
	"testing"

	"opendev.org/starlingx/stxscan/rules"
)

// TestRuleList holds that a report says of every applied rule what its YAML
// says, in the order of the ids, and nothing of others.
func TestRuleList(t *testing.T) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	applied := []*rules.Rule{set.Rule("RPM-001"), set.Rule("PY2-S001")}
	list := ruleList(ReduceOptions{Set: set, Rules: applied, Targets: set.Targets})
	if len(list) != 2 || list[0].ID != "PY2-S001" || list[1].ID != "RPM-001" {
		t.Fatalf("the rules are %+v", list)
	}
	python, rpm := list[0], list[1]
	if python.Alternatives != nil || python.Before == "" || python.After == "" || python.Docs != "docs/rules/PY2-S001.md" {
		t.Errorf("PY2-S001 says %+v", python)
	}
	if rpm.Answer == nil || rpm.Answer.ID != "package-queries" || rpm.Answer.Why == "" || rpm.Why == "" {
		t.Errorf("RPM-001 says %+v", rpm)
	}
	for _, target := range set.Targets {
		if use := rpm.Alternatives[target.ID]; (use == "") != (target.Family == "centos") {
			t.Errorf("on %s RPM-001 advises %q", target.ID, use)
		}
	}
	own := *set.Rule("RPM-001")
	own.File = "mine/RPM-001.yaml"
	if docs := ruleDocs(&own); docs != "" {
		t.Errorf("a rule of a team's own is said to have the page %s", docs)
	}
	if !slices.Equal(applied, []*rules.Rule{set.Rule("RPM-001"), set.Rule("PY2-S001")}) {
		t.Error("the order of the given rules was changed")
	}
}
