package html

import (
	"strings"
	"unicode/utf8"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/storyboard"
)

// newStory is the form for a story in the web client of OpenDev's StoryBoard. It
// takes what it is filled with from its address; whoever is logged in there files it.
const newStory = "https://storyboard.openstack.org/#!/story/new"

// maxLink is how long a link to the form may be, in bytes: browsers, mails and
// proxies carry as much.
const maxLink = 1999

// fileLink leads to the form, filled in. What the link has no room for is cut from
// the end of the description, which then says so.
func fileLink(d storyboard.Draft) string {
	link := newStory + "?title=" + escapeQuery(d.Title)
	for _, tag := range d.Tags {
		if part := "&tags=" + escapeQuery(tag); len(link)+len(part) < maxLink {
			link += part
		}
	}
	const head, cut = "&description=", " ..."
	room := maxLink - len(link) - len(head)
	text := escapeQuery(d.Description)
	if room <= 0 {
		return link
	}
	if len(text) > room {
		text = shortened(d.Description, room-len(escapeQuery(cut))) + escapeQuery(cut)
	}
	if len(text) > room {
		return link
	}
	return link + head + text
}

// shortened escapes as many characters of a text as there is room for.
func shortened(text string, room int) string {
	var b strings.Builder
	for _, c := range text {
		one := escapeQuery(string(c))
		if b.Len()+len(one) > room {
			break
		}
		b.WriteString(one)
	}
	return b.String()
}

// escapeQuery escapes all but letters, digits and -._~: what reads it takes a blank
// for a plus and a plus for a blank, depending on its version.
func escapeQuery(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	return strings.NewReplacer("/", "%2F", ":", "%3A", "@", "%40").Replace(fragment(text))
}

// storyOf is where a story about a work item is filed, or the stories that another
// team has for its concern; those are not filed again.
func storyOf(w *reports.WorkItem, r *reports.Report, drafts map[string]storyboard.Draft) (string, []storyLink) {
	if t := r.TrackedBy(w.Concern); t != nil {
		return "", storyLinks(t)
	}
	if d, ok := drafts[w.ID]; ok {
		return fileLink(d), nil
	}
	return "", nil
}
