package ci

import (
	"encoding/xml"
	"io"
)

// WriteXML writes a document with its declaration, a level deeper for each indent,
// and ends the last line. The error is that of w.
func WriteXML(w io.Writer, document any, indent string) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", indent)
	if err := e.Encode(document); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
