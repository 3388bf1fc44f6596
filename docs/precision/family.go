package main

import (
	"slices"
	"strings"
)

// couplingFamilies are the families of coupling, F1 to F15, and the rules that
// find them.
var couplingFamilies = []struct {
	name  string
	rules []string
}{
	{"F1 RPM's tools", []string{"RPM-001"}},
	{"F2 package managers", []string{"RPM-002", "RPM-003"}},
	{"F3 repositories and builds", []string{"RPM-004", "RPM-005", "RPM-014", "RPM-015", "RPM-016"}},
	{"F4 bindings", []string{"RPM-006", "RPM-008"}},
	{"F5 repository configuration, rpmdb", []string{"RPM-009", "RPM-010", "RPM-011", "RPM-012", "RPM-013", "RPM-017"}},
	{"F6 names of RPM files", []string{"RPM-007", "RPM-018"}},
	{"F7 network", []string{"OS-101", "OS-102", "OS-110", "OS-114", "OS-115"}},
	{"F8 services", []string{"OS-002", "OS-003", "OS-005", "OS-006", "OS-008", "OS-010", "OS-011", "OS-019", "OS-020", "OS-405", "OS-406", "OS-501", "OS-701", "OS-702", "OS-703", "OS-704", "OS-705", "OS-706", "OS-707"}},
	{"F9 boot and installer", []string{"OS-103", "OS-104", "OS-105", "OS-106", "OS-107", "OS-108", "OS-109", "OS-111", "OS-112", "OS-113", "OS-116"}},
	{"F10 distribution's identity", []string{"OS-004"}},
	{"F11 paths", []string{"OS-001", "OS-007", "OS-012", "OS-013", "OS-014", "OS-015", "OS-016", "OS-017", "OS-018", "OS-021", "OS-022", "OS-023", "OS-024", "OS-025", "OS-026", "OS-027", "OS-028", "OS-029", "OS-403"}},
	{"F12 security", []string{"OS-301", "OS-302", "OS-303", "OS-304", "OS-305", "OS-306", "OS-308", "OS-309", "OS-310", "OS-311", "OS-312", "OS-313", "OS-315", "OS-316"}},
	{"F13 puppet", []string{"OS-201", "OS-202", "OS-203", "OS-204", "OS-205"}},
	{"F15 accounts, kdump", []string{"OS-307", "OS-601", "OS-602", "OS-603"}},
	{"toolchain and kernel modules", []string{"OS-401", "OS-402", "OS-404", "OS-407", "OS-408", "OS-409", "OS-410", "OS-411", "OS-412", "OS-413", "OS-414", "OS-415", "OS-416"}},
}

// family is what a rule counts in: its family of coupling, or its letters,
// "PY2-S" of "PY2-S001".
func family(rule string) string {
	for _, f := range couplingFamilies {
		if slices.Contains(f.rules, rule) {
			return f.name
		}
	}
	return strings.TrimRight(rule, "0123456789")
}
