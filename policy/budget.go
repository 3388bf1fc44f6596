package policy

import (
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Budget bounds how many findings of a concern may block a target. People lower
// it as they mend, and raise it by hand alone.
type Budget struct {
	Concern finding.Concern
	Target  string
	Max     int
	// Partial says why the report holds only a part of what the budget bounds,
	// such as a rule that was not applied; empty if it holds everything.
	Partial string
	// Elsewhere is set where the scan was of a part of what the budget is for:
	// more than it allows is too much there as well, less says nothing.
	Elsewhere string
}

// BudgetState is a budget with what a report has of it.
type BudgetState struct {
	Budget
	// Count is how many findings block and are not suppressed. Severity and
	// confidence of a gate's flags do not matter to it, so that the number is the
	// same for everybody.
	Count int
}

// Over says by how much the budget is exceeded, 0 if it is kept.
func (b *BudgetState) Over() int { return max(0, b.Count-b.Max) }

// Under says by how much the budget can be lowered, 0 where it cannot or where
// that is not known.
func (b *BudgetState) Under() int {
	if b.Partial != "" || b.Elsewhere != "" {
		return 0
	}
	return max(0, b.Max-b.Count)
}

// CountBudgets counts what a report has of each budget, in their order. A target
// that the report was not judged on makes a budget partial.
func CountBudgets(r *reports.Report, budgets []Budget) []BudgetState {
	list := make([]BudgetState, 0, len(budgets))
	for _, b := range budgets {
		s := BudgetState{Budget: b}
		if s.Partial == "" && !judgedOn(r, b.Target) {
			s.Partial = b.Target + " was not judged"
		}
		for i := range r.Findings {
			f := &r.Findings[i]
			if f.Concern == b.Concern && f.Suppressed == nil && f.Blocks(b.Target) {
				s.Count++
			}
		}
		list = append(list, s)
	}
	return list
}

func judgedOn(r *reports.Report, target string) bool {
	for _, t := range r.Targets {
		if t.ID == target {
			return true
		}
	}
	return false
}

// CanLower lists the budgets that can be lowered to what the report has. It is
// empty where the gate fails or could not tell: what is not seen is not mended.
func (r *Result) CanLower() []BudgetState {
	if r.Failed() || r.Unsure() {
		return nil
	}
	var list []BudgetState
	for _, b := range r.Budgets {
		if b.Under() > 0 {
			list = append(list, b)
		}
	}
	return list
}
