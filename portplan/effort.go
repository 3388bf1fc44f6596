package portplan

import (
	"opendev.org/starlingx/stxscan/reports"
)

// The efforts say in words how much work is known of, as every report writes it:
// "-" is none, and what could not be read may have more.

// Effort is that of the package.
func (p *Package) Effort() string { return effort(p.State, p.Minutes, p.Unknowns) }

// Effort is that of what others wait for.
func (b *Blocker) Effort() string { return effort(b.State, b.Minutes, b.Unknowns) }

// WaitingEffort is that of the packages that wait.
func (b *Blocker) WaitingEffort() string { return sum(b.WaitingMinutes, b.WaitingUnknowns) }

// Effort is that of the step.
func (s *Step) Effort() string { return effort(s.State, s.Minutes, s.Unknowns) }

// Effort is that of the whole chain.
func (c *Critical) Effort() string { return sum(c.Minutes, c.Unknowns) }

// Effort is that of all packages of the wave.
func (w *Wave) Effort() string {
	minutes, unknowns := 0, 0
	for i := range w.Packages {
		minutes += w.Packages[i].Minutes
		unknowns += w.Packages[i].Unknowns
	}
	return sum(minutes, unknowns)
}

// Now lists the packages of the wave that can be ported now, and the others.
func (w *Wave) Now() (now, others []string) {
	for i := range w.Packages {
		if w.Packages[i].Now {
			now = append(now, w.Packages[i].ID)
		} else {
			others = append(others, w.Packages[i].ID)
		}
	}
	return now, others
}

// sum is the effort of several packages together.
func sum(minutes, unknowns int) string {
	switch {
	case minutes > 0:
		return effort(Work, minutes, unknowns)
	case unknowns > 0:
		return effort(Unknown, 0, unknowns)
	}
	return effort(Done, 0, 0)
}

func effort(state State, minutes, unknowns int) string {
	switch {
	case state == Done:
		return "-"
	case state == Unknown:
		return "not known"
	case unknowns > 0:
		return reports.WorkTime(minutes) + " or more"
	}
	return reports.WorkTime(minutes)
}
