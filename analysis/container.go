package analysis

import (
	"regexp"

	"opendev.org/starlingx/stxscan/facts"
)

var (
	// centosImage is an image of a system with RPM, by its name.
	centosImage = regexp.MustCompile(`(?i)(?:centos|rhel|\bubi[789]|fedora|rocky|almalinux)`)
	// otherImage is an image of a system without.
	otherImage = regexp.MustCompile(`(?i)(?:debian|ubuntu|alpine|busybox|clearlinux|distroless)`)
)

// InContainer returns what a finding says of a command that a container runs.
// Whether it works there is its image's matter, and no system that StarlingX is
// ported to stands in its way: such a finding is guarded. It is none where the
// image is by its name of a system that never had the program; ok is false then.
func InContainer(f *File, c *facts.Contained) (detail Detail, ok bool) {
	detail = Detail{
		Subject: c.Program, Guards: c.Guards, Call: CallOf(f, &c.Command), Within: c.Within,
		Guard: "runs in a container, whose image decides",
	}
	switch {
	case centosImage.MatchString(c.Image):
		detail.Guard = "runs in a container of " + Snippet(c.Image) + ", an image of CentOS's kind"
	case otherImage.MatchString(c.Image):
		return detail, false
	}
	return detail, true
}
