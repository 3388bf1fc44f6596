package debian

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Release is what a Release or InRelease file says of a suite.
type Release struct {
	Origin, Label, Suite, Codename, Version string
	// Date is when it was made; ValidUntil is zero where it does not end.
	Date, ValidUntil time.Time
	Components       []string
	// Files maps a path within the suite to its SHA-256 and size.
	Files map[string]FileSum
}

// FileSum is what a Release file says of another file.
type FileSum struct {
	SHA256 string
	Size   int64
}

// maxRelease bounds a Release file, in bytes.
const maxRelease = 16 << 20

// ParseRelease reads a Release file, or an InRelease file with its signature
// around it, which is not checked here.
func ParseRelease(r io.Reader) (*Release, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxRelease+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxRelease {
		return nil, fmt.Errorf("it is over %d MB: no Release file", maxRelease>>20)
	}
	release := &Release{Files: map[string]FileSum{}}
	in := bufio.NewScanner(bytes.NewReader(signedPart(data)))
	in.Buffer(nil, maxLine)
	inSums := false
	for in.Scan() {
		line := in.Text()
		if strings.HasPrefix(line, " ") {
			if inSums {
				release.addSum(line)
			}
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if inSums = ok && key == "SHA256"; ok {
			if err := release.set(key, strings.TrimSpace(value)); err != nil {
				return nil, err
			}
		}
	}
	if err := in.Err(); err != nil {
		return nil, err
	}
	if len(release.Files) == 0 || release.Date.IsZero() {
		return nil, errors.New("it has no date, or no SHA256 of any file: no Release file that can be trusted")
	}
	return release, nil
}

// signedPart is what stands between the armour of a signed text, or all of it.
func signedPart(data []byte) []byte {
	const begin, signature = "-----BEGIN PGP SIGNED MESSAGE-----", "\n-----BEGIN PGP SIGNATURE-----"
	if !bytes.HasPrefix(data, []byte(begin)) {
		return data
	}
	if _, rest, ok := bytes.Cut(data, []byte("\n\n")); ok {
		data = rest
	}
	data, _, _ = bytes.Cut(data, []byte(signature))
	return data
}

func (r *Release) set(key, value string) (err error) {
	switch key {
	case "Origin":
		r.Origin = value
	case "Label":
		r.Label = value
	case "Suite":
		r.Suite = value
	case "Codename":
		r.Codename = value
	case "Version":
		r.Version = value
	case "Components":
		r.Components = strings.Fields(value)
	case "Date":
		r.Date, err = parseDate(value)
	case "Valid-Until":
		r.ValidUntil, err = parseDate(value)
	}
	return err
}

// parseDate reads a date as RFC 2822 writes it, with UTC for the zone.
func parseDate(value string) (time.Time, error) {
	for _, form := range []string{time.RFC1123, time.RFC1123Z, "Mon, _2 Jan 2006 15:04:05 MST", "Mon, _2 Jan 2006 15:04:05 -0700"} {
		if t, err := time.Parse(form, value); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date", value)
}

func (r *Release) addSum(line string) {
	fields := strings.Fields(line)
	if len(fields) != 3 || len(fields[0]) != 64 {
		return
	}
	if size, err := strconv.ParseInt(fields[1], 10, 64); err == nil && size >= 0 {
		r.Files[fields[2]] = FileSum{strings.ToLower(fields[0]), size}
	}
}

// errStale is what a Release is refused with that is no longer valid.
var errStale = errors.New("the metadata is stale")

// check refuses a Release whose time is over.
func (r *Release) check(now time.Time) error {
	if !r.ValidUntil.IsZero() && now.After(r.ValidUntil) {
		return fmt.Errorf("%w: its Release was valid until %s: fetch it anew, or say that stale metadata will do",
			errStale, r.ValidUntil.Format(time.DateOnly))
	}
	return nil
}
