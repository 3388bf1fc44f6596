// Package mirror fetches the metadata of a target from a mirror of its archive. It
// is the only place that asks the network for indexes.
package mirror

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/clearsign"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/debian"
	"opendev.org/starlingx/stxscan/distro/indexes"
)

// mirrors are where the archives of a target are, if nobody says.
var mirrors = map[string]string{
	"debian-11": "https://deb.debian.org/debian", "debian-12": "https://deb.debian.org/debian", "debian-13": "https://deb.debian.org/debian",
	"ubuntu-18.04": "http://archive.ubuntu.com/ubuntu", "ubuntu-20.04": "http://archive.ubuntu.com/ubuntu",
	"ubuntu-22.04": "http://archive.ubuntu.com/ubuntu", "ubuntu-24.04": "http://archive.ubuntu.com/ubuntu",
}

// keyrings are where Debian and Ubuntu keep the keys of their archives.
var keyrings = []string{"/usr/share/keyrings/debian-archive-keyring.gpg", "/usr/share/keyrings/ubuntu-archive-keyring.gpg"}

// Updater fetches the metadata of a target from a mirror.
type Updater struct {
	// Mirror is the address above dists, "" for the target's own; Cache a folder
	// in which what was fetched stays until the index is made, so that the next
	// run goes on where this one was stopped.
	Mirror, Cache string
	// Keyring is a file of keys, one of which has to have signed the Release;
	// "" takes that of the system, if there is one.
	Keyring string
	Client  *http.Client
	// Progress is told, from time to time, how much of a file has come; nil for
	// nobody. Total is -1 where it is not known.
	Progress func(file string, done, total int64)
	Options  indexes.Options
}

// maxInRelease bounds the file that says what the others are; the others are
// bound by what it says.
const maxInRelease = 16 << 20

// Update fetches what has changed since, and makes an index of it. Files are
// held against the checksums of the Release as they are read; the Release, where
// there is a keyring, against its signature.
func (u *Updater) Update(ctx context.Context, t indexes.Target) (*distro.Index, *indexes.Report, error) {
	suite := indexes.Suite(t.ID)
	if suite == "" || t.Family != distro.FamilyDebian {
		return nil, nil, fmt.Errorf("%s has no mirror that is known: bring its metadata with 'stxscan index import %s PATH'", t.ID, t.ID)
	}
	mirror := strings.TrimSuffix(u.Mirror, "/")
	if mirror == "" {
		mirror = mirrors[t.ID]
	}
	if _, err := url.Parse(mirror); err != nil {
		return nil, nil, fmt.Errorf("--mirror: %w", err)
	}
	base := mirror + "/dists/" + suite
	folder := filepath.Join(u.Cache, t.ID, "dists", suite)
	signed, err := u.get(ctx, base+"/InRelease")
	if err != nil {
		return nil, nil, err
	}
	warning, err := u.checkSignature(signed)
	if err != nil {
		return nil, nil, fmt.Errorf("%s/InRelease: %w", base, err)
	}
	release, err := debian.ParseRelease(bytes.NewReader(signed))
	if err != nil {
		return nil, nil, fmt.Errorf("%s/InRelease: %w", base, err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, nil, err
	}
	if err := os.WriteFile(filepath.Join(folder, "InRelease"), signed, 0o644); err != nil {
		return nil, nil, err
	}
	for _, name := range wanted(release) {
		if err := u.fetch(ctx, base, folder, name, release.Files[name]); err != nil {
			return nil, nil, err
		}
	}
	x, report, err := indexes.Import(t, filepath.Join(u.Cache, t.ID), u.Options)
	if err != nil {
		return nil, nil, err
	}
	if warning != "" {
		report.Warnings = append([]string{warning}, report.Warnings...)
	}
	return x, report, os.RemoveAll(filepath.Join(u.Cache, t.ID))
}

// wanted lists the files that an index is made of, the smallest of each kind.
func wanted(r *debian.Release) []string {
	var list []string
	add := func(name string) {
		for _, ending := range []string{".xz", ".gz"} {
			if _, ok := r.Files[name+ending]; ok {
				list = append(list, name+ending)
				return
			}
		}
	}
	for _, component := range r.Components {
		add(component + "/binary-amd64/Packages")
		if component == "main" || component == "universe" {
			add(component + "/source/Sources")
		}
		if component == "main" {
			add(component + "/Contents-amd64")
			add(component + "/Contents-all")
		}
	}
	if !slices.ContainsFunc(list, func(name string) bool { return strings.Contains(name, "Contents") }) {
		add("Contents-amd64") // as Ubuntu has it
	}
	return list
}

// checkSignature holds an InRelease against the keyring. Where there is none, it
// says so.
func (u *Updater) checkSignature(signed []byte) (warning string, err error) {
	name := u.Keyring
	if name == "" {
		for _, known := range keyrings {
			if _, err := os.Stat(known); err == nil {
				name = known
			}
			if ok, err := verify(name, signed); ok && err == nil {
				return "", nil
			}
		}
		return "the signature of the Release was not checked: there is no keyring of its archive here; name one with --keyring", nil
	}
	ok, err := verify(name, signed)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", fmt.Errorf("no key of %s has signed it: somebody may have changed it on the way", name)
	}
	return "", nil
}

// verify reports whether a key of a keyring has signed a text.
func verify(keyring string, signed []byte) (bool, error) {
	if keyring == "" {
		return false, nil
	}
	file, err := os.Open(keyring)
	if err != nil {
		return false, err
	}
	defer file.Close()
	keys, err := openpgp.ReadKeyRing(file)
	if err != nil {
		return false, fmt.Errorf("%s: %w", keyring, err)
	}
	block, _ := clearsign.Decode(signed)
	if block == nil {
		return false, errors.New("it bears no signature")
	}
	_, err = block.VerifySignature(keys, nil)
	return err == nil, nil
}

// get fetches a small file.
func (u *Updater) get(ctx context.Context, address string) ([]byte, error) {
	response, err := u.request(ctx, address, 0)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(io.LimitReader(response.Body, maxInRelease+1))
	if err == nil && len(data) > maxInRelease {
		err = fmt.Errorf("it is over %d MB", maxInRelease>>20)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	return data, nil
}

func (u *Updater) request(ctx context.Context, address string, from int64) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	if from > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
	}
	client := u.Client
	if client == nil {
		client = &http.Client{Timeout: 30 * time.Minute}
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusPartialContent {
		response.Body.Close()
		return nil, fmt.Errorf("%s: the server says %s", address, response.Status)
	}
	return response, nil
}

// fetch brings one file, from where an earlier run was stopped. What is there
// whole is left; what is longer than it may be is thrown away.
func (u *Updater) fetch(ctx context.Context, base, folder, name string, sum debian.FileSum) error {
	file := filepath.Join(folder, filepath.FromSlash(path.Clean("/"+name)))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if info, err := os.Stat(file); err == nil && info.Size() == sum.Size {
		return nil
	}
	part := file + ".part"
	var from int64
	if info, err := os.Stat(part); err == nil && info.Size() < sum.Size {
		from = info.Size()
	}
	response, err := u.request(ctx, base+"/"+name, from)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	mode := os.O_CREATE | os.O_WRONLY
	if response.StatusCode == http.StatusPartialContent {
		mode |= os.O_APPEND
	} else {
		mode, from = mode|os.O_TRUNC, 0
	}
	out, err := os.OpenFile(part, mode, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, io.LimitReader(&counted{response.Body, name, from, sum.Size, u.Progress}, sum.Size-from+1))
	if err := errors.Join(err, out.Close()); err != nil {
		return fmt.Errorf("%s/%s: %w: run the command again, it goes on where it was stopped", base, name, err)
	}
	info, err := os.Stat(part)
	if err != nil {
		return err
	}
	if info.Size() != sum.Size {
		defer os.Remove(part)
		return fmt.Errorf("%s/%s: %d bytes, and the Release says %d: the mirror is between two states; try again later, or another", base, name, info.Size(), sum.Size)
	}
	return os.Rename(part, file)
}

// counted tells of the progress of what is read.
type counted struct {
	in          io.Reader
	name        string
	done, total int64
	progress    func(file string, done, total int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.done += int64(n)
	if c.progress != nil {
		c.progress(c.name, c.done, c.total)
	}
	return n, err
}
