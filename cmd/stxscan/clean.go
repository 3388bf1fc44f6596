package main

import "opendev.org/starlingx/stxscan/reports/terminal"

// clean makes text from the scanned tree safe to show.
func clean(text string) string { return terminal.Clean(text) }
