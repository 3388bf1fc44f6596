package reports_test

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func TestValidateAccepts(t *testing.T) {
	for name, r := range map[string]*reports.Report{
		"sample":  reporttest.Sample(),
		"hostile": reporttest.Hostile(),
		"empty":   {Schema: reports.Schema},
	} {
		if err := reports.Validate(r); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestValidateRefuses(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(*reports.Report)
		want  string
	}{
		{"schema", func(r *reports.Report) { r.Schema = "" }, "names no schema"},
		{"repo twice", func(r *reports.Report) { r.Inputs[1].Repo = r.Inputs[0].Repo }, `repo "inventory" is listed twice`},
		{"target twice", func(r *reports.Report) { r.Targets[1].ID = "clear" }, `target "clear" is listed twice`},
		{"package twice", func(r *reports.Report) { r.Packages[2].Name = r.Packages[1].Name }, "inventory/inventory-agent is listed twice"},
		{"package without repo", func(r *reports.Report) { r.Inputs = r.Inputs[:1] }, "in a repo that is not listed"},
		{"work item twice", func(r *reports.Report) { r.WorkItems[1].ID = r.WorkItems[0].ID }, "is listed twice"},
		{"decision twice", func(r *reports.Report) {
			r.Decisions = []reports.Decision{{ID: "d", State: "open"}, {ID: "d", State: "open"}}
		}, `decision "d" is listed twice`},
		{"decision without outcome", func(r *reports.Report) { r.Decisions = []reports.Decision{{ID: "d", State: "decided"}} }, "with the outcome"},
		{"decision of a target", func(r *reports.Report) {
			r.Decisions = []reports.Decision{{ID: "d", State: "open", Targets: []string{"beos"}}}
		}, `decision d: target "beos" is not listed`},
		{"finding of a decision", func(r *reports.Report) { r.Findings[3].Decision = "d" }, `decision "d" governs findings and is not listed`},
		{"findings of a decision", func(r *reports.Report) {
			r.Decisions = []reports.Decision{{ID: "d", State: "open", Findings: 2}}
			r.Findings[3].Decision = "d"
		}, "2 findings are said, 1 name it"},
		{"replaced by another", func(r *reports.Report) {
			r.Findings[3].Targets = map[string]finding.TargetEffect{"clear": {Effect: finding.Breaks, Replaced: "d"}}
		}, `replaced on clear by "d"`},
		{"package replaced by nothing", func(r *reports.Report) { r.Packages[1].Replaced = map[string]string{"clear": "d"} }, `decision "d" is not listed`},
		{"milestone twice", func(r *reports.Report) {
			r.Milestones = []reports.Milestone{{ID: "m", Target: "clear"}, {ID: "m", Target: "clear"}}
		}, `milestone "m" is listed twice`},
		{"milestone of a target", func(r *reports.Report) { r.Milestones = []reports.Milestone{{ID: "m", Target: "beos"}} }, `milestone m: target "beos" is not listed`},
		{"milestone's counts", func(r *reports.Report) {
			r.Milestones = []reports.Milestone{{ID: "m", Target: "clear", Packages: 3, Done: 1}}
		}, "of 3 packages 1 are done"},
		{"milestone's items", func(r *reports.Report) {
			r.Milestones = []reports.Milestone{{ID: "m", Target: "clear", Packages: 1, Rest: []reports.MilestoneRest{{Items: []string{"x"}}}}}
		}, `work item "x" is not listed`},
		{"tracked twice", func(r *reports.Report) {
			r.Tracked = []reports.Tracked{{Concern: finding.Python2}, {Concern: finding.Python2}}
		}, "listed twice"},
		{"files with digests", func(r *reports.Report) { r.Files = map[string]map[string]string{"inventory": {"a": ""}} }, "1 with their digests"},
		{"file lost", func(r *reports.Report) { r.Totals.Files.Scanned-- }, "files: 1204 are listed, but 1092 scanned + 108 skipped + 3 unknown are 1203"},
		{"file without package", func(r *reports.Report) { r.Packages[0].Files-- }, "the packages hold 1203"},
		{"verdict", func(r *reports.Report) { r.Packages[1].Readiness["clear"] = reports.Readiness{Verdict: "fine"} }, `verdict "fine" is not known`},
		{"verdict missing", func(r *reports.Report) { delete(r.Packages[1].Readiness, "clear") }, "verdicts on 3 of 4 targets"},
		{"verdict on nothing", func(r *reports.Report) { r.Packages[1].Readiness["beos"] = reports.Readiness{Verdict: reports.Ready} }, `target "beos" is not listed`},
		{"package of finding", func(r *reports.Report) { r.Findings[3].Package = "gone" }, "package inventory/gone is not listed"},
		{"findings of package", func(r *reports.Report) { r.Packages[1].Findings[finding.Python2]++ }, "counts findings"},
		{"severity", func(r *reports.Report) { r.Findings[3].Severity = 9 }, "severity invalid(9)"},
		{"confidence", func(r *reports.Report) { r.Findings[3].Confidence = 9 }, "confidence invalid(9)"},
		{"role", func(r *reports.Report) { r.Findings[3].Role = "toy" }, `role "toy" is not known`},
		{"concern", func(r *reports.Report) { r.Findings[3].Concern = "taste" }, `concern "taste" is not known`},
		{"column", func(r *reports.Report) { r.Findings[3].Column = 0 }, "count from 1"},
		{"end", func(r *reports.Report) { r.Findings[3].EndLine = 1 }, "ends before it begins"},
		{"effect", func(r *reports.Report) { r.Findings[3].Targets["clear"] = finding.TargetEffect{Effect: "sings"} }, `effect "sings" is not known`},
		{"effect on nothing", func(r *reports.Report) { r.Findings[3].Targets["beos"] = finding.TargetEffect{Effect: finding.Works} }, `target "beos" is not listed`},
		{"no work item", func(r *reports.Report) { r.Findings[3].WorkItem = "" }, `work item "", which is not listed`},
		{"other work item", func(r *reports.Report) { r.Findings[3].WorkItem = r.Findings[2].WorkItem }, "counts 1 findings, 0 name it"},
		{"work item without findings", func(r *reports.Report) { r.WorkItems = append(r.WorkItems, reports.WorkItem{ID: "x", Findings: 1}) }, `"x" counts 1 findings, 0 name it`},
		{"files of work item", func(r *reports.Report) { r.WorkItems[1].Files = 99 }, "counts 99 files"},
		{"too many block", func(r *reports.Report) { r.WorkItems[1].Blocking = 99 }, "but 99 that block"},
		{"targets of work item", func(r *reports.Report) { r.WorkItems[1].Targets = []string{"beos"} }, `target "beos" is not listed`},
		{"unknown settled by nothing", func(r *reports.Report) { r.Unknowns[0].Settle = "" }, "does not say what would settle it"},
		{"package of unknown", func(r *reports.Report) { r.Unknowns[0].Package = "gone" }, "package inventory/gone is not listed"},
		{"dependency", func(r *reports.Report) { r.Dependencies[0].Verdicts["beos"] = finding.DependencyVerdict{} }, `target "beos" is not listed`},
		{"adopt", func(r *reports.Report) {
			r.PatchStacks[0].Adopt = map[string]finding.Adoption{"clear": {Answer: "steal"}}
		}, `adopt "steal" on target "clear"`},
		{"adopt on nothing", func(r *reports.Report) {
			r.PatchStacks[0].Adopt = map[string]finding.Adoption{"beos": {Answer: finding.AdoptAsIs}}
		}, `on target "beos": not listed`},
		{"upstream", func(r *reports.Report) {
			r.PatchStacks[0].Patches[0].Upstreamed = &finding.Upstreamed{State: "perhaps"}
		}, `there is no state "perhaps"`},
		{"upstream in", func(r *reports.Report) {
			r.PatchStacks[0].Patches[0].Upstreamed = &finding.Upstreamed{State: finding.UpstreamHas, In: []string{"beos"}}
		}, `target "beos" is not listed`},
		{"applies", func(r *reports.Report) {
			r.PatchStacks[0].Patches[0].Applies = map[string]finding.Applies{"beos": {State: finding.ApplyClean}}
		}, `applies "clean" on "beos"`},
		{"rule twice", func(r *reports.Report) { r.Rules[1].ID = r.Rules[0].ID }, "is listed twice"},
		{"concern of rule", func(r *reports.Report) { r.Rules[1].Concern = "taste" }, `concern "taste" is not known`},
		{"target of rule", func(r *reports.Report) { r.Rules[1].Alternatives = map[string]string{"beos": "x"} }, `target "beos" is not listed`},
		{"rule of finding", func(r *reports.Report) { r.Rules = r.Rules[:1] }, "the rule is not listed"},
		{"rule of work item", func(r *reports.Report) { r.WorkItems[1].Rule = "X-1" }, "rule X-1 is not listed"},
		{"suppression", func(r *reports.Report) { r.Findings[3].Suppressed = &finding.Suppression{Kind: "mood"} }, `suppression kind "mood" is not known`},
		{"suppressed", func(r *reports.Report) {
			r.Findings[3].Suppressed = &finding.Suppression{Kind: finding.Later, Reason: "r"}
		}, "suppressed findings by kind are map[], listed are map[later:1]"},
		{"group of package", func(r *reports.Report) { r.Packages[1].Groups = []string{"band"} }, `group "band", which is not listed`},
		{"group twice", func(r *reports.Report) { r.Groups = []reports.Group{{ID: "a"}, {ID: "a"}} }, `group "a" is listed twice`},
		{"packages of group", func(r *reports.Report) { r.Groups = []reports.Group{{ID: "a", Packages: 1}} }, `group "a" counts 1 packages`},
		{"totals", func(r *reports.Report) { r.Totals.Findings[finding.Python2]++ }, "findings by concern are"},
		{"severities", func(r *reports.Report) { r.Totals.Severities["error"]-- }, "findings by severity are"},
		{"families", func(r *reports.Report) { r.Totals.Families["PY2-S"]++ }, "the families of rules count"},
		{"guarded", func(r *reports.Report) { r.Totals.Guarded++ }, "findings are guarded"},
		{"unknowns", func(r *reports.Report) { r.Totals.Unknowns["source"]++ }, "unknowns by kind are"},
		{"headline", func(r *reports.Report) { r.Targets[0].Headline.Ready++ }, "headline of clear is"},
		{"many", func(r *reports.Report) {
			for i := range r.Findings {
				r.Findings[i].Role = "toy"
			}
		}, "20 of 47 inconsistencies shown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := reporttest.Sample()
			test.spoil(r)
			err := reports.Validate(r)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %q", err, test.want)
			}
		})
	}
}
