// Package html writes a report as one web page that needs nothing else: no
// server, no network, no other file. What a reader needs first is plain HTML;
// tables, filters and details are made in the browser from data in the page.
package html

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/storyboard"
)

//go:embed page.html chart.html page.css js
var files embed.FS

// scripts are the parts of the page's script, in their order.
var scripts = []string{"data.js", "element.js", "matrix.js", "list.js", "lists.js", "needs.js", "patches.js", "trend.js", "detail.js", "finding.js", "keep.js", "keys.js", "main.js"}

// Options says how to write.
type Options struct {
	// Title heads the page, "StarlingX port report" if empty.
	Title string
	// Next is how many work items the first screen names, 15 if 0.
	Next int
	// Trend is how the numbers went until the report; nil if that is not known.
	Trend *reports.Trend
	// Diff is what moved since the last report; nil if there is none. Its new report
	// is the one that is written.
	Diff *policy.Diff
	// Stories says how the team files its stories.
	Stories storyboard.Options
}

// Write writes the page. The same report gives the same bytes. All text of the
// report is escaped, and what a browser would obey or hide, such as control
// characters and changes of direction, is made visible. The page's policy lets
// nothing be loaded and no script run but its own. The error is that of w, or says
// which tag of the options is none.
func Write(w io.Writer, r *reports.Report, o Options) error {
	if o.Title == "" {
		o.Title = "StarlingX port report"
	}
	if o.Next <= 0 {
		o.Next = 15
	}
	style, script, err := assets()
	if err != nil {
		return err
	}
	drafts, err := storyboard.Drafts(r, o.Stories)
	if err != nil {
		return err
	}
	text, err := encode(r, o, drafts)
	if err != nil {
		return fmt.Errorf("encode the page's data: %w", err)
	}
	page := newPage(r, o, drafts)
	page.Style, page.Script = template.CSS(style), template.JS(script)
	page.Data = template.JS(text)
	page.Policy = contentPolicy(style, script)
	t, err := template.New("page.html").ParseFS(files, "page.html", "chart.html")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, page); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// assets returns the style and the script of every page.
func assets() (style, script string, err error) {
	css, err := files.ReadFile("page.css")
	if err != nil {
		return "", "", err
	}
	var b strings.Builder
	b.WriteString("(function () {\n\"use strict\";\n")
	for _, name := range scripts {
		part, err := files.ReadFile("js/" + name)
		if err != nil {
			return "", "", err
		}
		b.Write(part)
	}
	b.WriteString("}());\n")
	return "\n" + string(css), "\n" + b.String(), nil
}

// contentPolicy is the Content-Security-Policy: nothing but this very style and
// script. Images are allowed from the page itself, for its empty icon.
func contentPolicy(style, script string) string {
	return "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script) +
		"'; img-src data:; base-uri 'none'; form-action 'none'"
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
