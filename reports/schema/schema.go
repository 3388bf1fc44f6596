// Package schema holds the JSON Schema of the report, for those who write or
// read reports with other tools.
package schema

import _ "embed"

//go:generate go run ./gen -module ../.. -out report.schema.json

// Report is the JSON Schema, of draft 2020-12, of the JSON report. It is
// generated from the Go types.
//
//go:embed report.schema.json
var Report []byte
