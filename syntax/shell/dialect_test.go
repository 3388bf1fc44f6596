package shell

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
)

// bashSamples are scripts with the kinds that are found in them; those marked
// with ! must be refused by dash, which only reads them.
var bashSamples = map[string]string{
	"[[ $a == b ]]": "double-bracket", "if [[ a && b ]]; then :; fi": "double-bracket",
	"function f { :; }": "function-keyword!", "function f() { :; }": "function-keyword!", "f-o() { :; }": "function-keyword!",
	"f() { local x=1 y; }": "", "a=(1 2)": "array!", "a[1]=2": "array", "echo ${a[0]} ${#a[@]}": "array array",
	"cat <(ls)": "process-substitution!", "cat <<< word": "here-string!", "[ a == b ]": "test-equals",
	"test a == b": "test-equals", "[ a = b ]": "", "source /etc/x": "source", ". /etc/x": "",
	"ls &> x": "redirect-both", "ls &>> x": "redirect-both", "ls >& x": "redirect-both", "ls >&2 2>&1 3>&-": "",
	"ls |& cat": "redirect-both!", "echo ${x//a/b} ${x:0:3} ${!x} ${x^^} ${x,}": "expansion expansion expansion expansion expansion",
	"echo ${x:-a} ${x#a} ${x%%b} ${#x} ${x:+a}": "", "x=$'a'": "dollar-quote", `x=$"a"`: "dollar-quote",
	"echo -e a": "echo-options", "echo -ne a": "echo-options", "echo -n a": "", "echo '-e a'": "",
	"((i++))": "arithmetic", "let x=1": "arithmetic", "x=$[1+2]": "arithmetic", "x=$((i+1))": "", "x=$((2**3))": "arithmetic",
	"ls {a,b} x{1..3}": "brace-expansion brace-expansion", "find . -exec ls {} ;": "", "for i in {1..3}; do :; done": "brace-expansion",
	"exit -1": "negative-status", "f() { return -12; }": "negative-status", "exit 1; return $x; exit": "",
	"pushd x; popd": "builtin builtin", "pushd() { :; }; pushd x": "", "declare x=1": "builtin", "read -t 1 x": "builtin-option",
	"read -r x": "", "read": "builtin-option", "trap f ERR": "builtin-option", "trap f SIGTERM": "builtin-option", "trap f TERM EXIT": "",
	"kill -SIGTERM 1": "builtin-option", "kill -TERM 1; kill -9 1": "", "set -o pipefail": "builtin-option", "set -e -u -x": "",
	"local -r x=1": "builtin-option", "export -n x": "builtin-option", "type -t x": "builtin-option", "type x": "",
	"echo $RANDOM": "variable", "RANDOM=1; echo $RANDOM": "", "echo ${HOSTNAME:-x}": "", "read HOSTNAME; echo $HOSTNAME": "",
	"x+=1": "append", "a+=(1)": "array!", "select x in a; do :; done": "compound!", "for ((i=0;i<3;i++)); do :; done": "compound!",
	"case x in a) :;& b) :;; esac": "compound!", "ls @(a|b)": "compound!", "x=$(< f)": "read-file", "exec {fd}>x": "named-descriptor",
	"# [[ a ]]": "", "echo '[[ a ]]' \"source x\"": "", "cat <<E\n[[ a ]]\nE": "", "printf '%q' x": "builtin-option", "printf '%s' x": "",
}

func TestBashOnly(t *testing.T) {
	for script, want := range bashSamples {
		list, ok := BashOnly([]byte(script + "\n"))
		var got []string
		for _, c := range list {
			kind := string(c.Kind)
			if c.Refused {
				kind += "!"
			}
			got = append(got, kind)
			if c.Start >= c.End || c.End > len(script) {
				t.Errorf("%q: %s spans %d to %d", script, c.Kind, c.Start, c.End)
			}
		}
		if !ok || strings.Join(got, " ") != want {
			t.Errorf("%q: %v (%v), want %s", script, got, ok, want)
		}
	}
}

// TestBashOnlyPlaces holds the offsets where the script is not as the parser
// gets it.
func TestBashOnlyPlaces(t *testing.T) {
	src := "\xef\xbb\xbf#!/bin/sh\r\nif true\r\nthen\r\n  source x\r\nfi\r\n"
	list, ok := BashOnly([]byte(src))
	if !ok || len(list) != 1 || src[list[0].Start:list[0].End] != "source" {
		t.Errorf("%v %v", list, ok)
	}
	for _, bad := range []string{"if", "a\x00b", strings.Repeat("a", MaxDialect+1)} {
		if _, ok := BashOnly([]byte(bad)); ok {
			t.Errorf("%.10q was searched", bad)
		}
	}
	for _, chain := range []string{
		strings.Repeat("a|", MaxDialect/2-10) + "a", "echo $((" + strings.Repeat("1+", MaxDialect/2-10) + "1))",
		"if a; then b; " + strings.Repeat("elif a; then b; ", MaxDialect/20) + "fi",
	} {
		if _, ok := BashOnly([]byte(chain)); !ok {
			t.Errorf("%.10q... was not searched", chain)
		}
	}
}

// dashReads asks dash whether it reads a script. Nothing is run.
func dashReads(t *testing.T, dash, script string) bool {
	t.Helper()
	command := exec.Command(dash, "-n")
	command.Stdin = strings.NewReader(script)
	return command.Run() == nil
}

// TestDashRefuses asks dash about the samples: it refuses those that are marked
// so, and reads all others.
func TestDashRefuses(t *testing.T) {
	dash := oracle.Program(t, "dash", "apt-get install dash")
	for script, kinds := range bashSamples {
		if reads := dashReads(t, dash, script+"\n"); reads == strings.Contains(kinds, "!") {
			t.Errorf("%q: dash reads it: %v", script, reads)
		}
	}
}

// TestRealDash asks dash about every script of a real workspace that begins
// with #!/bin/sh: it must refuse those that hold what is said to be refused,
// and read those in which nothing was found.
func TestRealDash(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set")
	}
	dash := oracle.Program(t, "dash", "apt-get install dash")
	scripts, refused, found := 0, 0, 0
	err := filepath.WalkDir(root, func(name string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		first, _, _ := strings.Cut(string(src), "\n")
		fields := strings.Fields(strings.TrimPrefix(first, "#!"))
		if !strings.HasPrefix(first, "#!") || len(fields) == 0 || fields[0] != "/bin/sh" {
			return nil
		}
		list, ok := BashOnly(src)
		if !ok {
			t.Logf("%s: not searched", name)
			return nil
		}
		scripts++
		says := false
		for _, c := range list {
			says = says || c.Refused
		}
		if len(list) > 0 {
			found++
		}
		reads := dashReads(t, dash, string(src))
		if !reads {
			refused++
		}
		if says && reads {
			t.Errorf("%s: dash reads it: %v", name, list)
		}
		if len(list) == 0 && !reads {
			t.Errorf("%s: dash refuses it and nothing was found", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d scripts, %d with something of Bash's, %d that dash refuses", scripts, found, refused)
}

func FuzzBashOnly(f *testing.F) {
	for script := range bashSamples {
		f.Add([]byte(script))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		list, _ := BashOnly(src)
		for _, c := range list {
			if c.Start < 0 || c.Start >= c.End || c.End > len(src) {
				t.Fatalf("%+v of %d bytes", c, len(src))
			}
		}
	})
}

// checkbashismsDiffers are the samples of which checkbashisms says otherwise, and
// why.
var checkbashismsDiffers = map[string]string{
	"a=(1 2)":         "it does not look for arrays that are set; dash refuses them",
	"ls @(a|b)":       "it does not look for patterns with brackets; dash refuses them",
	"exec {fd}>x":     "it does not look for descriptors with names",
	"kill -SIGTERM 1": "it does not look at names of signals; dash does not know SIGTERM",
	"trap f SIGTERM":  "the same",
	"printf '%q' x":   "it does not look at formats; dash knows no %q",
	"set -o pipefail": "POSIX has it since 2024; dash of Debian 12 has not",

	"RANDOM=1; echo $RANDOM": "the script sets the variable itself", "read HOSTNAME; echo $HOSTNAME": "the same",
	"echo ${HOSTNAME:-x}": "the script has a value for where it is not set", "pushd() { :; }; pushd x": "the script defines the function",
	"type x": "dash has it",
}

// TestAgainstCheckbashisms asks checkbashisms about the samples.
func TestAgainstCheckbashisms(t *testing.T) {
	program := oracle.Program(t, "checkbashisms", "apt-get install devscripts")
	name := filepath.Join(t.TempDir(), "sample.sh")
	for script, kinds := range bashSamples {
		if err := os.WriteFile(name, []byte("#!/bin/sh\n"+script+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(program, name).CombinedOutput()
		flagged := strings.Contains(string(out), "possible bashism")
		if err == nil == flagged {
			t.Fatalf("%q: %v, and it says %q", script, err, out)
		}
		differs := flagged != (kinds != "")
		if why := checkbashismsDiffers[script]; differs != (why != "") {
			t.Errorf("%q: checkbashisms flags it: %v, and we find %q: %s", script, flagged, kinds, why)
		}
	}
}
