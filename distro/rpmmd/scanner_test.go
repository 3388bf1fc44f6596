package rpmmd

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

// samePrimary holds the scanner against encoding/xml, whole and in pieces.
func samePrimary(t *testing.T, text []byte) (accepted bool) {
	t.Helper()
	got, err := primaryByScanner(bytes.NewReader(text))
	pieces, errPieces := primaryByScanner(iotest.OneByteReader(bytes.NewReader(text)))
	if !reflect.DeepEqual(got, pieces) || (err == nil) != (errPieces == nil) {
		t.Fatalf("byte by byte there is %+v (%v), at once %+v (%v), of\n%s", pieces, errPieces, got, err, text)
	}
	if err != nil && !errors.Is(err, ErrFormat) {
		t.Fatalf("an error of another kind: %v", err)
	}
	want, refused := primaryByEncodingXML(text)
	if refused != nil {
		return false
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v (%v)\nwant %+v\nof\n%s", got, err, want, text)
	}
	return true
}

func sameFilelists(t *testing.T, text []byte) (accepted bool) {
	t.Helper()
	got, err := filelistsByScanner(bytes.NewReader(text))
	pieces, errPieces := filelistsByScanner(iotest.OneByteReader(bytes.NewReader(text)))
	if !reflect.DeepEqual(got, pieces) || (err == nil) != (errPieces == nil) {
		t.Fatalf("byte by byte there is %+v (%v), at once %+v (%v), of\n%s", pieces, errPieces, got, err, text)
	}
	want, refused := filelistsByEncodingXML(text)
	if refused != nil {
		return false
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v (%v)\nwant %+v\nof\n%s", got, err, want, text)
	}
	return true
}

func TestScannerOnSamples(t *testing.T) {
	list := sample(500, 3)
	text := primaryXML(list, 3)
	if !samePrimary(t, text) {
		t.Fatal("encoding/xml refuses the sample")
	}
	got, err := primaryByScanner(bytes.NewReader(text))
	for i := range list {
		if err != nil || !reflect.DeepEqual(got[i], list[i]) {
			t.Fatalf("got %+v (%v)\nwant %+v", got[i], err, list[i])
		}
	}
	if !sameFilelists(t, filelistsXML(list, 5)) {
		t.Fatal("encoding/xml refuses the sample")
	}
}

// TestScannerOnAnyXML compares on documents that use all that XML has, with the
// elements that matter where they belong and where they do not.
func TestScannerOnAnyXML(t *testing.T) {
	packages, entries, paths := 0, 0, 0
	for seed := range uint64(1500) {
		w := &anyXML{Rand: rand.New(rand.NewPCG(seed, 7))}
		if !samePrimary(t, w.document("metadata")) {
			t.Fatalf("seed %d: encoding/xml refuses\n%s", seed, w.Bytes())
		}
		list, _ := primaryByScanner(bytes.NewReader(w.Bytes()))
		for _, p := range list {
			packages, entries, paths = packages+1, entries+len(p.provides), paths+len(p.files)
		}
		w.Reset()
		if !sameFilelists(t, w.document("filelists")) {
			t.Fatalf("seed %d: encoding/xml refuses\n%s", seed, w.Bytes())
		}
	}
	if packages < 1000 || entries < 300 || paths < 300 {
		t.Errorf("only %d packages, %d provides and %d files were compared", packages, entries, paths)
	}
}

// anyXML writes documents at random.
type anyXML struct {
	*rand.Rand
	bytes.Buffer
}

func (w *anyXML) pick(list ...string) string { return list[w.IntN(len(list))] }

func (w *anyXML) document(root string) []byte {
	w.WriteString(w.pick("", "\ufeff", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "<?xml version='1.0'?>", "\n"))
	w.WriteString(w.pick("", "", "<!DOCTYPE metadata [<!ENTITY a \"<>\"><!-- ' > --> <!ELEMENT b '>'>]>", "<!-- <metadata> -->", "<?a <metadata>?>", "<!>x>", "<!'>", "<!<>"))
	w.element(root, []string{"package", "package", "package", "name"}, 4)
	w.WriteString(w.pick("", "\n", "<metadata>", "&nothing;", "</x>", "<package>"))
	return w.Bytes()
}

// inside says which elements are written below which.
var inside = map[string][]string{
	"package":  {"name", "arch", "version", "format", "file", "checksum", "format", "summary"},
	"format":   {"sourcerpm", "provides", "provides", "requires", "file", "file", "format"},
	"provides": {"entry", "entry", "entry", "file"},
	"requires": {"entry"},
	"summary":  {"package", "name", "file", "other"},
}

func (w *anyXML) element(name string, below []string, most int) {
	full := w.pick(name, name, name, name, name, name, name, name, "rpm:"+name, "x-y.z:"+name, "é:"+name, ":"+name, name+":")
	if below == nil {
		below = inside[name]
	} else {
		full = name // the root has no prefix
	}
	fmt.Fprintf(w, "<%s", full)
	for range w.IntN(5) {
		w.attribute()
	}
	w.WriteString(w.pick("", "", " ", "\r\n"))
	if w.IntN(6) == 0 && full != "metadata" && full != "filelists" {
		w.WriteString("/>")
		return
	}
	w.WriteString(">")
	for range w.IntN(most + 1) {
		w.text()
		if len(below) > 0 && w.Len() < 1<<15 {
			w.element(w.pick(below...), nil, 5)
		}
	}
	w.text()
	fmt.Fprintf(w, "</%s%s>", full, w.pick("", " ", "\n\t"))
}

func (w *anyXML) attribute() {
	quote := w.pick(`"`, "'")
	value := ""
	for range w.IntN(3) {
		value += w.pick("0", "1", "x86_64", "EQ", "dir", "a b", "&amp;", "&#65;", "&#x1F600;", "\r\n", "\r", "\n", "&#13;", "&#xd800;", ">", "/>", "é", "]]>", "<")
	}
	value = strings.ReplaceAll(strings.ReplaceAll(value, "<", "&lt;"), quote, "&quot;")
	fmt.Fprintf(w, "%s%s%s=%s%s%s%s", w.pick(" ", "\n", "\t "), w.pick("", "", "rpm:", "xmlns:"),
		w.pick("name", "arch", "epoch", "ver", "rel", "flags", "type", "pkgid", "xmlns"), w.pick("", " "), quote, value, quote)
}

func (w *anyXML) text() {
	for range w.IntN(4) {
		w.WriteString(w.pick("bash", " ", "\n", "\r\n", "\r", "/usr/bin/x", "&lt;", "&#47;", "&#x2F;", "&quot;&apos;", "é", "'", `"`, ">", "]]", "]", "]]&gt;",
			"<![CDATA[<package> & ]] > \r\n]]>", "<![CDATA[]]>", "<![CDATA[]]]]>", "<!-- <name>no</name> - ->x -->", "<!--->-->", "<?php </name> ?>",
			"<!x <!-- > --> '>' <y>>", "\t"))
		w.WriteString(" ")
	}
}

// TestScannerRefuses holds that what is cut off or is something else is refused
// rather than read in part.
func TestScannerRefuses(t *testing.T) {
	whole := primaryXML(sample(3, 9), 9)
	for n := range len(whole) - 1 {
		if _, err := primaryByScanner(bytes.NewReader(whole[:n])); !errors.Is(err, ErrFormat) {
			t.Fatalf("cut off after %d bytes: %v", n, err)
		}
	}
	for text, want := range map[string]string{
		"": "cut off",
		"<html><body>404 not found</body></html>":                       `with <metadata>`,
		"<filelists></filelists>":                                       `with <metadata>`,
		"<metadata><package></metadata></package>":                      "ends as",
		"<metadata><package name=></package></metadata>":                "", // it is nobody's attribute
		"<metadata><package><version ver=1/></package></metadata>":      "attribute",
		"<metadata><package><version ver/></package></metadata>":        "attribute",
		"<metadata><package><name>&nbsp;</name></package></metadata>":   "entity",
		"<metadata><package><name>&#0x;</name></package></metadata>":    "entity",
		"<metadata><package><name>a & b</name></package></metadata>":    "entity",
		"<metadata><package><name>\xff</name></package></metadata>":     "UTF-8",
		"<metadata><package><name><![CDAT[x]]></name>":                  "no text",
		"<metadata>< ></metadata>":                                      "without a name",
		"\x1f\x8b\x08":                                                  "cut off",
		"<metadata><package><name>" + strings.Repeat("x", maxToken+1e6): "MB long",
		"<metadata " + strings.Repeat("x", maxToken+1e6):                "MB long",
	} {
		_, err := primaryByScanner(strings.NewReader(text))
		if want == "" && err == nil {
			continue
		}
		if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v", text, err)
		}
	}
}

// TestScannerErrors holds that an error of the reader comes through, and that a
// reader which gives nothing does not hold it up.
func TestScannerErrors(t *testing.T) {
	broken := errors.New("the disk is broken")
	in := io.MultiReader(strings.NewReader("<metadata><package>"), iotest.ErrReader(broken))
	if _, err := primaryByScanner(in); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := primaryByScanner(nothing{}); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("got %v", err)
	}
	whole := "<metadata><package><name>a</name></package></metadata>"
	list, err := primaryByScanner(iotest.DataErrReader(strings.NewReader(whole)))
	if err != nil || len(list) != 1 || list[0].name != "a" {
		t.Errorf("with the end beside the data: %v, %v", list, err)
	}
}

type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, nil }

// TestScannerLong holds that what is passed over may be of any length.
func TestScannerLong(t *testing.T) {
	long := strings.Repeat("all of it ", maxToken/4)
	text := "<metadata><!--" + long + "--><?a " + long + "?><package><description>" + long + "<![CDATA[" + long + "]]></description><name>a</name></package></metadata>"
	list, err := primaryByScanner(strings.NewReader(text))
	if err != nil || len(list) != 1 || list[0].name != "a" {
		t.Errorf("%v, %v", list, err)
	}
	deep := "<metadata>" + strings.Repeat("<a>", 1e6) + strings.Repeat("</a>", 1e6) + "<package><name>a</name></package></metadata>"
	if list, err = primaryByScanner(strings.NewReader(deep)); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}

func FuzzPrimary(f *testing.F) {
	f.Add(primaryXML(sample(2, 5), 5))
	for seed := range uint64(20) {
		f.Add((&anyXML{Rand: rand.New(rand.NewPCG(seed, 8))}).document("metadata"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) < 1<<20 {
			samePrimary(t, text)
		}
	})
}

func FuzzFilelists(f *testing.F) {
	f.Add(filelistsXML(sample(2, 5), 2))
	for seed := range uint64(20) {
		f.Add((&anyXML{Rand: rand.New(rand.NewPCG(seed, 9))}).document("filelists"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) < 1<<20 {
			sameFilelists(t, text)
		}
	})
}
