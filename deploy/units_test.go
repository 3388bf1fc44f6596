package deploy_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
)

// TestUnits: systemd finds nothing wrong with the units, and little that the
// service could reach.
func TestUnits(t *testing.T) {
	analyze := oracle.Program(t, "systemd-analyze", "apt install systemd")
	units := []string{"stxscan-weekly.service", "stxscan-weekly.timer"}
	if out, code := (call{dir: "systemd", args: append([]string{analyze, "verify", "--man=no"}, units...)}).run(t); code != 0 || out != "" {
		t.Errorf("exit code %d\n%s", code, out)
	}
	// The threshold is in tenths: of 10, the worst, the service has at most 1.
	if out, code := (call{dir: "systemd", args: []string{analyze, "security", "--offline=yes", "--threshold=10", units[0]}}).run(t); code != 0 {
		t.Errorf("exit code %d\n%s", code, out)
	}
	// It would find a mistake.
	broken := t.TempDir()
	service, err := os.ReadFile("systemd/stxscan-weekly.service")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(broken, units[0]), strings.Replace(string(service), "Type=oneshot", "Type=weekly", 1))
	if out, _ := (call{dir: broken, args: []string{analyze, "verify", "--man=no", units[0]}}).run(t); !strings.Contains(out, "weekly") {
		t.Errorf("systemd-analyze does not see a type that there is not:\n%s", out)
	}
	calendar := regexp.MustCompile(`(?m)^OnCalendar=(.*)$`).FindStringSubmatch(read(t, "systemd/stxscan-weekly.timer"))
	if calendar == nil {
		t.Fatal("the timer has no OnCalendar")
	}
	out := must(t, ".", analyze, "calendar", "--iterations=3", calendar[1])
	if n := strings.Count(out, "Mon "); n < 3 {
		t.Errorf("%s is not every Monday:\n%s", calendar[1], out)
	}
}

// TestServiceNeedsNoNetwork runs what the service runs without a network, as
// somebody who may write to the state alone.
func TestServiceNeedsNoNetwork(t *testing.T) {
	unshare := oracle.Program(t, "unshare", "apt install util-linux")
	w := newWeekly(t)
	if _, code := (call{args: []string{unshare, "-r", "-n", "true"}}).run(t); code != 0 {
		oracle.Missing(t, "a kernel that allows namespaces of users", "sysctl user.max_user_namespaces=15000")
	}
	out, code := call{env: w.env, args: []string{unshare, "-r", "-n", "sh", "weekly.sh", w.workspace, w.state}}.run(t)
	if code != 3 {
		t.Errorf("exit code %d, want 3\n%s", code, out)
	}
}

// TestCrontab: cron accepts the table, and its command runs.
func TestCrontab(t *testing.T) {
	crontab := oracle.Program(t, "crontab", "apt install cron")
	must(t, ".", crontab, "-n", "cron/crontab")
	var command string
	for line := range strings.Lines(read(t, "cron/crontab")) {
		if fields := strings.SplitN(strings.TrimSpace(line), " ", 6); len(fields) == 6 && !strings.HasPrefix(line, "#") {
			if strings.Contains(fields[5], "%") {
				t.Error("cron ends a command at %")
			}
			command = fields[5]
		}
	}
	w := newWeekly(t)
	script, err := filepath.Abs("weekly.sh")
	if err != nil {
		t.Fatal(err)
	}
	out, code := call{env: append(w.env, "WORKSPACE="+w.workspace, "STATE="+w.state), args: []string{
		"sh", "-c", strings.Replace(command, installed, script, 1),
	}}.run(t)
	if code != 3 || len(w.weeks(t)) != 2 {
		t.Errorf("%s: exit code %d\n%s", command, code, out)
	}
}

// installed is where both the unit and the crontab look for the script.
const installed = "/usr/local/libexec/stxscan/weekly.sh"

func TestSameScript(t *testing.T) {
	for _, name := range []string{"systemd/stxscan-weekly.service", "cron/crontab", "README.md"} {
		if !strings.Contains(read(t, name), installed) {
			t.Errorf("%s does not run %s", name, installed)
		}
	}
}

// TestShell: no shell text of these files has what shellcheck warns of, and those
// for sh are what dash reads.
func TestShell(t *testing.T) {
	shellcheck := oracle.Program(t, "shellcheck", "apt install shellcheck")
	dash := oracle.Program(t, "dash", "apt install dash")
	script := read(t, "weekly.sh")
	texts := map[string]string{"weekly.sh": script, "gitlab": strings.Join(append(readGitLab(t).BeforeScript, readGitLab(t).Script...), "\n")}
	for job, j := range readWorkflow(t).Jobs {
		for _, s := range j.Steps {
			if s.Run != "" {
				texts["github/"+job+"/"+s.Name] = s.Run
			}
		}
	}
	for name, text := range texts {
		if out, code := (call{stdin: text, args: []string{dash, "-n"}}).run(t); code != 0 {
			t.Errorf("%s: dash does not read it: %s", name, out)
		}
		out, _ := call{stdin: text, args: []string{shellcheck, "--shell=sh", "--format=json", "-"}}.run(t)
		var found []struct {
			Line    int
			Code    int
			Message string
		}
		if err := json.Unmarshal([]byte(out), &found); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		for _, f := range found {
			t.Errorf("%s:%d: SC%d: %s", name, f.Line, f.Code, f.Message)
		}
	}
	checkbashisms := oracle.Program(t, "checkbashisms", "apt install devscripts")
	must(t, ".", checkbashisms, "weekly.sh")
}
