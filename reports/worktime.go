package reports

import "fmt"

// MinutesOfDay is how many minutes of work a day has: eight hours.
const MinutesOfDay = 8 * 60

// WorkTime says a work time in words that fit how roughly it is known:
// "15 minutes", "3 hours", "4 days". A day has eight hours.
func WorkTime(minutes int) string {
	const hour, day = 60, MinutesOfDay
	switch {
	case minutes == 1:
		return "1 minute"
	case minutes < hour:
		return fmt.Sprintf("%d minutes", minutes)
	case minutes < 2*hour-hour/2:
		return "1 hour"
	case minutes < day:
		return fmt.Sprintf("%d hours", (minutes+hour/2)/hour)
	case minutes < 2*day-day/2:
		return "1 day"
	}
	return fmt.Sprintf("%d days", (minutes+day/2)/day)
}
