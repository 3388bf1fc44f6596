package rpmmd

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
)

// sample makes packages as a distribution has them. The same seed makes the
// same.
func sample(n int, seed uint64) []pkg {
	r := rand.New(rand.NewPCG(seed, 1))
	list := make([]pkg, 0, n)
	for i := range n {
		stem := fmt.Sprintf("%s-%s%d", words[r.IntN(len(words))], words[r.IntN(len(words))], i)
		p := pkg{
			name: stem, arch: []string{"x86_64", "x86_64", "x86_64", "noarch", "i686", "src"}[r.IntN(6)],
			version: version{epoch: "0", ver: fmt.Sprintf("%d.%d.%d", r.IntN(30), r.IntN(30), r.IntN(9)), rel: fmt.Sprintf("%d.el7_%d", 1+r.IntN(90), r.IntN(9))},
		}
		if r.IntN(10) == 0 {
			p.version.epoch = fmt.Sprint(1 + r.IntN(30))
		}
		p.provides = append(p.provides, provided{name: p.name, flags: "EQ", version: p.version})
		p.files = append(p.files, file{"/usr/bin/" + stem, false}, file{"/etc/" + stem, true}, file{"/etc/" + stem + "/a&b <c>.conf", false})
		if p.arch == "src" {
			p.files = []file{{stem + ".spec", false}}
			list = append(list, p)
			continue
		}
		p.source = fmt.Sprintf("%s-%s-%s.src.rpm", stem, p.version.ver, p.version.rel)
		p.provides = append(p.provides,
			provided{name: stem + "(x86-64)", flags: "EQ", version: p.version},
			provided{name: fmt.Sprintf("lib%s.so.%d()(64bit)", stem, i%7)},
			provided{name: "config(" + stem + ")", flags: "EQ", version: p.version},
			provided{name: "pkgconfig(" + stem + ")", flags: "EQ", version: version{epoch: "0", ver: p.version.ver}},
			provided{name: "older", flags: "GE", version: version{epoch: "0", ver: "1"}})
		list = append(list, p)
	}
	return list
}

var words = strings.Fields("python perl lib kernel gnome kde font texlive java ruby php node golang rust mysql openstack nova horizon glance tools utils server client common data extra test bench core light heavy quick brown fox jumps over the lazy dog")

// text makes a description.
func text(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(words[r.IntN(len(words))])
		b.WriteString([]string{" ", " ", " ", ", ", ".\n", " &amp; ", " &lt;"}[r.IntN(7)])
	}
	return b.String()
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// primaryXML writes packages as createrepo_c does.
func primaryXML(list []pkg, seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 2))
	var b bytes.Buffer
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<metadata xmlns=\"http://linux.duke.edu/metadata/common\" xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\" packages=\"%d\">\n", len(list))
	for _, p := range list {
		fmt.Fprintf(&b, "<package type=\"rpm\">\n  <name>%s</name>\n  <arch>%s</arch>\n  <version epoch=\"%s\" ver=\"%s\" rel=\"%s\"/>\n", p.name, p.arch, p.version.epoch, p.version.ver, p.version.rel)
		fmt.Fprintf(&b, "  <checksum type=\"sha256\" pkgid=\"YES\">%016x%016x%016x%016x</checksum>\n", r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64())
		fmt.Fprintf(&b, "  <summary>%s</summary>\n  <description>%s</description>\n  <packager></packager>\n  <url>http://www.%s.org</url>\n", text(r, 8), text(r, 40), p.name)
		fmt.Fprintf(&b, "  <time file=\"%d\" build=\"%d\"/>\n  <size package=\"%d\" installed=\"%d\" archive=\"%d\"/>\n<location href=\"Packages/%s.rpm\"/>\n", r.IntN(1<<30), r.IntN(1<<30), r.IntN(1<<20), r.IntN(1<<20), r.IntN(1<<20), p.name)
		fmt.Fprintf(&b, "  <format>\n    <rpm:license>MIT</rpm:license>\n    <rpm:vendor/>\n    <rpm:group>Unspecified</rpm:group>\n    <rpm:buildhost>vm</rpm:buildhost>\n    <rpm:sourcerpm>%s</rpm:sourcerpm>\n    <rpm:header-range start=\"4504\" end=\"%d\"/>\n    <rpm:provides>\n", p.source, r.IntN(1<<20))
		for _, entry := range p.provides {
			fmt.Fprintf(&b, "      <rpm:entry name=\"%s\"%s/>\n", escape.Replace(entry.name), entryAttributes(entry))
		}
		b.WriteString("    </rpm:provides>\n    <rpm:requires>\n")
		for range r.IntN(16) {
			fmt.Fprintf(&b, "      <rpm:entry name=\"%s-%s\" flags=\"GE\" epoch=\"0\" ver=\"%d.%d\" pre=\"1\"/>\n", words[r.IntN(len(words))], words[r.IntN(len(words))], r.IntN(9), r.IntN(99))
		}
		b.WriteString("    </rpm:requires>\n")
		for _, f := range p.files {
			fmt.Fprintf(&b, "    <file%s>%s</file>\n", typeOf(f), escape.Replace(f.path))
		}
		b.WriteString("  </format>\n</package>\n")
	}
	b.WriteString("</metadata>")
	return b.Bytes()
}

func typeOf(f file) string {
	if f.dir {
		return ` type="dir"`
	}
	return ""
}

func entryAttributes(entry provided) string {
	if entry.flags == "" {
		return ""
	}
	text := fmt.Sprintf(" flags=%q epoch=%q ver=%q", entry.flags, entry.version.epoch, entry.version.ver)
	if entry.version.rel != "" {
		text += fmt.Sprintf(" rel=%q", entry.version.rel)
	}
	return text
}

// filelistsXML writes the files of packages, and more below /usr/share.
func filelistsXML(list []pkg, more int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<filelists xmlns=\"http://linux.duke.edu/metadata/filelists\" packages=\"%d\">\n", len(list))
	for i, p := range list {
		fmt.Fprintf(&b, "<package pkgid=\"%064x\" name=\"%s\" arch=\"%s\">\n  <version epoch=\"%s\" ver=\"%s\" rel=\"%s\"/>\n", i, p.name, p.arch, p.version.epoch, p.version.ver, p.version.rel)
		for _, f := range p.files {
			fmt.Fprintf(&b, "  <file%s>%s</file>\n", typeOf(f), escape.Replace(f.path))
		}
		for n := range more {
			fmt.Fprintf(&b, "  <file>/usr/%s/%s/%s/file-%d.html</file>\n", []string{"share/doc", "share/man", "lib64", "include"}[n%4], p.name, words[n%len(words)], n)
		}
		if more > 0 && p.arch == "x86_64" {
			fmt.Fprintf(&b, "  <file>/usr/lib64/lib%s.so.%d</file>\n", p.name, i%7)
		}
		b.WriteString("</package>\n")
	}
	b.WriteString("</filelists>")
	return b.Bytes()
}
