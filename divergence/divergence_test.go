package divergence

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/reports"
)

// patched is a report of one stack, integ/lldpd, and of another without patches
// of what it builds.
func patched(list ...finding.StackPatch) *reports.Report {
	return &reports.Report{
		Run:     reports.Run{Time: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)},
		Targets: []reports.Target{{ID: "centos-7", Origin: true}, {ID: "debian-12"}},
		PatchStacks: []finding.PatchStack{
			{Repo: "integ", Package: "lldpd", Class: finding.StackCentOS, Upstream: "https://github.com/lldpd/lldpd", Patches: list,
				Adopt: map[string]finding.Adoption{"debian-12": {Answer: finding.AdoptRebase}}},
			{Repo: "upstream", Package: "nova", Class: finding.StackOpenStack, Patches: []finding.StackPatch{{Kind: "meta", State: "applied"}}},
		},
	}
}

func source(size int, u *finding.Upstreamed, on finding.ApplyState, tags ...string) finding.StackPatch {
	p := finding.StackPatch{Path: fmt.Sprintf("p%d.patch", size), Kind: "source", State: "applied", Added: size, Tags: tags, Upstreamed: u, Date: "2019-12-02"}
	if on != "" {
		p.Applies = map[string]finding.Applies{"debian-12": {State: on, Version: "2"}}
	}
	return p
}

func state(s finding.UpstreamState) *finding.Upstreamed { return &finding.Upstreamed{State: s} }

func TestMake(t *testing.T) {
	landed := &finding.Upstreamed{State: finding.UpstreamHas, Release: "1", In: []string{"debian-12"}, Commits: []finding.UpstreamCommit{{ID: "1", Date: "2019-12-12"}}}
	dead := source(9, nil, "")
	dead.State = "dead"
	r := patched(source(4, landed, ""), source(100, state(finding.UpstreamNot), finding.ApplyConflict, "no-header"),
		source(2, state(finding.UpstreamReview), finding.ApplyAlready, "rollup", "malformed"), source(1, nil, "", "backport"), dead)
	d, err := Make(r, "debian-12")
	if err != nil {
		t.Fatal(err)
	}
	m := d.Total
	if m.Stacks != 2 || m.Source != 4 || m.Packaging != 1 || m.Unapplied != 1 || m.NotAsked != 1 || m.Droppable != 2 || m.NotTried != 2 ||
		m.Applies[finding.ApplyConflict] != 1 || m.Upstream[finding.UpstreamHas] != 1 || m.Adopt[finding.AdoptRebase] != 1 {
		t.Errorf("%+v", m)
	}
	if m.Lines != (Spread{3, 2, 100}) || m.Days != (Spread{4, 30, 30}) || m.LagDays != (Spread{1, 10, 10}) {
		t.Errorf("lines %v, days %v, lag %v", m.Lines, m.Days, m.LagDays)
	}
	if m.NoHeader != 1 || m.RolledUp != 1 || m.Malformed != 1 || m.NoOrigin != 2 {
		t.Errorf("%+v", m)
	}
	if len(d.Groups) != 2 || d.Groups[0].Metrics.Source != 4 || d.Packages[0].ID != "integ/lldpd" || len(d.Oldest) != 4 {
		t.Errorf("%+v", d)
	}
	if a := d.Packages[0].Adopt; a == nil || a.Answer != finding.AdoptRebase {
		t.Errorf("%+v", a)
	}
	if text, err := json.Marshal(d.Packages[1]); err != nil || strings.Contains(string(text), "adopt") {
		t.Errorf("nobody asked what to adopt, and it says %s, %v", text, err)
	}
}

// TestInert holds that what changes nothing the program does is counted once,
// whatever upstream has of it, and that both counts are what adopt leaves out.
func TestInert(t *testing.T) {
	landed := &finding.Upstreamed{State: finding.UpstreamHas, In: []string{"debian-12"}}
	d, err := Make(patched(source(1, landed, "", "debug"), source(2, nil, "", "product-naming"), source(3, nil, "", "tests"), source(4, nil, "", "documentation"),
		source(5, nil, finding.ApplyAlready), source(6, landed, ""), source(7, nil, "", "no-header")), "debian-12")
	if err != nil {
		t.Fatal(err)
	}
	if m := d.Total; m.Inert != 4 || m.Droppable != 2 {
		t.Errorf("%+v", m)
	}
}

func TestMakeTargets(t *testing.T) {
	for target, want := range map[string]string{
		"hurd":     `the report has no target "hurd": want one of debian-12`,
		"centos-7": "centos-7 is what StarlingX comes from: want one of debian-12",
	} {
		if _, err := Make(patched(), target); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", target, err, want)
		}
	}
	r := patched()
	r.Targets = r.Targets[:1]
	if _, err := Make(r, "centos-7"); err == nil || !strings.Contains(err.Error(), "no target to port to") {
		t.Errorf("%v", err)
	}
}

// TestAddsUp holds on random reports that every source patch is counted once by
// what upstream has, and once by how it applies.
func TestAddsUp(t *testing.T) {
	for seed := range uint64(100) {
		random := rand.New(rand.NewPCG(seed, 3))
		var list []finding.StackPatch
		for range random.IntN(20) {
			p := source(random.IntN(50), nil, "")
			if random.IntN(3) > 0 {
				p.Upstreamed = state(finding.UpstreamStates[random.IntN(len(finding.UpstreamStates))])
			}
			if random.IntN(3) > 0 {
				p.Applies = map[string]finding.Applies{"debian-12": {State: finding.ApplyStates[random.IntN(len(finding.ApplyStates))]}}
			}
			p.State = []string{"applied", "dead"}[random.IntN(2)]
			p.Kind = []string{"meta", "source", "files"}[random.IntN(3)]
			list = append(list, p)
		}
		d, err := Make(patched(list...), "debian-12")
		if err != nil {
			t.Fatal(err)
		}
		m := d.Total
		asked, tried := m.NotAsked, m.NotTried
		for _, n := range m.Upstream {
			asked += n
		}
		for _, n := range m.Applies {
			tried += n
		}
		if asked != m.Source || tried != m.Source || m.Source+m.Packaging+m.Unapplied != len(list)+1 {
			t.Errorf("seed %d: %+v of %d", seed, m, len(list))
		}
	}
}

// TestQueue holds that what applies comes first by how well, then what nobody
// tried, the smallest first of each, and that nothing else is proposed.
func TestQueue(t *testing.T) {
	person := &finding.Upstreamed{State: finding.UpstreamNot, By: "person"}
	base := &finding.Upstreamed{State: finding.UpstreamNot, InBase: true}
	not := state(finding.UpstreamNot)
	on := func(size int, states map[string]finding.ApplyState) finding.StackPatch {
		p := source(size, not, "")
		p.Applies = map[string]finding.Applies{}
		for target, state := range states {
			p.Applies[target] = finding.Applies{State: state, Version: target}
		}
		return p
	}
	r := patched(source(3, not, finding.ApplyFuzz), source(7, not, finding.ApplyClean), source(5, not, ""), source(2, not, ""),
		source(31, not, finding.ApplyClean), source(8, nil, ""), source(9, state(finding.UpstreamReview), ""), source(10, not, finding.ApplyNoFile),
		source(11, not, finding.ApplyAlready), source(12, not, "", "product"), source(13, not, "", "configuration"), source(14, person, ""),
		source(15, not, finding.ApplyConflict), source(16, not, finding.ApplyUnknown), source(17, base, finding.ApplyClean), source(6, not, finding.ApplyOffset),
		on(18, map[string]finding.ApplyState{"debian-12": finding.ApplyClean, "ubuntu-24.04": finding.ApplyAlready}),
		on(19, map[string]finding.ApplyState{"debian-12": finding.ApplyConflict, "ubuntu-24.04": finding.ApplyFuzz}),
		on(20, map[string]finding.ApplyState{"debian-12": finding.ApplyFuzz, "ubuntu-24.04": finding.ApplyClean}),
		on(21, map[string]finding.ApplyState{"base": finding.ApplyAlready}), on(22, map[string]finding.ApplyState{"base": finding.ApplyClean}))
	r.Targets = append(r.Targets, reports.Target{ID: "ubuntu-24.04"})
	var got []string
	for _, p := range Queue(r) {
		got = append(got, fmt.Sprintf("%d %s %s", p.Lines, p.Applies, p.Version))
	}
	want := []string{"7 clean 2", "20 clean ubuntu-24.04", "6 offset 2", "3 fuzz 2", "19 fuzz ubuntu-24.04", "2  ", "5  ", "22  "}
	if !slices.Equal(got, want) {
		t.Errorf("proposed are %q, want %q", got, want)
	}
}

func TestUpstreams(t *testing.T) {
	r := patched(source(1, nil, ""), source(2, state(finding.UpstreamNot), ""))
	r.PatchStacks = append(r.PatchStacks, finding.PatchStack{Repo: "integ", Package: "own", Patches: []finding.StackPatch{source(1, nil, "")}},
		finding.PatchStack{Repo: "x", Package: "hostile", Upstream: "https://example.org/a/it's $(touch owned)", Patches: []finding.StackPatch{source(1, nil, "")}})
	list := Upstreams(r)
	if len(list) != 3 || list[0].Patches != 2 || list[0].Asked != 1 || list[2].Repository != "" || list[2].Packages[0] != "integ/own" {
		t.Errorf("%+v", list)
	}
}

// TestScript holds that a shell reads what is meant and runs nothing else, that it
// goes on after what fails, and that only https is fetched.
func TestScript(t *testing.T) {
	list := []Upstream{
		{Repository: "https://example.org/a/dead"}, {Repository: "https://github.com/lldpd/lldpd"}, {Repository: ""},
		{Repository: "https://example.org/a/it's $(touch owned)"}, {Repository: "https://example.org/a/there.git"},
		{Repository: "--upload-pack=x"}, {Repository: "git://example.org/a/b\ntouch owned"},
	}
	var script bytes.Buffer
	if err := WriteScript(&script, list); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`# left out, as it is no https:// URL: "--upload-pack=x"`, `"git://example.org/a/b\ntouch owned"`} {
		if !strings.Contains(script.String(), want+"\n") {
			t.Errorf("%q is not in\n%s", want, &script)
		}
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "a+there.git"), 0o700); err != nil {
		t.Fatal(err)
	}
	const git = `git() {
	case "$*" in ls-remote*) printf 'ref: refs/heads/main\tHEAD\n0\tHEAD\n'; return;; esac
	printf '%s|' "$@"; echo
	case "$*" in *dead*) return 128;; esac
}
`
	run := exec.Command(oracle.Program(t, "dash", "apt install dash"))
	run.Dir, run.Stdin = dir, strings.NewReader(git+script.String())
	var out, problems bytes.Buffer
	run.Stdout, run.Stderr = &out, &problems
	err := run.Run()
	want := `clone|--bare|--|https://example.org/a/dead|a+dead.git|
clone|--bare|--|https://github.com/lldpd/lldpd|lldpd+lldpd.git|
clone|--bare|--|https://example.org/a/it's $(touch owned)|a+it's $(touch owned).git|
-C|a+there.git|fetch|--prune|origin|+refs/heads/*:refs/heads/*|+refs/tags/*:refs/tags/*|
-C|a+there.git|symbolic-ref|HEAD|refs/heads/main|
`
	if run.ProcessState.ExitCode() != 1 || out.String() != want || problems.String() != "failed: https://example.org/a/dead\n" {
		t.Errorf("%v: %s%s", err, &out, &problems)
	}
	if names, err := os.ReadDir(dir); err != nil || len(names) != 1 {
		t.Errorf("%v %v", names, err)
	}
}
