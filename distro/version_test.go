package distro

import (
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
)

func TestCompareVersions(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"1.0", "1.0", 0}, {"1.0", "1.1", -1}, {"1.10", "1.9", 1}, {"1.0.1", "1.0", 1}, {"2.0.1", "2.0.1a", -1},
		{"5.5p1", "5.5p10", -1}, {"10xyz", "10.1xyz", -1}, {"xyz10", "xyz10.1", -1}, {"xyz.4", "8", -1},
		{"1.0~rc1", "1.0", -1}, {"1.0~rc1", "1.0~rc2", -1}, {"1.0^", "1.0", 1}, {"1.0^git1", "1.0.1", -1},
		{"1.0~rc1^git1", "1.0~rc1", 1}, {"1_0", "1.0", 0}, {"007", "7", 0}, {"1.", "1", 0}, {"", "", 0}, {"", "1", -1},
		{"1.0a", "1.0", 1}, {"a", "1", -1}, {"99999999999999999999999", "99999999999999999999998", 1},
	} {
		if got := CompareVersions(c.a, c.b); got != c.want {
			t.Errorf("%q against %q: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := CompareVersions(c.b, c.a); got != -c.want {
			t.Errorf("%q against %q: %d, want %d", c.b, c.a, got, -c.want)
		}
	}
}

// TestOracle compares with RPM itself, on versions made of the pieces that
// matter to it.
func TestOracle(t *testing.T) {
	rpm := oracle.Program(t, "rpm", "apt install rpm")
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"0", "1", "2", "10", "007", "a", "b", "rc", "el7", ".", ".", ".", "_", "+", "~", "^", "p"}
	version := func() string {
		var b strings.Builder
		for range 1 + random.IntN(6) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		return b.String()
	}
	var script strings.Builder
	var pairs [][2]string
	for range 3000 {
		a := version()
		b := version()
		if random.IntN(2) == 0 { // near to the first
			b = a + pieces[random.IntN(len(pieces))]
		}
		pairs = append(pairs, [2]string{a, b})
		script.WriteString(`r[#r+1]=rpm.vercmp("` + a + `","` + b + `") `)
	}
	out, err := exec.Command(rpm, "--eval", `%{lua: local r={} `+script.String()+` print(table.concat(r," "))}`).Output()
	if err != nil {
		t.Fatal(err)
	}
	answers := strings.Fields(string(out))
	if len(answers) != len(pairs) {
		t.Fatalf("rpm gave %d answers to %d questions", len(answers), len(pairs))
	}
	for i, p := range pairs {
		want, err := strconv.Atoi(strings.TrimSuffix(answers[i], ".0"))
		if err != nil {
			t.Fatal(err)
		}
		if got := CompareVersions(p[0], p[1]); got != want {
			t.Errorf("%q against %q: %d, rpm says %d", p[0], p[1], got, want)
		}
	}
}

func TestOlder(t *testing.T) {
	for _, c := range []struct {
		version, op, want string
		older, newer      bool
	}{
		{"1.2", ">=", "1.2", false, false}, {"1.2", ">=", "1.3", true, false}, {"1.2", ">=", "1:1.2-3.el7", false, false},
		{"1.2", ">", "1.2", true, false}, {"1.2", ">", "1.2-3", false, false}, {"1.2", "=", "1.2-9", false, false},
		{"1.2", "==", "1.1", false, true}, {"1.2", "<", "1.2", false, true}, {"1.2", "<=", "1.2", false, false},
		{"1.2", "!=", "1.3", false, false}, {"1.2", "~=", "1.3", true, false}, {"1.2", ">=", "%{v}", false, false},
		{"stable.2", ">=", "1", false, false}, {"1.2", "==", "1.*", false, false}, {"1.2", "", "", false, false},
	} {
		list := []Constraint{{c.op, c.want}}
		if _, got := older(c.version, list); got != c.older {
			t.Errorf("%s %s %s: older %v", c.version, c.op, c.want, got)
		}
		if got := len(unmet(c.version, list)) > 0; got != c.newer {
			t.Errorf("%s %s %s: unmet %v", c.version, c.op, c.want, got)
		}
	}
}

// FuzzCompareVersions: the order is one: it turns round when its sides do, a
// version equals itself, and what follows a follows what a follows.
func FuzzCompareVersions(f *testing.F) {
	f.Add("1.0~rc1", "1.0", "1.0^git")
	f.Add("a1", "1a", "~")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if CompareVersions(a, a) != 0 {
			t.Errorf("%q differs from itself", a)
		}
		ab, bc, ac := CompareVersions(a, b), CompareVersions(b, c), CompareVersions(a, c)
		if ab != -CompareVersions(b, a) {
			t.Errorf("%q and %q: no order", a, b)
		}
		if strings.ContainsAny(a+b+c, "~^") {
			return // RPM's own order is not one there
		}
		if ab > 0 && bc > 0 && ac <= 0 {
			t.Errorf("%q > %q > %q, and not %q > %q", a, b, c, a, c)
		}
	})
}
