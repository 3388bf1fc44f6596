package reports

import (
	"strings"
	"testing"
)

func TestDecodeLimit(t *testing.T) {
	text := `{"schema": "stxscan-report/1.0"}`
	if _, err := decode(strings.NewReader(text), int64(len(text))); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	_, err := decode(strings.NewReader(text+" "), int64(len(text)))
	if err == nil || !strings.Contains(err.Error(), "larger than 32 bytes") {
		t.Errorf("above the limit: %v", err)
	}
}

func TestWorkTime(t *testing.T) {
	for minutes, want := range map[int]string{
		0: "0 minutes", 1: "1 minute", 59: "59 minutes", 60: "1 hour", 89: "1 hour", 90: "2 hours",
		450: "8 hours", 479: "8 hours", 480: "1 day", 719: "1 day", 720: "2 days", 4800: "10 days",
	} {
		if got := WorkTime(minutes); got != want {
			t.Errorf("WorkTime(%d) = %q, want %q", minutes, got, want)
		}
	}
}
