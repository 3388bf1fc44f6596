package patches

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// The tags that say what a patch is about, by its name and its header.
const (
	tagVersioning  = "versioning"   // sets the version that the build gives
	tagSpecInclude = "spec-include" // adds the package's source patches to the spec
	tagRollup      = "rollup"       // several changes in one
	tagMalformed   = "malformed"
	tagBinary      = "binary"
	tagRename      = "rename"
	tagNewFile     = "new-file"
	tagSpecOnly    = "spec-only"
	tagBackport    = "backport" // its header speaks of upstream
	tagCVE         = "cve"
	tagNoHeader    = "no-header"
	tagGitFormat   = "git-format" // git format-patch wrote it
	tagProduct     = "product"    // a line that it adds names the product
	tagCopied      = "copied"     // COPY_LIST takes it into the source package
	tagTaken       = "taken-over" // of whoever made the source RPM, and not of StarlingX
	tagCentOS      = "centos"     // its header speaks of what CentOS 7 has
	tagOthers      = "others"     // who wrote it is not of those who make StarlingX
)

var (
	versioningName = regexp.MustCompile(`(?i)version(ing)?[-_. ]|[-_ ]version(ing)?\b|tis[-_ ]format`)
	includeName    = regexp.MustCompile(`(?i)(spec|meta)[-_ ].*includ|includ.*(tis|patch)|add[-_ ].*patch(es)?\b`)
	rollupName     = regexp.MustCompile(`(?i)roll[-_ ]?up|squash|rebase`)
	cveID          = regexp.MustCompile(`\bCVE-\d{4}-\d{4,}\b`)
	upstreamWord   = regexp.MustCompile(`(?i)\bback-?port|\bupstream|cherry[- ]picked from|\[\s*commit\s+[0-9a-f]{12,40}\s+from\b`)
	// unwanted is a header that says that upstream does not have the change.
	unwanted     = regexp.MustCompile(`(?i)upstream[- ]status:\s*(?:inappropriate|pending|denied|submitted|none)`)
	upstreamName = regexp.MustCompile(`(?i)^(?:\d+[-_])?(?:upstream|backport)[-_]`)
	// centosWord finds what is said of CentOS 7's own versions, and not who says it.
	centosWord = regexp.MustCompile(`(?i)\bcentos[- ]?v?7|\brhel[- ]?7|\b3\.10 (?:linux )?kernel|\bcentos(?:'s)? (?:kernel|(?:\w+ )?patch)|\bkcompat\b`)
	// release finds which release of upstream's a change was taken from.
	release = regexp.MustCompile(`(?i)\b(?:original(?: source)?(?: code)?|taken|ported|copied|backported)[ \t]from (?:the )?(?:upstream |linux |kernel )?(?:tag |release |version )?(v?\d+(?:\.\d+)+)\b`)
	// takenFrom are the ways in which headers say which commit of upstream's it is.
	takenFrom = regexp.MustCompile(`(?i)(?:cherry[- ]picked from commit\s+|\[\s*commit\s+|upstream(?:'s)? commit:?\s+|^commit\s+)([0-9a-f]{12,40})(?:\s+(?:upstream|from)\b|[\s\])]|$)`)
)

// makers are the addresses of those who make StarlingX, of people that do not say for
// whom they write, of machines, and of who a spec of Red Hat says makes its patches.
var makers = regexp.MustCompile(`(?i)-maint@redhat\.com$|@(?:[\w.-]*\.)?(?:windriver\.com|wrs\.com|intel\.com|starlingx\.io|gmail\.com|hotmail\.com|yahoo\.\w+|outlook\.com|example\.\w+|localhost\S*|localdomain|\(none\))$|^[^@]*$`)

// cites is the commit of upstream's that a header says the patch is taken from, or
// else the release.
// "commit ID" alone at the start of a line says so only with "upstream" or "from".
func cites(body string) string {
	for line := range strings.Lines(body) {
		m := takenFrom.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		lower := strings.ToLower(line)
		if strings.HasPrefix(strings.TrimSpace(lower), "commit") && !strings.Contains(lower, "upstream") && !strings.Contains(lower, " from ") {
			continue
		}
		return strings.ToLower(m[1])
	}
	if m := release.FindStringSubmatch(body); m != nil {
		return m[1]
	}
	return ""
}

// productWord finds the names of what StarlingX is and was: Titanium Cloud of Wind
// River, and the prefixes of its programs and settings.
var productWord = regexp.MustCompile(`(?i)\b(?:wrs|cgts|cgcs|titanium|tis|stx|starlingx|wind ?river|tsconfig|sysinv|wrsroot)(?:\b|[-_])|/opt/platform\b|/usr/local/s?bin/|/etc/platform/|/etc/build\.info`)

// addsProduct reports whether a line that a patch adds names the product.
func addsProduct(src []byte, p *patch.File) bool {
	for i := range p.Files {
		for _, h := range p.Files[i].Hunks {
			for _, l := range h.Lines {
				if l.Op == '+' && productWord.Match(src[l.Start:l.End]) {
					return true
				}
			}
		}
	}
	return false
}

// tagsOf classes a patch.
func tagsOf(file string, src []byte, p *patch.File, specOnly bool) []string {
	var tags []string
	add := func(tag string, is bool) {
		if is && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	name := strings.TrimSuffix(path.Base(file), ".patch")
	text := p.Header.Subject + "\n" + p.Header.Body
	add(tagVersioning, specOnly && versioningName.MatchString(name))
	add(tagSpecInclude, specOnly && len(tags) == 0 && includeName.MatchString(name))
	add(tagRollup, rollupName.MatchString(name) || rollupName.MatchString(p.Header.Subject))
	add(tagMalformed, len(p.Malformed) > 0)
	add(tagSpecOnly, specOnly)
	for i := range p.Files {
		add(tagBinary, p.Files[i].Binary)
		add(tagRename, p.Files[i].Renamed)
		add(tagNewFile, p.Files[i].New)
	}
	status := p.Header.Get("Upstream-Status")
	add(tagBackport, !unwanted.MatchString("upstream-status: "+status+"\n"+text) &&
		(upstreamWord.MatchString(text) || upstreamName.MatchString(name) || status != ""))
	add(tagCentOS, centosWord.MatchString(text+"\n"+strings.ReplaceAll(name, "-", " ")))
	add(tagOthers, !makers.MatchString(p.Header.Email))
	add(tagCVE, cveID.MatchString(text))
	add(tagProduct, addsProduct(src, p))
	add(tagNoHeader, p.Header.Subject == "" && p.Header.From == "")
	slices.Sort(tags)
	return tags
}

// layouts are the forms of dates in patch headers.
var layouts = []string{
	time.RFC1123Z, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon Jan 2 15:04:05 2006 -0700", time.RFC3339, "2006-01-02 15:04:05 -0700",
}

// day returns the date of a header as YYYY-MM-DD, "" if it is of no known form.
func day(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 1980 && t.Year() < 2100 {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}
